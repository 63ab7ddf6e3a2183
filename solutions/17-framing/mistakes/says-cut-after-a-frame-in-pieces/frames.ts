// fails "says so when a stream ends inside a frame" at wrong-output: A client said a frame in two pieces, was answered, and ended its side.
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
  #rest: Buffer = Buffer.alloc(0)
  #isInside = false

  /** Whether a frame has begun and is not whole yet. */
  get isInsideFrame(): boolean {
    return this.#isInside
  }

  /** @throws {LengthError} when a length comes that no frame has */
  *push(chunk: Buffer): Generator<Frame, void> {
    if (this.#rest.length === 0) this.#isInside = false
    const bytes = Buffer.concat([this.#rest, chunk])
    let place = 0
    while (bytes.length - place >= lengthBytes) {
      const length = bytes.readUInt32BE(place)
      if (length < 1 || length > longestFrame) throw new LengthError(length)
      const end = place + lengthBytes + length
      if (end > bytes.length) break
      yield { type: bytes.readUInt8(place + lengthBytes), payload: bytes.subarray(place + lengthBytes + 1, end) }
      place = end
    }
    this.#rest = bytes.subarray(place)
    if (this.#rest.length > 0) this.#isInside = true
  }
}
