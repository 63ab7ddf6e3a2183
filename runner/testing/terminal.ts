/** A program on a real pseudo-terminal, whose screen can be read. */
import { spawn } from '@lydell/node-pty'
import xterm from '@xterm/headless'
import { findErrorCode } from '../edge/error-facts.ts'

/** A bound for what hangs, not a claim about speed: a full machine may be ten times as slow as an idle one. */
const hangsAfterMs = 60_000

export interface TerminalOptions {
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly columns?: number
  readonly rows?: number
  /** What is started; without it, node. */
  readonly program?: string
}

export interface Terminal extends AsyncDisposable {
  readonly pid: number
  /** Presses keys, as the bytes that a terminal sends for them. */
  readonly type: (keys: string) => void
  /** The lines on the screen, without blanks at their ends and empty lines at the bottom. */
  readonly screen: () => string
  /** All that was ever written, escape sequences included. */
  readonly raw: () => string
  /** Resolves as soon as the screen shows the text; rejects with the screen in the message when it does not. */
  readonly waitForText: (wanted: string | RegExp, deadlineMs?: number) => Promise<void>
  /** Resolves with the exit code; 128 + N when signal N ended it. */
  readonly waitForExit: (deadlineMs?: number) => Promise<number>
  readonly resize: (columns: number, rows: number) => void
  readonly isCursorShown: () => boolean
  readonly signal: (name: NodeJS.Signals) => void
  /** Closes the terminal, as closing its window does. Nothing can be read of it afterwards. */
  readonly close: () => void
}

/** A shell with job control on a terminal, as a learner has it, in which lines are typed. */
export function createShell(options: TerminalOptions): Terminal {
  return createTerminal(['--norc', '--noprofile', '-i'], {
    ...options,
    program: 'bash',
    env: { ...options.env, PS1: 'shell> ', HISTFILE: '' },
  })
}

export const keys = {
  down: '\x1b[B',
  up: '\x1b[A',
  enter: '\r',
  ctrlC: '\x03',
  ctrlD: '\x04',
  ctrlZ: '\x1a',
  home: '\x1b[H',
  end: '\x1b[F',
  escape: '\x1b',
}

/** Starts node, or another program, on a terminal of its own. Disposing of it ends the whole process group. */
export function createTerminal(args: readonly string[], options: TerminalOptions): Terminal {
  const { columns = 80, rows = 30, cwd, env } = options
  const emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 5_000 })
  const pty = spawn(options.program ?? process.execPath, [...args], {
    cols: columns,
    rows,
    cwd,
    env: { ...env },
    // What TERM says in the environment is overwritten with it.
    name: env['TERM'] ?? 'xterm-256color',
  })
  let raw = ''
  let exitCode: number | undefined
  let isClosed = false
  const watchers = new Set<() => void>()
  const look = () => {
    for (const watcher of watchers) watcher()
  }
  pty.onData((data) => {
    raw += data
    emulator.write(data, look)
  })
  const exited = new Promise<void>((resolve) =>
    pty.onExit((end) => {
      exitCode = end.signal ? 128 + end.signal : end.exitCode
      // Behind what was written last, so that the screen is complete.
      emulator.write('', () => {
        resolve()
        look()
      })
    }),
  )

  const screen = () => readScreen(emulator)
  const waitUntil = (isTrue: () => boolean, what: string, deadlineMs: number) =>
    new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => finish(`Waited ${deadlineMs} ms for ${what}.`), deadlineMs)
      const finish = (complaint?: string) => {
        clearTimeout(timer)
        watchers.delete(watcher)
        if (complaint === undefined) resolve()
        else reject(new Error(`${complaint} The screen:\n${screen()}`))
      }
      const watcher = () => {
        if (isTrue()) finish()
        else if (exitCode !== undefined)
          finish(`It exited with ${exitCode} while the test waited for ${what}.`)
      }
      watchers.add(watcher)
      watcher()
    })

  return {
    pid: pty.pid,
    type: (text) => pty.write(text),
    screen,
    raw: () => raw,
    waitForText: (wanted, deadlineMs = hangsAfterMs) =>
      waitUntil(
        () => (typeof wanted === 'string' ? screen().includes(wanted) : wanted.test(screen())),
        `the text ${String(wanted)}`,
        deadlineMs,
      ),
    waitForExit: async (deadlineMs = hangsAfterMs) => {
      await waitUntil(() => exitCode !== undefined, 'its exit', deadlineMs)
      return exitCode ?? -1
    },
    resize: (newColumns, newRows) => {
      emulator.resize(newColumns, newRows)
      pty.resize(newColumns, newRows)
    },
    isCursorShown: () => raw.lastIndexOf('\x1b[?25h') >= raw.lastIndexOf('\x1b[?25l'),
    signal: (name) => process.kill(pty.pid, name),
    close: () => {
      if (!('destroy' in pty) || typeof pty.destroy !== 'function') throw new Error('It cannot be closed.')
      isClosed = true
      pty.destroy()
    },
    [Symbol.asyncDispose]: async () => {
      if (exitCode === undefined) endGroup(pty.pid)
      if (!isClosed) await exited
      emulator.dispose()
    },
  }
}

function readScreen({ buffer, rows, cols }: xterm.Terminal): string {
  const { active } = buffer
  // A line of a screen that was wider keeps what nobody sees any more.
  return Array.from(
    { length: rows },
    (_, row) => active.getLine(active.baseY + row)?.translateToString(true, 0, cols) ?? '',
  )
    .join('\n')
    .trimEnd()
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if (findErrorCode(error) !== 'ESRCH') throw error
  }
}
