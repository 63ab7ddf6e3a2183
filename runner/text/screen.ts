/** What every screen needs to know about the place where it is shown, and the few forms that all screens share. */
import picocolors from 'picocolors'
import type { Language } from '../language/language.ts'
import { inLanguage, type Part } from '../language/say.ts'
import { escapeText } from './visible.ts'
import { measureWidth, padText, wrapText } from './width.ts'

export interface Screen {
  /** Columns of the terminal. */
  readonly width: number
  readonly colour: boolean
  /**
   * Whether all has to be said in words and in the order in which it is read: for screen readers, dumb terminals
   * and pipes. Nothing is drawn, nothing is drawn again, and no sign stands without its word.
   */
  readonly plain: boolean
  /** Whether an address can stand behind its words, as a link that is clicked. */
  readonly links?: boolean
  /** The language in which sentences are shown. */
  readonly language: Language
}

/** Turns words into text in the language of the screen. What stands in them may drive a terminal: see `renderSafely`. */
export function renderWords(words: Part, { language }: Pick<Screen, 'language'>): string {
  return inLanguage(words, language)
}

/** Turns words, in which something from elsewhere may stand, into text that is safe to show in one line. */
export function renderSafely(words: Part, screen: Pick<Screen, 'language'>): string {
  return escapeText(renderWords(words, screen))
}

/** Sentences are hard to follow beyond this width, and what stands at the right is hard to find. */
const widestText = 80
const widestScreen = 100
/** Words in a narrower column than this are better set below each other. */
const narrowestBeside = 24

export const programName = 'Socket Workbook'

/** The columns that a screen uses of the terminal's. */
export function measureColumns({ width }: Screen): number {
  return Math.max(1, Math.min(Math.floor(width), widestScreen))
}

/** The columns of a line of sentences. */
export function measureSentenceColumns(screen: Screen): number {
  return Math.min(measureColumns(screen), widestText)
}

/** The colours of a screen; without colour they change nothing. */
export function createPaint({ colour }: Screen): ReturnType<typeof picocolors.createColors> {
  return picocolors.createColors(colour)
}

/** Sets parts of one line apart: by a sign, or by a comma where a sign would be read out. */
export function joinParts(parts: readonly Part[], screen: Screen): string {
  return parts.map((words) => renderWords(words, screen)).join(screen.plain ? ', ' : ' · ')
}

/**
 * Puts one text at the left edge and one at the right; below each other where the screen is too narrow, and where it
 * is read and not looked at.
 */
export function renderSides(left: string, right: string, screen: Screen): string[] {
  const columns = measureColumns(screen)
  if (screen.plain) return [left, right].flatMap((text) => (text === '' ? [] : wrapText(text, columns)))
  const gap = columns - measureWidth(left) - measureWidth(right)
  if (gap >= 2) return [left + padText('', gap) + right]
  return [...wrapText(left, columns), ...wrapText(right, columns)]
}

/** Wraps sentences; `first` stands before the first line and the others are indented as far. */
export function renderSentences(words: Part, screen: Screen, first = ''): string[] {
  const indent = measureWidth(first)
  const lines = wrapText(renderWords(words, screen), Math.max(1, measureSentenceColumns(screen) - indent))
  return lines.map((line, index) => (index === 0 ? first + line : padText('', indent) + line).trimEnd())
}

/** Sets sentences one behind the other and wraps them as one. */
export function renderParagraph(sentences: readonly Part[], screen: Screen): string[] {
  return renderSentences(sentences.map((words) => renderWords(words, screen)).join(' '), screen)
}

/** Sets words beside what they stand for, as in a list of commands; below each other on narrow screens. */
export function renderPairs(pairs: readonly (readonly [Part, Part])[], screen: Screen): string[] {
  const columns = measureColumns(screen)
  const texts = pairs.map(([left, right]) => [renderWords(left, screen), renderWords(right, screen)] as const)
  const widest = Math.max(0, ...texts.map(([left]) => measureWidth(left)))
  const beside = columns - widest - 5
  if (beside < narrowestBeside) {
    return texts.flatMap(([left, right]) => [
      ...renderIndented(left, 2, columns),
      ...renderIndented(right, 4, columns),
    ])
  }
  return texts.flatMap(([left, right]) =>
    wrapText(right, beside).map((line, index) =>
      `  ${padText(index === 0 ? left : '', widest)}   ${line}`.trimEnd(),
    ),
  )
}

/** Wraps a text to lines that are all indented. */
export function renderIndented(text: string, indent: number, columns: number): string[] {
  return wrapText(text, Math.max(1, columns - indent)).map((line) => padText('', indent) + line)
}

/** Writes a number of things: "1 lesson", "19 lessons", "1,048,576 bytes". */
export function renderCount(count: number, one: string, many = `${one}s`): string {
  return `${renderNumber(count)} ${count === 1 ? one : many}`
}

/** Writes a number with a comma after each thousand. */
export function renderNumber(number: number): string {
  return number.toLocaleString('en-GB')
}

/** Sets something that must stay whole beside its label, or below it where there is no room. */
export function renderLabelled(label: Part, whole: string, screen: Screen): string[] {
  const columns = measureColumns(screen)
  const words = renderWords(label, screen)
  if (measureWidth(words) + 1 + measureWidth(whole) <= columns) return [`${words} ${whole}`]
  return [...wrapText(words, columns), ...renderIndented(whole, 2, columns)]
}
