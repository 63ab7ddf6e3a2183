/** One end of a TCP connection with the learner's program, held by the checker. */
import { connect, type Socket } from 'node:net'
import { CannotJudge } from '../processes/cannot-judge.ts'
import { type Bytes, findFirstDifference, toBuffer } from './bytes.ts'
import { findSocketRow, isKernelReadable, type SocketRow, socketStates } from '../processes/kernel.ts'
import type { CheckFailure } from './failure.ts'
import { Incoming } from './incoming.ts'
import { nameClient, type Name, toParticipant } from './names.ts'
import type { Program } from './program.ts'
import type { Recorder } from './recorder.ts'
import * as failures from './tcp-failures.ts'
import { pause, waitAndTell, type Waited, waitFor, withWhatIsUnderWay } from './wait.ts'
import { say, type Words } from '../language/say.ts'

/** Who has sent so much and goes on is not taken for somebody who answers what it reads. */
const mostAnsweredBytes = 64 * 1024 * 1024

type Goodbye = 'end' | 'reset'

export class TcpPeer {
  readonly #side: failures.Side
  readonly #socket: Socket
  readonly #program: Program
  readonly #recorder: Recorder
  /** What came and was not yet compared with anything. */
  readonly #incoming = new Incoming()
  /** How many bytes have come in all. */
  #cameLength = 0
  /** Whether it takes no bytes from the system at present. */
  #standsStill = false
  #goodbye: Goodbye | undefined
  #goodbyeHappening: number | undefined
  #hasEnded = false
  #isDestroyed = false
  #lastSent: Buffer | undefined

  constructor(name: Name, role: 'client' | 'server', socket: Socket, program: Program, recorder: Recorder) {
    const participant = toParticipant(name, 'peer')
    recorder.introduce(participant)
    this.#side = { id: participant.id, name, role }
    this.#socket = socket
    this.#program = program
    this.#recorder = recorder
    this.#watch()
  }

  /**
   * Connects to the program as a client. Where the kernel cannot be read, and so nobody knows when the program is
   * ready, a refused connection is tried again until the program ends or the wait is given up.
   * @throws {CheckFailure} refused.
   */
  static async connect(name: Words, program: Program, recorder: Recorder): Promise<TcpPeer> {
    const attempt = async () => {
      const socket = await tryToConnect(program)
      if (socket) return socket
      return isKernelReadable || program.hasExited ? false : undefined
    }
    const socket = await waitFor(attempt, { recorder, pid: program.pid })
    const names = nameClient(name)
    const participant = toParticipant(names, 'peer')
    recorder.introduce(participant)
    const { id } = participant
    if (socket) {
      recorder.record({ peer: id, kind: 'connect', by: 'peer' })
      return new TcpPeer(names, 'client', socket, program, recorder)
    }
    const happening = recorder.record({ peer: id, kind: 'refused', by: 'peer' })
    await untilItHasDied(program, recorder)
    await program.failIfCrashed()
    throw failures.describeRefusal(program, { id, name: names, role: 'client' }, happening)
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
    return this.#socket.localPort ?? 0
  }

  /** The program's goodbye, if it has said one. */
  get goodbye(): Goodbye | undefined {
    return this.#goodbye
  }

  /** How many bytes have come and were not compared with anything yet. */
  get unreadLength(): number {
    return this.#incoming.length
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
    let isTaken = false
    this.#socket.write(buffer, () => {
      isTaken = true
      this.#recorder.wake()
    })
    // A connection that has gone is noticed by the next receive, which can say more about it.
    const { found, waitedMs } = await this.#wait(
      () => (isTaken || this.#goodbye === 'reset' || this.#isDestroyed ? true : undefined),
      // Who answers while it reads, and is not read itself, may rightly stand still.
      () => (this.#standsStill ? performance.now() : Math.min(this.#cameLength, mostAnsweredBytes)),
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
    let matched = 0
    const takeMatching = () => {
      const taken = this.#incoming.takeMatching(due.bytes.subarray(matched))
      matched += taken.matched
      if (taken.isDifferent) return 'different'
      if (matched === due.bytes.length) return 'whole'
      return this.#hasSaidAll ? 'goodbye' : undefined
    }
    const { found, waitedMs } = await this.#wait(takeMatching, () => matched)
    if (found === 'whole') return this.#failOnExtraBytes(due.bytes)
    const actual = Buffer.concat([due.bytes.subarray(0, matched), this.#incoming.bytes])
    if (found === 'different') throw this.#describeWrongBytes(due, actual, matched)
    if (found === 'goodbye') await this.#failOnEarlyGoodbye(due, matched)
    const wait = this.#recordWait(what, waitedMs)
    await this.#program.failIfCrashed()
    const row = this.#readProgramsRow()
    if (matched > 0)
      throw failures.describeMissingBytes(this.#program, this.#side, due, { matched, actual, row }, wait)
    throw failures.describeSilence(this.#program, this.#side, { sent: this.#lastSent, row }, wait)
  }

  /**
   * Waits until the program ends its side (FIN) and compares what came until then with the beginning of `expected`.
   * For a program that may rightly stop somewhere in the middle.
   * @returns how many bytes came.
   * @throws {CheckFailure} wrong-bytes, extra-bytes, never-closed, wrong-goodbye or crashed.
   */
  async receiveUntilEnd(expected: Bytes, when: Words, what: Words = say`the answer`): Promise<number> {
    const ending = await this.#wait(
      () => this.#goodbye,
      () => this.#cameLength,
    )
    const actual = this.#incoming.bytes
    const bytes = toBuffer(expected).subarray(0, actual.length)
    if (!actual.subarray(0, bytes.length).equals(bytes))
      throw this.#describeWrongBytes({ what, bytes }, actual, 0)
    this.#incoming.drop(bytes.length)
    this.#failOnExtraBytes()
    await this.#failUnlessEnded(ending, when)
    return bytes.length
  }

  /**
   * Waits until the program ends its side (FIN), with nothing more said before.
   * @throws {CheckFailure} never-closed, wrong-goodbye (a reset), extra-bytes or crashed.
   */
  async expectEnd(when: Words): Promise<void> {
    const ending = await this.#wait(() => this.#goodbye)
    this.#failOnExtraBytes()
    await this.#failUnlessEnded(ending, when)
  }

  async #failUnlessEnded({ found: goodbye, waitedMs }: Waited<Goodbye>, when: Words): Promise<void> {
    if (goodbye === 'end') return
    await this.#program.failIfCrashed()
    if (goodbye === 'reset')
      throw failures.describeReset(this.#program, this.#side, when, this.#goodbyeHappening)
    const wait = this.#recordWait(say`an end (FIN)`, waitedMs)
    throw failures.describeNoEnd(this.#program, this.#side, when, this.#readProgramsRow(), wait)
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
    this.#recorder.record({ peer: this.id, kind: 'end', by: 'peer' })
    this.#hasEnded = true
    this.#socket.end()
  }

  /** Breaks the connection off (RST). */
  reset(): void {
    this.#recorder.record({ peer: this.id, kind: 'reset', by: 'peer' })
    this.#hasEnded = true
    this.#socket.resetAndDestroy()
  }

  /**
   * From now on a line end that directly follows other bytes is not compared with anything: for programs that may
   * or may not end what they say with one. A line end of its own, an empty line, still counts.
   */
  ignoreLineEnds(): void {
    this.#incoming.ignoreLineEnds()
  }

  /** Stops taking bytes from the system: its buffers fill, and then the program's. */
  stopReading(): void {
    this.#standsStill = true
    this.#socket.pause()
  }

  /** Takes bytes again, as fast as they come. */
  readOn(): void {
    this.#standsStill = false
    this.#socket.resume()
  }

  /** Takes bytes again, one chunk every few milliseconds, so that the program has to wait for it all the time. */
  readSlowly(everyMs = 2): void {
    this.#standsStill = false
    this.#socket.pause()
    this.#socket.on('data', () => {
      this.#socket.pause()
      void pause(everyMs).then(() => this.#socket.resume())
    })
    this.#socket.resume()
  }

  /**
   * Waits until the program has taken everything that was sent from the system: nothing is left in its receive queue.
   * Where the kernel cannot be read it resolves at once.
   * @returns whether it is known to have been read.
   */
  async untilRead(): Promise<boolean> {
    if (!isKernelReadable) return false
    const look = async () => {
      const theirs = this.#readProgramsRow()
      const ours = this.#readOwnRow()
      if (!theirs || !ours) return true
      return theirs.receiveQueue === 0 && ours.transmitQueue === 0 ? true : undefined
    }
    return (await waitFor(look, { recorder: this.#recorder, pid: this.#program.pid, everyMs: 2 })) === true
  }

  /** Whether nothing of the program's, no byte and no goodbye, has come that was not compared yet. */
  get hasHeardNothing(): boolean {
    return this.#incoming.length === 0 && this.#goodbye === undefined
  }

  /** Closes the connection whatever its state. Nothing of it is recorded. */
  dispose(): void {
    this.#isDestroyed = true
    this.#socket.destroy()
  }

  #watch(): void {
    const socket = this.#socket
    socket.on('data', (chunk: Buffer) => {
      this.#cameLength += chunk.length
      const happening = this.#recorder.record({ peer: this.id, kind: 'received', bytes: chunk })
      this.#incoming.add(chunk, happening)
    })
    socket.on('end', () => void this.#noteEnd())
    socket.on('error', () => this.#noteGoodbye('reset'))
    socket.on('close', () => {
      this.#isDestroyed = true
      this.#recorder.wake()
    })
  }

  /**
   * Node 20 reports a reset that comes together with unread data as an end. The kernel knows better: after a FIN
   * the connection is there, in CLOSE_WAIT, and after an RST it is not.
   */
  async #noteEnd(): Promise<void> {
    if (this.#hasEnded || !isKernelReadable) return this.#noteGoodbye('end')
    const row = this.#readOwnRow()
    this.#noteGoodbye(row || this.#hasEnded ? 'end' : 'reset')
  }

  #noteGoodbye(goodbye: Goodbye): void {
    if (this.#goodbye || this.#isDestroyed) return
    this.#goodbye = goodbye
    this.#goodbyeHappening = this.#recorder.record({ peer: this.id, kind: goodbye, by: 'program' })
  }

  /** Whether nothing more can come. */
  get #hasSaidAll(): boolean {
    return this.#goodbye !== undefined || (this.#program.hasExited && this.#isDestroyed)
  }

  #failOnExtraBytes(answer: Buffer = Buffer.alloc(0)): void {
    const { bytes, length } = this.#incoming
    if (length === 0) return
    const happening = this.#incoming.findHappening(0)
    throw failures.describeExtraBytes(this.#program, this.#side, answer, bytes, happening)
  }

  /** @param matched how many of the bytes have been compared, and taken, before */
  #describeWrongBytes(due: failures.Due, actual: Buffer, matched: number): CheckFailure {
    const wrong = findFirstDifference(due.bytes, actual)
    const happening = this.#incoming.findHappening(Math.max(0, wrong - matched))
    return failures.describeWrongBytes(this.#program, this.#side, due, actual, happening)
  }

  async #failOnEarlyGoodbye(due: failures.Due, matched: number): Promise<never> {
    await untilItHasDied(this.#program, this.#recorder)
    await this.#program.failIfCrashed()
    const goodbye = { kind: this.#goodbye ?? 'end', happening: this.#goodbyeHappening }
    throw failures.describeEarlyGoodbye(this.#program, this.#side, goodbye, due, matched)
  }

  #wait<T>(look: () => T | undefined, count = () => 0): Promise<Waited<T>> {
    const progress = withWhatIsUnderWay(count, () => this.#hasBytesUnderWay())
    return waitAndTell(look, { recorder: this.#recorder, pid: this.#program.pid, progress })
  }

  /** Whether the system still has bytes of the program's for us, who read. */
  #hasBytesUnderWay(): boolean {
    if (!isKernelReadable || this.#standsStill || this.#isDestroyed) return false
    return (this.#readProgramsRow()?.transmitQueue ?? 0) > 0
  }

  #recordWait(forWhat: Words, waitedMs: number): failures.PeersWait {
    const waited = { forWhat, ms: Math.round(waitedMs) }
    return { waitedMs, happening: this.#recorder.record({ peer: this.id, kind: 'waited', waited }) }
  }

  #readOwnRow(): SocketRow | undefined {
    const { localPort = 0, remotePort } = this.#socket
    const isOwn = (row: SocketRow) => row.port === localPort && row.remotePort === remotePort
    return findSocketRow('tcp', localPort, (row) => isOwn(row) && row.state !== socketStates.timeWait)
  }

  #readProgramsRow(): SocketRow | undefined {
    if (!isKernelReadable) return undefined
    const { localPort = 0, remotePort } = this.#socket
    return findSocketRow('tcp', localPort, (row) => row.port === remotePort && row.remotePort === localPort)
  }
}

/**
 * A program that dies says so twice: its connections and its port go first, and a moment later its exit is known. That
 * moment is given here, so that the cause is told and not its effect.
 */
async function untilItHasDied(program: Program, recorder: Recorder): Promise<void> {
  await waitFor(() => (program.hasExited ? true : undefined), { recorder, pid: program.pid, quietMs: 300 })
}

/** Resolves with a connected socket, or with undefined when the connection is refused. */
function tryToConnect({ port, host }: Program): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host, allowHalfOpen: true, noDelay: true })
    // That this machine has no port left for us (man 2 connect, EADDRNOTAVAIL) is nobody's refusal.
    const refuse = (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRNOTAVAIL' ? reject(new CannotJudge(error.message)) : resolve(undefined)
    socket.once('error', refuse)
    socket.once('connect', () => {
      socket.off('error', refuse)
      resolve(socket)
    })
  })
}
