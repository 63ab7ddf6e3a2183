import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CheckReport, Stage } from '../checker/record/verdict.ts'
import { readCatalogue, type Lesson } from '../lessons/catalogue.ts'
import { resultVersion, type LessonResult } from '../results/result.ts'
import { keepNothing } from './kept/kept-proofs.ts'
import type { ProofDesk } from './proof-desk.ts'
import { foldBlanks } from './proof.ts'
import { proveLesson } from './prove-lesson.ts'
import type { Wanted } from './prove-subjects.ts'
import { renderLessonProofs, renderSummary } from './render-proofs.ts'
import { writeNewLesson } from './scaffold.ts'
import { createWorkQueue } from './work-queue.ts'

const answers = 'answers "hello" with "HELLO", not a byte more'
const ends = 'ends the connection first and then exits 0'
const lessonPath = 'lessons/20-my-lesson'
const solutionPath = 'solutions/20-my-lesson'

/** What each program of the template is told, without running it. */
const outcomes = new Map<string, [check: string, stage: Stage, happened: string]>([
  ['starter', [answers, 'silent', 'Your server sent nothing.']],
  ['adds-a-line-feed', [answers, 'extra-bytes', 'Your server sent 1 byte more than was due: "\\n".']],
  ['echoes-unchanged', [answers, 'wrong-bytes', 'It sent "hello" where the answer, "HELLO", was due.']],
  ['never-ends-the-connection', [answers, 'never-closed', 'It did not end the connection after its answer.']],
  ['keeps-listening', [ends, 'does-not-stop', 'Your server was still running 2 s after.']],
])

const picture = `sequenceDiagram
  participant client
  participant server
  client->>server: a word
`

let root = ''

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'socket-workbook-test-'))
  await writeNewLesson(root, { number: 20, slug: 'my-lesson' })
  await edit(`${lessonPath}/README.md`, (text) =>
    text
      .replace(/```console\n.*?```/gs, '```console\n$ true\n```')
      // Nobody is judged here, so no check could see what a picture quotes.
      .replace(/```mermaid\n.*?```/s, `\`\`\`mermaid\n${picture}\`\`\``),
  )
  for (const path of [
    ...['README.md', 'hints.md', 'check.test.ts'].map((name) => `${lessonPath}/${name}`),
    ...['', 'alternatives/awaiting/', 'alternatives/in-a-class/'].map(
      (name) => `${solutionPath}/${name}server.ts`,
    ),
  ]) {
    await edit(path, (text) => text.replace(/^.*\bTODO\b.*\n/gm, ''))
  }
})

afterEach(() => rm(root, { recursive: true, force: true }))

async function edit(path: string, change: (text: string) => string): Promise<void> {
  await writeFile(join(root, path), change(await readFile(join(root, path), 'utf8')))
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true })
  await writeFile(join(root, path), text)
}

function createResult(folder: string): LessonResult {
  const outcome = outcomes.get(folder.split('/').at(-1) ?? '')
  const report = (name: string): CheckReport => {
    const holds = name === answers ? [1, 2, 3] : [4]
    if (outcome?.[0] !== name) return { name, holds, verdict: 'pass', durationMs: 1 }
    const [, stage, happened] = outcome
    return {
      name,
      holds,
      verdict: 'fail',
      durationMs: 1,
      failure: { stage, happened, help: '', printedLast: '', byHand: [] },
    }
  }
  return {
    version: resultVersion,
    lesson: { number: 20, slug: 'my-lesson', title: 'My lesson' },
    subject: { folder, files: [], sha256: '' },
    judgedBy: { workbook: '0', checkerSha256: '' },
    verdict: outcome ? 'failed' : 'passed',
    expectedChecks: 2,
    checks: [answers, ends].map(report),
    startedAt: '2026-11-21T00:00:00.000Z',
    durationMs: 1,
    system: { node: '20', platform: 'linux', release: '6' },
  }
}

const nothingTried = { deletions: false, mutants: false, slips: false, asTyped: false, verdicts: false }

async function prove(changes: Partial<ProofDesk> = {}) {
  const [lesson] = await readCatalogue(root)
  if (!lesson) throw new Error('no lesson')
  const { signal } = new AbortController()
  await using queue = createWorkQueue(2, signal)
  const judge = async (_: Lesson, folder: string) => createResult(folder)
  const desk = {
    root,
    env: process.env,
    signal,
    times: 1,
    queue,
    judge,
    tries: nothingTried,
    judgesAlone: false,
    kept: keepNothing,
    catalogue: [lesson],
    typeErrors: [],
    codeComplaints: [],
  }
  return await proveLesson({ ...desk, ...changes }, lesson)
}

test('where only verdicts are asked for, each program is judged, a wrong one by the check that it has to fail', async () => {
  const judged: (readonly [string, Wanted | undefined])[] = []
  const { proofs } = await prove({
    tries: { ...nothingTried, verdicts: true },
    judgesAlone: true,
    judge: async (_, folder, wanted) => {
      judged.push([basename(folder), wanted])
      return createResult(folder)
    },
  })
  expect(proofs.map(({ claim }) => claim).filter((claim) => !/passes|fails/.test(claim))).toEqual([])
  expect(proofs.flatMap(({ complaints }) => complaints)).toEqual([])
  expect(judged).toContainEqual(['20-my-lesson', {}])
  const shares = [1, 2, 3].map(async (part) => {
    const tries = { ...nothingTried, verdicts: true }
    const { proofs } = await prove({ tries, share: { part, of: 3 } })
    return proofs.flatMap(({ claim }) => /^the mistake (\S+)/.exec(claim)?.[1] ?? [])
  })
  const told = await Promise.all(shares)
  expect(told.map(({ length }) => length)).toEqual([2, 1, 1])
  expect(new Set(told.flat()).size).toBe(4)
  expect(judged.filter(([name]) => name === 'keeps-listening')).toEqual([
    ['keeps-listening', { only: expect.any(String) }],
  ])
})

test('as typed, each program is judged so that it is started as by hand', async () => {
  const ways = new Set<boolean | undefined>()
  const { proofs } = await prove({
    tries: { ...nothingTried, asTyped: true },
    judge: async (_, folder, wanted) => {
      ways.add(wanted?.asTyped)
      return createResult(folder)
    },
  })
  expect([proofs.length, [...ways]]).toEqual([8, [true]])
})

/** Each complaint as "place: problem". */
async function complain(changes: Partial<ProofDesk> = {}): Promise<string[]> {
  const { proofs } = await prove(changes)
  return proofs.flatMap(({ complaints }) => complaints.map(({ place, problem }) => `${place}: ${problem}`))
}

test('the template without its TODOs has nothing to complain about', async () => {
  const proofs = await prove()
  expect(proofs.proofs.flatMap(({ complaints }) => complaints)).toEqual([])
  const summary = renderSummary([proofs], 0, { width: 80, colour: false })
  expect(summary).toBe('1 lesson, 0 complaints\nproofs: 25 passed, 0 failed\n')
  const screen = renderLessonProofs(proofs, { width: 80, colour: false })
  expect(screen).toMatch(/^Lesson 20 · My lesson\n {2}✓ /)
  expect(screen).toContain('    keeps-listening           · ✗\n')
  expect(screen.split('\n').every((line) => line.length <= 80)).toBe(true)
})

const damages: [name: string, damage: () => Promise<unknown>, complaint: string][] = [
  [
    'a stray file in the lesson',
    () => write(`${lessonPath}/notes.txt`, ''),
    `${lessonPath}/notes.txt: This does not belong here.`,
  ],
  [
    'a stray file in the starter',
    () => write(`${lessonPath}/starter/package.json`, ''),
    `${lessonPath}/starter/package.json: This does not belong here.`,
  ],
  [
    'a stray folder in the solution',
    () => write(`${solutionPath}/old/server.ts`, ''),
    `${solutionPath}/old: This does not belong here.`,
  ],
  [
    'a stray file among the mistakes',
    () => write(`${solutionPath}/mistakes/server.ts`, ''),
    `${solutionPath}/mistakes/server.ts: This does not belong here.`,
  ],
  ['no hints', () => rm(join(root, lessonPath, 'hints.md')), `${lessonPath}: hints.md is missing.`],
  [
    'a program without a starter',
    () => write(`${solutionPath}/client.ts`, ''),
    `${solutionPath}/client.ts: The starter has no file of this name.`,
  ],
  [
    'a starter without a solution',
    () => write(`${lessonPath}/starter/client.ts`, ''),
    `${lessonPath}/starter/client.ts: The solution has no file of this name.`,
  ],
  [
    'a given file that differs',
    () => write(`${solutionPath}/given/frames.ts`, '// other'),
    `${solutionPath}/given/frames.ts: This differs from ${lessonPath}/starter/given/frames.ts.`,
  ],
  [
    'one alternative',
    () => rm(join(root, solutionPath, 'alternatives/awaiting'), { recursive: true }),
    `${solutionPath}/alternatives: There are 1 alternatives; a lesson has at least 2.`,
  ],
  [
    'an empty alternative',
    () => mkdir(join(root, solutionPath, 'alternatives/empty')),
    `${solutionPath}/alternatives/empty: There are no programs in this folder.`,
  ],
  [
    'an alternative with a strange name',
    () => write(`${solutionPath}/alternatives/In_Classes/server.ts`, ''),
    `${solutionPath}/alternatives/In_Classes: This name is not in small letters and hyphens.`,
  ],
  [
    'a TODO',
    () => edit(`${lessonPath}/hints.md`, (text) => `<!-- TODO: one more -->\n${text}`),
    `${lessonPath}/hints.md:1: This is unfinished: one more`,
  ],
  [
    'two hints',
    () => write(`${lessonPath}/hints.md`, '## A\n\na\n\n## B\n\nb\n'),
    `${lessonPath}/hints.md: There are 2 hints.`,
  ],
  [
    'a dead link',
    () => edit(`${lessonPath}/README.md`, (text) => `${text}- [x](gone.md)\n`),
    'The link "gone.md" leads to a file that does not exist.',
  ],
  [
    'a wide picture',
    () =>
      edit(`${lessonPath}/README.md`, (text) =>
        text.replace('```console\n', `\`\`\`text\n${'─'.repeat(81)}\n\`\`\`\n\n\`\`\`console\n`),
      ),
    'This line is 81 columns wide',
  ],
  [
    'a check that the text does not name',
    () => edit(`${lessonPath}/README.md`, (text) => text.replace(/^- \*\*ends.*$/m, '')),
    `"How it is checked" does not name the check "${ends}".`,
  ],
  [
    'a session that goes otherwise',
    () => edit(`${lessonPath}/README.md`, (text) => text.replace('$ true', '$ echo a\nb')),
    '"a" appeared where the text shows "b"',
  ],
  [
    'a checker that does not announce the starter',
    () => edit(`${lessonPath}/check.test.ts`, (text) => text.replace(/^.*\n/, '')),
    `${lessonPath}/check.test.ts:1: The first line does not say at which check the starter fails.`,
  ],
  [
    'a starter that fails elsewhere',
    () => edit(`${lessonPath}/check.test.ts`, (text) => text.replace('at silent', 'at refused')),
    `${lessonPath}/starter: It fails "${answers}" at silent, but should at refused.`,
  ],
  [
    'a mistake that announces nothing',
    () => edit(`${solutionPath}/mistakes/echoes-unchanged/server.ts`, (text) => text.replace(/^.*\n/, '')),
    `${solutionPath}/mistakes/echoes-unchanged: No file of this mistake says in its first line how it fails.`,
  ],
  [
    'a mistake that announces no stage of ours',
    () =>
      edit(`${solutionPath}/mistakes/echoes-unchanged/server.ts`, (text) =>
        text.replace('wrong-bytes', 'wrong'),
      ),
    `${solutionPath}/mistakes/echoes-unchanged/server.ts:1: There is no stage "wrong".`,
  ],
  [
    'a mistake that passes',
    () => write(`${solutionPath}/mistakes/is-right/server.ts`, `// fails "${ends}" at crashed: x\n`),
    `${solutionPath}/mistakes/is-right: It passes, but should fail "${ends}" at crashed.`,
  ],
  [
    'a step of the task that no check holds',
    () =>
      edit(`${lessonPath}/README.md`, (text) =>
        text.replace('## How it is', '5. It is quick.\n\n## How it is'),
      ),
    'No check holds item 5: It is quick.',
  ],
  [
    'a check that nothing fails',
    () => rm(join(root, solutionPath, 'mistakes/keeps-listening'), { recursive: true }),
    `${lessonPath}/check.test.ts: No mistake fails the check "${ends}", so nothing shows that it can fail.`,
  ],
]

test.each(damages)('%s is complained about', async (_, damage, complaint) => {
  await damage()
  expect(await complain()).toContainEqual(expect.stringContaining(complaint))
})

test('what does not compile is complained about', async () => {
  const typeErrors = [{ file: `${lessonPath}/starter/server.ts`, line: 3, code: 2322, message: 'No.' }]
  expect(await complain({ typeErrors })).toEqual([
    `${lessonPath}/starter/server.ts:3: It does not compile: No. (TS2322)`,
  ])
})

test('a solution that passes only sometimes is told as such', async () => {
  let judged = 0
  const judge = async (_: Lesson, folder: string) => {
    const isSolution = folder.endsWith('20-my-lesson')
    return createResult(isSolution && ++judged === 2 ? 'keeps-listening' : folder)
  }
  const { proofs } = await prove({ judge, times: 3 })
  expect(proofs.find(({ verdict }) => verdict === 'refuted')).toMatchObject({
    claim: 'the solution passes 2 of 3 times',
    complaints: [{ problem: expect.stringContaining(`It fails "${ends}" at does-not-stop`) }],
  })
})

test('a mistake is judged up to the check that it must fail, and in whole if that passes', async () => {
  const asked: string[] = []
  const judge = async (_: Lesson, folder: string, { upTo }: Wanted = {}): Promise<LessonResult> => {
    const name = folder.split('/').at(-1) ?? ''
    if (folder.includes('mistakes')) asked.push(`${name} up to ${upTo}`)
    const result = createResult(folder)
    const isRefuted = name === 'keeps-listening' && upTo !== undefined
    return isRefuted ? { ...result, verdict: 'broken', checks: [] } : result
  }
  const { proofs } = await prove({ judge })
  const mistakes = proofs.filter(({ claim }) => claim.startsWith('the mistake'))
  expect(mistakes.map(({ verdict }) => verdict)).toEqual(['held', 'held', 'held', 'held'])
  expect(asked.filter((line) => line.startsWith('keeps-listening'))).toEqual([
    `keeps-listening up to ${ends}`,
    'keeps-listening up to undefined',
  ])
  expect(asked.filter((line) => line.endsWith('up to undefined'))).toHaveLength(1)
})

test('a mistake that is told otherwise at first is judged again, and the end of the log says so', async () => {
  let judged = 0
  const judge = async (_: Lesson, folder: string) => {
    const isOther = folder.endsWith('echoes-unchanged') && ++judged === 1
    return createResult(isOther ? 'never-ends-the-connection' : folder)
  }
  const proofs = await prove({ judge })
  expect(judged).toBe(2)
  const summary = renderSummary([proofs], 0, { width: 200, colour: false })
  expect(foldBlanks(summary)).toBe(
    'Lesson 20: held at the second try ✓ the mistake echoes-unchanged fails at wrong-bytes: only when judged again. ' +
      `It fails "${answers}" at never-closed, but should at wrong-bytes. It is told: "It did not end the connection ` +
      'after its answer." 1 lesson, 0 complaints proofs: 25 passed, 0 failed',
  )
})

test('a wrong program that passes is not judged again, and the end of the log says so', async () => {
  let judged = 0
  const judge = async (_: Lesson, folder: string) => {
    const isOther = folder.endsWith('keeps-listening') && ++judged <= 2
    return createResult(isOther ? 'passes' : folder)
  }
  const proofs = await prove({ judge })
  expect(judged).toBe(2)
  expect(renderSummary([proofs], 0, { width: 200, colour: false })).toMatch(
    /^Lesson 20: did not hold\n {2}✗ the mistake keeps-listening fails[^]*It passes, but should fail[^]*3 failed\n$/u,
  )
})

test('a broken checker is nobody else’s fault', async () => {
  const judge = async (_: Lesson, folder: string): Promise<LessonResult> => ({
    ...createResult(folder),
    verdict: 'broken',
    broken: { message: 'It can not be loaded.', details: 'at line 3' },
  })
  const { proofs } = await prove({ judge })
  const broken = proofs.filter(({ verdict }) => verdict === 'broken')
  expect(broken).toHaveLength(8)
  expect(broken[0]?.complaints[0]?.problem).toBe('The checker broke before its checks: It can not be loaded.')
})
