import { cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createTemporaryWorkbook } from '../testing/temporary-workbook.ts'
import { findLesson, readCatalogue } from './catalogue.ts'
import type { Refusal } from '../edge/refusal.ts'
import { inEnglish } from '../language/say.ts'

test('a lesson is registered by its folder, and its text says what it is called and good for', async () => {
  await using workbook = await createTemporaryWorkbook()
  await workbook.write(
    'lessons/07-new-one/README.md',
    '# A new one\n\nAfter this lesson you can do\nthis, and that. No more.\n\n## Why\n\nAfter this lesson you can not.\n',
  )
  await mkdir(join(workbook.root, 'lessons/no-number'))
  const lessons = await readCatalogue(workbook.root)
  expect(lessons.map(({ number, slug, title, ability }) => ({ number, slug, title, ability }))).toEqual([
    { number: 1, slug: 'upper-case', title: 'Upper case', ability: undefined },
    { number: 2, slug: 'lower-case', title: 'Lower case', ability: undefined },
    { number: 7, slug: 'new-one', title: 'A new one', ability: 'do this, and that.' },
  ])
})

test('two lessons with one number are refused, and so is a workbook without lessons', async () => {
  await using workbook = await createTemporaryWorkbook()
  await cp(join(workbook.root, 'lessons/01-upper-case'), join(workbook.root, 'lessons/01-again'), {
    recursive: true,
  })
  await expect(readCatalogue(workbook.root)).rejects.toThrow(
    'Two lessons have number 1: 01-again and 01-upper-case.',
  )
  await expect(readCatalogue(join(workbook.root, 'lessons'))).rejects.toThrow('There is no folder')
})

test.each([
  ['1', 'upper-case'],
  ['01', 'upper-case'],
  ['01-upper-case', 'upper-case'],
  ['lower-case', 'lower-case'],
  ['low', 'lower-case'],
])('"%s" means %s', async (wanted, slug) => {
  await using workbook = await createTemporaryWorkbook()
  expect(findLesson(await readCatalogue(workbook.root), wanted).slug).toBe(slug)
})

test.each([
  ['3', 'There is no lesson "3".', 'Did you mean 2 (lower-case) or 1 (upper-case)?'],
  ['banana', 'There is no lesson "banana".', 'All lessons: npm run list'],
  ['uper-case', 'There is no lesson "uper-case".', 'Did you mean 1 (upper-case)'],
  ['case', '"case" fits more than one lesson: 1 (upper-case), 2 (lower-case).', 'Use the number.'],
])('"%s" is refused, and the nearest are offered', async (wanted, message, remedy) => {
  await using workbook = await createTemporaryWorkbook()
  const lessons = await readCatalogue(workbook.root)
  expect(() => findLesson(lessons, wanted)).toThrow(message)
  const find = () => findLesson(lessons, wanted)
  expect(find).toThrow(expect.objectContaining({ exitCode: 3 }))
  expect(find).toThrow(
    expect.toSatisfy((refusal: Refusal) => inEnglish(refusal.remedy[0] ?? '').startsWith(remedy)),
  )
})
