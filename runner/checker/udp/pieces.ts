/**
 * Pieces, as the lessons have them: an answer that is too long for one datagram, in several, each with a header of four
 * numbers of 16 bits, big-endian: whose answer it is (`id`), which piece, of how many, and how all of it ended.
 */
import { type Bytes, toBuffer } from '../bytes/bytes.ts'

const headerBytes = 8

/** So many bytes are in each piece but the last. */
export const pieceBytes = 1_400

export interface Piece {
  readonly id: number
  readonly piece: number
  readonly count: number
  readonly status: number
  readonly bytes: Buffer
}

/** Makes a datagram of a piece. */
export function encodePiece({
  id,
  piece,
  count,
  status,
  bytes,
}: Omit<Piece, 'bytes'> & { bytes: Bytes }): Buffer {
  const header = Buffer.alloc(headerBytes)
  for (const [index, number] of [id, piece, count, status].entries()) header.writeUInt16BE(number, index * 2)
  return Buffer.concat([header, toBuffer(bytes)])
}

/** Reads a piece out of a datagram; undefined when it is too short to be one. */
export function decodePiece(datagram: Buffer): Piece | undefined {
  if (datagram.length < headerBytes) return undefined
  const at = (index: number) => datagram.readUInt16BE(index * 2)
  return { id: at(0), piece: at(1), count: at(2), status: at(3), bytes: datagram.subarray(headerBytes) }
}

/** Cuts an answer into the datagrams of its pieces; an empty one is one piece without a byte. */
export function cutIntoPieces(answer: Bytes, { id, status = 0 }: { id: number; status?: number }): Buffer[] {
  const bytes = toBuffer(answer)
  const count = Math.max(1, Math.ceil(bytes.length / pieceBytes))
  return Array.from({ length: count }, (_, piece) =>
    encodePiece({
      id,
      piece,
      count,
      status,
      bytes: bytes.subarray(piece * pieceBytes, (piece + 1) * pieceBytes),
    }),
  )
}
