/** A UDP socket of the checker's that talks to the learner's program: a client of its server, or a server of its client. */
import { createSocket, type Socket } from 'node:dgram'
import { type Bytes, describeDifference, toBuffer } from './bytes.ts'
import { CheckFailure } from './failure.ts'
import { isComputing, isKernelReadable, readSocketRows } from '../processes/kernel.ts'
import { describeExit, type Program } from './program.ts'
import { formatDuration, quote } from './quote.ts'
import { Recorder } from './recorder.ts'
import { failIfItCouldNotLoad, type Place } from './tcp-listener.ts'
import { quietMs, waitFor } from './wait.ts'
import { inEnglish, type Words } from '../language/say.ts'

export interface Datagram {
  readonly bytes: Buffer
  /** The port of its sender on 127.0.0.1. */
  readonly from: number
}

export interface UdpWait {
  /** How long nothing may happen before the wait is given up, for a program that may rightly wait itself. */
  readonly patienceMs?: number
}

/** The largest payload of a datagram over IPv4: 65,535 − 20 (IP header) − 8 (UDP header). */
export const largestDatagramBytes = 65_507

/** Sent by a peer to itself: what was sent to it before has come before. No program of a learner's knows it. */
const ownMarker = Buffer.from('socket-workbook: everything before this has arrived')

export class UdpPeer {
  readonly name: string
  readonly host: string
  readonly port: number
  readonly #socket: Socket
  readonly #recorder: Recorder
  readonly #unread: Datagram[] = []
  #lastSent: Buffer | undefined
  #markersSeen = 0
  #isClosed = false

  private constructor(name: string, socket: Socket, recorder: Recorder) {
    this.name = name
    this.host = socket.address().address
    this.port = socket.address().port
    this.#socket = socket
    this.#recorder = recorder
    socket.on('message', (bytes, { port }) => {
      if (port === this.port && bytes.equals(ownMarker)) {
        this.#markersSeen++
        return recorder.wake()
      }
      this.#unread.push({ bytes, from: port })
      recorder.record({ peer: name, kind: 'received', bytes, note: `from port ${port}` })
    })
    // An ICMP "port unreachable" is reported as an error on some systems. The silence after it is judged.
    socket.on('error', () => recorder.wake())
  }

  /** Binds an address and a port of this machine; without them, a free port of 127.0.0.1. */
  static bind(
    name: string,
    recorder: Recorder,
    { host = '127.0.0.1', port = 0 }: Place = {},
  ): Promise<UdpPeer> {
    const socket = createSocket('udp4')
    return new Promise((resolve, reject) => {
      socket.once('error', reject)
      socket.bind({ port, address: host, exclusive: true }, () => {
        socket.off('error', reject)
        resolve(new UdpPeer(name, socket, recorder))
      })
    })
  }

  /** Sends one datagram, empty or not, to a port of 127.0.0.1; resolves when the system has taken it. */
  async send(bytes: Bytes, port: number): Promise<void> {
    const buffer = toBuffer(bytes)
    this.#lastSent = buffer
    this.#recorder.record({ peer: this.name, kind: 'sent', bytes: buffer })
    await this.#deliver(buffer, port)
  }

  /**
   * Waits for the next datagram of the program and compares it.
   * @throws {CheckFailure} silent, wrong-bytes, missing-bytes, extra-bytes, exited-early or crashed.
   */
  async receive(
    program: Program,
    expected: Bytes,
    what: Words = 'the answer',
    options: UdpWait = {},
  ): Promise<Datagram> {
    const due = toBuffer(expected)
    const datagram = await this.receiveAny(program, what, options)
    const { bytes } = datagram
    if (bytes.equals(due)) return datagram
    const isCut = bytes.length < due.length && due.subarray(0, bytes.length).equals(bytes)
    const isLonger = bytes.length > due.length && bytes.subarray(0, due.length).equals(due)
    throw new CheckFailure(
      isCut ? 'missing-bytes' : isLonger ? 'extra-bytes' : 'wrong-bytes',
      `${program.name} sent ${describeDatagram(bytes)} where ${inEnglish(what)}, ${describeDatagram(due)}, was due.`,
      { bytes: describeDifference(due, bytes) },
    )
  }

  /**
   * Waits for the next datagram, whatever is in it.
   * @throws {CheckFailure} silent, did-not-start, exited-early or crashed.
   */
  async receiveAny(
    program: Program,
    what: Words = 'a datagram',
    { patienceMs = quietMs }: UdpWait = {},
  ): Promise<Datagram> {
    const datagram = await waitFor(() => this.#unread.shift() ?? (program.hasExited ? false : undefined), {
      recorder: this.#recorder,
      pid: program.pid,
      quietMs: patienceMs,
    })
    if (datagram) return datagram
    await this.#failOnExit(program, what)
    const patience = formatDuration(patienceMs)
    this.#recorder.record({ peer: this.name, kind: 'waited', note: `for ${inEnglish(what)}, ${patience}` })
    throw new CheckFailure('silent', this.#describeSilence(program, what, patience))
  }

  /**
   * Makes sure that no datagram has come that nobody was waiting for. What was sent before this call has arrived.
   * @param when says after what nothing was due, for example "after `exit`".
   * @throws {CheckFailure} extra-bytes.
   */
  async expectNothingMore(program: Program, when: Words): Promise<void> {
    // Between two datagrams of one answer the program may have lost its processor: first it has to sleep.
    const hasEnded = () => (program.hasExited ? true : undefined)
    await waitFor(hasEnded, { recorder: this.#recorder, pid: program.pid, quietMs: 100 })
    const seen = this.#markersSeen
    // A receive queue keeps the order, so what came before the marker is there when the marker is.
    await this.#deliver(ownMarker, this.port)
    await waitFor(() => (this.#markersSeen > seen ? true : undefined), { recorder: this.#recorder })
    const extra = this.#unread.shift()
    if (!extra) return
    throw new CheckFailure(
      'extra-bytes',
      `${program.name} sent ${describeDatagram(extra.bytes)} to ${this.#subject} ${inEnglish(when)}, where nothing more was due.`,
    )
  }

  /** Closes the socket: from now on nobody is at its port. */
  leave(): void {
    if (!this.#isClosed) this.#socket.close()
    this.#isClosed = true
  }

  dispose(): void {
    this.leave()
  }

  #deliver(buffer: Buffer, port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.send(buffer, port, '127.0.0.1', (error) => (error ? reject(error) : resolve()))
    })
  }

  async #failOnExit(program: Program, what: Words): Promise<void> {
    if (!program.exit) return
    await program.closed
    failIfItCouldNotLoad(program)
    await program.failIfCrashed()
    throw new CheckFailure(
      'exited-early',
      `${program.name} ended ${describeExit(program.exit)}, and had not sent ${this.#subject} ${inEnglish(what)}.`,
    )
  }

  #describeSilence(program: Program, what: Words, patience: string): string {
    const subject = this.#subject.charAt(0).toUpperCase() + this.#subject.slice(1)
    const before = this.#lastSent ? ` sent ${describeDatagram(this.#lastSent)}, and then` : ''
    return `${subject}${before} waited for ${inEnglish(what)}. In ${patience} ${program.column} sent it no datagram. ${this.#describeState(program)}`
  }

  #describeState({ pid, port }: Program): string {
    if (!isKernelReadable || pid === undefined) return 'It is still running.'
    if (isComputing(pid))
      return 'It computes without a pause: is there a loop that never ends? Nothing can arrive while it runs.'
    const isUnread = readSocketRows('udp', port).some((row) => row.port === port && row.receiveQueue > 0)
    if (isUnread && port !== this.port) return 'It is still running and has not read all that has come.'
    return 'It is still running.'
  }

  /** Its name within a sentence: "the second client", "our server". */
  get #subject(): string {
    return this.name.startsWith('our ') ? this.name : `the ${this.name}`
  }
}

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

function describeDatagram(bytes: Buffer): string {
  if (bytes.length === 0) return 'an empty datagram'
  return `the datagram ${quote(bytes)}`
}
