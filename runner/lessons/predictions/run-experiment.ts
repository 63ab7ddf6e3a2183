/** Runs one program of the workbook to its end, bounded in time and output, and ends it with all that it started. */
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { endTree, signalGroup } from '../../processes/end-tree.ts'
import { startGuard } from '../../processes/guard.ts'
import { limit } from '../../processes/limits.ts'
import { markVariable } from '../../processes/mark.ts'
import { readWhatIsThere } from '../../processes/process-on-pipes.ts'
import { createTerminalEnvironment } from '../../edge/terminal-environment.ts'
import type { Environment } from '../../edge/environment.ts'
import { say, type Words } from '../../language/say.ts'
import type { Experiment } from './parse-experiment.ts'

export interface ExperimentRun {
  readonly experiment: Experiment
  /** The folder from which the command is written, with `work/` in it. */
  readonly root: string
  readonly env: Environment
  /** Called with each line as it comes, without its line feed, both streams in the order in which they came. */
  readonly onLine: (line: string) => void
  /** Asks the program to end, as Ctrl-C would, and ends it where it does not. */
  readonly interrupt?: AbortSignal
  /** Ends it at once. */
  readonly signal: AbortSignal
  /** How long it may run, in milliseconds. */
  readonly longestMs?: number
}

export interface ExperimentEnd {
  /** `ended`: by itself. `interrupted`: after Ctrl-C. `too-long`: the time was up. `not-started`: see `reason`. */
  readonly how: 'ended' | 'interrupted' | 'too-long' | 'not-started'
  /** With which code, or by which signal, or why it could not be started: "exit code 0". */
  readonly reason: Words
  readonly isSuccess: boolean
  /** How many lines came that were not handed on, because there were too many. */
  readonly unshownLines: number
}

/** An experiment that shows what becomes of TIME_WAIT needs a minute. */
export const longestExperimentMs = 90_000
const mostLines = 400
const mostCharactersALine = 1_000
/** So long a program that got SIGINT may take to end before it is ended. */
const longestGoodbyeMs = 2_000

/**
 * Runs an experiment.
 * @throws the signal's reason when cancelled, after everything has ended
 */
export async function runExperiment(run: ExperimentRun): Promise<ExperimentEnd> {
  run.signal.throwIfAborted()
  const { experiment, root, interrupt, signal } = run
  const mark = `${randomUUID()};`
  const loader = import.meta.resolve('tsx')
  const args = ['--import', loader, experiment.file, ...experiment.args]
  await using guard = startGuard()
  guard.watch(mark)
  const child = spawn(...limit(process.execPath, args, mark), {
    cwd: root,
    env: {
      ...createTerminalEnvironment(run.env),
      HOST: '127.0.0.1',
      NO_COLOR: '1',
      ...experiment.env,
      [markVariable]: mark,
    },
    // Its input is at its end from the start: nobody types into an experiment.
    stdio: ['ignore', 'pipe', 'pipe'],
    // Out of the terminal's process group, so that Ctrl-C reaches it through us and not past us.
    detached: process.platform !== 'win32',
  })
  let how: ExperimentEnd['how'] = 'ended'
  let goodbye: NodeJS.Timeout | undefined
  const endNow = () => void endTree(child.pid, mark)
  const end = (why: 'interrupted' | 'too-long') => {
    if (how !== 'ended') return
    how = why
    signalGroup(child.pid, 'SIGINT')
    goodbye = setTimeout(endNow, longestGoodbyeMs)
  }
  const timer = setTimeout(() => end('too-long'), run.longestMs ?? longestExperimentMs)
  const onInterrupt = () => end('interrupted')
  interrupt?.addEventListener('abort', onInterrupt)
  signal.addEventListener('abort', endNow)
  if (interrupt?.aborted) onInterrupt()
  const lines = createLineCounter(run.onLine)
  for (const stream of [child.stdout, child.stderr]) {
    const push = lines.createStream()
    // Read on when nothing more is shown, or a program that prints much would wait for us.
    stream
      ?.setEncoding('utf8')
      .on('data', push)
      .on('close', () => push('\n', true))
  }
  try {
    const { reason, isSuccess } = await new Promise<Pick<ExperimentEnd, 'reason' | 'isSuccess'>>(
      (resolve) => {
        child.once('error', (error) => {
          how = 'not-started'
          resolve({ reason: error.message, isSuccess: false })
        })
        // What it started may hold its output open for longer than it lives itself, so the tree goes first.
        child.once('exit', (code, name) => {
          const closed = new Promise<void>((done) => child.once('close', () => done()))
          const reason = name === null ? say`exit code ${code ?? 0}` : say`signal ${name}`
          void endTree(child.pid, mark)
            .then(() => Promise.race([closed, readWhatIsThere([child.stdout, child.stderr])]))
            .then(() => resolve({ reason, isSuccess: code === 0 }))
        })
      },
    )
    signal.throwIfAborted()
    return {
      how,
      reason,
      isSuccess: how === 'ended' && isSuccess,
      unshownLines: lines.unshown(),
    }
  } finally {
    clearTimeout(timer)
    clearTimeout(goodbye)
    interrupt?.removeEventListener('abort', onInterrupt)
    signal.removeEventListener('abort', endNow)
    await endTree(child.pid, mark)
  }
}

/** Cuts streams into lines and hands on the first so many of all of them together. */
function createLineCounter(onLine: (line: string) => void) {
  let count = 0
  const show = (line: string) => {
    count += 1
    if (count <= mostLines) onLine(line)
  }
  return {
    unshown: () => Math.max(0, count - mostLines),
    createStream: () => {
      let rest = ''
      return (text: string, isEnd = false) => {
        if (isEnd && rest === '') return
        const lines = (rest + text).split('\n')
        // A program that prints without line feeds must not fill the memory.
        rest = (lines.pop() ?? '').slice(0, mostCharactersALine)
        for (const line of lines) show(line.replace(/\r$/u, '').slice(0, mostCharactersALine))
      }
    },
  }
}
