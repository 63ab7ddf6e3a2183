/** One end of a TCP connection with the learner's program, held by the checker. */
import { connect, type Socket } from 'node:net'
import { type Bytes, describeDifference, findFirstDifference, toBuffer } from './bytes.ts'
import { CheckFailure } from './failure.ts'
import {
  findSocketRow,
  isComputing,
  isKernelReadable,
  type SocketRow,
  socketStates,
} from '../processes/kernel.ts'
import { describeExit, type Program } from './program.ts'
import { countBytes, formatCount, formatDuration, longestQuotation, quote } from './quote.ts'
import type { Recorder } from './recorder.ts'
import { pause, quietMs, waitFor, withWhatIsUnderWay } from './wait.ts'
import { inEnglish, type Words } from '../language/say.ts'

/** Who has sent so much and goes on is not taken for somebody who answers what it reads. */
const mostAnsweredBytes = 64 * 1024 * 1024

type Goodbye = 'end' | 'reset'

const lineFeed = 0x0a
const carriageReturn = 0x0d

export class TcpPeer {
  /** How the transcript and sentences call it, for example "first client". */
  readonly name: string
  readonly #role: 'client' | 'server'
  readonly #socket: Socket
  readonly #program: Program
  readonly #recorder: Recorder
  /** What came and was not yet compared with anything. */
  #unread: Buffer[] = []
  #unreadLength = 0
  /** How many bytes have come in all. */
  #cameLength = 0
  /** Whether it takes no bytes from the system at present. */
  #standsStill = false
  #goodbye: Goodbye | undefined
  #hasEnded = false
  #isDestroyed = false
  #lastSent: Buffer | undefined
  #ignoresLineEnds = false
  #lastByte: number | undefined

  constructor(name: string, role: 'client' | 'server', socket: Socket, program: Program, recorder: Recorder) {
    this.name = name
    this.#role = role
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
  static async connect(name: string, program: Program, recorder: Recorder): Promise<TcpPeer> {
    const attempt = async () => {
      const socket = await tryToConnect(program)
      if (socket) return socket
      return isKernelReadable || program.hasExited ? false : undefined
    }
    const socket = await waitFor(attempt, { recorder, pid: program.pid })
    if (socket) {
      recorder.record({ peer: name, kind: 'connect', by: 'peer' })
      return new TcpPeer(name, 'client', socket, program, recorder)
    }
    recorder.record({ peer: name, kind: 'refused', by: 'peer' })
    await untilItHasDied(program, recorder)
    await program.failIfCrashed()
    const ended = program.exit
      ? `${program.name} had ended by itself, ${describeExit(program.exit)}.`
      : `${program.name} was still running, and had stopped listening.`
    throw new CheckFailure(
      'refused',
      `The connection of the ${name} was refused by the system: nobody was listening on ${program.host}:${program.port} any more. ${ended}`,
    )
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
    return this.#unreadLength
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
    this.#recorder.record({ peer: this.name, kind: 'sent', bytes: buffer })
    this.#lastSent = buffer
    let isTaken = false
    this.#socket.write(buffer, () => {
      isTaken = true
      this.#recorder.wake()
    })
    // A connection that has gone is noticed by the next receive, which can say more about it.
    const done = await this.#wait(
      () => (isTaken || this.#goodbye === 'reset' || this.#isDestroyed ? true : undefined),
      // Who answers while it reads, and is not read itself, may rightly stand still.
      () => (this.#standsStill ? performance.now() : Math.min(this.#cameLength, mostAnsweredBytes)),
    )
    if (done) return
    this.#recordWait('for the program to read')
    throw new CheckFailure(
      'silent',
      `${this.#subject} sent ${countBytes(buffer.length)}. ${this.#program.name} stopped reading on the way, and nothing moved for ${formatDuration(quietMs)}.`,
    )
  }

  /**
   * Waits until exactly these bytes have come next, comparing them as they come, however they are cut into chunks.
   * @param what says what they are, for sentences: "the answer to the second message".
   * @throws {CheckFailure}
   */
  async receive(expected: Bytes, what: Words = 'the answer'): Promise<void> {
    const due = toBuffer(expected)
    let matched = 0
    const takeMatching = () => {
      while (matched < due.length) {
        const chunk = this.#unread[0]
        if (!chunk)
          return this.#goodbye
            ? 'goodbye'
            : this.#program.hasExited && this.#isDestroyed
              ? 'goodbye'
              : undefined
        const piece = chunk.subarray(0, due.length - matched)
        if (findFirstDifference(due.subarray(matched, matched + piece.length), piece) !== -1)
          return 'different'
        matched += piece.length
        this.#drop(piece.length)
      }
      return 'whole'
    }
    const found = await this.#wait(takeMatching, () => matched)
    if (found === 'whole') return this.#failOnExtraBytes(due)
    const actual = Buffer.concat([due.subarray(0, matched), ...this.#unread])
    if (found === 'different') {
      throw new CheckFailure(
        'wrong-bytes',
        `${this.#program.name} sent ${quote(actual)} where ${nameDue(what, due, ',')} was due.`,
        { bytes: describeDifference(due, actual) },
      )
    }
    if (found === 'goodbye') await this.#failOnEarlyGoodbye(due, matched, what)
    this.#recordWait(`for ${inEnglish(what)}`)
    await this.#program.failIfCrashed()
    if (matched > 0) {
      throw new CheckFailure(
        'missing-bytes',
        `${this.#program.name} sent ${formatCount(matched)} of the ${countBytes(due.length)} of ${inEnglish(what)}. In the ${formatDuration(quietMs)} after that nothing more came.`,
        { bytes: describeDifference(due, actual) },
      )
    }
    throw new CheckFailure('silent', `${this.#describeSilence()} ${await this.#describeState()}`)
  }

  /**
   * Waits until the program ends its side (FIN) and compares what came until then with the beginning of `expected`.
   * For a program that may rightly stop somewhere in the middle.
   * @returns how many bytes came.
   * @throws {CheckFailure} wrong-bytes, extra-bytes, never-closed, wrong-goodbye or crashed.
   */
  async receiveUntilEnd(expected: Bytes, when: Words, what: Words = 'the answer'): Promise<number> {
    const goodbye = await this.#wait(
      () => this.#goodbye,
      () => this.#cameLength,
    )
    const actual = Buffer.concat(this.#unread)
    const due = toBuffer(expected).subarray(0, actual.length)
    this.#unread = [actual.subarray(due.length)]
    this.#unreadLength = actual.length - due.length
    if (!actual.subarray(0, due.length).equals(due)) {
      throw new CheckFailure(
        'wrong-bytes',
        `${this.#program.name} sent ${quote(actual)} where ${nameDue(what, due, ',')} was due.`,
        { bytes: describeDifference(due, actual) },
      )
    }
    this.#failOnExtraBytes()
    await this.#failUnlessEnded(goodbye, when)
    return due.length
  }

  /**
   * Waits until the program ends its side (FIN), with nothing more said before.
   * @throws {CheckFailure} never-closed, wrong-goodbye (a reset), extra-bytes or crashed.
   */
  async expectEnd(when: Words): Promise<void> {
    const goodbye = await this.#wait(() => this.#goodbye)
    this.#failOnExtraBytes()
    await this.#failUnlessEnded(goodbye, when)
  }

  async #failUnlessEnded(goodbye: Goodbye | undefined, when: Words): Promise<void> {
    if (goodbye === 'end') return
    await this.#program.failIfCrashed()
    if (goodbye === 'reset') {
      throw new CheckFailure(
        'wrong-goodbye',
        `${this.#program.name} broke the connection off with a reset (RST) ${inEnglish(when)}, where an end (FIN) was due.`,
      )
    }
    this.#recordWait('for an end (FIN)')
    throw new CheckFailure(
      'never-closed',
      `${this.#program.name} did not end the connection ${inEnglish(when)}. ${formatDuration(quietMs)} later it was still open.`,
    )
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
    this.#recorder.record({ peer: this.name, kind: 'end', by: 'peer' })
    this.#hasEnded = true
    this.#socket.end()
  }

  /** Breaks the connection off (RST). */
  reset(): void {
    this.#recorder.record({ peer: this.name, kind: 'reset', by: 'peer' })
    this.#hasEnded = true
    this.#socket.resetAndDestroy()
  }

  /**
   * From now on a line end that directly follows other bytes is not compared with anything: for programs that may
   * or may not end what they say with one. A line end of its own, an empty line, still counts.
   */
  ignoreLineEnds(): void {
    this.#ignoresLineEnds = true
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
    return this.#unreadLength === 0 && this.#goodbye === undefined
  }

  /** Closes the connection whatever its state. Nothing of it is recorded. */
  dispose(): void {
    this.#isDestroyed = true
    this.#socket.destroy()
  }

  #watch(): void {
    const socket = this.#socket
    socket.on('data', (chunk: Buffer) => {
      const compared = this.#ignoresLineEnds ? this.#withoutLineEnds(chunk) : chunk
      this.#unread.push(compared)
      this.#unreadLength += compared.length
      this.#cameLength += chunk.length
      this.#recorder.record({ peer: this.name, kind: 'received', bytes: chunk })
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
    this.#recorder.record({ peer: this.name, kind: goodbye, by: 'program' })
  }

  #withoutLineEnds(chunk: Buffer): Buffer {
    const compared = chunk.filter((byte) => {
      const before = this.#lastByte
      this.#lastByte = byte
      if (byte === lineFeed) return before === undefined || before === lineFeed
      return (
        byte !== carriageReturn || before === undefined || before === lineFeed || before === carriageReturn
      )
    })
    return Buffer.from(compared)
  }

  #drop(length: number): void {
    this.#unreadLength -= length
    const first = this.#unread[0]
    if (first && first.length > length) this.#unread[0] = first.subarray(length)
    else this.#unread.shift()
  }

  #failOnExtraBytes(answer: Buffer = Buffer.alloc(0)): void {
    if (this.#unreadLength === 0) return
    const extra = Buffer.concat(this.#unread)
    const actual = Buffer.concat([answer, extra])
    throw new CheckFailure(
      'extra-bytes',
      `${this.#program.name} sent ${countBytes(extra.length)} more than was due: ${quote(extra)}.`,
      { bytes: describeDifference(answer, actual) },
    )
  }

  async #failOnEarlyGoodbye(due: Buffer, matched: number, what: Words): Promise<never> {
    await untilItHasDied(this.#program, this.#recorder)
    await this.#program.failIfCrashed()
    const how =
      this.#goodbye === 'reset' ? 'broke the connection off with a reset (RST)' : 'ended the connection (FIN)'
    const got =
      matched === 0
        ? 'before it had sent anything of'
        : `after ${formatCount(matched)} of the ${countBytes(due.length)} of`
    // What is too long to be quoted whole is told by its length alone, and that once.
    const name = due.length > longestQuotation ? inEnglish(what) : nameDue(what, due)
    throw new CheckFailure(
      'closed-early',
      `${this.#program.name} ${how} ${got} ${name}.`,
      matched === 0 ? {} : { bytes: describeDifference(due, due.subarray(0, matched)) },
    )
  }

  /** Its name at the beginning of a sentence: "The first client", "Our server". */
  get #subject(): string {
    return this.name.startsWith('our ') ? `O${this.name.slice(1)}` : `The ${this.name}`
  }

  #describeSilence(): string {
    const connected = `${this.#role === 'client' ? this.#subject : this.#program.name} connected.`
    const before = this.#lastSent ? `${this.#subject} sent ${quote(this.#lastSent)}.` : connected
    const nothing = this.#role === 'client' ? 'it nothing' : 'nothing'
    return `${before} In the ${formatDuration(quietMs)} after that ${this.#program.column} sent ${nothing}.`
  }

  async #describeState(): Promise<string> {
    if (this.#program.exit) return `It had ended by itself, ${describeExit(this.#program.exit)}.`
    const { pid } = this.#program
    if (isKernelReadable && pid !== undefined && isComputing(pid))
      return 'It computes without a pause: is there a loop that never ends? Nothing can arrive while it runs.'
    const row = isKernelReadable ? this.#readProgramsRow() : undefined
    if (!row) return 'It is still running.'
    if (row.inode === 0)
      return 'It has not accepted this connection yet: the system holds it in the queue of the listening socket.'
    if (row.receiveQueue > 0)
      return `It is still running and has ${countBytes(row.receiveQueue)} not read yet.`
    if (!this.#lastSent) return 'It is still running.'
    return 'All of it has reached the program, which is still running. It may not listen for what comes, or it may be waiting for more: over TCP nothing tells it that a message is complete.'
  }

  #wait<T>(look: () => T | undefined, count = () => 0): Promise<T | undefined> {
    const progress = withWhatIsUnderWay(count, () => this.#hasBytesUnderWay())
    return waitFor(look, { recorder: this.#recorder, pid: this.#program.pid, progress })
  }

  /** Whether the system still has bytes of the program's for us, who read. */
  #hasBytesUnderWay(): boolean {
    if (!isKernelReadable || this.#standsStill || this.#isDestroyed) return false
    return (this.#readProgramsRow()?.transmitQueue ?? 0) > 0
  }

  #recordWait(what: Words): void {
    this.#recorder.record({
      peer: this.name,
      kind: 'waited',
      note: `${inEnglish(what)}, ${formatDuration(quietMs)}`,
    })
  }

  #readOwnRow(): SocketRow | undefined {
    const { localPort = 0, remotePort } = this.#socket
    const isOwn = (row: SocketRow) => row.port === localPort && row.remotePort === remotePort
    return findSocketRow('tcp', localPort, (row) => isOwn(row) && row.state !== socketStates.timeWait)
  }

  #readProgramsRow(): SocketRow | undefined {
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
  return new Promise((resolve) => {
    const socket = connect({ port, host, allowHalfOpen: true, noDelay: true })
    const refuse = () => resolve(undefined)
    socket.once('error', refuse)
    socket.once('connect', () => {
      socket.off('error', refuse)
      resolve(socket)
    })
  })
}

/** Names what is due and quotes it, once: the line "hello" needs no second quotation. */
function nameDue(clause: Words, due: Buffer, after = ''): string {
  const what = inEnglish(clause)
  const quoted = quote(due)
  return what.includes(quoted) ? what : `${inEnglish(what)}, ${quoted}${after}`
}
