/** One program of the learner's, as a process of its own. */
import { dirname } from 'node:path'
import { type Bytes, toBuffer } from '../bytes/bytes.ts'
import { endTree } from '../../processes/end-tree.ts'
import { findCrash } from './crash.ts'
import { CheckFailure } from '../record/failure.ts'
import { whileHeldStill } from './held-still.ts'
import { type ProgramProcess, startOnPipes } from '../../processes/process-on-pipes.ts'
import { startOnTerminal } from '../../processes/process-on-terminal.ts'
import { nameProgram, toParticipant, type Name } from '../record/names.ts'
import * as expectations from './program-expectations.ts'
import { ProgramOutput } from './program-output.ts'
import { createEnvironment, describePlaceTold } from './program-environment.ts'
import type { Recorder } from '../record/recorder.ts'
import { describeLeftOut } from './left-out.ts'
import { describeMissing, findSubjectFile, showLearnersPaths, type Subject } from './subject.ts'
import type { Exit } from '../record/transcript.ts'
import type { Crash } from '../record/verdict.ts'
import { say, type Sentence, type Words } from '../../language/say.ts'

export interface ProgramOptions {
  /** What sentences call it: "server" makes "your server". */
  readonly role: Words
  /** File in the subject's folder, for example "server.ts". */
  readonly file: string
  readonly port: number
  /** The address that HOST names; without it HOST is not set, and 127.0.0.1 is due. */
  readonly host?: string
  readonly args?: readonly string[]
  /** Added to its environment; undefined takes a variable away, PORT for example. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** On a real pseudo-terminal, as a person would use it, in place of pipes. */
  readonly terminal?: boolean
  /** What it leaves behind at its end stays until the check is over, so that the check can find it. */
  readonly sparesChildren?: boolean
}

/** Each program has a mark of its own below its run's, so that it can be ended with its children and nobody else's. */
let nextProgram = 1

export class Program {
  /** How the transcript calls it. */
  readonly id: string
  readonly #name: Name
  readonly file: string
  readonly port: number
  /** The address that is due: what HOST names, or 127.0.0.1. */
  readonly host: string
  /** Where it was told to be, in a sentence: "PORT in its environment was 20001." */
  readonly told: Sentence
  readonly #process: ProgramProcess
  readonly #recorder: Recorder
  readonly #subject: Subject
  /** The words in its environment by which its children are known. */
  readonly mark: string
  readonly #closed: Promise<void>
  readonly #output: ProgramOutput
  /** What was found in its output at a place, for who looks on from there. */
  readonly #found = new Map<number, string>()
  #exit: Exit | undefined
  #exitHappening: number | undefined
  #hasBeenTypedTo = false
  readonly #sparesChildren: boolean

  private constructor(
    process: ProgramProcess,
    mark: string,
    recorder: Recorder,
    subject: Subject,
    options: ProgramOptions,
  ) {
    this.mark = mark
    this.#name = nameProgram(options.role)
    const participant = toParticipant(this.#name, 'program')
    this.id = participant.id
    recorder.introduce(participant)
    this.file = options.file
    this.port = options.port
    this.host = options.host ?? '127.0.0.1'
    this.told = describePlaceTold(options)
    this.#process = process
    this.#recorder = recorder
    this.#subject = subject
    this.#sparesChildren = options.sparesChildren ?? false
    this.#output = new ProgramOutput(
      process,
      (text) => showLearnersPaths(subject, text),
      (kind, text) => recorder.record({ peer: this.id, kind, bytes: Buffer.from(text) }),
    )
    process.child.on('error', () => {})
    this.#closed = this.#watchExit()
  }

  /**
   * Starts a program in the staged folder of the subject. Resolves at once; whether it is ready is another question.
   * @throws {CheckFailure} did-not-start, when the file is missing.
   * @throws {CannotJudge} where it is to have a terminal and there is none.
   */
  static start(subject: Subject, recorder: Recorder, options: ProgramOptions): Program {
    const path = findSubjectFile(subject, options.file)
    if (!path) {
      throw new CheckFailure('did-not-start', describeMissing(subject, options.file), {
        help: say`Write your program in ${`${subject.shownAs}/${options.file}`}. To get the starter back: npm run reset`,
      })
    }
    const compiled = subject.compiled[options.file]
    const load = compiled ? ['--enable-source-maps', compiled] : ['--import', subject.loader, path]
    const args = [...load, ...(options.args ?? [])]
    const mark = `${subject.mark}.${nextProgram++};`
    const start = options.terminal ? startOnTerminal : startOnPipes
    const started = start(process.execPath, args, {
      cwd: subject.folder,
      env: createEnvironment(options),
      mark,
      place: subject.confinement && { ...subject.confinement, home: dirname(subject.folder) },
      dataBytes: subject.dataBytes,
    })
    return new Program(started, mark, recorder, subject, options)
  }

  /** "Your server", as it stands at the beginning of a sentence. */
  get name(): Words {
    return this.#name.atStart
  }

  /** "your server", as it stands within a sentence. */
  get within(): Words {
    return this.#name.within
  }

  get pid(): number | undefined {
    return this.#process.pid
  }

  /** Why it was never started, although it should have been; that is not its fault. */
  get startTrouble(): Sentence | undefined {
    return this.#process.findTrouble()
  }

  /** How the program ended; undefined while it runs. */
  get exit(): Exit | undefined {
    return this.#exit
  }

  get hasExited(): boolean {
    return this.#exit !== undefined
  }

  /** The number of the happening that was its end, by which a failure can name it. */
  get exitHappening(): number | undefined {
    return this.#exitHappening
  }

  /** Whether something was typed into it, or could be: it has somebody before it. */
  get isTypedTo(): boolean {
    return this.isOnTerminal || this.#hasBeenTypedTo
  }

  /**
   * Everything kept of what it printed on stdout. On a terminal: of the text on it, with what was echoed and what came
   * by stderr, without escape sequences and carriage returns.
   */
  get stdout(): string {
    return this.#output.stdout.text
  }

  /** The place at the end of its stdout. A mark for `expectOutput`. */
  get stdoutLength(): number {
    return this.#output.stdout.length
  }

  /** Everything kept of what it printed on stderr. On a terminal nothing comes apart from stdout. */
  get stderr(): string {
    return this.#output.stderr.text
  }

  /** How many bytes it has printed so far. A mark for `rawSince`. */
  get rawLength(): number {
    return this.#output.raw.length
  }

  /** The bytes that it has printed since `mark`, a `rawLength` of before, both streams, escape sequences and all. */
  rawSince(mark: number): Buffer {
    return Buffer.from(this.#output.raw.since(mark), 'latin1')
  }

  /** Whether it has a terminal of its own. */
  get isOnTerminal(): boolean {
    return this.#process.isOnTerminal
  }

  /** The end of what it printed, both streams as they came, for a failure screen. */
  get printedLast(): string {
    return this.#output.both.text.slice(-2_000)
  }

  /** How many characters it has printed so far. A mark for `expectNewOutput`. */
  get printedLength(): number {
    return this.#output.both.length
  }

  /** What it has printed since `mark`, a `printedLength` of before, on either stream. */
  printedSince(mark: number): string {
    return this.#output.both.since(mark)
  }

  /** The error that it died of; undefined when it did not die of one, or all that it printed was not read yet. */
  get crash(): Crash | undefined {
    return this.#exit && findCrash(this.isOnTerminal ? this.stdout : this.stderr, this.#exit, this.#subject)
  }

  /** Says what it did not find, by an error of its, because it was left out of its folder; undefined where that is not so. */
  describeLeftOut(error: string): Words | undefined {
    return describeLeftOut(this.#subject, error)
  }

  /** Types text into its stdin. */
  type(text: Bytes): void {
    this.#hasBeenTypedTo = true
    this.#recorder.record({ peer: this.id, kind: 'stdin', bytes: toBuffer(text) })
    this.#process.write(toBuffer(text))
  }

  /** Types a line and Enter, which is a carriage return on a terminal's keyboard and a line feed in a pipe. */
  typeLine(line: string): void {
    this.type(`${line}${this.isOnTerminal ? '\r' : '\n'}`)
  }

  /** Ends its stdin: closes the pipe, or presses Ctrl-D on the terminal, which counts at the beginning of a line only. */
  endInput(): void {
    this.#recorder.record({ peer: this.id, kind: 'stdin-end' })
    this.#process.endInput()
  }

  /** Sends it a signal. SIGSTOP holds it still, SIGCONT lets it go on. */
  signal(signal: NodeJS.Signals): void {
    this.#recorder.record({ peer: this.id, kind: 'signal', signal })
    this.#process.kill(signal)
  }

  /**
   * Holds it still while `body` runs, so that it meets all at once what comes meanwhile, and then lets it go on. It has
   * surely stopped before `body` begins, where the kernel can be read.
   */
  async whileHeldStill<T>(body: () => Promise<T>): Promise<T> {
    return await whileHeldStill(this, this.#recorder, body)
  }

  /** Ends it with everything that it started, and resolves when nothing of it is left. */
  async endNow(): Promise<void> {
    // Once it has ended by itself, its children are on their way out already.
    if (!this.#exit) await endTree(this.#process.child.pid, this.mark)
    await this.#closed
    // Its own number may be somebody else's by now; what it left behind is known by the mark.
    if (this.#sparesChildren) await endTree(undefined, this.mark)
  }

  /**
   * Waits until it has ended and judges how.
   * @param when says after what it is due, for example "after its client had left".
   * @throws {CheckFailure} does-not-stop, crashed or wrong-exit.
   */
  async expectExit(code: number, when: Words): Promise<void> {
    await expectations.expectExit(this, this.#recorder, code, when)
  }

  /**
   * Waits until `text` stands on its stdout, anywhere after what an earlier call with the returned place found.
   * @returns the place behind the text found, to go on from.
   * @throws {CheckFailure} wrong-output or crashed.
   */
  async expectOutput(text: string, what: Words, from = 0): Promise<number> {
    const found = {
      find: (from: number) => this.#output.stdout.findEnd(text, from),
      before: this.#found.get(from),
    }
    const place = await expectations.expectOutput(this, this.#recorder, { text, what, from, ...found })
    this.#found.set(place, text)
    return place
  }

  /** What it has printed on stdout from a place on. */
  stdoutSince(place: number): string {
    return this.#output.stdout.since(place)
  }

  /**
   * Waits until it has printed something readable, on either stream, since `mark`.
   * @throws {CheckFailure} wrong-output or crashed.
   */
  async expectNewOutput(mark: number, what: Words): Promise<void> {
    await expectations.expectNewOutput(this, this.#recorder, mark, what)
  }

  /**
   * Waits for the end of a program that was to meet an error that users can cause: one readable line, exit code 1,
   * no stack trace.
   * @throws {CheckFailure}
   */
  async expectComplaint(what: Words): Promise<void> {
    await expectations.expectComplaint(this, this.#recorder, what)
  }

  /**
   * Asks that of something that users can cause it told in words.
   * @param what what happened, as a clause: "nobody was listening"
   * @throws {CheckFailure}
   */
  expectNoStackTrace(what: Words): void {
    expectations.expectNoStackTrace(this, what)
  }

  /** Throws a `crashed` failure if it has died of an error that it did not handle, or by a signal. */
  async failIfCrashed(): Promise<void> {
    await expectations.failIfCrashed(this)
  }

  /** Resolves when it has ended and everything that it printed was read. */
  get closed(): Promise<void> {
    return this.#closed
  }

  #watchExit(): Promise<void> {
    const { child, readToTheEnd, readExit } = this.#process
    return new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.#exit = readExit(code, signal)
        this.#exitHappening = this.#recorder.record({ peer: this.id, kind: 'exit', exit: this.#exit })
        // What it started and left behind may hold its output open, so that goes first.
        const ended = this.#sparesChildren ? Promise.resolve() : endTree(child.pid, this.mark)
        void ended.then(readToTheEnd).then(resolve)
      })
      child.once('error', () => {
        this.#exit ??= { code: null, signal: null }
        resolve()
      })
    })
  }
}
