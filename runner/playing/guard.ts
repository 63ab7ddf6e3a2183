/** Starts the process that ends a play's programs when the runner cannot. */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/**
 * @param mark which all programs of the play carry in their environment; see endTree
 * @param loader URL of the module that lets Node load TypeScript
 */
export function startGuard(mark: string, loader: string): AsyncDisposable {
  const child = fork(fileURLToPath(new URL('./guard-process.ts', import.meta.url)), [mark], {
    execArgv: ['--import', loader],
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    detached: process.platform !== 'win32',
  })
  const hasExited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  return {
    // Once its programs have ended there is nothing left for it to do.
    [Symbol.asyncDispose]: () => {
      child.kill('SIGKILL')
      return hasExited
    },
  }
}
