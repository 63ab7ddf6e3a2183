/** Datagrams as they come out of a storm, sent to a program by sockets of the checker's. */
import { type Bytes, toBuffer } from '../bytes/bytes.ts'
import type { Program } from '../program/program.ts'
import type { Storm } from './storm.ts'
import { sendInPortions } from './udp-portions.ts'
import type { UdpPeer } from './udp-peer.ts'

export interface StormAtWork {
  readonly storm: Storm
  /** What was sent, in its order; the storm has been made for so many. */
  readonly datagrams: readonly Bytes[]
  /** From whom it comes. */
  readonly peer: UdpPeer
  /** Who is the stranger, and what is in the stranger's datagrams. Without it, a stranger's are left out. */
  readonly stranger?: { readonly peer: UdpPeer; readonly bytes: Bytes }
  readonly program: Program
  /** Where the program receives: its own port, or for a client the one that it sent from. */
  readonly port?: number
}

/**
 * Sends what a storm has left, in the order in which it comes, in portions that the program reads one by one.
 * @throws {CheckFailure} silent, when the program does not read.
 */
export async function sendThroughStorm({
  storm,
  datagrams,
  peer,
  stranger,
  program,
  port = program.port,
}: StormAtWork): Promise<void> {
  const sends = storm.deliveries.flatMap((delivery) => {
    if ('stranger' in delivery)
      return stranger ? [{ peer: stranger.peer, bytes: toBuffer(stranger.bytes) }] : []
    const bytes = datagrams[delivery.index]
    return bytes === undefined ? [] : [{ peer, bytes: toBuffer(bytes) }]
  })
  await sendInPortions(sends, program, port)
}
