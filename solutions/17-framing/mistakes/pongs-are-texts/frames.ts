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

/** Finds the frames in a byte stream. */
export class Decoder {
  private parts: Buffer[] = []
  private size = 0

  get isInside(): boolean {
    return this.size > 0
  }

  *push(chunk: Buffer): Generator<Frame> {
    this.parts.push(chunk)
    this.size += chunk.length
    while (this.size >= lengthBytes) {
      const header = this.peek(lengthBytes)
      const length = header.readUInt32BE(0)
      if (length < 1 || length > longestFrame) throw new LengthError(length)
      if (this.size < lengthBytes + length) return
      const whole = Buffer.concat(this.parts)
      const frame = whole.subarray(0, lengthBytes + length)
      const rest = whole.subarray(lengthBytes + length)
      this.parts = rest.length ? [rest] : []
      this.size = rest.length
      yield { type: frame[lengthBytes]!, payload: frame.subarray(lengthBytes + 1) }
    }
  }

  private peek(n: number): Buffer {
    if (this.parts[0]!.length < n) this.parts = [Buffer.concat(this.parts)]
    return this.parts[0]!
  }
}
