/** One end of a TCP connection with the learner's program, held by the checker. */
import type { Socket } from 'node:net'
import { type Bytes, findFirstDifference, toBuffer } from '../bytes/bytes.ts'
import { isKernelReadable } from '../../processes/proc-files.ts'
import type { CheckFailure } from '../record/failure.ts'
import type { LongBytes } from '../bytes/long-bytes.ts'
import { nameClient, type Name, toParticipant } from '../record/names.ts'
import type { Place } from '../record/place.ts'
import type { Program } from '../program/program.ts'
import type { Recorder } from '../record/recorder.ts'
import { connectTo, untilItHasDied } from './tcp-connect.ts'
import * as failures from './tcp-failures.ts'
import { pour, type Pouring } from './tcp-pouring.ts'
import { type Goodbye, TcpWire } from './tcp-wire.ts'
import { waitAndTell, type Waited, waitFor, withWhatIsUnderWay } from '../record/wait.ts'
import { say, type Words } from '../../language/say.ts'

/** Who has sent so much and goes on is not taken for somebody who answers what it reads. */
const mostAnsweredBytes = 64 * 1024 * 1024

/** Long bytes are compared in parts of this size. */
const partBytes = 1024 * 1024

export class TcpPeer {
  readonly #side: failures.Side
  readonly #wire: TcpWire
  readonly #program: Program
  readonly #recorder: Recorder
  #lastSent: Buffer | undefined

  constructor(name: Name, role: 'client' | 'server', socket: Socket, program: Program, recorder: Recorder) {
    const participant = toParticipant(name, 'peer')
    recorder.introduce(participant)
    this.#side = { id: participant.id, name, role }
    this.#wire = new TcpWire(participant.id, socket, recorder)
    this.#program = program
    this.#recorder = recorder
  }

  /** Connects to the program as a client. @throws {CheckFailure} refused. */
  static async connect(name: Words, program: Program, recorder: Recorder, from?: Place): Promise<TcpPeer> {
    const names = nameClient(name)
    return new TcpPeer(names, 'client', await connectTo(program, names, recorder, from), program, recorder)
  }

  /** What pictures call it, for example "first client". */
  get name(): Words {
    return this.#side.name.column
  }

  /** How the transcript calls it. */
  get id(): string {
    return this.#side.id
  }

  /** The peer's own port. */
  get port(): number {
    return this.#wire.port
  }

  /** The program's own end of the connection, "127.0.0.1:40112"; undefined where it was broken off too early to tell. */
  get programsEnd(): string | undefined {
    return this.#wire.farEnd
  }

  /**
   * Whether the program has taken the connection and not closed it: a process owns its end. Undefined where the kernel
   * cannot be read.
   */
  get isHeldByProgram(): boolean | undefined {
    if (!isKernelReadable) return undefined
    return (this.#wire.readProgramsRow()?.inode ?? 0) !== 0
  }

  /** The program's goodbye, if it has said one. */
  get goodbye(): Goodbye['kind'] | undefined {
    return this.#wire.goodbye?.kind
  }

  /** How many bytes have come and were not compared with anything yet. */
  get unreadLength(): number {
    return this.#wire.incoming.length
  }

  /**
   * Sends bytes in one write and resolves when the system has taken them all.
   * @throws {CheckFailure} extra-bytes, when more than was due has come since the last `receive`; silent, when the
   * program does not read and the system's buffers are full.
   */
  async send(bytes: Bytes): Promise<void> {
    this.#failOnExtraBytes()
    await this.sendMore(bytes)
  }

  /**
   * Sends the next part of a message that is sent in several writes: the program may have answered the part before
   * already, or may not.
   * @throws {CheckFailure} silent, as `send`.
   */
  async sendMore(bytes: Bytes): Promise<void> {
    const buffer = toBuffer(bytes)
    this.#recorder.record({ peer: this.id, kind: 'sent', bytes: buffer })
    this.#lastSent = buffer
    const isTaken = this.#wire.write(buffer)
    // A connection that has gone is noticed by the next receive, which can say more about it.
    const { found, waitedMs } = await this.#wait(
      () => (isTaken() || this.#wire.isBroken ? true : undefined),
      // Who answers while it reads, and is not read itself, may rightly stand still.
      () => (this.#wire.standsStill ? performance.now() : Math.min(this.#wire.cameLength, mostAnsweredBytes)),
    )
    if (found) return
    const wait = this.#recordWait(say`the program to read`, waitedMs)
    throw failures.describeUnread(this.#program, this.#side, buffer.length, wait)
  }

  /**
   * Waits until exactly these bytes have come next, comparing them as they come, however they are cut into chunks.
   * @param what says what they are, for sentences: "the answer to the second message".
   * @throws {CheckFailure}
   */
  async receive(expected: Bytes, what: Words = say`the answer`): Promise<void> {
    const due = { what, bytes: toBuffer(expected) }
    await this.#receivePart(due)
    this.#failOnExtraBytes(due.bytes)
  }

  /**
   * Waits until exactly these bytes have come next, too many to be held: they are compared as they come and let go. Reads
   * on, if it stood still.
   * @param what says what they are, for sentences: "the file".
   * @throws {CheckFailure} as `receive`.
   */
  async receiveLong(expected: LongBytes, what: Words): Promise<void> {
    if (this.#wire.standsStill) this.readOn()
    for (let before = 0; before < expected.length; before += partBytes) {
      const bytes = expected.slice(before, before + partBytes)
      await this.#receivePart({ what, bytes, of: { before, total: expected.length } })
    }
    this.#failOnExtraBytes()
  }

  /**
   * Waits until so many bytes have come next, whatever they are. What comes after them stays for the next call.
   * @param what says what they are, for sentences.
   * @throws {CheckFailure} as `receive`, but for wrong-bytes and extra-bytes.
   */
  async receiveBytes(count: number, what: Words): Promise<Buffer> {
    const { incoming } = this.#wire
    const look = () => (incoming.length >= count ? 'whole' : this.#hasSaidAll ? 'goodbye' : undefined)
    const { found, waitedMs } = await this.#wait(look, () => incoming.length)
    if (found !== 'whole') {
      const due = { what, bytes: Buffer.alloc(count), isFree: true }
      await this.#failOnMissing(due, incoming.length, found === 'goodbye', waitedMs)
    }
    return incoming.take(count)
  }

  /**
   * Begins to send bytes that are too many to be held, and goes on as fast as they are taken. It is never given up,
   * however long nobody reads; who reads them can tell whether they came.
   */
  pour(bytes: LongBytes): Pouring {
    return pour(
      bytes,
      this.#wire,
      (part) => {
        this.#lastSent = part
        this.#recorder.record({ peer: this.id, kind: 'sent', bytes: part })
      },
      this.#recorder,
    )
  }

  /**
   * Waits until the program ends its side (FIN) and compares what came until then with the beginning of `expected`.
   * For a program that may rightly stop somewhere in the middle.
   * @returns how many bytes came.
   * @throws {CheckFailure} wrong-bytes, extra-bytes, never-closed, wrong-goodbye or crashed.
   */
  async receiveUntilEnd(expected: Bytes, when: Words, what: Words = say`the answer`): Promise<number> {
    const ending = await this.#wait(
      () => this.#wire.goodbye,
      () => this.#wire.cameLength,
    )
    const actual = this.#wire.incoming.bytes
    const bytes = toBuffer(expected).subarray(0, actual.length)
    if (!actual.subarray(0, bytes.length).equals(bytes))
      throw this.#describeWrongBytes({ what, bytes }, actual, 0)
    this.#wire.incoming.drop(bytes.length)
    this.#failOnExtraBytes()
    await this.#failUnlessEnded(ending, when)
    return bytes.length
  }

  /**
   * Waits until the program ends its side (FIN), with nothing more said before.
   * @throws {CheckFailure} never-closed, wrong-goodbye (a reset), extra-bytes or crashed.
   */
  async expectEnd(when: Words): Promise<void> {
    const ending = await this.#wait(() => this.#wire.goodbye)
    this.#failOnExtraBytes()
    await this.#failUnlessEnded(ending, when)
  }

  async #failUnlessEnded({ found: goodbye, waitedMs }: Waited<Goodbye>, when: Words): Promise<void> {
    if (goodbye?.kind === 'end') return
    await this.#program.failIfCrashed()
    if (goodbye) throw failures.describeReset(this.#program, this.#side, when, goodbye.happening)
    const wait = this.#recordWait(say`an end (FIN)`, waitedMs)
    throw failures.describeNoEnd(this.#program, this.#side, when, this.#wire.readProgramsRow(), wait)
  }

  /**
   * Asks that nothing has come that was not due.
   * @throws {CheckFailure} extra-bytes.
   */
  expectNothingMore(): void {
    this.#failOnExtraBytes()
  }

  /** Says that no more will be sent (FIN). What the program still sends is received. */
  end(): void {
    this.#wire.end()
  }

  /** Breaks the connection off (RST). */
  reset(): void {
    this.#wire.reset()
  }

  /**
   * From now on a line end that directly follows other bytes is not compared with anything: for programs that may
   * or may not end what they say with one. A line end of its own, an empty line, still counts.
   */
  ignoreLineEnds(): void {
    this.#wire.incoming.ignoreLineEnds()
  }

  /** Stops taking bytes from the system: its buffers fill, and then the program's. */
  stopReading(): void {
    this.#wire.stopReading()
  }

  /** Takes bytes again, as fast as they come. */
  readOn(): void {
    this.#wire.readOn()
  }

  /** Takes bytes again, one chunk every few milliseconds, so that the program has to wait for it all the time. */
  readSlowly(everyMs = 2): void {
    this.#wire.readSlowly(everyMs)
  }

  /**
   * Waits until the program has taken everything that was sent from the system: nothing is left in its receive queue.
   * Where the kernel cannot be read it resolves at once.
   * @returns whether it is known to have been read.
   */
  async untilRead(): Promise<boolean> {
    if (!isKernelReadable) return false
    const beganAt = performance.now()
    let lookAt = 0
    const look = () => {
      const now = performance.now()
      if (now < lookAt) return undefined
      // The kernel's table is dear to read: what has taken a while already is looked at more seldom.
      lookAt = now + (now - beganAt) / 4
      const rows = this.#wire.readBothRows()
      return !rows || (rows.theirs.receiveQueue === 0 && rows.ours.transmitQueue === 0) ? true : undefined
    }
    return (await waitFor(look, { recorder: this.#recorder, pid: this.#program.pid, everyMs: 2 })) === true
  }

  /** Whether nothing of the program's, no byte and no goodbye, has come that was not compared yet. */
  get hasHeardNothing(): boolean {
    return this.#wire.incoming.length === 0 && this.#wire.goodbye === undefined
  }

  /** Closes the connection whatever its state. Nothing of it is recorded. */
  dispose(): void {
    this.#wire.dispose()
  }

  async #receivePart(due: failures.Due): Promise<void> {
    const { incoming } = this.#wire
    let matched = 0
    const takeMatching = () => {
      const taken = incoming.takeMatching(due.bytes.subarray(matched))
      matched += taken.matched
      if (taken.isDifferent) return 'different'
      if (matched === due.bytes.length) return 'whole'
      return this.#hasSaidAll ? 'goodbye' : undefined
    }
    const { found, waitedMs } = await this.#wait(takeMatching, () => matched)
    if (found === 'whole') return
    if (found === 'different') {
      const actual = Buffer.concat([due.bytes.subarray(0, matched), incoming.bytes])
      throw this.#describeWrongBytes(due, actual, matched)
    }
    await this.#failOnMissing(due, matched, found === 'goodbye', waitedMs)
  }

  /** Says why not all has come that is due. @param matched how much of it has */
  async #failOnMissing(
    due: failures.Due,
    matched: number,
    hasEnded: boolean,
    waitedMs: number,
  ): Promise<never> {
    if (hasEnded) await this.#failOnEarlyGoodbye(due, matched)
    const wait = this.#recordWait(due.what, waitedMs)
    await this.#program.failIfCrashed()
    const row = this.#wire.readProgramsRow()
    const hasCome = matched > 0 || (due.of?.before ?? 0) > 0
    throw hasCome
      ? failures.describeMissingBytes(this.#program, this.#side, due, { matched, row }, wait)
      : failures.describeSilence(this.#program, this.#side, { sent: this.#lastSent, row }, wait)
  }

  /** Whether nothing more can come. */
  get #hasSaidAll(): boolean {
    return this.#wire.goodbye !== undefined || (this.#program.hasExited && this.#wire.isDestroyed)
  }

  #failOnExtraBytes(answer: Buffer = Buffer.alloc(0)): void {
    const { bytes, length } = this.#wire.incoming
    if (length === 0) return
    const happening = this.#wire.incoming.findHappening(0)
    throw failures.describeExtraBytes(this.#program, this.#side, answer, bytes, happening)
  }

  /** @param matched how many of the bytes have been compared, and taken, before */
  #describeWrongBytes(due: failures.Due, actual: Buffer, matched: number): CheckFailure {
    const wrong = findFirstDifference(due.bytes, actual)
    const happening = this.#wire.incoming.findHappening(Math.max(0, wrong - matched))
    return failures.describeWrongBytes(this.#program, this.#side, due, actual, happening)
  }

  async #failOnEarlyGoodbye(due: failures.Due, matched: number): Promise<never> {
    await untilItHasDied(this.#program, this.#recorder)
    await this.#program.failIfCrashed()
    const { kind = 'end', happening } = this.#wire.goodbye ?? {}
    throw failures.describeEarlyGoodbye(this.#program, this.#side, { kind, happening }, due, matched)
  }

  #wait<T>(look: () => T | undefined, count = () => 0): Promise<Waited<T>> {
    const progress = withWhatIsUnderWay(count, () => this.#wire.hasBytesUnderWay)
    return waitAndTell(look, { recorder: this.#recorder, pid: this.#program.pid, progress })
  }

  #recordWait(forWhat: Words, waitedMs: number): failures.PeersWait {
    const waited = { forWhat, ms: Math.round(waitedMs) }
    return { waitedMs, happening: this.#recorder.record({ peer: this.id, kind: 'waited', waited }) }
  }
}
