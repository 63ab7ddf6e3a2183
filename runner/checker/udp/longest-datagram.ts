/** How long a datagram may be that this system lets a program send. */
import { Recorder } from '../record/recorder.ts'
import { UdpPeer } from './udp-peer.ts'

/** The largest payload of a datagram over IPv4: 65,535 − 20 (IP header) − 8 (UDP header). */
export const largestDatagramBytes = 65_507

/**
 * Finds the longest datagram that this system lets a program send: as long as IPv4 allows on Linux, and on macOS 9,216
 * bytes, unless it is set to something else there.
 * @param isTaken whether the system takes a datagram of that length.
 */
export async function findLongestDatagram(
  isTaken: (length: number) => Promise<boolean> = isTakenOnLoopback,
): Promise<number> {
  if (await isTaken(largestDatagramBytes)) return largestDatagramBytes
  let taken = 0
  let refused: number = largestDatagramBytes
  while (refused - taken > 1) {
    const length = Math.floor((taken + refused) / 2)
    if (await isTaken(length)) taken = length
    else refused = length
  }
  return taken
}

async function isTakenOnLoopback(length: number): Promise<boolean> {
  const sink = await UdpPeer.bind('sink', new Recorder())
  try {
    await sink.send(Buffer.alloc(length), sink.port)
    return true
  } catch {
    return false
  } finally {
    sink.dispose()
  }
}
