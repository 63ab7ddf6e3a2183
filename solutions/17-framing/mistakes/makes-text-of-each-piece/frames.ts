// fails "answers ping with pong" at wrong-bytes: the answer to a ping with each of the 256 bytes
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

/** Finds the frames in a byte stream, however it is cut into chunks. Each stream needs a Decoder of its own. */
export class Decoder {
  #header = Buffer.alloc(0)
  #text = ''
  #left = 0

  get isInsideFrame(): boolean {
    return this.#header.length > 0
  }

  *push(chunk: Buffer): Generator<Frame, void> {
    let rest = chunk
    while (rest.length > 0) {
      if (this.#header.length < lengthBytes + 1) {
        const piece = rest.subarray(0, lengthBytes + 1 - this.#header.length)
        rest = rest.subarray(piece.length)
        this.#header = Buffer.concat([this.#header, piece])
        if (this.#header.length >= lengthBytes) this.#left = readLength(this.#header) - 1
        if (this.#header.length < lengthBytes + 1) return
      }
      const piece = rest.subarray(0, this.#left)
      rest = rest.subarray(piece.length)
      this.#left -= piece.length
      this.#text += piece.toString()
      if (this.#left > 0) return
      yield { type: this.#header.readUInt8(lengthBytes), payload: Buffer.from(this.#text) }
      this.#header = Buffer.alloc(0)
      this.#text = ''
    }
  }
}

/** Reads a length, and refuses it before anything is set aside for it. @throws {LengthError} */
function readLength(bytes: Buffer): number {
  const length = bytes.readUInt32BE(0)
  if (length < 1 || length > longestFrame) throw new LengthError(length)
  return length
}
