/** The words of a step as text: short ones for an arrow or a note, whole sentences for a list, the bytes beside them. */
import { describeCarriage, describeStep, hasBytes, labelStep } from '../../conversation/step-sentences.ts'
import type { Named, Step } from '../../conversation/steps.ts'
import type { Words } from '../../language/say.ts'
import { renderWords, type Screen } from '../../text/screen.ts'
import { escapeText } from '../../text/visible.ts'
import { measureWidth } from '../../text/width.ts'
import { fitQuotation, type FittedQuotation } from '../bytes/bytes.ts'

/** What texts need to know of a screen, and what a file has too. */
export type Tongue = Pick<Screen, 'language'>

/** Turns words into text that is safe on one line. */
export function renderSafely(words: Words, tongue: Tongue): string {
  return escapeText(renderWords(words, tongue))
}

/** What a participant is called, safe to show. */
export function renderName({ name }: Named, tongue: Tongue): string {
  return renderSafely(name, tongue)
}

/** What stands on an arrow. */
export function labelArrow(step: Step, columns: number, tongue: Tongue): string {
  const label = labelStep(step)
  return label === undefined ? quoteStep(step, columns, tongue).text : renderSafely(label, tongue)
}

/** What stands beside a line of life; in two lines where words and bytes have no room in one. */
export function labelNote(step: Step, columns: number, tongue: Tongue): string {
  const words = renderSafely(labelStep(step) ?? '', tongue)
  if (!hasBytes(step) || words === '') return words === '' ? labelArrow(step, columns, tongue) : words
  const whole = quoteStep(step, Infinity, tongue).text
  // Whole in a line of its own is better than cut beside.
  const isWholeBelow = measureWidth(whole) <= columns && measureWidth(`${words} ${whole}`) > columns
  if (isWholeBelow) return `${words}\n${whole}`
  const beside = quoteStep(step, columns - measureWidth(words) - 1, tongue)
  return beside.isQuoted ? `${words} ${beside.text}` : `${words}\n${quoteStep(step, columns, tongue).text}`
}

/** A whole sentence, without the bytes. */
export function sayStep(step: Step, peer: Words, program: Words, tongue: Tongue): string {
  return renderSafely(describeStep(step, peer, program), tongue)
}

/** Quotes the bytes of a step, with the number of pieces in which they came where there is room for it. */
export function quoteStep(step: Step, columns: number, tongue: Tongue): FittedQuotation {
  const { bytes, length } = step
  // Who meets a wrong byte in a stream reads no further, and nobody knows how much the program sends.
  const isSoFar = step.isFault && step.kind === 'received' && !step.isDatagram
  const carriage = describeCarriage(step)
  const suffix = carriage === undefined ? '' : ` ${renderSafely(carriage, tongue)}`
  const quotation = fitQuotation(bytes, columns - measureWidth(suffix), length, isSoFar)
  return quotation.isQuoted
    ? { text: quotation.text + suffix, isQuoted: true }
    : fitQuotation(bytes, columns, length, isSoFar)
}
