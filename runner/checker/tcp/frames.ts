/**
 * Frames, as the lessons have them: the length of what follows in four bytes, big-endian, then a type in one byte, then
 * the payload. The length counts the type too, so it is never 0; a frame's longest is 1 MiB.
 */
import { say, type Words } from '../../language/say.ts'
import { type Bytes, toBuffer } from '../bytes/bytes.ts'
import { CheckFailure } from '../record/failure.ts'
import { formatCount } from '../bytes/quote.ts'
import type { TcpPeer } from './tcp-peer.ts'

/** The longest that a frame's length may be. */
export const longestFrame = 1024 * 1024

const lengthBytes = 4

export interface Frame {
  readonly type: number
  readonly payload: Buffer
}

/** Makes a frame. @param length what is said of its length, where that is to be wrong */
export function encodeFrame(type: number, payload: Bytes = '', length?: number): Buffer {
  const bytes = toBuffer(payload)
  const header = Buffer.alloc(lengthBytes + 1)
  header.writeUInt32BE(length ?? bytes.length + 1, 0)
  header.writeUInt8(type, lengthBytes)
  return Buffer.concat([header, bytes])
}

/**
 * Waits for the next frame of the program, whatever is in it.
 * @param what says what is due, for sentences: "the answer to the ping".
 * @throws {CheckFailure} silent, missing-bytes, closed-early or crashed; wrong-bytes where its length cannot be one.
 */
export async function receiveFrame(peer: TcpPeer, what: Words): Promise<Frame> {
  const length = (await peer.receiveBytes(lengthBytes, say`the length of ${what}`)).readUInt32BE(0)
  if (length < 1 || length > longestFrame)
    throw new CheckFailure(
      'wrong-bytes',
      say`Where the length of ${what} was due, four bytes came that say ${formatCount(length)}. A frame's length is 1 to ${formatCount(longestFrame)}.`,
      { peer: peer.id },
    )
  const body = await peer.receiveBytes(length, what)
  return { type: body.readUInt8(0), payload: body.subarray(1) }
}
