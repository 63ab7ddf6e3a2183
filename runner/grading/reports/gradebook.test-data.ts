/** Gradebooks for the tests of the reports. */
import { failedResult } from '../../screens/result/stories.test-data.ts'
import { say } from '../../language/say.ts'
import type { Gradebook } from '../gradebook.ts'
import type { CheckMark, GradedLesson, LessonMark, Submission } from './gradebook-parts.ts'

const sha256 = 'ab'.repeat(32)

const lessons: readonly GradedLesson[] = [
  {
    lesson: '01-tcp-echo',
    number: 1,
    title: 'TCP echo',
    checkerSha256: sha256,
    checks: [
      { name: 'answers "hello", and <b>ends</b>', points: 1, hidden: false },
      { name: 'secretly sends back 1 MiB', points: 2.5, hidden: true },
    ],
    maximum: 3.5,
  },
  {
    lesson: '03-connection-loop',
    number: 3,
    title: 'Connection loop',
    checkerSha256: sha256,
    checks: failedResult.checks.map(({ name }) => ({ name, points: 1, hidden: false })),
    maximum: failedResult.checks.length,
  },
]

/** Somebody whose programs pass everything. */
export function createPassing(student: string): Submission {
  const marks = lessons.map(({ lesson, checks, maximum }): LessonMark => ({
    lesson,
    verdict: 'passed',
    points: maximum,
    subjectSha256: sha256,
    checks: checks.map(({ name, points }) => ({ name, verdict: 'pass', points })),
  }))
  return createSubmission(student, marks)
}

/** Puts lessons together. */
function createSubmission(student: string, marks: readonly LessonMark[]): Submission {
  const points = marks.map((mark) => mark.points)
  const sum = points.every((point) => point !== null)
    ? points.reduce<number>((a, b) => a + (b ?? 0), 0)
    : null
  return { student, source: `${student}.zip`, filesSha256: null, problems: [], points: sum, lessons: marks }
}

/** Fails lesson 3 at its second check; in lesson 1 a hidden check fails, and one that is shown waits for it. */
export function createFailing(
  student: string,
  happened = 'It printed </script>\u0000\u001B[31m & "more".',
): Submission {
  const [first, second] = lessons
  const failed = failedResult.checks.map(({ name, verdict, waitsFor, failure, transcript }): CheckMark => ({
    name,
    verdict,
    points: verdict === 'pass' ? 1 : 0,
    ...(waitsFor !== undefined && { waitsFor }),
    ...(failure && { failure }),
    ...(transcript && { transcript }),
  }))
  const failure = {
    ...failedResult.checks[1]?.failure,
    stage: 'silent',
    happened,
    printedLast: '```\n# no title\n',
    byHand: [],
  } as const
  return createSubmission(student, [
    {
      lesson: first?.lesson ?? '',
      verdict: 'failed',
      points: 0,
      subjectSha256: sha256,
      checks: [
        {
          name: first?.checks[0]?.name ?? '',
          verdict: 'skipped',
          points: 0,
          waitsFor: first?.checks[1]?.name ?? '',
        },
        {
          name: first?.checks[1]?.name ?? '',
          verdict: 'fail',
          points: 0,
          failure: { ...failure, happened: 'The secret was missed.' },
        },
      ],
    },
    {
      lesson: second?.lesson ?? '',
      verdict: 'failed',
      points: 1,
      subjectSha256: sha256,
      checks: failed.map((check, index) =>
        index === 1 ? { ...check, failure: { ...check.failure, ...failure } } : check,
      ),
    },
  ])
}

/** Unstable in one check, and with a lesson that could not be judged. */
export function createOpen(student: string): Submission {
  const [first, second] = createFailing(student).lessons
  const failing = second?.checks[1]
  return createSubmission(student, [
    {
      lesson: first?.lesson ?? '',
      verdict: 'broken',
      points: null,
      subjectSha256: sha256,
      broken: { message: 'no port was free', details: 'Error: no port' },
      checks: [],
    },
    {
      lesson: second?.lesson ?? '',
      verdict: 'unstable',
      points: 1,
      subjectSha256: sha256,
      checks: (second?.checks ?? []).map((check, index) =>
        index === 1 && failing?.failure
          ? {
              ...check,
              verdict: 'unstable',
              runs: [
                { verdict: 'fail', failure: failing.failure },
                { verdict: 'pass' },
                { verdict: 'fail', failure: failing.failure },
              ],
            }
          : check,
      ),
    },
  ])
}

/** Nothing at all. */
export function createMissing(student: string): Submission {
  const marks = lessons.map(({ lesson }): LessonMark => ({
    lesson,
    verdict: 'missing',
    points: 0,
    subjectSha256: null,
    checks: [],
  }))
  return { ...createSubmission(student, marks), source: null }
}

/** Names that somebody's file system, spreadsheet or shell does not like. */
export const awkwardNames = [
  '=1+1',
  '@SUM(A1)',
  '-2',
  '＝1',
  'Ada Lovelace',
  'ada lovelace',
  '李小龙',
  'O\'Neil "the" <b>',
  'comma, and\nnew line',
  'x'.repeat(200),
  '../../etc/passwd',
  'con',
  '.hidden',
  '\u0007bell\u202E',
] as const

/** A class with everything in it: it is whole, calibrated, and has a roster of two, one of whom handed in nothing. */
export const awkwardClass: Gradebook = {
  version: 1,
  workbook: '0.1.0',
  made: '2026-11-27T01:02:03.000Z',
  node: '20.20.2',
  platform: 'linux',
  isolation: { level: 'user', doesNotStop: [say`It may fill the disk.`] },
  seed: 1,
  shard: null,
  complete: true,
  lessons: [...lessons],
  calibration: { judged: 9, of: 9, wrong: [] },
  touched: [],
  withheld: false,
  roster: null,
  submissions: awkwardNames.map((name, index) =>
    ([createPassing, createFailing, createOpen, createMissing][index % 4] ?? createPassing)(name),
  ),
}

/** As many students as wanted, of whom some fail. */
export function createClass(count: number): Gradebook {
  const submissions = Array.from({ length: count }, (_, index) => {
    const create = index % 7 === 3 ? createFailing : index % 31 === 5 ? createMissing : createPassing
    return { ...create(`s${String(index).padStart(4, '0')}`), name: `Student ${index}` }
  })
  return { ...awkwardClass, submissions }
}
