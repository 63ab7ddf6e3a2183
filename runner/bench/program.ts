/** Programs that are measured, each a process with a group of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { endTree, signalGroup } from '../processes/end-tree.ts'
import { findFreePort } from '../processes/claimed-ports.ts'
import { untilCancelled } from '../edge/cancelled.ts'

interface ProgramPlace {
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly signal: AbortSignal
}

/** How long a program that was asked to end may take to clear up, in milliseconds. */
const longestGoodbyeMs = 3_000

/** The folder with our programs that others are measured against. */
export const programFolder = resolve(import.meta.dirname, 'programs')

/**
 * Runs a program to its end.
 * @returns what it printed, and how long it took from its start until it was gone, in milliseconds
 * @throws {Error} when it does not end with exit code 0; the signal's reason when cancelled, after it has ended
 */
export async function runProgram(
  command: string,
  args: readonly string[],
  place: ProgramPlace,
): Promise<{ output: string; durationMs: number }> {
  place.signal.throwIfAborted()
  const beganAt = performance.now()
  const { child, readOutput } = startProcess(command, args, place)
  let patience: NodeJS.Timeout | undefined
  const cancel = () => {
    child.kill('SIGTERM')
    patience = setTimeout(() => endGroup(child), longestGoodbyeMs)
  }
  place.signal.addEventListener('abort', cancel)
  try {
    const [exitCode] = await once(child, 'close')
    const durationMs = performance.now() - beganAt
    place.signal.throwIfAborted()
    if (exitCode !== 0) throw createFailure(command, args, exitCode, readOutput())
    return { output: readOutput(), durationMs }
  } finally {
    clearTimeout(patience)
    place.signal.removeEventListener('abort', cancel)
  }
}

export interface RunningServer extends AsyncDisposable {
  readonly port: number
}

/**
 * Starts a server on a free port, which it finds in PORT, and resolves when it has printed its first line: that it
 * listens. Disposing of it ends it.
 * @throws {Error} when it ends before that; the signal's reason when cancelled
 */
export async function startServer(
  command: string,
  args: readonly string[],
  place: ProgramPlace,
): Promise<RunningServer> {
  place.signal.throwIfAborted()
  const port = await findFreePort()
  const env = { ...place.env, PORT: String(port), HOST: '127.0.0.1' }
  const { child, readOutput } = startProcess(command, args, { ...place, env })
  const closed = once(child, 'close')
  const stop = async () => {
    endGroup(child)
    await closed
  }
  try {
    const isReady = new Promise<void>((ready) => child.stdout?.once('data', () => ready()))
    const hasEnded = closed.then(([exitCode]) =>
      Promise.reject(createFailure(command, args, exitCode, readOutput())),
    )
    // It ends in the end, whoever waited for it.
    hasEnded.catch(() => {})
    await untilCancelled(Promise.race([isReady, hasEnded]), place.signal)
    return { port, [Symbol.asyncDispose]: stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Starts a process with a group of its own, and keeps the end of what it prints. */
export function startProcess(command: string, args: readonly string[], { cwd, env }: ProgramPlace) {
  const child = spawn(command, args, {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Ctrl-C reaches this process alone, which then ends the program in good order.
    detached: process.platform !== 'win32',
  })
  let output = ''
  const keep = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-4_096))
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  return { child, readOutput: () => output }
}

/** Ends it and the group that it leads; what left the group is ended with the desk. */
function endGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  if (process.platform === 'win32') void endTree(child.pid, '')
  else signalGroup(child.pid, 'SIGKILL')
}

function createFailure(command: string, args: readonly string[], exitCode: unknown, output: string): Error {
  return new Error(
    `${[command, ...args].join(' ')} ended with exit code ${String(exitCode)} while it was measured.\n${output}`,
  )
}
