/**
 * A process on a real pseudo-terminal: isTTY is true, keys are echoed, Ctrl-C is a signal and Ctrl-D the end of input.
 *
 * Of node-pty only the call that opens a pair is used (openpty(3)). The process is started as every other one, so it
 * has the channel of lifeline.mjs: when the checker is killed, even by kill -9, the channel closes and the program
 * ends itself. A busy loop cannot hear that, on pipes no more than here; it is ended by the limit of processor time.
 * node-pty's own spawn() has no such channel, and drops what it has not read 200 ms after the process's end.
 */
import { spawn } from 'node:child_process'
import { closeSync } from 'node:fs'
import { createRequire } from 'node:module'
import { ReadStream } from 'node:tty'
import { CannotJudge } from './failure.ts'
import { processorSeconds, type ProcessOptions, type ProgramProcess } from './process-on-pipes.ts'

const columns = 80
const rows = 24

/** What a terminal sends when Ctrl-D is pressed. */
const ctrlD = Uint8Array.of(4)

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
  const script = `ulimit -t ${processorSeconds} 2>/dev/null; tty=$1; shift; exec "$0" "$@" 0<>"$tty" 1>&0 2>&0`
  const child = spawn('/bin/sh', ['-c', script, command, pty, ...args], {
    ...options,
    env: { TERM: 'xterm-256color', ...options.env },
    stdio: [slave, slave, slave, 'ipc'],
    detached: true,
  })
  // From here on the program alone holds its end, and when it lets go, ours is told (EIO) behind the last byte.
  closeSync(slave)
  const terminal = new ReadStream(master)
  terminal.on('error', () => {})
  return {
    child,
    isOnTerminal: true,
    stdout: terminal,
    write: (bytes) => void terminal.write(bytes),
    endInput: () => void terminal.write(ctrlD),
    outputEnded: new Promise((resolve) => terminal.once('close', () => resolve())),
  }
}

function openPair(): Pair {
  try {
    // Loaded only when a check asks for it: where it is missing, all other checks go on.
    const binaries: Binaries = createRequire(import.meta.url)('@lydell/node-pty/requireBinary')
    return binaries.requireBinary('pty.node').open(columns, rows)
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error)
    throw new CannotJudge(
      `This check needs a pseudo-terminal, and this system (${process.platform}) gave it none: ${reason}`,
    )
  }
}
