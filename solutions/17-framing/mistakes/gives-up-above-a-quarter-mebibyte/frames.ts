// fails "takes a frame of 1 MiB" at wrong-bytes: a frame of 1 MiB
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
  #bytes = Buffer.alloc(0)

  get isInsideFrame(): boolean {
    return this.#bytes.length > 0
  }

  *push(chunk: Buffer): Generator<Frame, void> {
    this.#bytes = Buffer.concat([this.#bytes, chunk])
    if (this.#bytes.length > 256 * 1024) throw new LengthError(this.#bytes.length)
    while (this.#bytes.length >= lengthBytes) {
      const length = readLength(this.#bytes)
      if (this.#bytes.length < lengthBytes + length) return
      const frame = this.#bytes.subarray(lengthBytes, lengthBytes + length)
      this.#bytes = this.#bytes.subarray(lengthBytes + length)
      yield { type: frame.readUInt8(0), payload: frame.subarray(1) }
    }
  }
}

/** Reads a length, and refuses it before anything is set aside for it. @throws {LengthError} */
function readLength(bytes: Buffer): number {
  const length = bytes.readUInt32BE(0)
  if (length < 1 || length > longestFrame) throw new LengthError(length)
  return length
}
