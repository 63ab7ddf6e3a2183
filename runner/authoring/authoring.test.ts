/** The two commands for authors, through the doors that they use, with real programs and a real checker. */
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runNew } from '../commands/new.ts'
import { parseVerifyArguments, runVerify } from '../commands/verify.ts'
import { exitCodes, Refusal } from '../edge/refusal.ts'
import { judge } from '../testing/temporary-workbook.ts'
import { Cancelled } from '../edge/cancelled.ts'
import { createWorkbook, type Edge } from '../workbook.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))
let root = ''

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'socket-workbook-test-'))
  for (const name of ['lessons', 'solutions']) await mkdir(join(root, name))
  for (const name of ['node_modules', 'runner'])
    await symlink(join(repository, name), join(root, name), 'junction')
  for (const name of ['package.json', 'tsconfig.json']) await cp(join(repository, name), join(root, name))
})

afterAll(() => rm(root, { recursive: true, force: true }))

/** A workbook whose screen is read with `said`. CI is left out: what this machine lacks is not at issue here. */
function createTestWorkbook(changes: Partial<Edge> = {}) {
  const stdout = new PassThrough()
  const { CI: _, ...env } = process.env
  const workbook = createWorkbook({
    root,
    cwd: root,
    env: { ...env, NO_COLOR: '1' },
    stdin: new PassThrough(),
    stdout,
    stderr: new PassThrough(),
    verbose: false,
    signal: new AbortController().signal,
    clock: () => new Date(),
    judge,
    ...changes,
  })
  return { workbook, said: () => String(stdout.read() ?? '') }
}

test('a new lesson is complete but for its TODOs, and verify names these', async () => {
  const { workbook, said } = createTestWorkbook()
  expect(await runNew(['20', 'my-lesson'], workbook)).toBe(exitCodes.passed)
  expect(said()).toContain('lessons/20-my-lesson/check.test.ts')

  expect(await runVerify(['20', '--all'], workbook)).toBe(exitCodes.failed)
  const screen = said()
  // It stands with its lesson, and once more at the end.
  expect(new Set(screen.match(/^ {2}✗ .*$/gm))).toEqual(new Set(['  ✗ nothing is left to do']))
  expect(screen).toMatch(
    /lessons\/20-my-lesson\/README\.md:\d+\n {8}This is unfinished: draw the conversation/,
  )
  expect(screen).toMatch(/\n1 lesson, (?:[12] not run, )?14 complaints\nproofs: \d+ passed, 1 failed\n$/)
})

test.each([
  [[], 'A new lesson needs a number and a slug.'],
  [['20'], 'A new lesson needs a number and a slug.'],
  [['0', 'x'], '"0" is not a number for a lesson.'],
  [['100', 'x'], '"100" is not a number for a lesson.'],
  [['x', '20'], '"x" is not a number for a lesson.'],
  [['21', 'My_Lesson'], '"My_Lesson" is not a slug.'],
  [['21', '../../etc'], '"../../etc" is not a slug.'],
  [['20', 'other'], 'Number 20 is taken by 20-my-lesson.'],
  [['21', 'my-lesson'], 'The slug "my-lesson" is taken by 20-my-lesson.'],
])('new %j is refused', async (args, message) => {
  const before = await readdir(join(root, 'lessons'))
  const refusal = runNew(args, createTestWorkbook().workbook)
  await expect(refusal).rejects.toThrow(Refusal)
  await expect(refusal).rejects.toMatchObject({ message, exitCode: exitCodes.wrongUsage })
  expect(await readdir(join(root, 'lessons'))).toEqual(before)
})

test('Ctrl-C ends the programs under judgement and the run', async () => {
  const cancelling = new AbortController()
  let ended = 0
  let started = 0
  const { workbook } = createTestWorkbook({
    signal: cancelling.signal,
    judge: async (judgement) => {
      started += 1
      cancelling.abort(new Cancelled())
      return await judge(judgement).finally(() => (ended += 1))
    },
  })
  await expect(runVerify(['--all'], workbook)).rejects.toThrow(Cancelled)
  expect(started).toBeGreaterThan(0)
  expect(ended).toBe(started)
})

test('a checker that can not be loaded is our fault', async () => {
  await writeFile(
    join(root, 'lessons/20-my-lesson/check.test.ts'),
    '// starter fails "a" at silent\nconst (\n',
  )
  const { workbook, said } = createTestWorkbook()
  expect(await runVerify(['my-lesson', '--all'], workbook)).toBe(exitCodes.notJudged)
  expect(said()).toContain('  ! the solution passes\n')
  expect(existsSync(join(root, 'work', '20-my-lesson'))).toBe(false)
})

test.each([
  [[], { wanted: [], times: 1, all: false, deletions: false, mutants: false, slips: false }],
  [['3', 'tcp-echo'], { wanted: ['3', 'tcp-echo'] }],
  [['3', '--times', '20'], { wanted: ['3'], times: 20 }],
  [['--', '--times=20', '3'], { wanted: ['3'], times: 20 }],
  [['3', '--', '--mutants'], { wanted: ['3'], mutants: true, deletions: false }],
  [['--all'], { wanted: [], all: true }],
  [['--deletions'], { wanted: [], mutants: false, deletions: true }],
  [['--verdicts', '--share', '2/3'], { wanted: [], verdicts: true, share: { part: 2, of: 3 } }],
])('verify %j is understood', (args, parsed) => expect(parseVerifyArguments(args)).toMatchObject(parsed))

test.each([
  [['--times'], '--times needs a number.'],
  [['--times', 'often'], '--times needs a number from 1 to 9999, not "often".'],
  [['--times', '0'], '--times needs a number from 1 to 9999, not "0".'],
  [['--share', '4/3'], '--share needs a part of a whole, such as 2/5, not "4/3".'],
  [['--share'], '--share needs a part of a whole, such as 2/5, not "".'],
  [['--fast'], 'There is no option --fast.'],
])('verify %j is refused', (args, message) => expect(() => parseVerifyArguments(args)).toThrow(message))
