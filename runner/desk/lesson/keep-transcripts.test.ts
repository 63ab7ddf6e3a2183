import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readCatalogue } from '../../lessons/catalogue.ts'
import { failedResult } from '../../screens/result/stories.test-data.ts'
import { createTemporaryWorkbook } from '../../testing/temporary-workbook.ts'
import { keepTranscripts } from './keep-transcripts.ts'

test('keeps the conversations of a failure until the lesson passes, and is silent where it cannot', async () => {
  await using workbook = await createTemporaryWorkbook()
  const { root } = workbook
  const [lesson] = await readCatalogue(root)
  if (!lesson) throw new Error('the workbook has lessons')
  const passed = { ...failedResult, checks: failedResult.checks.slice(0, 1) }
  expect(await keepTranscripts(root, lesson, passed)).toBeUndefined()
  const file = (await keepTranscripts(root, lesson, failedResult)) ?? ''
  expect(file).toBe('work/.last/01-upper-case.txt')
  expect(await readFile(join(root, file), 'utf8')).toContain('first client sends to your server "one"')
  expect(await keepTranscripts(root, lesson, passed)).toBeUndefined()
  await expect(readFile(join(root, file))).rejects.toThrow('ENOENT')
  await rm(join(root, 'work/.last'), { recursive: true })
  await writeFile(join(root, 'work/.last'), '')
  expect(await keepTranscripts(root, lesson, failedResult)).toBeUndefined()
})
