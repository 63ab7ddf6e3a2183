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
  private kept = Buffer.alloc(0)

  get isInside(): boolean {
    return this.kept.length > 0
  }

  *push(chunk: Buffer): Generator<Frame> {
    this.kept = Buffer.concat([this.kept, chunk])
    while (this.kept.length >= lengthBytes) {
      const length = this.kept.readUInt32BE(0)
      if (length < 1 || length > longestFrame) throw new LengthError(length)
      const end = lengthBytes + length
      if (this.kept.length < end) return
      const frame = { type: this.kept[lengthBytes]!, payload: this.kept.subarray(lengthBytes + 1, end) }
      this.kept = this.kept.subarray(end)
      yield frame
    }
  }
}
