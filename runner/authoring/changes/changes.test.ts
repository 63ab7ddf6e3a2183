import { mkdtemp, rm, mkdir, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readCatalogue } from '../../lessons/catalogue.ts'
import { createChangedSubjects, readSources, replaceBy } from './changed-programs.ts'
import { listDeletions } from './deletions.ts'
import { listMutations } from './mutations.ts'
import { complainAboutSurvivors } from './survivors.ts'
import { listSlips } from './slips.ts'
import { listSwaps } from './swaps.ts'

const program = `import { createServer } from 'node:net'

const port = 1
createServer((socket) => {
  // A comment.
  if (port > 0) socket.end()
}).listen(port, '127.0.0.1')
`

test('each line that is not blank is deleted, and each statement', async () => {
  const deletions = await listDeletions('server.ts', program)
  expect(deletions.map(({ line, what }) => `${line} ${what}`)).toEqual([
    "1 the line `import { createServer } from 'node:net'` deleted",
    '3 the line `const port = 1` deleted',
    '4 the line `createServer((socket) => {` deleted',
    '5 the line `// A comment.` deleted',
    '6 the line `if (port > 0) socket.end()` deleted',
    "7 the line `}).listen(port, '127.0.0.1')` deleted",
    "1 the statement `import { createServer } from 'node:net'` deleted",
    '3 the statement `const port = 1` deleted',
    '4 the statement `createServer((socket) => { // A comment. if (port > 0) sock…` deleted',
    '6 the statement `if (port > 0) socket.end()` deleted',
    '6 the statement `socket.end()` deleted',
  ])
  expect(deletions[4]?.source).toBe(program.replace('  if (port > 0) socket.end()\n', ''))
  expect(deletions.at(-1)?.source).toBe(program.replace('socket.end()', '{}'))
})

test.each<[string, string, string[]]>([
  ['a condition', `const y = x ? 'a b' : z`, ["const y = !(x) ? 'a b' : z"]],
  ['a call', `go(x)`, ['{}']],
  ['an awaited call', `await go(x)`, ['{}', 'go(x)']],
  ['a listener in a chain', `const s = a().on('data', f)`, ['const s = a()']],
  ['a chain of listeners', `a.on('x', f).once('y', g)`, ['{}', `a.on('x', f)`, `a.once('y', g)`]],
  ['an address', `const host = '127.0.0.1'`, [`const host = '0.0.0.0'`]],
  [
    'numbers',
    `const n = [0, 1, 0x61]`,
    ['const n = [1, 1, 0x61]', 'const n = [0, 0, 0x61]', 'const n = [0, 1, 98]'],
  ],
  ['a word', `const quit = x === 'q'`, [`const quit = x === ''`]],
  ['an empty word', `const quit = ''`, [`const quit = 'x'`]],
  ['a sentence is free', `const words = 'Nobody listens.'`, []],
  ['an import', `import { a } from 'node:net'`, []],
  [
    'a function',
    `const f = () => { y = 2 }`,
    ['const f = () => { return; y = 2 }', 'const f = () => { y = 3 }'],
  ],
  ['a function that does nothing', `const f = () => {}`, []],
  ['what is no program', `const (`, []],
])('mutants of %s', async (_, source, mutants) => {
  const found = (await listMutations('server.ts', source)).map((mutant) => mutant.source)
  expect(found.toSorted()).toEqual(mutants.toSorted())
})

test.each<[string, string, string[]]>([
  ['a listener', `s.on('data', f)`, [`s.once('data', f)`]],
  ['what comes once', `s.on('end', f)`, []],
  ['an order', `q.push(x)`, ['q.unshift(x)']],
  ['what is in a prototype', `x.constructor`, []],
  ['words of its own', 'console.log(`listening on ${host}:${port}`)', []],
  ['output', 'console.log(text)', ['console.error(text)']],
  ['a border', `const y = a <= b`, ['const y = a < b']],
  ['two conditions', `const y = a && b`, ['const y = a', 'const y = b']],
  ['a default', `const y = a ?? b`, []],
  ['a truth', `f({ allowHalfOpen: true })`, ['f({ allowHalfOpen: false })']],
  ['what is remembered', `n++`, ['{}']],
  ['a step', `f(line.trim())`, ['f(line)']],
  ['a key', 'm.get(`${a}:${b}`)', ['m.get(`:${b}`)', 'm.get(`${a}:`)', 'm.get(`${a}${b}`)']],
  ['text', `f(x.toString())`, [`f(x.toString('latin1'))`, 'f(x.toString().trim())']],
  ['bytes', `f(Buffer.byteLength(x))`, ['f(x.length)']],
  ['a word', `const y = x === 'q'`, [`const y = x.startsWith('q')`, `const y = x.toLowerCase() === 'q'`]],
  ['all of a kind', `const y = /a/gu`, ['const y = /a/u']],
  ['a loop', `while (x) break`, ['while (x) continue']],
])('slips in %s', async (_, source, slips) => {
  const found = (await listSlips('server.ts', source)).map((slip) => slip.source)
  expect(found.toSorted()).toEqual(slips.toSorted())
})

test('a mutant says where and what was changed', async () => {
  const [mutant] = await listMutations('server.ts', '\n\nserver.close()\n')
  expect(mutant).toMatchObject({ file: 'server.ts', line: 3, what: '`server.close()` left out' })
})

describe('on disk', () => {
  const repository = fileURLToPath(new URL('../../..', import.meta.url))
  const { signal } = new AbortController()
  let root = ''
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'socket-workbook-test-'))
    const given = `import { word } from './given/word.ts'\n`
    await write('lessons/01-one/starter/server.ts', `${given}const x = word\nconsole.log(x.length)\n`)
    await write('lessons/01-one/starter/given/word.ts', `export const word = 'a'\n`)
    await write('solutions/01-one/server.ts', '1')
    await write('solutions/01-one/client.ts', '1')
    await write('solutions/02-two/server.ts', '2')
    for (const name of ['server.ts', 'client.ts']) await write(`lessons/02-two/starter/${name}`, '')
    for (const name of ['server.ts', 'client.ts', 'own.ts'])
      await write(`lessons/03-three/starter/${name}`, '')
  })
  afterAll(() => rm(root, { recursive: true, force: true }))

  test('what does not compile, or is the same program, is no change', async () => {
    const starter = join(root, 'lessons/01-one/starter')
    const { 'server.ts': source = '' } = await readSources(starter)
    const change = (text: string, what: string) =>
      replaceBy({ file: 'server.ts', line: 1, what, source: text })
    const replacements = [
      change(source.replace('x.length', 'x.size'), 'does not compile'),
      change(`// a comment\n${source}`, 'is the same'),
      change(source.replace('console.log(x.length)', ''), 'leaves something unused'),
      change(source.replace('console.log(x.length)\n', ''), 'is the same as the one before'),
    ]
    const folders: string[] = []
    {
      await using changed = await createChangedSubjects(
        repository,
        starter,
        join(starter, 'given'),
        replacements,
        signal,
      )
      expect(changed.subjects.map(({ what }) => what)).toEqual(['leaves something unused'])
      folders.push(...changed.subjects.map(({ folder }) => folder))
      expect(await readSources(folders[0] ?? '')).toEqual({
        'server.ts': replacements[2]?.sources['server.ts'],
      })
    }
    expect(folders.some((folder) => existsSync(folder))).toBe(false)
  })

  test('a starter is swapped for each earlier solution, and for the latest of each file', async () => {
    const [one, two, three] = await readCatalogue(root)
    if (!one || !two || !three) throw new Error('no lessons')
    expect(await listSwaps(one, [])).toEqual([])
    expect((await listSwaps(three, [one, two])).map(({ what, sources }) => [what, sources])).toEqual([
      ['the solution of lesson 1 in its place', { 'server.ts': '1', 'client.ts': '1' }],
      ['the solution of lesson 2 in its place', { 'server.ts': '2' }],
      [
        'the latest solution of an earlier lesson in the place of each',
        { 'server.ts': '2', 'client.ts': '1' },
      ],
    ])
  })
})

const survivor = { place: 'server.ts:12', what: '`a ? b : c` negated', folder: '' }

test.each<[string, string, string[]]>([
  ['one that is kept', '# Survivors\n\n- `server.ts`: `a ? b : c` negated: because: so.\n', []],
  ['one that is not kept', '', ['survivors.md: This mutant passes, at server.ts:12: `a ? b : c` negated']],
  [
    'one without a reason',
    '- `server.ts`: `a ? b : c` negated\n',
    ['survivors.md:1: This line gives no reason.'],
  ],
  [
    'one that is gone',
    '- `server.ts`: `a ? b : c` negated: so.\n- `client.ts`: 1 changed to 0: so.\n',
    ['survivors.md:2: This mutant does not survive, or there is no such mutant: `client.ts`: 1 changed to 0'],
  ],
])('the list of survivors: %s', (_, source, complaints) => {
  const found = complainAboutSurvivors([survivor], source, 'survivors.md')
  expect(found.map(({ place, problem }) => `${place}: ${problem}`)).toEqual(complaints)
})

test('one that is on the list may be of another kind', () => {
  const others = [{ place: 'server.ts:3', what: '1 changed to 0' }]
  const source = '- `server.ts`: 1 changed to 0: so.\n'
  expect(complainAboutSurvivors([], source, 'survivors.md', { others })).toEqual([])
})

test('the name of one may end with code', () => {
  const slip = { place: 'server.ts:3', what: '`a && b` changed to `b`', folder: '' }
  const source = '- `server.ts`: `a && b` changed to `b`: so.\n'
  expect(complainAboutSurvivors([slip], source, 'survivors.md')).toEqual([])
})

test('of a part of the mutants nobody knows whether one that is on the list survives', () => {
  const source = '- `client.ts`: 1 changed to 0: so.\n'
  const found = complainAboutSurvivors([], source, 'survivors.md', { isWhole: false })
  expect(found).toEqual([])
})
