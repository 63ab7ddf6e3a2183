/** A UDP socket of the checker's that talks to the learner's program: a client of its server, or a server of its client. */
import { createSocket, type Socket } from 'node:dgram'
import { type Bytes, describeDifference, toBuffer } from './bytes.ts'
import { CheckFailure } from './failure.ts'
import { isKernelReadable, readSocketRows } from '../processes/kernel.ts'
import { describeDoing, type Doing } from './doing.ts'
import { nameClient, type Name, toParticipant } from './names.ts'
import type { Program } from './program.ts'
import { describeExit, quote, sayWait } from './quote.ts'
import { Recorder } from './recorder.ts'
import { failIfItCouldNotLoad } from './load-error.ts'
import type { Place } from './tcp-listener.ts'
import { quietMs, waitAndTell, waitFor } from './wait.ts'
import { joinSentences, say, type Words } from '../language/say.ts'

export interface Datagram {
  readonly bytes: Buffer
  /** The port of its sender on 127.0.0.1. */
  readonly from: number
  /** The happening that brought it, by which a failure can name it. */
  readonly happening: number
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
  readonly host: string
  /** How the transcript calls it. */
  readonly id: string
  readonly port: number
  readonly #name: Name
  readonly #socket: Socket
  readonly #recorder: Recorder
  readonly #unread: Datagram[] = []
  #lastSent: Buffer | undefined
  #markersSeen = 0
  #isClosed = false

  private constructor(name: Name, socket: Socket, recorder: Recorder) {
    const participant = toParticipant(name, 'peer')
    recorder.introduce(participant)
    this.id = participant.id
    this.#name = name
    this.host = socket.address().address
    this.port = socket.address().port
    this.#socket = socket
    this.#recorder = recorder
    socket.on('message', (bytes, { port }) => {
      if (port === this.port && bytes.equals(ownMarker)) {
        this.#markersSeen++
        return recorder.wake()
      }
      const happening = recorder.record({ peer: this.id, kind: 'received', bytes, fromPort: port })
      this.#unread.push({ bytes, from: port, happening })
    })
    // An ICMP "port unreachable" is reported as an error on some systems. The silence after it is judged.
    socket.on('error', () => recorder.wake())
  }

  static bind(
    name: Words | Name,
    recorder: Recorder,
    { host = '127.0.0.1', port = 0 }: Place = {},
  ): Promise<UdpPeer> {
    const socket = createSocket('udp4')
    return new Promise((resolve, reject) => {
      socket.once('error', reject)
      socket.bind({ port, address: host, exclusive: true }, () => {
        socket.off('error', reject)
        const called = typeof name === 'object' && 'within' in name ? name : nameClient(name)
        resolve(new UdpPeer(called, socket, recorder))
      })
    })
  }

  /** What pictures call it, for example "first client". */
  get name(): Words {
    return this.#name.column
  }

  /** Sends one datagram, empty or not, to a port of 127.0.0.1; resolves when the system has taken it. */
  async send(bytes: Bytes, port: number): Promise<void> {
    const buffer = toBuffer(bytes)
    this.#lastSent = buffer
    this.#recorder.record({ peer: this.id, kind: 'sent', bytes: buffer })
    await this.#deliver(buffer, port)
  }

  /**
   * Waits for the next datagram of the program and compares it.
   * @throws {CheckFailure} silent, wrong-bytes, missing-bytes, extra-bytes, exited-early or crashed.
   */
  async receive(
    program: Program,
    expected: Bytes,
    what: Words = say`the answer`,
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
      say`${program.name} sent ${describeDatagram(bytes)} where ${what}, ${describeDatagram(due)}, was due.`,
      { bytes: describeDifference(due, bytes), peer: this.id, happening: datagram.happening },
    )
  }

  /**
   * Waits for the next datagram, whatever is in it.
   * @throws {CheckFailure} silent, did-not-start, exited-early or crashed.
   */
  async receiveAny(
    program: Program,
    what: Words = say`a datagram`,
    { patienceMs = quietMs }: UdpWait = {},
  ): Promise<Datagram> {
    const look = () => this.#unread.shift() ?? (program.hasExited ? false : undefined)
    const wait = { recorder: this.#recorder, pid: program.pid, quietMs: patienceMs }
    const { found: datagram, waitedMs } = await waitAndTell(look, wait)
    if (datagram) return datagram
    await this.#failOnExit(program, what)
    const waited = { forWhat: what, ms: Math.round(waitedMs) }
    const happening = this.#recorder.record({ peer: this.id, kind: 'waited', waited })
    const { sentence, help } = this.#describeDoing(program)
    const silence = joinSentences(this.#describeSilence(program, what, waitedMs), sentence)
    throw new CheckFailure('silent', silence, {
      peer: this.id,
      happening,
      ...(help !== undefined && { help }),
    })
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
      say`${program.name} sent ${describeDatagram(extra.bytes)} to ${this.#name.within} ${when}, where nothing more was due.`,
      { peer: this.id, happening: extra.happening },
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
      say`${program.name} ended ${describeExit(program.exit)}, and had not sent ${this.#name.within} ${what}.`,
      { peer: this.id, happening: program.exitHappening },
    )
  }

  #describeSilence(program: Program, what: Words, waitedMs: number): Words {
    const { atStart } = this.#name
    const nothing = say`In ${sayWait(waitedMs)} ${program.within} sent it no datagram.`
    return this.#lastSent
      ? say`${atStart} sent ${describeDatagram(this.#lastSent)}, and then waited for ${what}. ${nothing}`
      : say`${atStart} waited for ${what}. ${nothing}`
  }

  #describeDoing(program: Program): Doing {
    const doing = describeDoing(program)
    if (doing.help !== undefined || !isKernelReadable || program.port === this.port) return doing
    const row = readSocketRows('udp', program.port).find(({ port }) => port === program.port)
    if (!row || row.receiveQueue === 0) return doing
    return { sentence: say`It is still running and has not read all that has come.` }
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

function describeDatagram(bytes: Buffer): Words {
  return bytes.length === 0 ? say`an empty datagram` : say`the datagram ${quote(bytes)}`
}
