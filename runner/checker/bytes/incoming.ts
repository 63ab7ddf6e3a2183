/** What a peer has received and not compared with anything yet, each chunk with the happening that brought it. */
import { findFirstDifference } from './bytes.ts'

interface Chunk {
  readonly bytes: Buffer
  readonly happening: number
}

const lineFeed = 0x0a
const carriageReturn = 0x0d

export class Incoming {
  #chunks: Chunk[] = []
  #length = 0
  #ignoresLineEnds = false
  #lastByte: number | undefined

  /** How many bytes are there. */
  get length(): number {
    return this.#length
  }

  /** All bytes that are there. */
  get bytes(): Buffer {
    return Buffer.concat(this.#chunks.map(({ bytes }) => bytes))
  }

  add(bytes: Buffer, happening: number): void {
    const compared = this.#ignoresLineEnds ? this.#withoutLineEnds(bytes) : bytes
    if (compared.length === 0) return
    this.#chunks.push({ bytes: compared, happening })
    this.#length += compared.length
  }

  /** From now on a line end that directly follows other bytes is left out. A line end of its own still counts. */
  ignoreLineEnds(): void {
    this.#ignoresLineEnds = true
  }

  /**
   * Takes from the beginning what agrees with `due`, chunk by chunk.
   * @returns how many bytes that were, and whether what follows differs
   */
  takeMatching(due: Buffer): { readonly matched: number; readonly isDifferent: boolean } {
    let matched = 0
    for (let chunk = this.#chunks[0]; chunk && matched < due.length; chunk = this.#chunks[0]) {
      const piece = chunk.bytes.subarray(0, due.length - matched)
      if (findFirstDifference(due.subarray(matched, matched + piece.length), piece) !== -1)
        return { matched, isDifferent: true }
      matched += piece.length
      this.drop(piece.length)
    }
    return { matched, isDifferent: false }
  }

  /** Takes so many bytes from the beginning and returns them. */
  take(length: number): Buffer {
    const taken = Buffer.from(this.bytes.subarray(0, length))
    this.drop(length)
    return taken
  }

  /** Takes so many bytes away from the beginning. */
  drop(length: number): void {
    let left = Math.min(length, this.#length)
    this.#length -= left
    for (let chunk = this.#chunks[0]; chunk && left > 0; chunk = this.#chunks[0]) {
      if (chunk.bytes.length > left) this.#chunks[0] = { ...chunk, bytes: chunk.bytes.subarray(left) }
      else this.#chunks.shift()
      left -= Math.min(left, chunk.bytes.length)
    }
  }

  /** The happening that brought the byte at an index of what is there; of the last one where it is beyond. */
  findHappening(index: number): number | undefined {
    let start = 0
    for (const { bytes, happening } of this.#chunks) {
      start += bytes.length
      if (index < start) return happening
    }
    return this.#chunks.at(-1)?.happening
  }

  #withoutLineEnds(chunk: Buffer): Buffer {
    const compared = chunk.filter((byte) => {
      const before = this.#lastByte
      this.#lastByte = byte
      if (byte === lineFeed) return before === undefined || before === lineFeed
      return (
        byte !== carriageReturn || before === undefined || before === lineFeed || before === carriageReturn
      )
    })
    return Buffer.from(compared)
  }
}
