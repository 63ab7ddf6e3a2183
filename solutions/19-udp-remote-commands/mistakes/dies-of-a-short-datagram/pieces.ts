// fails "ignores what is not a request" at crashed: Your server ended with an error that it did not handle: RangeError [ERR_BUFFER_OUT_OF_BOUNDS]: Attempt to access memory outside
/** In front of each piece: four numbers of 16 bits, big-endian. */
const headerBytes = 8

/** So many bytes are in each piece but the last. With its headers such a datagram fits into one Ethernet frame. */
const pieceBytes = 1_400

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

/** Reads a piece out of a datagram, or undefined where it cannot be one. */
export function decode(datagram: Buffer): Piece | undefined {
  const piece = datagram.readUInt16BE(2)
  const count = datagram.readUInt16BE(4)
  if (piece >= count) return undefined
  const status = datagram.readUInt16BE(6)
  return { id: datagram.readUInt16BE(0), piece, count, status, bytes: datagram.subarray(headerBytes) }
}

/** Cuts an answer into the datagrams of its pieces. An answer of nothing is one piece without a byte. */
export function cut(id: number, status: number, answer: Buffer): Buffer[] {
  const count = Math.max(1, Math.ceil(answer.length / pieceBytes))
  return Array.from({ length: count }, (_, piece) => {
    const bytes = answer.subarray(piece * pieceBytes, (piece + 1) * pieceBytes)
    return encode({ id, piece, count, status, bytes })
  })
}
