/** One program of the learner's, as a process of its own. */
import { StringDecoder } from 'node:string_decoder'
import { type Bytes, toBuffer } from './bytes.ts'
import { endTree } from '../processes/end-tree.ts'
import { CheckFailure } from './failure.ts'
import { KeptText } from './kept-text.ts'
import { type ProgramProcess, startOnPipes } from '../processes/process-on-pipes.ts'
import { startOnTerminal } from '../processes/process-on-terminal.ts'
import { formatDuration, quote } from './quote.ts'
import type { Recorder } from './recorder.ts'
import { describeMissing, findSubjectFile, showLearnersPaths, type Subject } from './subject.ts'
import { createTextFilter } from '../processes/terminal-text.ts'
import { quietMs, waitFor } from './wait.ts'
import { inEnglish, type Words } from '../language/say.ts'

export interface ProgramOptions {
  /** What sentences call it: "server" makes "your server". */
  readonly role: string
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
}

export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** A line of a stack trace: a file of JavaScript or TypeScript, or one of Node's, with line and column. */
const stackFrame = /^\s+at (?:.* )?\(?(?:node:[\w/]+|\S+\.[cm]?[jt]sx?|<anonymous>):\d+:\d+\)?(?: \{)?$/m

/** How a report of Node's begins: a file and a line, the line itself, and a caret below it; or, without any, how to get one. */
const placeOfThrow = /^\S+:\d+\n.*\n\s*\^|^\(Use `node --trace-uncaught/m

/** Each program has a mark of its own below its run's, so that it can be ended with its children and nobody else's. */
let nextProgram = 1

export class Program {
  /** "Your server", as it stands at the beginning of a sentence. */
  readonly name: string
  readonly file: string
  readonly port: number
  /** The address that is due: what HOST names, or 127.0.0.1. */
  readonly host: string
  /** Where it was told to be, in a sentence: "PORT in its environment was 20001." */
  readonly told: string
  readonly #process: ProgramProcess
  readonly #recorder: Recorder
  readonly #subject: Subject
  /** The words in its environment by which its children are known. */
  readonly mark: string
  readonly #closed: Promise<void>
  readonly #output = new KeptText()
  readonly #stdout = new KeptText()
  readonly #stderr = new KeptText()
  /** Every byte as a character of its own (latin1). */
  readonly #raw = new KeptText()
  #exit: Exit | undefined

  private constructor(
    process: ProgramProcess,
    mark: string,
    recorder: Recorder,
    subject: Subject,
    options: ProgramOptions,
  ) {
    this.mark = mark
    this.name = `Your ${options.role}`
    this.file = options.file
    this.port = options.port
    this.host = options.host ?? '127.0.0.1'
    this.told = describePlaceTold(options)
    this.#process = process
    this.#recorder = recorder
    this.#subject = subject
    this.#watchOutput()
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
        help: `Write your program in ${subject.shownAs}/${options.file}. To get the starter back: npm run reset`,
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
    })
    return new Program(started, mark, recorder, subject, options)
  }

  get pid(): number | undefined {
    return this.#process.child.pid
  }

  /** How the program ended; undefined while it runs. */
  get exit(): Exit | undefined {
    return this.#exit
  }

  get hasExited(): boolean {
    return this.#exit !== undefined
  }

  /**
   * Everything kept of what it printed on stdout. On a terminal: of the text on it, with what was echoed and what came
   * by stderr, without escape sequences and carriage returns.
   */
  get stdout(): string {
    return this.#stdout.text
  }

  /** The place at the end of its stdout. A mark for `expectOutput`. */
  get stdoutLength(): number {
    return this.#stdout.length
  }

  /** Everything kept of what it printed on stderr. On a terminal nothing comes apart from stdout. */
  get stderr(): string {
    return this.#stderr.text
  }

  /** How many bytes it has printed so far. A mark for `rawSince`. */
  get rawLength(): number {
    return this.#raw.length
  }

  /** The bytes that it has printed since `mark`, a `rawLength` of before, both streams, escape sequences and all. */
  rawSince(mark: number): Buffer {
    return Buffer.from(this.#raw.since(mark), 'latin1')
  }

  /** Whether it has a terminal of its own. */
  get isOnTerminal(): boolean {
    return this.#process.isOnTerminal
  }

  /** The end of what it printed, both streams as they came, for a failure screen. */
  get printedLast(): string {
    return this.#output.text.slice(-2_000)
  }

  /** How many characters it has printed so far. A mark for `expectNewOutput`. */
  get printedLength(): number {
    return this.#output.length
  }

  /** What it has printed since `mark`, a `printedLength` of before, on either stream. */
  printedSince(mark: number): string {
    return this.#output.since(mark)
  }

  /** The error that it died of, in one line; undefined when it did not die of one. */
  get fatalError(): string | undefined {
    if (!this.#exit || this.#exit.code === 0) return undefined
    return findErrorLine(this.isOnTerminal ? this.stdout : this.stderr)
  }

  /** Types text into its stdin. */
  type(text: Bytes): void {
    this.#recorder.record({ peer: this.column, kind: 'stdin', bytes: toBuffer(text) })
    this.#process.write(toBuffer(text))
  }

  /** Types a line and Enter, which is a carriage return on a terminal's keyboard and a line feed in a pipe. */
  typeLine(line: string): void {
    this.type(`${line}${this.isOnTerminal ? '\r' : '\n'}`)
  }

  /** Ends its stdin: closes the pipe, or presses Ctrl-D on the terminal, which counts at the beginning of a line only. */
  endInput(): void {
    this.#recorder.record({ peer: this.column, kind: 'stdin-end' })
    this.#process.endInput()
  }

  /** Sends it a signal. SIGSTOP holds it still, SIGCONT lets it go on. */
  signal(signal: NodeJS.Signals): void {
    this.#recorder.record({ peer: this.column, kind: 'signal', note: signal })
    this.#process.child.kill(signal)
  }

  /** Ends it with everything that it started, and resolves when nothing of it is left. */
  async endNow(): Promise<void> {
    // Once it has ended by itself, its children are on their way out already.
    if (!this.#exit) await endTree(this.pid, this.mark)
    await this.#closed
  }

  /**
   * Waits until it has ended and judges how.
   * @param when says after what it is due, for example "after its client had left".
   * @throws {CheckFailure} does-not-stop, crashed or wrong-exit.
   */
  async expectExit(code: number, when: Words): Promise<void> {
    const exit = await waitFor(() => this.#exit, { recorder: this.#recorder, pid: this.pid })
    if (!exit) {
      throw new CheckFailure(
        'does-not-stop',
        `${this.name} was still running ${formatDuration(quietMs)} ${inEnglish(when)}. It should have ended by itself, with exit code ${code}.`,
      )
    }
    await this.#closed
    if (exit.code === code && !this.fatalError) return
    if (this.fatalError)
      throw new CheckFailure(
        'crashed',
        `${this.name} ended with an error that it did not handle: ${this.fatalError}`,
      )
    throw new CheckFailure(
      'wrong-exit',
      `${this.name} ended ${describeExit(exit)}, where exit code ${code} was due ${inEnglish(when)}.`,
    )
  }

  /**
   * Waits until `text` stands on its stdout, anywhere after what an earlier call with the returned place found.
   * @returns the place behind the text found, to go on from.
   * @throws {CheckFailure} wrong-output or crashed.
   */
  async expectOutput(text: string, what: Words, from = 0): Promise<number> {
    const find = () => this.#stdout.findEnd(text, from)
    const look = () => find() ?? (this.#exit ? 'exited' : undefined)
    const found = await waitFor(look, { recorder: this.#recorder, pid: this.pid })
    if (typeof found === 'number') return found
    // Its end may be known before the last of its output has been read.
    if (this.#exit) await this.#closed
    const last = find()
    if (last !== undefined) return last
    await this.failIfCrashed()
    const printed = this.#stdout.since(from)
    const said = printed === '' ? 'nothing' : quote(printed)
    const ended = this.#exit ? `, and ended ${describeExit(this.#exit)}` : ''
    throw new CheckFailure(
      'wrong-output',
      `${this.name} printed ${said} on ${this.isOnTerminal ? 'its terminal' : 'stdout'}${ended}. It should have printed ${inEnglish(what)}: ${quote(text)}.`,
    )
  }

  /**
   * Waits until it has printed something readable, on either stream, since `mark`.
   * @throws {CheckFailure} wrong-output or crashed.
   */
  async expectNewOutput(mark: number, what: Words): Promise<void> {
    const hasPrinted = () => this.printedSince(mark).trim() !== ''
    const look = () => (hasPrinted() || this.#exit ? true : undefined)
    await waitFor(look, { recorder: this.#recorder, pid: this.pid })
    // Its end may be known before the last of its output has been read; this waits for both.
    await this.failIfCrashed()
    if (!hasPrinted())
      throw new CheckFailure(
        'wrong-output',
        `${this.name} printed nothing ${inEnglish(what)}. Somebody who watches it cannot tell what happened.`,
      )
  }

  /**
   * Waits for the end of a program that was to meet an error that users can cause: one readable line, exit code 1,
   * no stack trace.
   * @throws {CheckFailure}
   */
  async expectComplaint(what: Words): Promise<void> {
    const exit = await waitFor(() => this.#exit, { recorder: this.#recorder, pid: this.pid })
    if (!exit) {
      throw new CheckFailure(
        'does-not-stop',
        `${this.name} was still running ${formatDuration(quietMs)} after ${inEnglish(what)}. It should have said so and ended with exit code 1.`,
      )
    }
    await this.#closed
    await this.failIfCrashed()
    if (exit.code === 0 || exit.code === null) {
      throw new CheckFailure(
        'wrong-exit',
        `${this.name} ended ${describeExit(exit)} although ${inEnglish(what)}. Whoever started it has to be told by exit code 1.`,
      )
    }
    if (exit.code !== 1)
      throw new CheckFailure(
        'wrong-exit',
        `${this.name} ended ${describeExit(exit)} when ${inEnglish(what)}; exit code 1 was due.`,
      )
    if (this.#output.text.trim() === '')
      throw new CheckFailure(
        'wrong-output',
        `${this.name} ended with exit code 1 when ${inEnglish(what)}, and did not say why.`,
      )
    this.expectNoStackTrace(what)
    if (!this.isOnTerminal) this.#expectOneLineOnStderr(what)
  }

  #expectOneLineOnStderr(what: Words): void {
    // Node's own warnings are not the program's words.
    const lines = this.stderr
      .split('\n')
      .filter((line) => line.trim() !== '' && !/^\((?:node:\d+\) |Use `node )/.test(line))
    if (lines.length === 1) return
    const where = lines.length === 0 ? 'on stdout' : `in ${lines.length} lines on stderr`
    throw new CheckFailure(
      'wrong-output',
      `${this.name} told ${where} that ${inEnglish(what)}. One line on stderr was due: there it is seen even when the output goes into a file.`,
    )
  }

  /**
   * Asks that of something that users can cause it told in words.
   * @param what what happened, as a clause: "nobody was listening"
   * @throws {CheckFailure}
   */
  expectNoStackTrace(what: Words): void {
    if (stackFrame.test(this.#output.text))
      throw new CheckFailure(
        'wrong-output',
        `${this.name} printed a stack trace when ${inEnglish(what)}. Whoever watches it needs a sentence that says what happened.`,
      )
  }

  /** Throws a `crashed` failure if it has died of an error that it did not handle, or by a signal. */
  async failIfCrashed(): Promise<void> {
    if (!this.#exit) return
    await this.#closed
    const error = this.fatalError
    if (error)
      throw new CheckFailure('crashed', `${this.name} ended with an error that it did not handle: ${error}`)
    if (this.#exit.signal && this.#exit.code === null) {
      throw new CheckFailure('crashed', `${this.name} was ended by the signal ${this.#exit.signal}.`)
    }
  }

  /** Resolves when it has ended and everything that it printed was read. */
  get closed(): Promise<void> {
    return this.#closed
  }

  /** How the transcript calls it: "your server". */
  get column(): string {
    return this.name.toLowerCase()
  }

  #watchOutput(): void {
    const keep = (kind: 'stdout' | 'stderr') => {
      const decoder = new StringDecoder('utf8')
      const findText = this.isOnTerminal ? createTextFilter() : (text: string) => text
      return (chunk: Buffer) => {
        const text = findText(showLearnersPaths(this.#subject, decoder.write(chunk)))
        this.#raw.add(chunk.toString('latin1'))
        this.#output.add(text)
        if (kind === 'stdout') this.#stdout.add(text)
        else this.#stderr.add(text)
        this.#recorder.record({ peer: this.column, kind, bytes: Buffer.from(text) })
      }
    }
    // Both are read to their end whatever is kept: a program whose pipe is full stands still.
    this.#process.stdout.on('data', keep('stdout'))
    this.#process.stderr?.on('data', keep('stderr'))
    this.#process.child.on('error', () => {})
  }

  #watchExit(): Promise<void> {
    const { child, readToTheEnd } = this.#process
    return new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.#exit = { code, signal }
        this.#recorder.record({ peer: this.column, kind: 'exit', note: describeExit(this.#exit) })
        // What it started and left behind may hold its output open, so that goes first.
        void endTree(this.pid, this.mark).then(readToTheEnd).then(resolve)
      })
      child.once('error', () => {
        this.#exit ??= { code: null, signal: null }
        resolve()
      })
    })
  }
}

/** Writes how a program ended: "with exit code 1", "by the signal SIGTERM". */
export function describeExit({ code, signal }: Exit): string {
  return signal ? `by the signal ${signal}` : `with exit code ${code}`
}

/**
 * Finds the line of an uncaught error in what a program printed on stderr. Node's report of one holds where it was thrown
 * and ends with its version, with which the program ends too. A program that handled an error may print the same stack
 * trace, and one that says on what it runs the version.
 */
function findErrorLine(stderr: string): string | undefined {
  const report = stderr.trimEnd()
  if (!report.endsWith(`\nNode.js v${process.versions.node}`)) return undefined
  if (!stackFrame.test(report) && !placeOfThrow.test(report)) return undefined
  return (
    /^(?:\w+: )?((?:[A-Z]\w*)?(?:Error|Exception)\b.*)$/m.exec(report)?.[1] ?? report.trim().split('\n')[0]
  )
}

function describePlaceTold({ port, host, env = {} }: ProgramOptions): string {
  const hasPort = !('PORT' in env)
  if (host === undefined)
    return hasPort ? `PORT in its environment was ${port}.` : 'PORT was not set in its environment.'
  return hasPort
    ? `In its environment PORT was ${port} and HOST was ${host}.`
    : `In its environment HOST was ${host} and PORT was not set.`
}

function createEnvironment({ port, host, env }: ProgramOptions): Record<string, string> {
  const wanted: Record<string, string | undefined> = {
    ...cleanEnvironment(),
    PORT: String(port),
    HOST: host,
    ...env,
  }
  const set = Object.entries(wanted).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  return Object.fromEntries(set)
}

/** Only what a program needs: nothing of vitest's, no NODE_OPTIONS, no colours forced. */
function cleanEnvironment(): Record<string, string> {
  const wanted = [
    'PATH',
    'HOME',
    'USER',
    'LANG',
    'LC_ALL',
    'TZ',
    'TMPDIR',
    'TEMP',
    'TMP',
    'SystemRoot',
    'PATHEXT',
    'COMSPEC',
  ]
  const entries = wanted.flatMap((name) =>
    process.env[name] === undefined ? [] : [[name, process.env[name]]],
  )
  return { ...Object.fromEntries(entries), NO_COLOR: '1' }
}
