/** One command line as a process of its own, with its whole tree. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { signalGroup } from '../../processes/end-tree.ts'

export interface ShellProcess extends AsyncDisposable {
  /** Everything it printed so far, both streams in the order in which they came. */
  readonly output: string
  /** How it ended, for example "exit code 0"; undefined while it runs. */
  readonly ended: string | undefined
  type: (line: string) => void
  endInput: () => void
  /** Sends SIGINT to the foreground process group, as Ctrl-C in a terminal does. */
  interrupt: () => void
}

export interface ShellCommand {
  readonly command: string
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
  /** Called whenever something came or the command ended. */
  readonly onChange: () => void
}

const mostCharacters = 1_000_000

// The subshell is a lifeline: pipe 3 closes when this process lets go of it or dies, and then the whole group goes,
// whatever the command started. It does not hold the output open and outlives Ctrl-C, as background commands do.
const script = (command: string) => `exec 2>&1
( read -r -u 3 _; kill -KILL 0 ) </dev/null >/dev/null 2>&1 &
{ ${command}
} 3<&-`

/** Starts a command by bash in a process group of its own. Disposing ends the group and waits for its end. */
export function createShellProcess(shell: ShellCommand): ShellProcess {
  // Node's pipes are sockets, and a bash whose stdin is one takes itself for a remote login and reads the user's .bashrc.
  const child = spawn('bash', ['--norc', '-c', script(shell.command)], {
    cwd: shell.folder,
    env: shell.env,
    stdio: ['pipe', 'pipe', 'ignore', 'pipe'],
    detached: true,
  })
  const closed = once(child, 'close').catch(() => undefined)
  let output = ''
  let ended: string | undefined
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    if (output.length < mostCharacters) output += text
    shell.onChange()
  })
  // A program that has ended reads no more, and that is no fault of the session.
  child.stdin?.on('error', () => undefined)
  child.on('exit', () => child.stdio[3]?.destroy())
  child.on('error', (error) => {
    ended = error.message
    shell.onChange()
  })
  child.on('close', (code, signal) => {
    ended ??= signal === null ? `exit code ${code ?? 0}` : `signal ${signal}`
    shell.onChange()
  })
  return {
    get output() {
      return output
    },
    get ended() {
      return ended
    },
    type: (line) => void child.stdin?.write(`${line}\n`),
    endInput: () => void child.stdin?.end(),
    interrupt: () => signalGroup(child.pid, 'SIGINT'),
    async [Symbol.asyncDispose]() {
      if (ended === undefined) signalGroup(child.pid, 'SIGKILL')
      await closed
    },
  }
}
