/** Menus and questions as text: choices that are numbered and answers that are typed. */
import { say, type Words } from '../language/say.ts'
import { renderSafely, renderSentences, renderWords, type Screen } from '../text/screen.ts'
import type { Terminal } from './terminal.ts'
import { readLine } from './read-line.ts'
import { showText, showWords } from './show.ts'

interface NumberedChoice {
  readonly title: Words
  /** The word by which it is known in every language; without one, the first of its title. */
  readonly word?: string
}

/**
 * Lists the choices and reads a number, or the first word of one.
 * @param skip what to call the choice of none, where there is one; its number is 0
 * @returns the index of the choice; undefined for none, and at the end of input
 * @throws {Cancelled} on Ctrl-C and when the terminal is cancelled.
 */
export async function chooseByNumber(
  terminal: Terminal,
  message: Words,
  choices: readonly NumberedChoice[],
  skip?: Words,
): Promise<number | undefined> {
  const { screen } = terminal
  const widest = String(choices.length).length
  const list = (number: number, title: Words) =>
    renderSentences(renderSafely(title, screen), screen, `  ${String(number).padStart(widest)}  `)
  const lines = [
    ...renderSentences(message, screen),
    ...choices.flatMap(({ title }, index) => list(index + 1, title)),
    ...(skip === undefined ? [] : list(0, skip)),
  ]
  showText(terminal, lines.join('\n'))
  const lowest = skip === undefined ? 1 : 0
  for (;;) {
    const answer = await readLine(terminal, `${renderWords(say`Number, then Enter:`, screen)} `)
    if (answer === undefined) return undefined
    const number = findNumber(answer, choices, screen)
    if (number !== undefined && number >= lowest && number <= choices.length) {
      return number === 0 ? undefined : number - 1
    }
    showWords(
      terminal,
      say`That is none of them. Type a number from ${lowest} to ${choices.length}, or the first word of a line.`,
    )
  }
}

/**
 * Asks a question until it is answered with yes or no. An empty line and the end of input mean no.
 * @throws {Cancelled} on Ctrl-C and when the terminal is cancelled.
 */
export async function confirmByWord(terminal: Terminal, message: Words): Promise<boolean> {
  showWords(terminal, message)
  const prompt = `${renderWords(say`yes or no, then Enter:`, terminal.screen)} `
  for (;;) {
    const answer = (await readLine(terminal, prompt))?.trim().toLowerCase() ?? ''
    if (['y', 'yes'].includes(answer)) return true
    if (['', 'n', 'no'].includes(answer)) return false
    showWords(terminal, say`Type yes or no.`)
  }
}

function findNumber(answer: string, choices: readonly NumberedChoice[], screen: Screen): number | undefined {
  const word = takeFirstWord(answer)
  if (/^\d+$/.test(word)) return Number(word)
  const isMeant = ({ title, word: known }: NumberedChoice) =>
    known === word || takeFirstWord(renderWords(title, screen)) === word
  const found = choices.flatMap((choice, index) => (isMeant(choice) ? [index + 1] : []))
  return found.length === 1 ? found[0] : undefined
}

function takeFirstWord(text: string): string {
  return (text.trim().split(/\s/u)[0] ?? '').toLowerCase().replace(/[.,:;]$/u, '')
}
