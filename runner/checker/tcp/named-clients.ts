/**
 * The checker's clients that have a name: each behaves in one way that a server must bear. They are the same in
 * every lesson.
 */
import { type Bytes, toBuffer, toUpperCaseAscii } from '../bytes/bytes.ts'
import { say, type Words } from '../../language/say.ts'
import { createLongPattern } from '../bytes/long-bytes.ts'
import type { TcpPeer } from './tcp-peer.ts'

/** Opens a connection to the program under judgement. */
export type Connect = (name: Words) => Promise<TcpPeer>

/** *splitter*: sends a byte at a time and lets each be read before the next goes out. */
export async function splitter(connect: Connect, bytes: Bytes): Promise<TcpPeer> {
  const peer = await connect(say`splitter`)
  for (const byte of toBuffer(bytes)) {
    await peer.sendMore(Uint8Array.of(byte))
    await peer.untilRead()
  }
  return peer
}

/** *gluer*: sends several messages in one write. */
export async function gluer(connect: Connect, messages: readonly Bytes[]): Promise<TcpPeer> {
  const peer = await connect(say`gluer`)
  await peer.send(Buffer.concat(messages.map(toBuffer)))
  return peer
}

/** *half-closer*: sends, ends its own side at once, and listens on. */
export async function halfCloser(connect: Connect, bytes: Bytes): Promise<TcpPeer> {
  const peer = await connect(say`half-closer`)
  await peer.send(bytes)
  peer.end()
  return peer
}

/** *ghost*: connects, perhaps sends something, and breaks the connection off with a reset. */
export async function ghost(connect: Connect, bytes?: Bytes): Promise<TcpPeer> {
  const peer = await connect(say`ghost`)
  if (bytes !== undefined) await peer.send(bytes)
  peer.reset()
  return peer
}

/** *silent*: connects and says nothing. */
export function silent(connect: Connect): Promise<TcpPeer> {
  return connect(say`silent client`)
}

/** *slow reader*: sends, and takes what comes back in small pieces, so that the program has to wait for it. */
export async function slowReader(
  connect: Connect,
  bytes: Bytes,
): Promise<{ peer: TcpPeer; sent: Promise<void> }> {
  const peer = await connect(say`slow reader`)
  peer.readSlowly()
  // Sending is not awaited here: a program may rightly read no more until its answers are taken.
  return { peer, sent: peer.send(bytes) }
}

/** *crowd*: so many clients, connected one after another and all there at once. */
export async function crowd(
  connect: Connect,
  count: number,
  name = (number: number): Words => say`client ${number}`,
): Promise<TcpPeer[]> {
  const peers: TcpPeer[] = []
  for (let number = 1; number <= count; number++) peers.push(await connect(name(number)))
  return peers
}

/** *shouter*: sends 1 MiB at once. Resolves with the peer, what it sends in upper case, and when it has been sent. */
export async function shouter(
  connect: Connect,
): Promise<{ peer: TcpPeer; answer: Buffer; sent: Promise<void> }> {
  const shout = createPattern(1024 * 1024)
  const peer = await connect(say`shouter`)
  return { peer, answer: toUpperCaseAscii(shout), sent: peer.send(shout) }
}

/** Bytes in which every place can be told from its neighbours, so that a lost or doubled piece is noticed. */
export function createPattern(length: number): Buffer {
  return createLongPattern(length).slice(0, length)
}
