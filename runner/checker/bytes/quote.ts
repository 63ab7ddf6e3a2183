/** What sentences say of bytes, of time, and of how a program ended. */
import { quoteForSentence } from '../../language/quotation.ts'
import { say, sayCount, type Part, type Sentence } from '../../language/say.ts'
import { type Bytes, toBuffer } from './bytes.ts'
import type { Exit } from '../record/transcript.ts'

/** Quotes bytes for a sentence; long ones are cut in the middle, and their number is told. */
export function quote(bytes: Bytes): Part {
  const quotation = quoteForSentence(bytes)
  return quotation.end === undefined ? quotation : say`${quotation} (${countBytes(quotation.length)})`
}

/** Quotes bytes that are only what has come so far, so that their number says nothing. */
export function quoteSoFar(bytes: Bytes): Part {
  const { quote: beginning, length, end } = quoteForSentence(bytes)
  return end === undefined ? { quote: beginning, length } : { quote: beginning, end: '', length }
}

/** Whether a quotation of the bytes shows all of them. */
export function isQuotedWhole(bytes: Bytes): boolean {
  return quoteForSentence(toBuffer(bytes)).end === undefined
}

/** Says a number of bytes: "1 byte", "8,388,608 bytes". */
export function countBytes(count: number): Sentence {
  return sayCount(count, say`1 byte`, say`${formatCount(count)} bytes`)
}

/** Writes a number for a sentence: "4,290,533". */
export function formatCount(count: number): string {
  return count.toLocaleString('en-GB')
}

/** Says a duration: "2 s", "180 ms". */
export function sayDuration(ms: number): Sentence {
  return ms >= 1000 ? say`${Math.round(ms / 100) / 10} s` : say`${Math.round(ms)} ms`
}

/** Says how long a wait has been at least: whole seconds from the first second on. */
export function sayWait(ms: number): Sentence {
  return ms >= 1000 ? say`${Math.floor(ms / 1000)} s` : say`${Math.floor(ms)} ms`
}

/** Says how a program ended, as the end of a sentence: "with exit code 1", "by the signal SIGTERM". */
export function describeExit({ code, signal }: Exit): Sentence {
  return signal === null ? say`with exit code ${String(code)}` : say`by the signal ${signal}`
}
