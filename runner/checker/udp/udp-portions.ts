/**
 * Datagrams in portions that a receive buffer surely holds. Linux counts more for each than its bytes: of a reader that
 * stood still its default buffer of 212,992 bytes kept 256 datagrams of 100 bytes and 92 of 1,000 (Linux 6.18).
 */
import { joinSentences, say } from '../../language/say.ts'
import { isKernelReadable } from '../../processes/proc-files.ts'
import { readSocketRows } from '../../processes/socket-table.ts'
import { describeHindrance } from '../program/doing.ts'
import { CheckFailure } from '../record/failure.ts'
import type { Name } from '../record/names.ts'
import type { Program } from '../program/program.ts'
import { sayWait } from '../bytes/quote.ts'
import type { Recorder } from '../record/recorder.ts'
import type { UdpPeer } from './udp-peer.ts'
import { waitAndTell } from '../record/wait.ts'

const mostDatagrams = 60
const mostBytes = 48 * 1024

/** Cuts a list of datagrams into portions of at most 60 of them and 48 KiB; a longer one is a portion of its own. */
export function cutIntoPortions<T extends { readonly bytes: Buffer }>(datagrams: readonly T[]): T[][] {
  const portions: T[][] = []
  let length = 0
  for (const datagram of datagrams) {
    const last = portions.at(-1)
    length += datagram.bytes.length
    if (last && last.length < mostDatagrams && length <= mostBytes) last.push(datagram)
    else {
      portions.push([datagram])
      length = datagram.bytes.length
    }
  }
  return portions
}

/** Has peers send datagrams in their order and in portions; each is read by the program before the next one goes out. */
export async function sendInPortions(
  datagrams: readonly { readonly peer: UdpPeer; readonly bytes: Buffer }[],
  program: Program,
  port: number,
): Promise<void> {
  for (const portion of cutIntoPortions(datagrams)) {
    for (const { peer, bytes } of portion) await peer.send(bytes, port)
    await portion.at(-1)?.peer.untilRead(program, port)
    if (program.hasExited) return
  }
}

/**
 * Waits until a program has taken every datagram from the system that has come to its port, has no socket there any
 * more, or has ended. Where the kernel cannot be read it resolves at once.
 * @param port where it receives
 * @param peer who has sent
 * @throws {CheckFailure} silent, when it does not read.
 */
export async function waitUntilRead(
  program: Program,
  port: number,
  peer: { readonly id: string; readonly name: Name },
  recorder: Recorder,
): Promise<void> {
  if (!isKernelReadable) return
  const look = () => (program.hasExited || readQueue(port) === 0 ? true : undefined)
  const wait = { recorder, pid: program.pid, everyMs: 2 }
  const { found, waitedMs } = await waitAndTell(look, { ...wait, progress: () => -readQueue(port) })
  if (found) return
  const waited = { forWhat: say`the program to read`, ms: Math.round(waitedMs) }
  const happening = recorder.record({ peer: peer.id, kind: 'waited', waited })
  const doing = describeHindrance(program, undefined)
  const unread = say`${peer.name.atStart} sent datagrams. ${program.name} stopped reading on the way, and nothing moved for ${sayWait(waitedMs)}.`
  const parts = { peer: peer.id, happening, ...(doing?.help !== undefined && { help: doing.help }) }
  throw new CheckFailure('silent', joinSentences(unread, doing?.sentence), parts)
}

/** How much waits in the sockets at a port that get what is sent to 127.0.0.1, as the system counts it. */
function readQueue(port: number): number {
  const addresses = ['127.0.0.1', '0.0.0.0', '::']
  return readSocketRows('udp', port)
    .filter((row) => row.port === port && addresses.includes(row.address))
    .reduce((sum, { receiveQueue }) => sum + receiveQueue, 0)
}
