/**
 * Puts the terminal back for a runner that cannot do so any more because it was killed. It is a shell in a session of
 * its own: it waits for a word on a pipe from the runner, and for the pipe to end without one.
 */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { platform } from 'node:os'
import type { Output } from './terminal.ts'

// TTOU, because the terminal is set from the background.
const script = `trap '' INT HUP TERM TTOU TSTP
IFS= read -r word && exit 0
stty "$1" <&1
printf "$2"`

/**
 * Guards a terminal until it is disposed of. On Windows, and where the output is no file, there is nothing to guard with.
 * @param undo the characters that put the screen back, as `printf` writes them
 */
export function guardTerminal(stdout: Output & { readonly fd?: number }, undo: string): AsyncDisposable {
  const { fd } = stdout
  if (platform() === 'win32' || fd === undefined) return { [Symbol.asyncDispose]: async () => {} }
  const { stdout: settings } = spawnSync('stty', ['-g'], { stdio: [fd, 'pipe', 'ignore'], encoding: 'utf8' })
  const shell = spawn('sh', ['-c', script, 'guard', settings?.trim() || 'sane', undo], {
    stdio: ['pipe', fd, 'ignore'],
    detached: true,
  })
  // Without a shell the terminal is as well guarded as before.
  const hasEnded = once(shell, 'exit').then(
    () => {},
    () => {},
  )
  shell.stdin?.on('error', () => {})
  shell.unref()
  return {
    async [Symbol.asyncDispose]() {
      // Now it is waited for: with nothing else to wait for, Node would end here, with exit code 0.
      shell.ref()
      shell.stdin?.end('done\n')
      await hasEnded
    },
  }
}
