/**
 * A process on a real pseudo-terminal: isTTY is true, keys are echoed, Ctrl-C is a signal and Ctrl-D the end of input.
 *
 * Of node-pty only the call that opens a pair is used (openpty(3)). The process is started as every other one, so that
 * it has its limits and its mark. node-pty's own spawn() drops what it has not read 200 ms after the process's end.
 */
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { closeSync, write } from 'node:fs'
import { createRequire } from 'node:module'
import { PassThrough } from 'node:stream'
import { finished } from 'node:stream/promises'
import { ReadStream } from 'node:tty'
import { say } from '../language/say.ts'
import { CannotJudge } from './cannot-judge.ts'
import { confine } from './confinement.ts'
import { setLimits } from './limits.ts'
import { markVariable } from './mark.ts'
import { follow, type ProcessOptions, type ProgramProcess } from './process-on-pipes.ts'

const columns = 80
const rows = 24

/** What a terminal sends when Ctrl-D is pressed. */
const ctrlD = Uint8Array.of(4)

/** A process that escaped and goes on printing must not hold us; what it prints is nobody's. */
const longestRestMs = 3_000

/** Two ends of a pseudo-terminal as descriptors, and the path of the program's end. */
interface Pair {
  readonly master: number
  readonly slave: number
  readonly pty: string
}

interface Binaries {
  readonly requireBinary: (file: string) => { open: (columns: number, rows: number) => Pair }
}

/** @throws {CannotJudge} where there is no pseudo-terminal. */
export function startOnTerminal(command: string, args: string[], options: ProcessOptions): ProgramProcess {
  const { master, slave, pty } = openPair()
  // The first terminal that the leader of a session opens becomes its controlling one (man 7 credentials, tty_ioctl).
  const { cwd, env, mark, place, dataBytes } = options
  const [program, words] = place ? confine(command, args, place) : [command, args]
  // What stands between is not to be ended by Ctrl-C; Node itself begins with all signals as they are by nature.
  const deaf = place ? `trap '' INT QUIT TSTP TTIN TTOU HUP; ` : ''
  const script = `${deaf}${setLimits(mark, dataBytes)}; tty=$1; shift; exec "$0" "$@" 0<>"$tty" 1>&0 2>&0`
  const child = spawn('/bin/sh', ['-c', script, program, pty, ...words], {
    cwd,
    env: { TERM: 'xterm-256color', ...env, [markVariable]: mark },
    stdio: place ? [slave, slave, slave, 'pipe'] : [slave, slave, slave],
    detached: true,
  })
  const terminal = new ReadStream(master)
  const stdout = new PassThrough()
  const forward = (chunk: Buffer) => void stdout.write(chunk)
  terminal.on('data', forward)
  // Once nobody holds the other end any more, reading fails (EIO), and writing too.
  terminal.on('error', () => {})
  return Object.assign(follow(child, place), {
    child,
    isOnTerminal: true,
    stdout,
    write: (bytes: Uint8Array) => void terminal.write(bytes),
    endInput: () => void terminal.write(ctrlD),
    readToTheEnd: async () => {
      terminal.off('data', forward)
      stdout.end(await readUpToMark(terminal, slave))
      closeSync(slave)
      terminal.destroy()
      await finished(stdout)
    },
  })
}

/**
 * Reads what a program that has ended left in the terminal. Its end is kept open until then and a mark written behind
 * the last byte: were it closed, libuv would take the hang-up for the end although the terminal hands out 4 KiB at a
 * time (uv__stream_io: POLLHUP after a partial read), and up to the last megabyte would be lost.
 */
function readUpToMark(terminal: ReadStream, slave: number): Promise<Buffer> {
  const mark = Buffer.from(`\0end ${randomUUID()}\0`)
  let rest = Buffer.alloc(0)
  return new Promise((resolve) => {
    const giveUp = setTimeout(() => resolve(rest), longestRestMs)
    terminal.on('data', (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk])
      const end = rest.indexOf(mark)
      if (end === -1) return
      clearTimeout(giveUp)
      resolve(rest.subarray(0, end))
    })
    // Not synchronously: when the terminal is full this waits until we have read, here, on this thread.
    write(slave, mark, () => {})
  })
}

function openPair(): Pair {
  try {
    // Loaded only when a check asks for it: where it is missing, all other checks go on.
    const binaries: Binaries = createRequire(import.meta.url)('@lydell/node-pty/requireBinary')
    return binaries.requireBinary('pty.node').open(columns, rows)
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error)
    throw new CannotJudge(
      say`This check needs a pseudo-terminal, and this system (${process.platform}) gave it none: ${reason ?? ''}`,
    )
  }
}
