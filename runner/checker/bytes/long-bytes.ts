/** Bytes that are too many to be held: how many they are is known, and any part of them can be made. */

export interface LongBytes {
  readonly length: number
  /** The bytes from one place up to another, or to their end. */
  readonly slice: (from: number, to: number) => Buffer
}

/** Bytes that are 0 but for a few marks between them, as a file with holes is read. */
export interface SparseBytes extends LongBytes {
  readonly marks: readonly { readonly at: number; readonly bytes: Buffer }[]
}

const lineLength = 16

/** Bytes in which every place can be told from its neighbours, so that a lost or doubled piece is noticed. */
export function createLongPattern(length: number): LongBytes {
  const slice = (from: number, to: number) => {
    const first = Math.floor(from / lineLength)
    const end = Math.min(to, length)
    const bytes = Buffer.alloc(Math.max(0, end - first * lineLength))
    for (let line = 0; line * lineLength < bytes.length; line++)
      bytes.write(`line ${String(first + line).padStart(9, '0')}.\n`, line * lineLength, 'latin1')
    return bytes.subarray(from - first * lineLength)
  }
  return { length, slice }
}

const markEvery = 1024 * 1024

/**
 * Bytes for a file with holes: 0 everywhere, but for its first bytes, its last ones and some in every MiB. Each mark is
 * another one, and holds bytes that are no text, which whoever reads text would change.
 */
export function createSparseBytes(length: number): SparseBytes {
  const starts = Array.from({ length: Math.floor(length / markEvery) + 1 }, (_, index) => index * markEvery)
  const lastAt = length - lineLength
  const marks = [...starts.filter((at) => at + lineLength <= lastAt), lastAt].map((at, index) => ({
    at: Math.max(0, at),
    bytes: createMark(index).subarray(0, length),
  }))
  const slice = (from: number, to: number) => {
    const bytes = Buffer.alloc(Math.max(0, Math.min(to, length) - from))
    for (const { at, bytes: mark } of marks) {
      if (at >= to || at + mark.length <= from) continue
      mark.copy(bytes, Math.max(0, at - from), Math.max(0, from - at))
    }
    return bytes
  }
  return { length, marks, slice }
}

function createMark(index: number): Buffer {
  return Buffer.concat([
    Buffer.from(`part ${String(index).padStart(5, '0')} `),
    Buffer.from([0xff, 0xfe, 0x80, 0xc3, 0x0a]),
  ])
}
