import { type Bytes, toBuffer } from './bytes.ts'

const longestQuotation = 60

/** Quotes bytes for a sentence, on one line, long ones cut in the middle with their length. */
export function quote(bytes: Bytes): string {
  const buffer = toBuffer(bytes)
  if (buffer.length <= longestQuotation) return JSON.stringify(buffer.toString())
  const head = JSON.stringify(buffer.subarray(0, 24).toString()).slice(0, -1)
  const tail = JSON.stringify(buffer.subarray(-12).toString()).slice(1)
  return `${head}…${tail} (${countBytes(buffer.length)})`
}

/** Writes a number of bytes in words: "1 byte", "8,388,608 bytes". */
export function countBytes(count: number): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? 'byte' : 'bytes'}`
}

/** Writes a duration for a sentence: "2 s", "180 ms". */
export function formatDuration(ms: number): string {
  return ms >= 1000 ? `${Math.round(ms / 100) / 10} s` : `${Math.round(ms)} ms`
}
