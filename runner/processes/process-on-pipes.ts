import { type ChildProcess, spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { limit } from './limits.ts'
import { markVariable } from './mark.ts'

export interface ProcessOptions {
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** By which it and all that it starts is known; see mark.ts. */
  readonly mark: string
}

/** A process with its keyboard and its screen, whether these are pipes or a terminal. */
export interface ProgramProcess {
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
  const { cwd, env, mark } = options
  const child = spawn(...limit(command, args, mark), {
    cwd,
    env: { ...env, [markVariable]: mark },
    stdio: ['pipe', 'pipe', 'pipe'],
    // A group of its own, so that it can be ended with everything that it starts.
    detached: process.platform !== 'win32',
  })
  const { stdin, stdout, stderr } = child
  if (!stdin || !stdout || !stderr) throw new Error('A process was started without its pipes.')
  // A program may end while something is being typed into it (EPIPE). Its exit tells the story.
  stdin.on('error', () => {})
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
  return {
    child,
    isOnTerminal: false,
    stdout,
    stderr,
    write: (bytes) => void stdin.write(bytes),
    endInput: () => void stdin.end(),
    readToTheEnd: () => closed,
  }
}
