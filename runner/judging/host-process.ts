/** The runner's side of a host: starts the process, hands it requests, and ends it with all that runs below it. */
import { type ChildProcess, fork } from 'node:child_process'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Confinement, giveOwnNetwork } from '../processes/confinement.ts'
import { endTree } from '../processes/end-tree.ts'
import { isKernelReadable } from '../processes/proc-files.ts'
import { readProcessFacts } from '../processes/process-facts.ts'
import type { HostMessage, JudgeRequest } from './protocol.ts'

/** A checker that takes longer than this hangs; every check in it has a far shorter limit of its own. */
const longestRunMs = 300_000

/** So long a host that was told to end may take to do so. */
const longestGoodbyeMs = 3_000

/** Where the runner lies. A host runs checkers of any workbook, wherever that is. */
const home = resolve(import.meta.dirname, '../..')

export type HostEnding = 'done' | 'died' | 'stopped' | 'too-long' | 'cancelled'

/** How often it is looked whether the host stands still, in milliseconds. */
const lookForStandstillMs = 500

/** Where Node has this flag (22.14, 23.7 and newer) no signal opens a debugger, from the first moment on. */
const debuggerFlags = ['--disable-sigusr1'].filter((flag) => process.allowedNodeEnvironmentFlags.has(flag))

export class HostProcess implements AsyncDisposable {
  readonly #child: ChildProcess
  readonly #hasExited: Promise<void>
  #output = ''
  #marks: string[] = []

  private constructor(child: ChildProcess) {
    this.#child = child
    this.#hasExited = new Promise((resolve) => {
      child.once('exit', () => resolve())
      child.once('error', () => resolve())
    })
    const keep = (chunk: Buffer) => {
      this.#output = (this.#output + chunk.toString()).slice(-16_384)
    }
    child.stdout?.on('data', keep)
    child.stderr?.on('data', keep)
  }

  /** @param confinement how programs are shut in: then the host has a network of its own, which they share with it */
  static start(confinement?: Confinement): HostProcess {
    const [execPath, before] = confinement
      ? giveOwnNetwork(process.execPath, confinement)
      : [process.execPath, []]
    const child = fork(fileURLToPath(new URL('./host.cjs', import.meta.url)), [], {
      execPath,
      cwd: home,
      execArgv: [...before, ...debuggerFlags],
      // NODE_OPTIONS of the user's could preload anything into the process that judges.
      env: { ...process.env, NODE_OPTIONS: '' },
      // The last one is a pipe that nobody writes to: the host's guard notices by it that we are gone.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc', 'pipe'],
      serialization: 'advanced',
      // Out of the terminal's process group: Ctrl-C reaches the runner alone, which then ends this in good order.
      detached: process.platform !== 'win32',
    })
    return new HostProcess(child)
  }

  /** The end of what it printed, which only matters when something went wrong. */
  get output(): string {
    return this.#output
  }

  get isAlive(): boolean {
    return this.#child.connected && this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** Has one checker run. After any ending but 'done' the host is of no more use. */
  async run(
    request: JudgeRequest,
    onMessage: (message: HostMessage) => void,
    signal?: AbortSignal,
  ): Promise<HostEnding> {
    const child = this.#child
    this.#marks = [request.subject.mark]
    const listening = new AbortController()
    const ending = await new Promise<HostEnding>((resolve) => {
      const hear = (message: HostMessage) => (message.kind === 'done' ? resolve('done') : onMessage(message))
      const cancel = () => resolve('cancelled')
      child.on('message', hear)
      signal?.addEventListener('abort', cancel, { once: true })
      const tooLong = setTimeout(() => resolve('too-long'), longestRunMs)
      const stopLooking = this.#whenItStandsStill(() => resolve('stopped'))
      listening.signal.addEventListener('abort', () => {
        child.off('message', hear)
        signal?.removeEventListener('abort', cancel)
        clearTimeout(tooLong)
        stopLooking()
      })
      void this.#hasExited.then(() => resolve('died'))
      if (signal?.aborted) cancel()
      child.send(request, () => {})
    })
    listening.abort()
    // What stands still cannot put anything away, nor hear that it should.
    if (ending === 'stopped') this.#child.kill('SIGKILL')
    if (ending === 'done') this.#marks = []
    else await this.endNow()
    return ending
  }

  /**
   * Calls back when the host was stopped by a signal (SIGSTOP; state T in man 5 proc) and is so at the next look as well:
   * no program of ours stops it, and nobody else may.
   */
  #whenItStandsStill(callBack: () => void): () => void {
    const { pid } = this.#child
    if (pid === undefined || !isKernelReadable) return () => {}
    let looks = 0
    const timer = setInterval(() => {
      looks = readProcessFacts(pid)?.state === 'T' ? looks + 1 : 0
      if (looks === 2) callBack()
    }, lookForStandstillMs)
    return () => clearInterval(timer)
  }

  /** Ends the host and every program that runs below it, and resolves when nothing is left. */
  async endNow(): Promise<void> {
    if (this.#marks.length === 0) {
      // No program of a learner's is running, so nothing is lost by not waiting until vitest has put its things away.
      this.#child.kill('SIGKILL')
      return await this.#hasExited
    }
    // The host ends its programs when the channel closes.
    if (this.#child.connected) this.#child.disconnect()
    const tooLong = setTimeout(() => this.#child.kill('SIGKILL'), longestGoodbyeMs)
    await this.#hasExited
    clearTimeout(tooLong)
    for (const mark of this.#marks) await endTree(undefined, mark)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.endNow()
  }
}
