/** What of a learner's folder is judged: as much of it as can be copied, and what cannot is told by its name. */
import { chmod, mkdir, readdir, symlink, truncate, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findLesson, readCatalogue } from '../lessons/catalogue.ts'
import { createTemporaryWorkbook, judge, type TemporaryWorkbook } from '../testing/temporary-workbook.ts'
import { inEnglish } from '../language/say.ts'
import { createCopy } from './copy.ts'

async function copySubject({ root }: TemporaryWorkbook, subject = 'subject') {
  const lesson = findLesson(await readCatalogue(root), '1')
  return await createCopy(root, lesson, join(root, subject))
}

async function judgeSubject({ root }: TemporaryWorkbook, subject = 'subject') {
  const lesson = findLesson(await readCatalogue(root), '1')
  return await judge({ root, lesson, subject: join(root, subject) })
}

test('leaves nothing behind, and clears what a killed run left an hour ago, not what another one uses now', async () => {
  await using workbook = await createTemporaryWorkbook()
  const { root, write } = workbook
  await write('work/.stage/old/deep/server.ts', '')
  await chmod(join(root, 'work/.stage/old/deep'), 0)
  await write('work/.stage/new/server.ts', '')
  const anHourAgo = new Date(Date.now() - 3_700_000)
  await utimes(join(root, 'work/.stage/old'), anHourAgo, anHourAgo)
  await write('subject/server.ts', '')
  await (await copySubject(workbook))[Symbol.asyncDispose]()
  expect(await readdir(join(root, 'work/.stage'))).toEqual(['new'])
})

test('given files are ours, whatever the subject holds, and no package.json of theirs has any say', async () => {
  await using workbook = await createTemporaryWorkbook()
  const { write } = workbook
  await write(
    'subject/server.ts',
    `import { word } from './given/words.ts'\nimport { readdirSync } from 'node:fs'\nconsole.error(word, ...readdirSync('.').sort())`,
  )
  await write('subject/given/words.ts', `export const word = 'theirs'`)
  await write('subject/package.json', '{ "type": "commonjs" }')
  await write('subject/.env', 'SECRET=1')
  const result = await judgeSubject(workbook)
  expect(result.checks[0]?.failure?.printedLast).toBe('one .env given server.ts\n')
  expect(result.subject.files.map(({ name }) => name)).toEqual(['.env', 'given/words.ts', 'server.ts'])
})

test('links are followed, folders of any name are copied, and files of a lesson beside it', async () => {
  await using workbook = await createTemporaryWorkbook()
  const { root, write } = workbook
  await write('elsewhere/server.ts', `import { upper } from '../00-before/upper.ts'\nupper('x')`)
  await write('elsewhere/lib/a.ts', '')
  await write('00-before/upper.ts', `export { upper } from './deeper'`)
  await write('00-before/deeper.ts', 'export const upper = (text: string) => text.toUpperCase()')
  await write('subject/alternatives/other.ts', '')
  await symlink('../elsewhere/server.ts', join(root, 'subject/server.ts'))
  await symlink('../elsewhere/lib', join(root, 'subject/lib'))
  await symlink('..', join(root, 'subject/alternatives/round'))
  await symlink('nowhere', join(root, 'subject/client.ts'))
  await using copy = await copySubject(workbook)
  const found = await readdir(copy.home, { recursive: true })
  expect(found).toEqual(
    expect.arrayContaining(
      ['server.ts', 'lib/a.ts', 'alternatives/other.ts'].map((name) => `01-upper-case/${name}`),
    ),
  )
  expect(found).toEqual(expect.arrayContaining(['00-before/upper.ts']))
  expect(copy.leftOut.map(({ name, why }) => ({ name, why: inEnglish(why) }))).toEqual(
    expect.arrayContaining([
      { name: 'client.ts', why: 'it is a link to something that is not there' },
      { name: 'alternatives/round', why: 'it is a link to a folder that it is in' },
    ]),
  )
})

const unusual: readonly (readonly [string, (path: string) => Promise<unknown>, RegExp])[] = [
  ['a folder', (path) => mkdir(path), /subject\/server\.ts is a folder, where a file was due\./],
  [
    'far too big',
    async (path) => {
      await writeFile(path, '')
      await truncate(path, 600 * 1024 * 1024)
    },
    /subject\/server\.ts could not be copied: it has 600 MiB\./,
  ],
  ['a broken link', (path) => symlink('nowhere', path), /could not be copied: it is a link to something/],
  ...(process.getuid?.() === 0
    ? []
    : ([
        [
          'shut',
          (path: string) => writeFile(path, '', { mode: 0 }),
          /could not be copied: it may not be read\./,
        ],
      ] as const)),
]

test.each(unusual)('a program that is %s is named', async (_what, make, sentence) => {
  await using workbook = await createTemporaryWorkbook()
  await mkdir(join(workbook.root, 'subject'))
  await make(join(workbook.root, 'subject/server.ts'))
  const result = await judgeSubject(workbook)
  expect(result.verdict).toBe('failed')
  const failure = result.checks[0]?.failure
  expect(failure?.stage).toBe('did-not-start')
  expect(inEnglish(failure?.happened ?? '')).toMatch(sentence)
})

test('a folder with thousands of files is named, before they are copied', async () => {
  await using workbook = await createTemporaryWorkbook()
  const data = join(workbook.root, 'subject/data')
  await mkdir(data, { recursive: true })
  await Promise.all(Array.from({ length: 2_001 }, (_, index) => writeFile(join(data, String(index)), '')))
  await expect(judgeSubject(workbook)).rejects.toMatchObject({
    name: 'Refusal',
    message: expect.stringContaining(`The folder ${data} holds too much`),
  })
})

test("a folder in its copy that a program shuts is in nobody's way", async () => {
  await using workbook = await createTemporaryWorkbook()
  await workbook.write(
    'subject/server.ts',
    `import { chmodSync, mkdirSync } from 'node:fs'
     mkdirSync('a/b', { recursive: true })
     chmodSync('a/b', 0)
     chmodSync('a', 0)`,
  )
  expect((await judgeSubject(workbook)).verdict).toBe('failed')
  expect((await judgeSubject(workbook)).verdict).toBe('failed')
  expect(await readdir(join(workbook.root, 'work/.stage'))).toEqual([])
})

test('a subject that does not exist is refused', async () => {
  await using workbook = await createTemporaryWorkbook()
  await expect(judgeSubject(workbook, 'nowhere')).rejects.toMatchObject({ name: 'Refusal', exitCode: 3 })
})

test('a work/ that cannot be written is refused in words', async () => {
  await using workbook = await createTemporaryWorkbook()
  await writeFile(join(workbook.root, 'work'), 'a file where a folder should be')
  await workbook.write('subject/server.ts', '')
  await expect(judgeSubject(workbook)).rejects.toMatchObject({
    name: 'Refusal',
    remedy: [expect.objectContaining({ key: expect.stringContaining('writable') })],
  })
})
