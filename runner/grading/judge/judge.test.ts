/** Judging a class with a judge that says what it is told to: what becomes of verdicts, whatever programs do. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { checkVerdicts, type CheckReport } from '../../checker/record/verdict.ts'
import { parsePart } from '../../edge/part-of-whole.ts'
import { inEnglish, say } from '../../language/say.ts'
import type { Judgement } from '../../judging/judge.ts'
import type { LessonResult } from '../../results/result.ts'
import { inventLesson } from '../../testing/invented-lesson.ts'
import { listSubmissions } from '../gather/submissions.ts'
import { type Gradebook, parseGradebook } from '../gradebook.ts'
import { describeStanding } from '../reports/gradebook-parts.ts'
import type { KnownProgram } from './calibration.ts'
import { GradebookFile, readGradebook } from './gradebook-file.ts'
import { planLesson } from './plan-lessons.ts'
import { weighChecks } from './points.ts'
import { compareGradebooks } from './regrade-diff.ts'
import { type ClassRun, type Heading, runClass } from './run-class.ts'
import { mergeGradebooks } from './merge.ts'
import { isInShard } from './parts.ts'

const lesson = inventLesson('01-tcp-echo')

const heading: Heading = {
  version: 1,
  workbook: '0.1.0',
  made: '2026-11-27T01:02:03.000Z',
  node: '20.20.2',
  platform: 'linux',
  isolation: { level: 'process-only', doesNotStop: [] },
  seed: 7,
  shard: null,
  lessons: [
    {
      lesson: '01-tcp-echo',
      number: 1,
      title: 'TCP echo',
      checkerSha256: 'a'.repeat(64),
      checks: [
        { name: 'first', points: 2, hidden: false },
        { name: 'second', points: 0.1, hidden: true },
      ],
      maximum: 2.1,
    },
  ],
  roster: null,
}

/**
 * Judges by what stands in server.ts: a word for each run and check, "pass,fail pass,pass" for two runs of two checks. Runs
 * of one check alone take the words that stand next.
 */
function createFakeJudge() {
  const runs = new Map<string, number>()
  const judged: string[] = []
  const judge = async (judgement: Judgement): Promise<LessonResult> => {
    const text = (await readFile(join(judgement.subject, 'server.ts'), 'utf8')).trim()
    const run = runs.get(text) ?? 0
    runs.set(text, run + 1)
    judged.push(text)
    const rows = text.split(' ')
    const verdicts = (rows[Math.min(run, rows.length - 1)] ?? '').split(',').filter(Boolean)
    const checks = verdicts.map((verdict, index) => createReport(index === 0 ? 'first' : 'second', verdict))
    const verdict = verdicts.includes('fail') ? 'failed' : verdicts.includes('broken') ? 'broken' : 'passed'
    return {
      version: 2,
      lesson: { number: 1, slug: 'tcp-echo', title: 'TCP echo' },
      subject: { folder: judgement.shownAs ?? '', files: [], sha256: 'b'.repeat(64) },
      judgedBy: { workbook: '0.1.0', checkerSha256: 'a'.repeat(64) },
      verdict,
      expectedChecks: 2,
      checks,
      startedAt: heading.made,
      durationMs: 1,
      system: { node: '20.20.2', platform: 'linux', release: '6' },
    }
  }
  return { judge, judged, [Symbol.asyncDispose]: async () => {} }
}

function createReport(name: string, verdict: string): CheckReport {
  const failure = { stage: 'silent', happened: say`Nothing came.`, printedLast: '', byHand: [] } as const
  return {
    name,
    verdict: checkVerdicts.find((known) => known === verdict) ?? 'skipped',
    durationMs: 1,
    ...(verdict === 'fail' && { failure }),
    ...(verdict === 'broken' && { broken: { message: 'no', details: '' } }),
  }
}

async function createClass(programs: Readonly<Record<string, string>>) {
  const path = await mkdtemp(join(tmpdir(), 'socket-workbook-test-'))
  for (const [student, text] of Object.entries(programs)) {
    const file = join(path, 'in', student, '01-tcp-echo/server.ts')
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
  }
  const judge = createFakeJudge()
  const run = async (changes: Partial<ClassRun> = {}): Promise<Gradebook> => {
    const all = await listSubmissions(join(path, 'in'), undefined)
    const shard = changes.heading?.shard ?? null
    return await runClass({
      desk: {
        root: '/',
        judge,
        signal: new AbortController().signal,
        lessons: [lesson],
        graded: heading.lessons,
      },
      folder: join(path, 'in'),
      heading,
      submissions: all.filter(({ student }) => isInShard(student, shard)),
      known: undefined,
      earlier: [],
      jobs: 2,
      file: await GradebookFile.open(join(path, 'out')),
      onStart: () => {},
      onDone: () => {},
      ...changes,
    })
  }
  return {
    run,
    folder: path,
    judged: judge.judged,
    read: () => readGradebook(join(path, 'out')),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  }
}

test('marks follow verdicts: what fails by turns is unstable, what could not be judged has no mark', async () => {
  await using all = await createClass({
    right: 'pass,pass',
    wrong: 'fail,pass fail',
    ours: 'broken,pass',
    once: 'broken,pass pass,pass',
    both: 'fail,broken fail,broken',
    shaky: 'pass,fail pass,pass fail,fail',
    none: '',
  })
  const { submissions } = await all.run()
  const marks = submissions.map(({ student, points, lessons }) => [student, lessons[0]?.verdict, points])
  expect(marks).toEqual([
    ['both', 'broken', null],
    ['none', 'broken', null],
    ['once', 'passed', 2.1],
    ['ours', 'broken', null],
    ['right', 'passed', 2.1],
    ['shaky', 'unstable', 2],
    ['wrong', 'failed', 0.1],
  ])
  const shaky = submissions.find(({ student }) => student === 'shaky')?.lessons[0]?.checks[1]
  expect(shaky?.runs?.map(({ verdict }) => verdict)).toEqual(['fail', 'pass', 'fail'])
  expect(shaky).toMatchObject({ verdict: 'unstable', points: 0, failure: { stage: 'silent' } })
  expect(await all.read()).toMatchObject({ complete: true, submissions })
})

test('a run that goes on judges only what is new, has changed or had no mark, and gives the same', async () => {
  await using all = await createClass({ ada: 'pass,pass', bob: 'fail,pass', cyd: 'pass,fail' })
  const whole = await all.run()
  all.judged.length = 0
  const [ada, bob, cyd] = whole.submissions
  if (!ada || !bob || !cyd) throw new Error('Somebody is missing.')
  const earlier = [ada, { ...bob, points: null }, { ...cyd, filesSha256: 'c'.repeat(64) }]
  expect(await all.run({ earlier })).toEqual(whole)
  expect(new Set(all.judged)).toEqual(new Set(['fail,pass', 'pass,fail']))
})

test('a run that goes on judges a known program once, keeps a wrong verdict, and judges one that was changed', async () => {
  await using all = await createClass({ ada: 'pass,pass' })
  const know = (program: string, text: string): KnownProgram => {
    return { lesson, program, files: new Map([['server.ts', Buffer.from(text)]]), must: 'fail' }
  }
  const known = [know('a', 'fail,pass'), know('b', 'pass,pass '), know('c', 'fail,fail')]
  const written: Gradebook[] = []
  const file = { write: async (gradebook: Gradebook) => void written.push(gradebook) }
  const whole = await all.run({ known, file })
  const killed = written.filter(({ complete }) => !complete).at(-1)
  expect(killed?.calibration?.done).toHaveLength(3)
  expect([whole.calibration?.done, whole.withheld]).toEqual([undefined, true])
  all.judged.length = 0
  const earlier = { earlier: killed?.submissions ?? [], earlierCalibration: killed?.calibration ?? null }
  expect(await all.run({ known, ...earlier })).toEqual(whole)
  expect(all.judged).toEqual([])
  const mended = [...known.slice(0, 1), know('b', 'fail,fail '), ...known.slice(2)]
  expect(await all.run({ known: mended, ...earlier })).toMatchObject({ withheld: false })
  expect(all.judged).toEqual(['fail,fail'])
})

test('parts merged are the same as the whole; a hole, an overlap and another checker are refused', async () => {
  const students = ['ada', 'bob', 'cyd', 'dee', 'eve', 'Ada', '=1+1', '李 明']
  await using all = await createClass(Object.fromEntries(students.map((name) => [name, 'pass,fail'])))
  const whole = await all.run()
  const parts: Gradebook[] = []
  for (const word of ['1/3', '2/3', '3/3'])
    parts.push(await all.run({ heading: { ...heading, shard: parsePart('--shard', word) } }))
  const [one, two, three] = parts
  if (!one || !two || !three) throw new Error('A part is missing.')
  expect(mergeGradebooks([three, one, two])).toEqual(whole)
  expect(parseGradebook(JSON.parse(JSON.stringify(mergeGradebooks(parts))))).toEqual(whole)
  expect(() => mergeGradebooks([one, three])).toThrow('Part 2/3 is missing.')
  expect(() => mergeGradebooks([one, two, two, three])).toThrow('Part 2/3 is there twice.')
  expect(() => mergeGradebooks([one, { ...two, workbook: '9' }, three])).toThrow(
    'was judged by something else',
  )
  expect(() => mergeGradebooks([one, { ...two, complete: false }, three])).toThrow(
    'was not judged to its end',
  )
  expect(() => mergeGradebooks([whole])).toThrow('not parts of one whole')
  expect(() => mergeGradebooks([])).toThrow('nothing to merge')
})

test('each known program is judged in some part, the solution and the starter in each, and one that is wrong withholds all', async () => {
  await using all = await createClass({ ada: 'pass,pass', bob: 'pass,pass' })
  const files = (text: string) => new Map([['server.ts', Buffer.from(text)]])
  const known: KnownProgram[] = [
    { lesson, program: 'solution', files: files('pass,pass'), must: 'pass' },
    { lesson, program: 'starter', files: files('fail,fail'), must: 'fail' },
    ...Array.from({ length: 12 }, (_, index) => ({
      lesson,
      program: `mistakes/${index}`,
      files: files(index === 7 ? 'pass,pass ' : 'fail,pass '),
      must: 'fail' as const,
    })),
  ]
  const grade = async (programs: KnownProgram[]) => {
    const parts: Gradebook[] = []
    for (const word of ['1/3', '2/3', '3/3'])
      parts.push(
        await all.run({ known: programs, heading: { ...heading, shard: parsePart('--shard', word) } }),
      )
    return parts
  }
  const whole = await all.run({ known })
  const parts = await grade(known)
  const judged = parts.map(({ calibration }) => calibration?.judged ?? 0)
  expect(judged.reduce((sum, count) => sum + count, 0)).toBe(14 + 2 * 2)
  expect(Math.min(...judged)).toBeGreaterThan(2)
  expect(parts.filter(({ withheld }) => withheld)).toHaveLength(1)
  expect(mergeGradebooks(parts)).toEqual(whole)
  const [one, two] = parts
  const [, , other] = await grade(known.slice(0, -1))
  if (!one || !two || !other) throw new Error('A part is missing.')
  expect(() => mergeGradebooks([one, two, other])).toThrow('judged by something else')
  const fewer = { ...one, calibration: one.calibration && { ...one.calibration, judged: 3 } }
  expect(() => mergeGradebooks([fewer, ...parts.slice(1)])).toThrow('did not judge all programs')
})

test('files that were changed meanwhile withhold the grades', async () => {
  await using all = await createClass({ ada: 'pass,pass' })
  const gradebook = await all.run({ listTouched: async () => ['lessons/01-tcp-echo/check.test.ts'] })
  expect(gradebook).toMatchObject({ withheld: true, touched: ['lessons/01-tcp-echo/check.test.ts'] })
  expect(describeStanding(gradebook).map(inEnglish)).toContain(
    'lessons/01-tcp-echo/check.test.ts is not as it was.',
  )
})

test.each(['0/3', '4/3', '2', 'a/b', '1/0'])('%s is no part of a whole', (word) => {
  expect(() => parsePart('--shard', word)).toThrow('needs a part of a whole')
})

test('grades are withheld when a program with a known verdict gets another one', async () => {
  await using all = await createClass({ ada: 'pass,pass' })
  const program = (text: string, must: KnownProgram['must']): KnownProgram => {
    const files = new Map([['server.ts', Buffer.from(text)]])
    return { lesson, program: text, files, must }
  }
  const right = await all.run({
    known: [
      program('pass,pass ', 'pass'),
      program('fail,pass', 'fail'),
      program('pass,fail', { fail: 'second' }),
    ],
  })
  expect(right).toMatchObject({ withheld: false, calibration: { judged: 3, of: 3, wrong: [] } })
  const wrong = await all.run({
    known: [
      program('pass,pass', 'fail'),
      program('fail,fail', 'pass'),
      program('fail,pass', { fail: 'second' }),
      program('broken,pass', 'fail'),
    ],
  })
  expect(wrong.withheld).toBe(true)
  expect(wrong.calibration?.wrong.map(({ program }) => program)).toEqual([
    'broken,pass',
    'fail,fail',
    'fail,pass',
    'pass,pass',
  ])
})

test('the starter is judged once: for what the checks are, for points, and for the calibration', async () => {
  await using all = await createClass({ starter: 'pass,fail', broken: 'broken,fail pass,fail', none: '' })
  const judge = createFakeJudge()
  const plan = (name: string) => {
    const starter = join(all.folder, 'in', name, '01-tcp-echo')
    return planLesson(
      { root: '/', judge, signal: new AbortController().signal },
      { ...lesson, starter },
      { '01-tcp-echo': { second: 3 } },
    )
  }
  const { graded, starter } = await plan('starter')
  expect(graded).toMatchObject({
    checks: [
      { name: 'first', points: 1, starterPasses: true },
      { name: 'second', points: 3 },
    ],
    maximum: 4,
  })
  const files = new Map([['server.ts', Buffer.from('pass,fail')]])
  const gradebook = await all.run({
    submissions: [],
    known: [{ lesson, program: 'starter', files, must: 'fail', result: starter }],
  })
  expect(gradebook.calibration).toEqual({ judged: 1, of: 1, wrong: [] })
  expect([judge.judged, all.judged]).toEqual([['pass,fail'], []])
  // Judged again where a verdict is not known: a check would be taken for one that the starter fails.
  expect(await plan('broken')).toMatchObject({ graded: { checks: [{ starterPasses: true }, {}] } })
  await expect(plan('none')).rejects.toThrow('The checker of lesson 1 does not work')
})

test('what the starter passes counts only for who passes something else', async () => {
  await using all = await createClass({
    starter: 'pass,fail',
    more: 'pass,pass',
    lost: 'fail,pass',
    nothing: 'fail,fail',
    shaky: 'pass,fail pass,pass pass,fail',
  })
  const [first] = heading.lessons
  const [given, own] = first?.checks ?? []
  if (!first || !given || !own) throw new Error('There is no lesson.')
  const graded = [{ ...first, checks: [{ ...given, starterPasses: true as const }, own] }]
  const desk = {
    root: '/',
    judge: createFakeJudge(),
    signal: new AbortController().signal,
    lessons: [lesson],
  }
  const { submissions } = await all.run({
    heading: { ...heading, lessons: graded },
    desk: { ...desk, graded },
  })
  expect(submissions.map(({ student, points }) => [student, points])).toEqual([
    ['lost', 0.1],
    ['more', 2.1],
    ['nothing', 0],
    ['shaky', 0],
    ['starter', 0],
  ])
  for (const { points, lessons } of submissions)
    expect(lessons[0]?.checks.reduce((sum, check) => sum + (check.points ?? 0), 0)).toBeCloseTo(points ?? -1)
})

test('points come of a file, and one that names no check of the lesson is refused', () => {
  expect(weighChecks('x', ['a', 'b'], { x: { b: { points: 3, hidden: true } } })).toEqual([
    { name: 'a', points: 1, hidden: false },
    { name: 'b', points: 3, hidden: true },
  ])
  expect(() => weighChecks('x', ['a'], { x: { c: 3 } })).toThrow('The points name a check "c"')
})

test('a regrade says whose mark is another one, and why', async () => {
  await using all = await createClass({ ada: 'pass,pass', bob: 'fail,pass' })
  const before = await all.run()
  expect(compareGradebooks(before, before)).toEqual([])
  const [first] = heading.lessons
  if (!first) throw new Error('There is no lesson.')
  const checks = [{ name: 'first', points: 5, hidden: false }, ...first.checks.slice(1)]
  const dearer = [{ ...first, checks, maximum: 5.1 }]
  const after = await all.run({
    heading: { ...heading, lessons: dearer },
    desk: {
      root: '/',
      judge: createFakeJudge(),
      signal: new AbortController().signal,
      lessons: [lesson],
      graded: dearer,
    },
  })
  expect(
    compareGradebooks(before, after).map(({ student, before, after }) => [student, before, after]),
  ).toEqual([['ada', 2.1, 5.1]])
  expect(JSON.stringify(compareGradebooks(before, after))).toContain('the points were changed')
})
