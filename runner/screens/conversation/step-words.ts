/** The words of a step: short ones for an arrow or a note in the diagram, whole sentences for the list. */
import { measureWidth } from '../../text/width.ts'
import { quoteBytes } from '../bytes/bytes.ts'
import { renderCount } from '../../text/screen.ts'
import type { Omission, Step } from '../../conversation/steps.ts'

export type Direction = 'to-program' | 'to-peer'

/** From whom to whom a step goes; undefined where it happens to one side alone. */
export function findDirection({ kind, by }: Step): Direction | undefined {
  if (kind === 'sent') return 'to-program'
  if (kind === 'received') return 'to-peer'
  if (kind === 'connect' || kind === 'refused' || kind === 'end' || kind === 'reset')
    return by === 'peer' ? 'to-program' : 'to-peer'
  return undefined
}

/** Tells whether a step is where something went wrong, so that it is drawn in a warning colour. */
export function isTrouble({ kind, isFault }: Step): boolean {
  return isFault || kind === 'refused' || kind === 'reset' || kind === 'waited'
}

/** What stands on an arrow. */
export function labelArrow(step: Step, columns: number): string {
  switch (step.kind) {
    case 'connect':
      return 'connect'
    case 'refused':
      return 'connect, refused'
    case 'end':
      return 'end (FIN)'
    case 'reset':
      return 'reset (RST)'
    default:
      return quoteStep(step, columns)
  }
}

/** What stands beside a line of life. */
export function labelNote(step: Step, columns: number): string {
  const quoteAfter = (words: string) => {
    const whole = quoteStep(step, Infinity)
    // Whole in a line of its own is better than cut beside.
    const isWholeBelow = measureWidth(whole) <= columns && measureWidth(`${words} ${whole}`) > columns
    if (isWholeBelow) return `${words}\n${whole}`
    const beside = quoteStep(step, columns - measureWidth(words) - 1)
    return beside.startsWith('"') ? `${words} ${beside}` : `${words}\n${quoteStep(step, columns)}`
  }
  switch (step.kind) {
    case 'listening':
      return startWith('listens on', step.note)
    case 'stdin':
      return quoteAfter('reads')
    case 'stdin-end':
      return 'reads end of input'
    case 'stdout':
      return quoteAfter('prints')
    case 'stderr':
      return quoteAfter('prints as an error')
    case 'signal':
      return `gets ${step.note || 'a signal'}`
    case 'exit':
      return startWith('ends', step.note)
    case 'waited':
      return startWith('waited', step.note)
    case 'failed':
      return `here: ${step.note}`
    default:
      return labelArrow(step, columns)
  }
}

/** A whole sentence, without the bytes. */
export function describeStep(step: Step, program: string): string {
  if (step.kind === 'failed') return `The check failed here: ${step.note}`
  return step.isFault ? `Wrong here: ${describeHappening(step, program)}` : describeHappening(step, program)
}

function describeHappening(step: Step, program: string): string {
  const [from, to] = findDirection(step) === 'to-peer' ? [program, step.peer] : [step.peer, program]
  switch (step.kind) {
    case 'connect':
      return `${from} connects to ${to}`
    case 'refused':
      return `${from} tries to connect to ${to} and is refused`
    case 'end':
      return `${from} sends end (FIN) to ${to}`
    case 'reset':
      return `${from} sends reset (RST) to ${to}`
    case 'sent':
    case 'received':
      return `${from} sends to ${to}`
    case 'stdin':
      return `${step.peer} reads`
    case 'stdout':
      return `${step.peer} prints`
    case 'stderr':
      return `${step.peer} prints as an error`
    default:
      return `${step.peer} ${labelNote(step, Infinity)}`
  }
}

/** Tells whether a step is about bytes. */
export function hasBytes({ kind }: Step): boolean {
  return kind === 'sent' || kind === 'received' || kind === 'stdin' || kind === 'stdout' || kind === 'stderr'
}

/** Quotes the bytes of a step, with the number of pieces in which they came where there is room for it. */
export function quoteStep({ bytes, length, pieces, kind, note }: Step, columns: number): string {
  const noun = kind === 'sent' ? 'piece' : 'chunk'
  const parts = pieces > 1 ? ` in ${renderCount(pieces, noun)}` : ''
  const suffix = note === '' ? parts : `${parts} ${note}`
  const quotation = quoteBytes(bytes, columns - suffix.length, length)
  return quotation.startsWith('"') ? quotation + suffix : quoteBytes(bytes, columns, length)
}

/** Says that steps were left out. */
export function describeOmission({ omitted }: Omission): string {
  return `… ${renderCount(omitted, 'more step')} …`
}

function startWith(word: string, note: string): string {
  if (note === '') return word
  return note.startsWith(word.slice(0, word.indexOf(' ')) || word) ? note : `${word} ${note}`
}
