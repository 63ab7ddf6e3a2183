/** A class is graded twice: what is decided has the same bytes, and what differs is the record of a run. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { rightServer } from '../testing/small-lessons.ts'
import { createTemporaryWorkbook } from '../testing/temporary-workbook.ts'
import { readGradebook } from './judge/gradebook-file.ts'
import { takeJudgement } from './judge/judgement.ts'
import { sameInEveryRun } from './reports/reports.ts'

/** Each does something that no two runs do alike. */
const programs = {
  right: rightServer,
  clock: rightServer.replace('chunk.toString().toUpperCase()', 'String(process.hrtime.bigint())'),
  crash: `throw new Error('at ' + process.hrtime.bigint() + ' on ' + process.env.PORT)\n`,
  exit: 'process.exit(0)\n',
  silent: rightServer.replace('socket.end', 'void '),
}

/** Ten programs are judged; on a busy machine that has taken more than a minute. */
const timeout = 240_000

test('a second run on unchanged input decides the same', { timeout }, async () => {
  await using workbook = await createTemporaryWorkbook()
  const { root, write, read, run } = workbook
  for (const [student, text] of Object.entries(programs))
    await write(`in/${student}/01-upper-case/server.ts`, text)
  for (const out of ['first', 'second']) {
    const words = ['--lessons', '1', '--isolation', 'process-only', '--no-calibration', '--seed', '5']
    const { exitCode, stderr } = await run(['grade', 'in', ...words, '--out', out])
    expect([exitCode, stderr]).toEqual([1, ''])
  }
  for (const name of sameInEveryRun)
    expect(await read(`first/${name}`), name).toBe(await read(`second/${name}`))
  const [first, second] = await Promise.all(
    ['first', 'second'].map((folder) => readGradebook(join(root, folder))),
  )
  if (!first || !second) throw new Error('A gradebook is missing.')
  const writeJudgement = (gradebook: typeof first) => JSON.stringify(takeJudgement(gradebook))
  expect(writeJudgement(first)).toBe(writeJudgement(second))
  // The record differs: else nothing was compared that could.
  expect(JSON.stringify(first.submissions)).not.toBe(JSON.stringify(second.submissions))
  expect(await readdir(join(root, 'first'), { recursive: true })).toEqual(
    await readdir(join(root, 'second'), { recursive: true }),
  )
})
