/** What was left out of the copy and is asked for is told by its name, with the reason, and not as Node's error alone. */
import { mkdir, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { inEnglish } from '../language/say.ts'
import { findLesson, readCatalogue } from '../lessons/catalogue.ts'
import { createTemporaryWorkbook, judge } from '../testing/temporary-workbook.ts'

async function tell(text: string) {
  await using workbook = await createTemporaryWorkbook()
  const { root, write } = workbook
  await write('subject/server.ts', text)
  await write('subject/package.json', '{ "type": "commonjs", "imports": { "#upper": "./upper.ts" } }')
  await write('subject/node_modules/upper/index.js', '')
  await write('subject/.git/HEAD', 'ref: refs/heads/main')
  await mkdir(join(root, 'subject/parts'))
  await symlink('nowhere', join(root, 'subject/parts/upper.ts'))
  await symlink('.', join(root, 'subject/round'))
  await mkdir(join(root, '00-before'))
  for (const name of ['subject/words.ts', '00-before/words.ts']) {
    await writeFile(join(root, name), '')
    await truncate(join(root, name), 100 * 1024 * 1024)
  }
  const lesson = findLesson(await readCatalogue(root), '1')
  const { verdict, checks } = await judge({ root, lesson, subject: join(root, 'subject') })
  const failure = checks[0]?.failure
  return { verdict, stage: failure?.stage, happened: inEnglish(failure?.happened ?? '') }
}

const aLink =
  'subject/parts/upper.ts is not in the copy that is judged: it is a link to something that is not there.'
const tooBig = 'words.ts is not in the copy that is judged: it has 100 MiB.'
const ourPackages = 'subject/node_modules is not in the copy that is judged: the lessons need no packages.'
const ourPackage =
  'subject/package.json is not in the copy that is judged: the workbook has one for all lessons.'

test.each([
  [`import './parts/upper.ts'`, aLink],
  [`import './parts/upper'`, aLink],
  [`await import('./parts/upper.js')`, aLink],
  [`import './words.ts'`, `subject/${tooBig}`],
  [`import '../00-before/words.ts'`, ` 00-before/${tooBig}`],
  [`import './round/words.ts'`, 'subject/round is not in the copy that is judged: it is a link to a folder'],
  [`import 'upper'`, ourPackages],
  [`import { name } from './package.json'\nname`, ourPackage],
])('a program that could not load for the lack of it: %s', async (text, sentence) => {
  const { verdict, stage, happened } = await tell(text)
  expect({ verdict, stage }).toEqual({ verdict: 'failed', stage: 'did-not-start' })
  expect(happened).toContain(sentence)
})

test.each([
  [`require('node:net')`, ourPackage],
  [`import '#upper'`, ourPackage],
  [`import { createRequire } from 'node:module'\ncreateRequire(import.meta.url)('upper')`, ourPackages],
  [`import { readFileSync } from 'node:fs'\nreadFileSync('.git/HEAD')`, 'subject/.git is not in the copy'],
])('a program that ended with an error for the lack of it: %s', async (text, sentence) => {
  const { stage, happened } = await tell(text)
  expect(stage).toBe('exited-early')
  expect(happened).toContain(sentence)
})

test('what is in the copy, or never was anywhere, is not told to be left out', async () => {
  const { happened } = await tell(`import './nothing.ts'`)
  expect(happened).toMatch(/Cannot find module 'subject\/nothing\.ts' imported from subject\/server\.ts$/)
})
