// Joins each chunk to what was left of the one before, and
// cuts whole frames off: the least code. Choose it for short
// messages: what comes in many pieces is copied many times.
/** So many bytes say how long a frame is. */
const lengthBytes = 4

/** The longest that a length may be. It counts what follows it: the type, which is one byte, and the payload. */
export const longestFrame = 1024 * 1024

export interface Frame {
  readonly type: number
  readonly payload: Buffer
}

/** A length came that no frame has. Nobody knows where the next frame begins. */
export class LengthError extends RangeError {
  constructor(length: number) {
    super(`a frame's length is 1 to ${longestFrame}, and not ${length}`)
  }
}

/** Makes a frame: length, type, payload. @throws {LengthError} when the payload is too long for one frame */
export function encode(type: number, payload: Uint8Array | string = ''): Buffer {
  const bytes = Buffer.from(payload)
  const length = 1 + bytes.length
  if (length > longestFrame) throw new LengthError(length)
  const header = Buffer.alloc(lengthBytes + 1)
  header.writeUInt32BE(length, 0)
  header.writeUInt8(type, lengthBytes)
  return Buffer.concat([header, bytes])
}

/** Finds the frames in a byte stream. Each stream needs a Decoder of its own. */
export class Decoder {
  #bytes = Buffer.alloc(0)
  /** A length that no frame has. Nothing is found behind it. */
  wrongLength: number | undefined

  get isInsideFrame(): boolean {
    return this.#bytes.length > 0
  }

  /** Takes the next chunk and returns all frames that are whole with it. */
  push(chunk: Buffer): Frame[] {
    const frames: Frame[] = []
    this.#bytes = Buffer.concat([this.#bytes, chunk])
    while (this.#bytes.length >= lengthBytes && this.wrongLength === undefined) {
      const length = this.#bytes.readUInt32BE(0)
      const end = lengthBytes + length
      if (length < 1 || length > longestFrame) this.wrongLength = length
      else if (this.#bytes.length < end) break
      else {
        const payload = this.#bytes.subarray(lengthBytes + 1, end)
        frames.push({ type: this.#bytes.readUInt8(lengthBytes), payload })
        this.#bytes = this.#bytes.subarray(end)
      }
    }
    return frames
  }
}
