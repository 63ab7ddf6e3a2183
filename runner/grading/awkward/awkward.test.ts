/** A class under names that nobody would like to have in a folder: each gets the mark that it must. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readCatalogue } from '../../lessons/catalogue.ts'
import { createTemporaryWorkbook } from '../../testing/temporary-workbook.ts'
import { readGradebook } from '../judge/gradebook-file.ts'
import { nameFiles } from '../reports/file-names.ts'
import { findWrongMarks } from './compare.ts'
import { makeClass } from './make-class.ts'
import { nameStudents } from './names.ts'

const count = 26

test(
  'each submission gets the mark that it must, and a feedback of its own',
  { timeout: 240_000 },
  async () => {
    await using workbook = await createTemporaryWorkbook()
    const { root, run } = workbook
    const lessons = (await readCatalogue(root)).slice(0, 1)
    const due = await makeClass(join(root, 'in'), lessons, { seed: 5, count })
    const { exitCode, stderr } = await run(['grade', 'in', '--lessons', '1', '--no-calibration'])
    expect([exitCode, stderr]).toEqual([1, ''])
    expect(findWrongMarks(await readGradebook(join(root, 'reports')), due)).toEqual([])
    expect(readdirSync(join(root, 'reports/feedback'))).toHaveLength(count)
  },
)

test('a mark that is wrong, missing or a stranger’s is found', async () => {
  await using workbook = await createTemporaryWorkbook()
  const lessons = (await readCatalogue(workbook.root)).slice(0, 1)
  const due = await makeClass(join(workbook.root, 'in'), lessons, { seed: 5, count: 2 })
  const lesson = { lesson: '01-upper-case', number: 1, title: '', checkerSha256: '', checks: [], maximum: 2 }
  const mark = {
    lesson: '01-upper-case',
    verdict: 'passed',
    points: 1,
    subjectSha256: null,
    checks: [],
  } as const
  const submission = {
    student: due[0]?.student ?? '',
    source: null,
    filesSha256: null,
    problems: [],
    points: 1,
    lessons: [mark],
  }
  const stranger = { ...submission, student: 'stranger' }
  const heading = {
    version: 1,
    workbook: '',
    made: '',
    node: '',
    platform: '',
    seed: 1,
    shard: null,
  } as const
  const gradebook = {
    ...heading,
    isolation: { level: 'full', doesNotStop: [] } as const,
    complete: true,
    lessons: [lesson],
    calibration: null,
    touched: [],
    withheld: false,
    roster: null,
    submissions: [submission, stranger],
  }
  expect(findWrongMarks(gradebook, due)).toHaveLength(3)
})

test('the names are of as many people, and of as many files where the names of files are one in both cases', () => {
  const names = nameStudents(60)
  expect(new Set(names).size).toBe(60)
  expect(
    new Set([...nameFiles(names).values()].map((name) => name.normalize('NFC').toLowerCase())).size,
  ).toBe(60)
})
