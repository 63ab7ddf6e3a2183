import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createTemporaryWorkbook } from '../../testing/temporary-workbook.ts'
import { listSubmissions, readSubmission } from '../../grading/gather/submissions.ts'

test('packs what was written and nothing else, says so, and is read by whoever grades', async () => {
  await using workbook = await createTemporaryWorkbook()
  await workbook.beginFirst()
  await workbook.solveFirst()
  await workbook.write('work/01-upper-case/.hidden.ts', 'secret')
  await workbook.write('work/progress.json', '{}')
  await workbook.write('in/notes.txt', '')
  const { exitCode, stdout } = await workbook.run(['submit', 'in/ada.tar.gz'])
  expect(exitCode).toBe(0)
  expect(stdout).toContain('work/01-upper-case: given/words.ts, server.ts')
  const [submission] = await listSubmissions(join(workbook.root, 'in'), undefined)
  if (!submission) throw new Error('Nobody has handed in anything.')
  const { files, problems } = await readSubmission(join(workbook.root, 'in'), submission)
  expect(problems).toEqual([])
  expect([...files.keys()].sort()).toEqual([
    'work/01-upper-case/given/words.ts',
    'work/01-upper-case/server.ts',
  ])
  const first = await readFile(join(workbook.root, 'in/ada.tar.gz'))
  await workbook.run(['submit', 'in/ada.tar.gz'])
  expect((await readFile(join(workbook.root, 'in/ada.tar.gz'))).equals(first)).toBe(true)
})

test('refuses another kind of archive, and to hand in nothing', async () => {
  await using workbook = await createTemporaryWorkbook()
  expect(await workbook.run(['submit', 'x.zip'])).toMatchObject({ exitCode: 3 })
  const nothing = await workbook.run(['submit'])
  expect(nothing.exitCode).toBe(2)
  expect(nothing.stderr).toContain('There is nothing to hand in yet.')
})
