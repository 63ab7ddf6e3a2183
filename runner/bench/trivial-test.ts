/** The least that vitest can be asked to do: what a check is measured against. */
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BenchDesk } from './desk.ts'
import { runProgram } from './program.ts'

export const trivialName = 'a vitest run of one test'

export interface TrivialTest extends AsyncDisposable {
  /** Runs it, in a process of its own, and resolves with how long that took, in milliseconds. */
  readonly time: () => Promise<number>
}

/** Makes a folder with one test, and this workbook's vitest in reach. */
export async function createTrivialTest({ root, env, signal }: BenchDesk): Promise<TrivialTest> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'socket-workbook-bench-'))
  const vitest = await realpath(join(root, 'node_modules/vitest'))
  await mkdir(join(folder, 'node_modules'))
  await symlink(vitest, join(folder, 'node_modules/vitest'), 'junction')
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }\n')
  await writeFile(
    join(folder, 'one.test.ts'),
    "import { expect, test } from 'vitest'\n\ntest('one', () => expect(1).toBe(1))\n",
  )
  const args = [join(vitest, 'vitest.mjs'), 'run']
  return {
    time: async () => (await runProgram(process.execPath, args, { cwd: folder, env, signal })).durationMs,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}
