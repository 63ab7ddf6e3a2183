import { type ChildProcess, spawn } from 'node:child_process'
import { Readable } from 'node:stream'
import { followConfined, followPlain, type StartedProcess } from './confined-process.ts'
import { type ConfinedPlace, statusDescriptor } from './confinement.ts'
import { limit } from './limits.ts'
import { markVariable } from './mark.ts'

export interface ProcessOptions {
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** By which it and all that it starts is known; see mark.ts. */
  readonly mark: string
  /** How it is shut in, if it is. */
  readonly place?: ConfinedPlace | undefined
  /** How much data a process may hold; as much as the system allows, without it. */
  readonly dataBytes?: number | undefined
}

/** A process with its keyboard and its screen, whether these are pipes or a terminal. */
export interface ProgramProcess extends StartedProcess {
  /** What was started; the program itself, if that is not shut in. */
  readonly child: ChildProcess
  readonly isOnTerminal: boolean
  /** What it prints. On a terminal stdout and stderr are one. */
  readonly stdout: Readable
  readonly stderr?: Readable
  readonly write: (bytes: Uint8Array) => void
  readonly endInput: () => void
  /** To be called once it and all that it started have ended. Resolves when everything that it printed was read. */
  readonly readToTheEnd: () => Promise<void>
}

/** Starts a process whose stdin, stdout and stderr are pipes, as in `echo one | node client.ts | cat`. */
export function startOnPipes(command: string, args: string[], options: ProcessOptions): ProgramProcess {
  const { cwd, env, mark, place, dataBytes } = options
  const child = spawn(...limit(command, args, mark, place, dataBytes), {
    cwd,
    env: { ...env, [markVariable]: mark },
    stdio: place ? ['pipe', 'pipe', 'pipe', 'pipe'] : ['pipe', 'pipe', 'pipe'],
    // A group of its own, so that it can be ended with everything that it starts.
    detached: process.platform !== 'win32',
  })
  const { stdin, stdout, stderr } = child
  if (!stdin || !stdout || !stderr) throw new Error('A process was started without its pipes.')
  // A program may end while something is being typed into it (EPIPE). Its exit tells the story.
  stdin.on('error', () => {})
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
  return Object.assign(follow(child, place), {
    child,
    isOnTerminal: false,
    stdout,
    stderr,
    write: (bytes: Uint8Array) => void stdin.write(bytes),
    endInput: () => void stdin.end(),
    readToTheEnd: () => Promise.race([closed, readWhatIsThere([stdout, stderr])]),
  })
}

/** Follows what was started with a pipe for bubblewrap's status, if it is shut in. */
export function follow(child: ChildProcess, place: ConfinedPlace | undefined): StartedProcess {
  const status = child.stdio[statusDescriptor]
  return place && status instanceof Readable ? followConfined(child, status) : followPlain(child)
}

/** More than the buffers of a pipe or a socket hold (man 7 pipe, man 7 socket: wmem_max). */
const mostHeldBytes = 4 * 1024 * 1024

/**
 * Reads what stands in the pipes of a program that has ended. Their end comes only when nobody holds them any more, and
 * a process that got away may do so for hours. But whoever wrote to them for the program has ended, so everything that
 * it wrote is there; and what is there is handed out at the next turn of the event loop, which asks the system for all
 * that can be read (man 7 epoll: level-triggered). A turn that brings nothing has found nothing.
 *
 * On Windows a read is under way all the time and the system is not asked, so there the end is waited for.
 */
export async function readWhatIsThere(streams: readonly Readable[]): Promise<void> {
  if (process.platform === 'win32') return await new Promise(() => {})
  const read = { bytes: 0 }
  const count = (chunk: Buffer | string) => void (read.bytes += chunk.length)
  for (const stream of streams) stream.on('data', count)
  for (let before = -1; before !== read.bytes && read.bytes < mostHeldBytes;) {
    before = read.bytes
    // The first one may be of a turn whose looking is over already.
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
  }
  for (const stream of streams) stream.destroy()
  // Whoever listens for their end hears of it before this is done.
  await new Promise((resolve) => setImmediate(resolve))
}
