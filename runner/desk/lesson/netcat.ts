/** Says when the commands that repeat a failure need a netcat that this machine does not have. */
import { access, constants, realpath } from 'node:fs/promises'
import { basename, delimiter, join } from 'node:path'
import type { Environment } from '../../edge/environment.ts'
import { say, type Words } from '../../language/say.ts'

/** @param byHand the commands; undefined where none are told */
export async function noteNetcat(env: Environment, byHand: readonly string[] = []): Promise<Words[]> {
  if (!byHand.some((command) => /(?:^|[\s|(])nc\s/u.test(command))) return []
  const program = await findProgram('nc', env)
  if (program === undefined)
    return [
      say`There is no nc on this machine, and the commands under "By hand" use it. On Debian and Ubuntu it is the package netcat-openbsd.`,
    ]
  if (!/traditional/u.test(program)) return []
  return [
    say`The nc of this machine is netcat-traditional, which takes other options than the commands under "By hand". They are made for the package netcat-openbsd.`,
  ]
}

/** What a name on the path stands for in the end, when all links have been followed. */
async function findProgram(name: string, env: Environment): Promise<string | undefined> {
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, name)
    const mayRun = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (mayRun) return basename(await realpath(path))
  }
  return undefined
}
