/** What may be run, on which paths, and within which limits. Nothing in here knows who asks, or over which wire. */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { realpath } from 'node:fs/promises'
import { isAbsolute, sep } from 'node:path'
import type { Readable } from 'node:stream'

type Command = ChildProcessByStdio<null, Readable, Readable>

/** The folder in which commands run, and the only one whose files they may be asked for. */
const folder = process.cwd()

/** So many commands run at once, whoever has asked for them. */
const mostAtOnce = 8

/** Says of one word whether a program may be given it. */
type Rule = (word: string) => boolean | Promise<boolean>

/** All that may be run. It is a Map because a plain object has names of its own: "constructor", "__proto__". */
const rules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['date', (word) => word === '-u' || word.startsWith('+')],
  ['echo', () => true],
  ['ls', (word) => ['-l', '-a', '-la'].includes(word) || isInFolder(word)],
  ['uname', (word) => ['-a', '-s', '-r'].includes(word)],
  ['sleep', (word) => /^\d+(\.\d+)?$/.test(word)],
  ['cat', isInFolder],
])

/** The request was heard, and nothing was run. The message is for whoever asked. */
export class Refusal extends Error {}

export interface Limits {
  readonly timeoutMs: number
  /** Of stdout and stderr together. */
  readonly maxOutputBytes: number
}

/** How a command has ended: by itself with an exit code, or by a signal. */
export interface Outcome {
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  /** It had more to say than it was allowed to, and was killed. */
  readonly truncated: boolean
  /** It took too long, and was killed. */
  readonly timedOut: boolean
}

/** Is given what a command says, as it comes. */
export type Output = (from: 'stdout' | 'stderr', bytes: Buffer) => void

export class Runner {
  readonly #limits: Limits
  #running = 0

  constructor(limits: Limits) {
    this.#limits = limits
  }

  /**
   * Runs a command without a shell, and resolves when it has ended and all that it said was given to `output`.
   * @param leaves kills it, or keeps it from being started, when whoever asked is no longer there
   * @throws {Refusal} when it is not allowed, when too many are running, or when the system cannot start it.
   */
  async run(program: string, args: readonly string[], output: Output, leaves: AbortSignal): Promise<Outcome> {
    await judge(program, args)
    // From here to the start of the command nothing is awaited, so that nobody comes in between.
    if (leaves.aborted) throw new Refusal('whoever asked has left')
    if (this.#running >= mostAtOnce) throw new Refusal(`${mostAtOnce} commands are running; try again later`)
    this.#running++
    try {
      return await untilEnded(start(program, args), this.#limits, output, leaves)
    } finally {
      this.#running--
    }
  }
}

/** @throws {Refusal} unless the program is on the list and each of its words is one that it may be given. */
async function judge(program: string, args: readonly string[]): Promise<void> {
  const rule = rules.get(program)
  if (!rule) throw new Refusal(`"${program}" is not among ${[...rules.keys()].join(', ')}`)
  for (const word of args) {
    if (!(await rule(word))) throw new Refusal(`${program} may not be given "${word}"`)
  }
}

/**
 * Whether a path leads into the folder once all its links are followed. What is not there leads nowhere. The system
 * itself resolves the path: `resolve` of node:path takes `a/..` away without asking whether `a` is a link.
 */
async function isInFolder(path: string): Promise<boolean> {
  if (path.startsWith('-')) return false
  try {
    const home = await realpath(folder)
    const place = await realpath(isAbsolute(path) ? path : home + sep + path)
    return place === home || place.startsWith(home + sep)
  } catch {
    return false
  }
}

/** @throws {Refusal} when the system does not take it: a word that is too long, or one with a zero byte in it. */
function start(program: string, args: readonly string[]): Command {
  try {
    // The command knows where programs are, and nothing else of what this program was told by its environment.
    return spawn(program, args, {
      cwd: folder,
      env: { PATH: process.env.PATH },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  } catch (error) {
    throw new Refusal(`${program} could not be started: ${String(error)}`)
  }
}

/** Passes on what a command says, and kills it when it says too much, takes too long, or is no longer wanted. */
function untilEnded(
  command: Command,
  { timeoutMs, maxOutputBytes }: Limits,
  output: Output,
  leaves: AbortSignal,
): Promise<Outcome> {
  let left = maxOutputBytes
  let truncated = false
  let timedOut = false
  const kill = () => command.kill('SIGKILL')
  const takeFrom = (from: 'stdout' | 'stderr') => (chunk: Buffer) => {
    const bytes = chunk.subarray(0, left)
    left -= bytes.length
    if (bytes.length > 0) output(from, bytes)
    if (bytes.length === chunk.length) return
    truncated = true
    kill()
  }
  command.stdout.on('data', takeFrom('stdout'))
  command.stderr.on('data', takeFrom('stderr'))
  leaves.addEventListener('abort', kill)
  const timer = setTimeout(() => (timedOut = kill()), timeoutMs)
  return new Promise<Outcome>((resolve, reject) => {
    command.on('error', (error) => reject(new Refusal(error.message)))
    command.on('close', (exitCode, signal) => resolve({ exitCode, signal, truncated, timedOut }))
  }).finally(() => {
    clearTimeout(timer)
    leaves.removeEventListener('abort', kill)
  })
}
