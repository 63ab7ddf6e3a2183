/** What the body of a check works with: it starts programs and peers, and ends them all when the check is over. */
import type { ClientOptions, ServerOptions } from './start-options.ts'
import type { Socket } from 'node:net'
import { CannotJudge } from '../../processes/cannot-judge.ts'
import { CheckFailure, type FailureParts } from '../record/failure.ts'
import { readResidentBytes } from '../../processes/process-facts.ts'
import { claimPort, type PortClaim } from '../../processes/claimed-ports.ts'
import type { Bytes } from '../bytes/bytes.ts'
import { type FullQueue, listenWithFullQueue } from '../tcp/full-queue.ts'
import type { SparseBytes } from '../bytes/long-bytes.ts'
import * as ownFolder from '../program/own-folder.ts'
import type { NamedPipe } from '../program/named-pipe.ts'
import { say, type Words } from '../../language/say.ts'
import type { Name } from '../record/names.ts'
import { Program, type ProgramOptions } from '../program/program.ts'
import { waitUntilReady } from '../program/ready.ts'
import type { Recorder } from '../record/recorder.ts'
import { waitUntilAtRest } from '../program/rest.ts'
import type { Subject } from '../program/subject.ts'
import type { Place } from '../record/place.ts'
import { TcpListener } from '../tcp/tcp-listener.ts'
import { findInterference, isStranger } from '../program/strangers.ts'
import { TcpPeer } from '../tcp/tcp-peer.ts'
import { UdpPeer } from '../udp/udp-peer.ts'
import type { Stage } from '../record/verdict.ts'
import { waitFor } from '../record/wait.ts'

/** So often a server is started anew because somebody else took its port between finding it and listening on it. */
const portAttempts = 5

export class CheckContext {
  #subject: Subject
  #hasOwnFolder = false
  readonly #recorder: Recorder
  readonly #programs: Program[] = []
  readonly #claims: PortClaim[] = []
  readonly #peers: { dispose(): void }[] = []
  #strangers = 0

  constructor(subject: Subject, recorder: Recorder) {
    this.#subject = subject
    this.#recorder = recorder
  }

  /** The program that was started last; its output is shown with a failure. */
  get lastProgram(): Program | undefined {
    return this.#programs.at(-1)
  }

  /** How many connections of other programs of this machine were sent away. */
  get strangers(): number {
    return this.#strangers
  }

  /**
   * Asks whether something on this machine was in the way, so that a failure is no evidence: no port is left that the
   * system could give to a client, or another program is connected to a server of the learner's.
   */
  findInterference(): Promise<Words | undefined> {
    return findInterference(this.#programs)
  }

  /**
   * Starts the learner's server on a free port and resolves when it answers on 127.0.0.1 there.
   * @throws {CheckFailure} did-not-start, exited-early, not-listening or listening-elsewhere.
   */
  async startServer({
    role = say`server`,
    file = 'server.ts',
    protocol = 'tcp',
    port,
    ...options
  }: ServerOptions = {}): Promise<Program> {
    for (let attempt = 1; attempt <= portAttempts; attempt++) {
      const program = this.#start({ role, file, port: port ?? (await this.findFreePort()), ...options })
      if ((await waitUntilReady(program, protocol, this.#recorder)) === 'ready') return program
    }
    throw new CannotJudge(
      port === undefined
        ? say`A free port was taken by another program ${portAttempts} times in a row.`
        : say`Port ${port} is taken by another program. Who it is: ${`npm run port ${port}`}`,
    )
  }

  /** Starts the learner's client with PORT naming `port`. Resolves nothing: what it does is seen by our side. */
  startClient(
    port: number,
    { role = say`client`, file = 'client.ts', ...options }: ClientOptions = {},
  ): Program {
    return this.#start({ role, file, port, ...options })
  }

  /**
   * Starts a program of the learner's and waits for nothing: a second copy on a taken port, for example, that is
   * expected to complain.
   */
  startProgram(options: ProgramOptions): Program {
    return this.#start(options)
  }

  /**
   * Connects to the learner's server.
   * @param name stands in the transcript and in sentences
   * @param from our own address and port, for a check that needs a certain one; the system chooses what is missing
   */
  async connect(server: Program, name: Words = say`client`, from?: Place): Promise<TcpPeer> {
    const peer = await TcpPeer.connect(name, server, this.#recorder, from)
    this.#peers.push(peer)
    return peer
  }

  /** Opens a server of ours for a client of the learner's; without a place, on a free port of 127.0.0.1. */
  async listen(place?: Place): Promise<TcpListener> {
    const listener = await TcpListener.listen(this.#recorder, place, (socket) => this.#isWelcome(socket))
    this.#peers.push(listener)
    return listener
  }

  /**
   * Binds a UDP socket of ours; without a place, on a free port of 127.0.0.1.
   * @param name "first client" for one of several clients; `ourServer` for the server of the learner's client
   */
  async bindUdp(name: Words | Name = say`client`, place?: Place): Promise<UdpPeer> {
    const peer = await UdpPeer.bind(name, this.#recorder, place)
    this.#peers.push(peer)
    return peer
  }

  /** The folder in which the programs that are started from now on run. */
  get folder(): string {
    return this.#subject.folder
  }

  /**
   * From now on the programs run in a copy that no other check sees. It is made before the first file is placed, and for
   * a subject that could write files before the check begins; programs that run already stay where they are.
   */
  async useOwnFolder(): Promise<void> {
    if (this.#hasOwnFolder) return
    this.#subject = await ownFolder.copyForCheck(this.#subject)
    this.#hasOwnFolder = true
  }

  /**
   * Places a file where the programs that are started from now on find it, and no other check does. It is removed with
   * the check.
   * @param name relative to the folder in which they run; `../NAME` lies beside that
   * @returns its absolute path.
   */
  async placeFile(name: string, bytes: Bytes): Promise<string> {
    await this.useOwnFolder()
    return await ownFolder.placeFile(this.#subject, name, bytes)
  }

  /** Places a file that can be run, as `placeFile` does any other. */
  async placeProgram(name: string, script: string): Promise<string> {
    await this.useOwnFolder()
    return await ownFolder.placeProgram(this.#subject, name, script)
  }

  /** Places a named pipe, as `placeFile` does a file. Undefined on a system that has none. */
  async placePipe(name: string): Promise<NamedPipe | undefined> {
    await this.useOwnFolder()
    const pipe = await ownFolder.placePipe(this.#subject, name)
    if (pipe) this.#peers.push(pipe)
    return pipe
  }

  /** Places a symbolic link, as `placeFile` does a file. @param target as it is to stand in the link */
  async placeLink(name: string, target: string): Promise<string> {
    await this.useOwnFolder()
    return await ownFolder.placeLink(this.#subject, name, target)
  }

  /** Places a long file with holes, as `placeFile` does a file: 64 MiB of it take some kilobytes of the disk. */
  async placeSparseFile(name: string, bytes: SparseBytes): Promise<string> {
    await this.useOwnFolder()
    return await ownFolder.placeSparseFile(this.#subject, name, bytes)
  }

  /**
   * Opens a port of 127.0.0.1 that neither accepts nor refuses: its queue of connections is full and nobody takes any out
   * of it, so that whoever connects waits. Undefined on systems where that cannot be seen to (Linux alone has it so).
   */
  async listenWithFullQueue(): Promise<FullQueue | undefined> {
    const full = await listenWithFullQueue(this.#recorder)
    if (full) this.#peers.push(full)
    return full
  }

  /** Finds a port on which nobody listens. Nobody else is given it while this check runs. */
  async findFreePort(): Promise<number> {
    const claim = await claimPort(this.#subject.ports)
    this.#claims.push(claim)
    return claim.port
  }

  /**
   * Waits for a fact about a program that no peer announces, looking again every few milliseconds.
   * @param patienceMs how long nothing may happen before the wait is given up, for a program that may rightly wait.
   * @returns whether it came true before the wait was given up.
   */
  async becomesTrue(
    program: Program,
    fact: () => boolean | Promise<boolean>,
    patienceMs?: number,
  ): Promise<boolean> {
    const look = async () => ((await fact()) ? true : undefined)
    const patience = patienceMs === undefined ? {} : { quietMs: patienceMs }
    const found = await waitFor(look, {
      recorder: this.#recorder,
      pid: program.pid,
      everyMs: 20,
      ...patience,
    })
    return found === true
  }

  /**
   * Waits until the program has slept for so long, in milliseconds: it neither says anything nor computes.
   * For answers that come late; never as a proof that a program is done.
   */
  async staysQuiet(program: Program, ms: number): Promise<void> {
    const look = () => (program.hasExited ? true : undefined)
    await waitFor(look, { recorder: this.#recorder, pid: program.pid, quietMs: ms })
  }

  /**
   * Waits until the program has dealt with all that it has met, and only something new can move it: it sleeps and no
   * timer of its own will wake it. What it has not said by now it does not say by itself, however long one waits. A
   * program that is never at rest, because it prints something every second, is waited for some seconds.
   * @param mayCompute whether a thread or a child that computes counts as at rest too, for one that was given long work
   * @returns whether it is at rest, or has ended
   */
  async untilAtRest(program: Program, { mayCompute = false } = {}): Promise<boolean> {
    return await waitUntilAtRest(program, this.#recorder, mayCompute)
  }

  /**
   * Waits until the program is at rest and reads how many bytes of memory it occupies then, 0 where that cannot be read.
   * Judge by how much it has grown: Node and tsx take about 90 MiB before a program does anything.
   */
  async readMemoryAtRest(program: Program): Promise<number> {
    await this.untilAtRest(program)
    return program.pid === undefined ? 0 : readResidentBytes(program.pid)
  }

  /**
   * Lets the program deal with what it has just met, a reset for example, until it sleeps or has ended. It decides
   * only which of two true sentences a failure tells, never between pass and fail.
   */
  async letReact(program: Program): Promise<void> {
    await this.staysQuiet(program, 100)
  }

  /** Ends the check: the learner's program did not do what is wanted. */
  fail(stage: Stage, happened: Words, parts?: FailureParts): never {
    throw new CheckFailure(stage, happened, parts)
  }

  /** Ends every program with all that it started, and closes every peer. */
  async dispose(): Promise<void> {
    await Promise.all(this.#programs.map((program) => program.endNow()))
    for (const peer of this.#peers) peer.dispose()
    for (const claim of this.#claims) claim[Symbol.dispose]()
    if (this.#hasOwnFolder) await ownFolder.removeCopy(this.#subject)
  }

  /** Whether a connection may be the learner's program's. What is certainly somebody else's is counted. */
  #isWelcome(socket: Socket): boolean {
    const isWelcome = !isStranger(socket, this.#programs)
    if (!isWelcome) this.#strangers++
    return isWelcome
  }

  #start(options: ProgramOptions): Program {
    const program = Program.start(this.#subject, this.#recorder, options)
    this.#programs.push(program)
    return program
  }
}
