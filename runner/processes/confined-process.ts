/** A program that is shut in, seen from outside: between it and whoever started it stand two processes of bubblewrap. */
import type { ChildProcess } from 'node:child_process'
import type { Readable } from 'node:stream'
import { say, type Sentence } from '../language/say.ts'
import { readConfinedExit } from './confinement.ts'
import { sendSignal } from './end-tree.ts'
import { readDescendants } from './family.ts'

/** What is asked of a started program, whether it is shut in or not. */
export interface StartedProcess {
  /** The program's own number; that of what starts it, until it has been started. */
  readonly pid: number | undefined
  readonly kill: (signal: NodeJS.Signals) => void
  readonly readExit: (
    code: number | null,
    signal: string | null,
  ) => { code: number | null; signal: string | null }
  /** Why there is no telling what the program did, because it was never started. */
  readonly findTrouble: () => Sentence | undefined
}

/** A program that is not shut in is the process that was started. */
export function followPlain(child: ChildProcess): StartedProcess {
  return {
    get pid() {
      return child.pid
    },
    kill: (signal) => void child.kill(signal),
    readExit: (code, signal) => ({ code, signal }),
    findTrouble: () => undefined,
  }
}

/** Longer than any machine takes to set up a few namespaces. */
const longestStartMs = 5_000

/** @param status what bubblewrap tells: a line once it has set everything up, and one with the program's exit code */
export function followConfined(child: ChildProcess, status: Readable): StartedProcess {
  let told = ''
  status.on('data', (chunk: Buffer) => (told += chunk.toString()))
  status.on('error', () => {})
  let program: number | undefined
  const find = () => {
    if (program !== undefined || child.pid === undefined) return program
    // bubblewrap, the first process of the namespace, the program: each has the next one as its first child.
    program = readDescendants(child.pid)[2]
    return program
  }
  return {
    get pid() {
      return find() ?? child.pid
    },
    kill: (signal) => {
      const giveUpAt = performance.now() + longestStartMs
      while (find() === undefined && child.exitCode === null && performance.now() < giveUpAt) pause()
      if (program === undefined) child.kill(signal)
      else sendSignal(program, signal)
    },
    readExit: readConfinedExit,
    findTrouble: () => {
      const hasEndedByItself = child.exitCode !== null
      return hasEndedByItself && !told.includes('"exit-code"')
        ? say`bubblewrap ended with exit code ${child.exitCode ?? '?'}`
        : undefined
    },
  }
}

const nothing = new Int32Array(new SharedArrayBuffer(4))

/** For a millisecond: a signal is sent at once, and there is nobody to send it to yet. */
function pause(): void {
  Atomics.wait(nothing, 0, 0, 1)
}
