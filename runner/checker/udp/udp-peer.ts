/** A UDP socket of the checker's that talks to the learner's program: a client of its server, or a server of its client. */
import { createSocket, type Socket } from 'node:dgram'
import { type Bytes, describeDifference, toBuffer } from '../bytes/bytes.ts'
import { CheckFailure } from '../record/failure.ts'
import { isKernelReadable } from '../../processes/proc-files.ts'
import { readSocketRows } from '../../processes/socket-table.ts'
import { describeDoing, type Doing } from '../program/doing.ts'
import { nameClient, type Name, toParticipant } from '../record/names.ts'
import type { Program } from '../program/program.ts'
import { describeExit, sayWait } from '../bytes/quote.ts'
import type { Recorder } from '../record/recorder.ts'
import { sendInPortions, waitUntilRead } from './udp-portions.ts'
import { describeDatagram, DueDatagrams } from './due-datagrams.ts'
import { failIfItCouldNotLoad } from '../program/load-error.ts'
import type { Place } from '../record/place.ts'
import { quietMs, waitAndTell, waitFor } from '../record/wait.ts'
import { joinSentences, say, type Words } from '../../language/say.ts'

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

  /** How many datagrams have come that nobody has taken yet. */
  get unreadCount(): number {
    return this.#unread.length
  }

  /** Sends one datagram, empty or not, to a port of 127.0.0.1; resolves when the system has taken it. */
  async send(bytes: Bytes, port: number): Promise<void> {
    const buffer = toBuffer(bytes)
    this.#lastSent = buffer
    this.#recorder.record({ peer: this.id, kind: 'sent', bytes: buffer })
    await this.#deliver(buffer, port)
  }

  /**
   * Sends datagrams, however many, in their order and in portions, each of which the program has read before the next
   * one goes out: what does not fit into a receive buffer is dropped in silence, and no program could be blamed for that.
   * @param port where the program receives: its own, or for a client the port that it sent from
   * @throws {CheckFailure} silent, when it does not read. One that has ended is sent nothing more, and no failure.
   */
  async sendMany(program: Program, datagrams: readonly Bytes[], port = program.port): Promise<void> {
    const sends = datagrams.map((bytes) => ({ peer: this, bytes: toBuffer(bytes) }))
    await sendInPortions(sends, program, port)
  }

  /**
   * Waits until the program has taken from the system all that has come to a port of its; see `sendMany`.
   * @throws {CheckFailure} silent, when it does not read.
   */
  async untilRead(program: Program, port = program.port): Promise<void> {
    await waitUntilRead(program, port, { id: this.id, name: this.#name }, this.#recorder)
  }

  /**
   * Waits for several datagrams in whatever order they come. Two that are alike are due twice.
   * @param what says what they are, for sentences: "the five answers".
   * @returns them in the order in which they came.
   * @throws {CheckFailure} silent, missing-bytes, extra-bytes or wrong-bytes, exited-early or crashed.
   */
  async receiveInAnyOrder(
    program: Program,
    expected: readonly Bytes[],
    what: Words,
    options: UdpWait = {},
  ): Promise<Datagram[]> {
    const due = new DueDatagrams(expected.map(toBuffer))
    const came: Datagram[] = []
    while (due.missing.length > 0) {
      const { datagram, waitedMs } = await this.#next(program, options)
      if (datagram) {
        came.push(datagram)
        due.take(datagram)
      } else if (came.length === 0) throw await this.#describeNothing(program, what, waitedMs)
      else break
    }
    const trouble = due.describe(program, { id: this.id, name: this.#name }, what)
    if (!trouble) return came
    await program.failIfCrashed()
    throw trouble
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
    options: UdpWait = {},
  ): Promise<Datagram> {
    const { datagram, waitedMs } = await this.#next(program, options)
    if (datagram) return datagram
    throw await this.#describeNothing(program, what, waitedMs)
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
    await this.#readAllThatCame()
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

  #deliver(buffer: Buffer, port: number, host = '127.0.0.1'): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.send(buffer, port, host, (error) => (error ? reject(error) : resolve()))
    })
  }

  async #next(program: Program, { patienceMs = quietMs }: UdpWait) {
    const look = () => this.#unread.shift() ?? (program.hasExited ? false : undefined)
    const wait = { recorder: this.#recorder, pid: program.pid, quietMs: patienceMs }
    const { found, waitedMs } = await waitAndTell(look, wait)
    // Its end may be heard before the last datagram is read that it had sent.
    if (found === false) await this.#readAllThatCame()
    return { datagram: found || this.#unread.shift(), waitedMs }
  }

  /** A receive queue keeps the order, so what came before the marker is there when the marker is. */
  async #readAllThatCame(): Promise<void> {
    const seen = this.#markersSeen
    await this.#deliver(ownMarker, this.port, this.host)
    await waitFor(() => (this.#markersSeen > seen ? true : undefined), { recorder: this.#recorder })
  }

  /** Says why nothing came: the program has ended, or does something else. */
  async #describeNothing(program: Program, what: Words, waitedMs: number): Promise<CheckFailure> {
    if (program.exit) {
      await program.closed
      failIfItCouldNotLoad(program)
      await program.failIfCrashed()
      return new CheckFailure(
        'exited-early',
        say`${program.name} ended ${describeExit(program.exit)}, and had not sent ${this.#name.within} ${what}.`,
        { peer: this.id, happening: program.exitHappening },
      )
    }
    const waited = { forWhat: what, ms: Math.round(waitedMs) }
    const happening = this.#recorder.record({ peer: this.id, kind: 'waited', waited })
    const { sentence, help } = this.#describeDoing(program)
    const silence = joinSentences(this.#describeSilence(program, what, waitedMs), sentence)
    const parts = { peer: this.id, happening, ...(help !== undefined && { help }) }
    return new CheckFailure('silent', silence, parts)
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
