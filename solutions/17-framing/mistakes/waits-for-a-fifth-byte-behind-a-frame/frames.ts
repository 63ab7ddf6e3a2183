// fails "answers length 0 or above 1 MiB with 255, then FIN" at silent: client with frames before
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
  /** What has come and is no whole frame yet. It always begins where a frame begins. */
  #rest: Buffer = Buffer.alloc(0)

  /** Whether a frame has begun and is not whole yet. */
  get isInsideFrame(): boolean {
    return this.#rest.length > 0
  }

  /** @throws {LengthError} when a length comes that no frame has */
  *push(chunk: Buffer): Generator<Frame, void> {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    // A wrong length is refused as soon as it is there.
    if (this.#rest.length >= lengthBytes) readLength(this.#rest)
    // A frame is at least a length and a type.
    while (this.#rest.length > lengthBytes) {
      const end = lengthBytes + readLength(this.#rest)
      if (this.#rest.length < end) return
      const frame = { type: this.#rest.readUInt8(lengthBytes), payload: this.#rest.subarray(lengthBytes + 1, end) }
      this.#rest = this.#rest.subarray(end)
      yield frame
    }
  }
}

function readLength(bytes: Buffer): number {
  const length = bytes.readUInt32BE(0)
  if (length < 1 || length > longestFrame) throw new LengthError(length)
  return length
}
