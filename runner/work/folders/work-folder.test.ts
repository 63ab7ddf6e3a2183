import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readCatalogue } from '../../lessons/catalogue.ts'
import { createTemporaryWorkbook } from '../../testing/temporary-workbook.ts'
import { openWorkFolder, readWorkState, resetWorkFolder } from './work-folder.ts'

async function createFirstLesson() {
  const workbook = await createTemporaryWorkbook()
  const [lesson] = await readCatalogue(workbook.root)
  if (!lesson) throw new Error('There is no lesson.')
  return {
    workbook,
    root: workbook.root,
    lesson,
    [Symbol.asyncDispose]: () => workbook[Symbol.asyncDispose](),
  }
}

const now = new Date('2026-11-21T12:00:00.000Z')

test('the starter is copied once, with what is given, and is known to be untouched', async () => {
  await using first = await createFirstLesson()
  const { root, lesson, workbook } = first
  expect(await openWorkFolder(root, lesson)).toBe('made')
  expect(await workbook.read('work/01-upper-case/given/words.ts')).toContain('one')
  expect(await readWorkState(root, lesson)).toEqual({ untouched: true, missing: [], changedUpstream: [] })
  await workbook.solveFirst()
  expect(await openWorkFolder(root, lesson)).toBe('found')
  expect(await workbook.read('work/01-upper-case/server.ts')).toContain('toUpperCase')
  expect(await readWorkState(root, lesson)).toMatchObject({ untouched: false })
})

test('an existing folder is never written into, even an incomplete one', async () => {
  await using first = await createFirstLesson()
  const { root, lesson } = first
  await mkdir(join(root, 'work/01-upper-case'), { recursive: true })
  expect(await openWorkFolder(root, lesson)).toBe('found')
  expect(await readWorkState(root, lesson)).toEqual({
    untouched: false,
    missing: ['given/words.ts', 'server.ts'],
    changedUpstream: [],
  })
})

test('the types of what is written there can be checked, and a configuration of the learner’s own stays', async () => {
  await using first = await createFirstLesson()
  const { root, lesson, workbook } = first
  await openWorkFolder(root, lesson)
  expect(JSON.parse(await workbook.read('work/tsconfig.json'))).toMatchObject({ extends: '../tsconfig.json' })
  await workbook.write('work/tsconfig.json', '{}\n')
  await openWorkFolder(root, lesson)
  expect(await workbook.read('work/tsconfig.json')).toBe('{}\n')
})

test('two runs that open a lesson at once leave one complete folder', async () => {
  await using first = await createFirstLesson()
  const { root, lesson } = first
  await Promise.all(Array.from({ length: 8 }, () => openWorkFolder(root, lesson)))
  expect(await readWorkState(root, lesson)).toMatchObject({ untouched: true, missing: [] })
})

test('a starter that changed upstream is noticed, also when a file came or went', async () => {
  await using first = await createFirstLesson()
  const { root, lesson, workbook } = first
  await openWorkFolder(root, lesson)
  await workbook.write('lessons/01-upper-case/starter/server.ts', '// new\n')
  await workbook.write('lessons/01-upper-case/starter/more.ts', '// more\n')
  await rm(join(lesson.starter, 'given/words.ts'))
  expect((await readWorkState(root, lesson)).changedUpstream).toEqual([
    'given/words.ts',
    'more.ts',
    'server.ts',
  ])
})

test('reset keeps every old attempt', async () => {
  await using first = await createFirstLesson()
  const { root, lesson, workbook } = first
  expect(await resetWorkFolder(root, lesson, now)).toBeUndefined()
  const kept: string[] = []
  for (const text of ['// first\n', '// second\n']) {
    await workbook.write('work/01-upper-case/server.ts', text)
    kept.push((await resetWorkFolder(root, lesson, now)) ?? '')
  }
  expect(new Set(kept).size).toBe(2)
  expect(kept[0]).toMatch(/^01-upper-case\.before-2026-11-2\dT\d\d-\d\d-\d\d$/)
  expect(await workbook.read(`work/${kept[0]}/server.ts`)).toBe('// first\n')
  expect(await workbook.read(`work/${kept[1]}/server.ts`)).toBe('// second\n')
  expect(await readWorkState(root, lesson)).toMatchObject({ untouched: true })
})

test.each(['work', 'work/01-upper-case'])(
  'a file in the place of %s is refused with a remedy',
  async (path) => {
    await using first = await createFirstLesson()
    await first.workbook.write(path, 'mine')
    await expect(openWorkFolder(first.root, first.lesson)).rejects.toMatchObject({ name: 'Refusal' })
    expect(await readFile(join(first.root, path), 'utf8')).toBe('mine')
  },
)

test('a lesson without a starter is refused', async () => {
  await using first = await createFirstLesson()
  await rm(first.lesson.starter, { recursive: true })
  await expect(openWorkFolder(first.root, first.lesson)).rejects.toThrow('has no starter')
})
