// A Transform: bytes are written to it, and what is read
// from it are frames. Choose it where streams are joined to
// streams, for then each waits for the next by itself.
import { Transform, type TransformCallback } from 'node:stream'

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

/** Where a stream stopped making sense: nothing follows. */
export interface Trouble {
  readonly trouble: string
}

/** Bytes in, frames out. Trouble comes out as the last of them: as an error it would overtake the frames before it. */
export class FrameStream extends Transform {
  readonly #parts: Buffer[] = []
  #size = 0
  #due = lengthBytes
  #isInTrouble = false

  constructor() {
    super({ readableObjectMode: true })
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#parts.push(chunk)
    this.#size += chunk.length
    while (this.#size >= this.#due && !this.#isInTrouble) this.#takePart()
    done()
  }

  override _flush(done: TransformCallback): void {
    if (this.#size > 0 && !this.#isInTrouble) this.#stop('a stream has ended inside a frame')
    done()
  }

  /** Looks at the bytes of which enough are there now: a length, or a whole frame. */
  #takePart(): void {
    const bytes = Buffer.concat(this.#parts.splice(0))
    this.#parts.push(bytes)
    if (this.#due === lengthBytes) {
      const length = bytes.readUInt32BE(0)
      if (length < 1 || length > longestFrame) return this.#stop(new LengthError(length).message)
      this.#due += length
      return
    }
    const payload = bytes.subarray(lengthBytes + 1, this.#due)
    this.push({ type: bytes.readUInt8(lengthBytes), payload } satisfies Frame)
    const rest = bytes.subarray(this.#due)
    this.#parts.splice(0, 1, rest)
    this.#size = rest.length
    this.#due = lengthBytes
  }

  #stop(trouble: string): void {
    this.#isInTrouble = true
    this.push({ trouble } satisfies Trouble)
  }
}
