const lengthBytes = 4

export const longestFrame = 1024 * 1024

export interface Frame {
  readonly type: number
  readonly payload: Buffer
}

export class LengthError extends RangeError {
  constructor(length: number) {
    super(`a frame's length is 1 to ${longestFrame}, and not ${length}`)
  }
}

export function encode(type: number, payload: Uint8Array | string = ''): Buffer {
  const bytes = Buffer.from(payload)
  const length = 1 + bytes.length
  if (length > longestFrame) throw new LengthError(length)
  const header = Buffer.alloc(lengthBytes + 1)
  header.writeUInt32BE(length, 0)
  header.writeUInt8(type, lengthBytes)
  return Buffer.concat([header, bytes])
}

export class Decoder {
  private readonly kept = Buffer.alloc(4 * longestFrame)
  private size = 0

  get isInside(): boolean {
    return this.size > 0
  }

  *push(chunk: Buffer): Generator<Frame> {
    this.size += chunk.copy(this.kept, this.size)
    let at = 0
    while (this.size - at >= lengthBytes) {
      const length = this.kept.readUInt32BE(at)
      if (length < 1 || length > longestFrame) throw new LengthError(length)
      const end = at + lengthBytes + length
      if (this.size < end) break
      yield { type: this.kept[at + lengthBytes]!, payload: this.kept.subarray(at + lengthBytes + 1, end) }
      at = end
    }
    this.kept.copyWithin(0, at, this.size)
    this.size -= at
  }
}
