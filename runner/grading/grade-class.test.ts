/** `npm run grade` on small lessons, with the real judge. */
import { expect, test } from 'vitest'
import { inEnglish } from '../language/say.ts'
import { areBoundsWatched } from '../processes/bounds.ts'
import { rightServer } from '../testing/small-lessons.ts'
import { createTemporaryWorkbook } from '../testing/temporary-workbook.ts'
import { parseGradebook } from './gradebook.ts'

const wrongServer = rightServer.replace('.toUpperCase()', '')

async function createClass() {
  const workbook = await createTemporaryWorkbook()
  const { write, read, run } = workbook
  await write('in/ada/work/01-upper-case/server.ts', rightServer)
  await write('in/=1+1/01-upper-case/server.ts', wrongServer)
  await write('in/李 明/server.ts', `process.exit(0)`)
  await write('roster.csv', 'id,name\nada,Ada\nzoe,"Zoë, ""Z"""\n')
  const grade = (...words: string[]) =>
    run([
      'grade',
      'in',
      '--lessons',
      '1',
      '--roster',
      'roster.csv',
      '--isolation',
      'process-only',
      '--seed',
      '5',
      ...words,
    ])
  const readMarks = async (folder: string) => {
    const gradebook = parseGradebook(JSON.parse(await read(`${folder}/results.json`)))
    return gradebook.submissions.map(({ student, points, lessons }) => [student, lessons[0]?.verdict, points])
  }
  return { ...workbook, grade, readMarks, [Symbol.asyncDispose]: () => workbook[Symbol.asyncDispose]() }
}

/** Classes are judged, some of them three times; on a busy machine that has taken more than a minute. */
const timeout = 240_000

const marks = [
  ['ada', 'passed', 2],
  ['zoe', 'missing', 0],
  ['=1+1', 'failed', 0],
  ['李 明', 'failed', 0],
]

test('grades a class by its roster, and goes on where it was', { timeout }, async () => {
  await using all = await createClass()
  const first = await all.grade('--no-calibration')
  expect(first).toMatchObject({ exitCode: 1, stderr: '' })
  expect(await all.readMarks('reports')).toEqual(marks)
  expect(first.stdout).toContain('isolation: process-only')
  expect(await all.grade()).toMatchObject({ exitCode: 3 })
  // As a run leaves it that was killed: not complete, and not everybody in it.
  const whole = parseGradebook(JSON.parse(await all.read('reports/results.json')))
  await all.write(
    'reports/results.json',
    JSON.stringify({ ...whole, complete: false, submissions: whole.submissions.slice(0, 2) }),
  )
  expect(await all.grade('--resume', '--no-calibration')).toMatchObject({ exitCode: 1 })
  expect(await all.readMarks('reports')).toEqual(marks)
  await all.write('in/zoe/server.ts', rightServer)
  const regraded = await all.grade('--out', 'again', '--regrade-diff', 'reports', '--no-calibration')
  expect(regraded.stdout).toContain('1 mark is not as before.')
  expect(regraded.stdout).toContain('zoe: 0 before, 2 now.')
  expect(regraded.stdout).toContain('There was no calibration')
})

test(
  'grades are withheld, with exit code 2, when the solution does not pass any more',
  { timeout },
  async () => {
    await using all = await createClass()
    await all.write('solutions/01-upper-case/server.ts', wrongServer)
    const { exitCode, stdout } = await all.grade()
    expect(exitCode).toBe(2)
    expect(stdout).toContain('01-upper-case, solution: It passes. It failed "answers as it should".')
  },
)

test(
  'a program that changes a checker and starts processes without end is told, and the grades are withheld',
  { timeout },
  async () => {
    await using all = await createClass()
    await all.write(
      'in/=1+1/01-upper-case/server.ts',
      `import { spawn } from 'node:child_process'
     import { appendFileSync } from 'node:fs'
     appendFileSync(process.cwd().replace(/\\/work\\/\\.stage\\/.*$/, '') + '/lessons/01-upper-case/check.test.ts', '// x\\n')
     for (let i = 0; i < 400; i++) spawn('sleep', ['60'], { stdio: 'ignore', detached: true }).unref()
     setInterval(() => {}, 1000)`,
    )
    const { exitCode, stdout } = await all.grade('--no-calibration')
    expect(exitCode).toBe(2)
    expect(stdout).toContain('lessons/01-upper-case/check.test.ts is not as it was.')
    const { submissions } = parseGradebook(JSON.parse(await all.read('reports/results.json')))
    const told = submissions.flatMap(({ student, problems }) =>
      problems.map((problem) => [student, inEnglish(problem)]),
    )
    expect(told).toEqual(
      areBoundsWatched
        ? [
            [
              '=1+1',
              'work/01-upper-case: its programs were ended, because they had started too many processes.',
            ],
          ]
        : [],
    )
  },
)

test.each([
  [['none'], 'There is no folder'],
  [['in', '--lessons', '9'], 'names no lesson'],
  [['in', '--isolation', 'none'], 'There is no isolation "none"'],
  [['in', '--jobs', '0'], '--jobs needs a whole number'],
  [['in', 'in'], 'There is a folder too many'],
  [['in', '--shard', '3/2'], 'needs a part of a whole'],
])('refuses %j', async (words, complaint) => {
  await using all = await createClass()
  const { exitCode, stderr } = await all.run(['grade', ...words])
  expect(exitCode).toBe(3)
  expect(stderr).toContain(complaint)
})
