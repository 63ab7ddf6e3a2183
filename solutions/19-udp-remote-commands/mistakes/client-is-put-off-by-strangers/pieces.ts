/** In front of each piece: four numbers of 16 bits, big-endian. */
const headerBytes = 8

export interface Piece {
  /** Which request this is, or which one it answers. */
  readonly id: number
  /** Which piece this is, from 0. */
  readonly piece: number
  /** How many pieces there are. */
  readonly count: number
  /** How the command has ended; 0 in a request. */
  readonly status: number
  readonly bytes: Buffer
}

/** Makes a datagram of a piece. */
export function encode({ id, piece, count, status, bytes }: Piece): Buffer {
  const header = Buffer.alloc(headerBytes)
  header.writeUInt16BE(id, 0)
  header.writeUInt16BE(piece, 2)
  header.writeUInt16BE(count, 4)
  header.writeUInt16BE(status, 6)
  return Buffer.concat([header, bytes])
}

export const pieceBytes = 1400

export function decode(datagram: Buffer): Piece | undefined {
  if (datagram.length < headerBytes) return undefined
  return {
    id: datagram.readUInt16BE(0),
    piece: datagram.readUInt16BE(2),
    count: datagram.readUInt16BE(4),
    status: datagram.readUInt16BE(6),
    bytes: datagram.subarray(headerBytes),
  }
}

export function cut(id: number, status: number, bytes: Buffer): Buffer[] {
  const count = Math.max(1, Math.ceil(bytes.length / pieceBytes))
  return Array.from({ length: count }, (_, piece) =>
    encode({ id, piece, count, status, bytes: bytes.subarray(piece * pieceBytes, (piece + 1) * pieceBytes) }),
  )
}
