/** Menus and questions as text: choices that are numbered and answers that are typed. */
import { escapeText } from '../text/visible.ts'
import { renderSentences } from '../text/screen.ts'
import type { Terminal } from './terminal.ts'
import { readLine } from './read-line.ts'
import { showText } from './show.ts'

/**
 * Lists the choices and reads a number, or the first word of one.
 * @param skip what to call the choice of none, where there is one; its number is 0
 * @returns the index of the choice; undefined for none, and at the end of input
 * @throws {Cancelled} on Ctrl-C and when the terminal is cancelled.
 */
export async function chooseByNumber(
  terminal: Terminal,
  message: string,
  titles: readonly string[],
  skip?: string,
): Promise<number | undefined> {
  const { screen } = terminal
  const widest = String(titles.length).length
  const list = (number: number, title: string) =>
    renderSentences(escapeText(title), screen, `  ${String(number).padStart(widest)}  `)
  const lines = [
    ...renderSentences(message, screen),
    ...titles.flatMap((title, index) => list(index + 1, title)),
    ...(skip === undefined ? [] : list(0, skip)),
  ]
  showText(terminal, lines.join('\n'))
  const lowest = skip === undefined ? 1 : 0
  for (;;) {
    const answer = await readLine(terminal, 'Number, then Enter: ')
    if (answer === undefined) return undefined
    const number = findNumber(answer, titles)
    if (number !== undefined && number >= lowest && number <= titles.length) {
      return number === 0 ? undefined : number - 1
    }
    const complaint = `That is none of them. Type a number from ${lowest} to ${titles.length}, or the first word of a line.`
    showText(terminal, renderSentences(complaint, screen).join('\n'))
  }
}

/**
 * Asks a question until it is answered with yes or no. An empty line and the end of input mean no.
 * @throws {Cancelled} on Ctrl-C and when the terminal is cancelled.
 */
export async function confirmByWord(terminal: Terminal, message: string): Promise<boolean> {
  showText(terminal, renderSentences(message, terminal.screen).join('\n'))
  for (;;) {
    const answer = (await readLine(terminal, 'yes or no, then Enter: '))?.trim().toLowerCase() ?? ''
    if (['y', 'yes'].includes(answer)) return true
    if (['', 'n', 'no'].includes(answer)) return false
    showText(terminal, 'Type yes or no.')
  }
}

function findNumber(answer: string, titles: readonly string[]): number | undefined {
  const word = readFirstWord(answer)
  if (/^\d+$/.test(word)) return Number(word)
  const found = titles.flatMap((title, index) => (readFirstWord(title) === word ? [index + 1] : []))
  return found.length === 1 ? found[0] : undefined
}

function readFirstWord(text: string): string {
  return (text.trim().split(/\s/u)[0] ?? '').toLowerCase().replace(/[.,:;]$/u, '')
}
