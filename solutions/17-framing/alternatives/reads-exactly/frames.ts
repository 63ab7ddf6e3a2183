// Reads as the classic blocking programs do: exactly 4
// bytes, then exactly as many as they say, and the waiting
// is in one place. Choose it where the order of reading is
// the protocol, and where you come from recv.
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

/** A stream ended where the rest of a frame was due. */
export class CutError extends Error {
  constructor() {
    super('a stream has ended inside a frame')
  }
}

/**
 * Reads all frames of a stream.
 * @throws {LengthError} when a length comes that no frame has
 * @throws {CutError} when the stream ends inside a frame
 */
export async function* readFrames(chunks: AsyncIterable<Buffer>): AsyncGenerator<Frame, void> {
  const reader = new ExactReader(chunks)
  try {
    for (;;) {
      const length = await reader.read(lengthBytes)
      if (length.length === 0) return
      if (length.length < lengthBytes) throw new CutError()
      const due = readLength(length)
      const rest = await reader.read(due)
      if (rest.length < due) throw new CutError()
      yield { type: rest.readUInt8(0), payload: rest.subarray(1) }
    }
  } finally {
    await reader.stop()
  }
}

/** Reads so many bytes as it is asked for, however they are cut into chunks. */
class ExactReader {
  readonly #chunks: AsyncIterator<Buffer>
  #bytes = Buffer.alloc(0)

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]()
  }

  /** Resolves with so many bytes; with fewer where the stream ends before that. */
  async read(count: number): Promise<Buffer> {
    while (this.#bytes.length < count) {
      const next = await this.#chunks.next()
      if (next.done === true) break
      this.#bytes = Buffer.concat([this.#bytes, next.value])
    }
    const taken = this.#bytes.subarray(0, count)
    this.#bytes = this.#bytes.subarray(count)
    return taken
  }

  /** Lets go of the chunks. A loop does so by itself; an iterator that is asked by hand has to be told. */
  async stop(): Promise<void> {
    await this.#chunks.return?.()
  }
}

/** Reads a length, and refuses it before anything is set aside for it. @throws {LengthError} */
function readLength(bytes: Buffer): number {
  const length = bytes.readUInt32BE(0)
  if (length < 1 || length > longestFrame) throw new LengthError(length)
  return length
}
