/** Which programs a shell on this machine does not find. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Environment } from '../../edge/environment.ts'

/** The names that are neither a program on the path nor a word of bash's; a path is not looked for. */
export async function findMissingCommands(names: readonly string[], env: Environment): Promise<string[]> {
  const wanted = [...new Set(names)].filter((name) => !name.includes('/'))
  // "$0" is the first argument after the script; `command -v` knows the shell's own words too.
  const script = 'for name in "$@"; do command -v "$name" >/dev/null || echo "$name"; done'
  try {
    const { stdout } = await promisify(execFile)('bash', ['--norc', '-c', script, 'bash', ...wanted], { env })
    return stdout.split('\n').filter((name) => name !== '')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ['bash']
    throw error
  }
}
