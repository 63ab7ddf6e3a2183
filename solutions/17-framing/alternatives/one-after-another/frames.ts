// Finds frames as the solution does. What is different here
// is in server.ts. Choose it whenever a stream comes in chunks.
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
  /** What is due next: a length first, and then all that this length counts. It is filled as the bytes come. */
  #due = Buffer.alloc(lengthBytes)
  #filled = 0
  #isLength = true

  /** Whether a frame has begun and is not whole yet. */
  get isInsideFrame(): boolean {
    return this.#filled > 0 || !this.#isLength
  }

  /**
   * Takes the next chunk, and yields each frame that becomes whole with it. Loop over it to its end.
   * @throws {LengthError} when a length comes that no frame has
   */
  *push(chunk: Buffer): Generator<Frame, void> {
    let place = 0
    while (place < chunk.length) {
      const taken = chunk.copy(this.#due, this.#filled, place)
      place += taken
      this.#filled += taken
      if (this.#filled < this.#due.length) return
      const whole = this.#due
      this.#filled = 0
      this.#isLength = !this.#isLength
      this.#due = Buffer.alloc(this.#isLength ? lengthBytes : readLength(whole))
      if (this.#isLength) yield { type: whole.readUInt8(0), payload: whole.subarray(1) }
    }
  }
}

/** Reads a length, and refuses it before anything is set aside for it. @throws {LengthError} */
function readLength(bytes: Buffer): number {
  const length = bytes.readUInt32BE(0)
  if (length < 1 || length > longestFrame) throw new LengthError(length)
  return length
}
