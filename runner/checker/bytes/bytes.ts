import type { ByteDifference } from '../record/verdict.ts'

export type Bytes = string | Uint8Array

/** Text becomes its UTF-8 bytes. */
export function toBuffer(bytes: Bytes): Buffer {
  return typeof bytes === 'string'
    ? Buffer.from(bytes)
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Each of the 256 bytes there are, in rising order: what is no text, and what a text reading would change. */
export const everyByte: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => byte)

/** Upper-cases the ASCII letters a–z and leaves every other byte as it is, as the lessons' servers do. */
export function toUpperCaseAscii(bytes: Bytes): Buffer {
  return Buffer.from(toBuffer(bytes).map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
}

/** Finds the index of the first byte in which two byte strings differ; -1 when one begins with the other. */
export function findFirstDifference(expected: Uint8Array, actual: Uint8Array): number {
  const common = Math.min(expected.length, actual.length)
  if (Buffer.compare(expected.subarray(0, common), actual.subarray(0, common)) === 0) return -1
  let low = 0
  let high = common
  // Halving with native comparisons: megabytes of equal bytes cost nothing.
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (Buffer.compare(expected.subarray(low, middle), actual.subarray(low, middle)) === 0) low = middle
    else high = middle
  }
  return low
}

const windowBytes = 48

/** Describes where two byte strings part, cut to a window around that place. They must differ. */
export function describeDifference(expected: Uint8Array, actual: Uint8Array): ByteDifference {
  const found = findFirstDifference(expected, actual)
  const firstDifference = found === -1 ? Math.min(expected.length, actual.length) : found
  const offset = Math.max(0, firstDifference - windowBytes)
  const cut = (bytes: Uint8Array) =>
    Buffer.from(bytes.subarray(offset, firstDifference + windowBytes)).toString('base64')
  return {
    expected: cut(expected),
    actual: cut(actual),
    offset,
    firstDifference,
    expectedLength: expected.length,
    actualLength: actual.length,
  }
}
