/** What a learner's program can do to the judge, and what the judge makes of it. Nothing may be left behind. */
import { writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { CheckReport } from '../checker/record/verdict.ts'
import { inEnglish } from '../language/say.ts'
import { describe, expect, test } from 'vitest'
import { readCatalogue } from '../lessons/catalogue.ts'
import { resultSchema } from '../results/result.ts'
import { findProcesses } from '../testing/processes.ts'
import { createTemporaryWorkbook, judge } from '../testing/temporary-workbook.ts'
import { createJudge } from './judge.ts'
import * as v from 'valibot'

async function readLesson(root: string) {
  const [lesson] = await readCatalogue(root)
  if (!lesson) throw new Error('the small workbook has no lesson')
  return lesson
}

async function judgeProgram(program: string | undefined, { checker }: { checker?: string } = {}) {
  await using workbook = await createTemporaryWorkbook()
  const { root, write } = workbook
  await mkdir(join(root, 'subject'))
  if (program !== undefined) await write('subject/server.ts', program)
  if (checker !== undefined) await write('lessons/01-upper-case/check.test.ts', checker)
  const result = await judge({ root, lesson: await readLesson(root), subject: join(root, 'subject') })
  // The file must be acceptable to whoever reads it, whatever the program was like.
  v.parse(resultSchema, result)
  expect(await findProcesses(root)).toEqual([])
  return result
}

const answering = (before: string, after = '') => `import { createServer } from 'node:net'
${before}
const server = createServer((socket) => {
  socket.on('error', () => {})
  socket.on('data', (chunk) => socket.write(chunk.toString().toUpperCase()))
})
server.listen(Number(process.env.PORT ?? 9909), '127.0.0.1')
${after}
`

// Most of the time goes by in waiting, so the cases of a table run side by side.
describe.concurrent('a program that is right passes', () => {
  test.each([
    ['plainly', answering('')],
    ['although it ignores SIGTERM', answering(`process.on('SIGTERM', () => {})`)],
    [
      'although it prints without end',
      answering('', `setInterval(() => process.stdout.write('x'.repeat(1 << 16)), 1)`),
    ],
    ['although it opens a second port on loopback', answering('', `createServer().listen(0, '127.0.0.1')`)],
    [
      'although it leaves a detached child behind',
      answering(
        `import { spawn } from 'node:child_process'`,
        `spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { detached: true, stdio: 'inherit' }).unref()`,
      ),
    ],
    [
      'although a child listens for it',
      `import { spawn } from 'node:child_process'
if (process.argv[2] !== 'child') spawn(process.execPath, [...process.execArgv, process.argv[1]!, 'child'], { stdio: 'inherit' })
else { ${answering('').replace(/^import.*$/m, `const { createServer } = await import('node:net')`)} }`,
    ],
  ])('%s', async (_what, program) => {
    const result = await judgeProgram(program)
    expect(result.checks.map(({ failure }) => failure?.happened)).toEqual([undefined, undefined])
    expect(result.verdict).toBe('passed')
  })
})

describe.concurrent('a program that is wrong fails at its rung, with its sentence', () => {
  test.each([
    ['missing file', undefined, 'did-not-start', /There is no file subject\/server\.ts/],
    ['empty file', '', 'exited-early', /ended with exit code 0 before it was listening/],
    ['syntax error', 'const = 1', 'did-not-start', /server\.ts:1:6: Expected identifier/],
    ['missing import', `import './nowhere.ts'`, 'did-not-start', /could not be loaded/],
    [
      'throws at start',
      `throw new RangeError('too much')`,
      'exited-early',
      /an error before it was listening: RangeError: too much/,
    ],
    ['exits at once', 'process.exit(0)', 'exited-early', /ended with exit code 0/],
    [
      'ends itself by a signal',
      `process.kill(process.pid, 'SIGKILL')`,
      'exited-early',
      /by the signal SIGKILL/,
    ],
    [
      'listens on another port',
      answering('').replace('Number(process.env.PORT ?? 9909)', '0'),
      'listening-elsewhere',
      /listens on 127\.0\.0\.1:\d+, and not on 127\.0\.0\.1:\d+/,
    ],
    [
      'listens on ::1',
      answering('').replace('127.0.0.1', '::1'),
      'listening-elsewhere',
      /listens on \[::1\]:\d+/,
    ],
    ['never listens', 'process.stdin.resume()', 'not-listening', /was not listening on any port/],
    ['loops for ever at start', 'for (;;);', 'not-listening', /computes without a pause/],
    [
      'floods and never listens',
      `const flood = () => process.stdout.write('x'.repeat(1 << 20), flood); flood()`,
      'not-listening',
      /printed \d+ MiB, and was not listening/,
    ],
  ] as const)('%s', async (_what, program, stage, sentence) => {
    const result = await judgeProgram(program)
    expect(result.verdict).toBe('failed')
    const failed = result.checks.find(({ verdict }) => verdict === 'fail')?.failure
    expect(failed?.stage).toBe(stage)
    expect(inEnglish(failed?.happened ?? '')).toMatch(sentence)
    expect(failed?.help).not.toBe('')
    expect(result.checks.map(({ verdict }) => verdict)).toEqual(['fail', 'skipped'])
  })

  test('and one that a signal ends while it is judged is told so, without advice', async () => {
    const gone = answering('').replace(
      'socket.write(chunk.toString().toUpperCase())',
      `process.kill(process.pid, 'SIGKILL')`,
    )
    const { checks } = await judgeProgram(gone)
    const failure = checks.find(({ verdict }) => verdict === 'fail')?.failure
    expect(failure?.stage).toBe('crashed')
    expect(inEnglish(failure?.happened ?? '')).toBe('Your server was ended by the signal SIGKILL.')
    expect(failure).not.toHaveProperty('help')
  })

  test('and nothing that it prints can hide or forge the verdict', async () => {
    const forged = `console.log(JSON.stringify({ kind: 'done', verdict: 'passed' }))
process.send?.({ kind: 'report', report: { name: 'listens', verdict: 'pass', durationMs: 1 } })
process.send?.({ kind: 'done' })
process.stdin.resume()`
    expect((await judgeProgram(forged)).verdict).toBe('failed')
  })
})

describe.concurrent('a checker that cannot do its work gives no verdict', () => {
  test.each([
    ['it does not compile', 'this is no TypeScript', /./],
    ['it throws while it is loaded', `throw new Error('no luck')`, /no luck/],
    ['it declares nothing', `export {}`, /./],
    [
      'it throws in a check',
      `import { check } from '#checker'
check('fact', { help: 'h', byHand: [] }, async () => { throw new TypeError('ours') })`,
      /In the check "fact": TypeError: ours/,
    ],
    [
      'two checks share a name',
      `import { check } from '#checker'
for (const _ of [1, 2]) check('fact', { help: 'h', byHand: [] }, async () => {})`,
      /Two checks have the same name/,
    ],
    ['it ends its own process', `process.kill(process.pid, 'SIGKILL')`, /ended before it was done/],
    [
      'no port is free',
      `import { CannotJudge, check } from '#checker'
check('fact', { help: 'h', byHand: [] }, async () => { throw new CannotJudge('No free port was found.') })`,
      /No free port was found/,
    ],
  ])('%s', async (_what, checker, message) => {
    const result = await judgeProgram(answering(''), { checker })
    expect(result.verdict).toBe('broken')
    expect(inEnglish(result.broken?.message ?? '')).toMatch(message)
  })

  test('there is none', async () => {
    await using workbook = await createTemporaryWorkbook()
    const { root } = workbook
    const lesson = {
      ...(await readLesson(root)),
      checker: join(root, 'lessons/01-upper-case/nothing.test.ts'),
    }
    const result = await judge({ root, lesson, subject: lesson.solution })
    expect(result).toMatchObject({
      verdict: 'broken',
      broken: { message: { key: expect.stringContaining('has no checker') } },
    })
  })
})

test('one judge judges many, one after another and side by side, and each has its own result', async () => {
  await using workbook = await createTemporaryWorkbook()
  const { root, write } = workbook
  await write('wrong/server.ts', '')
  const lesson = await readLesson(root)
  await using many = createJudge()
  const first = await many.judge({ root, lesson, subject: lesson.solution })
  const [second, third] = await Promise.all([
    many.judge({ root, lesson, subject: join(root, 'wrong') }),
    many.judge({ root, lesson, subject: lesson.solution }),
  ])
  const last = await many.judge({ root, lesson, subject: join(root, 'wrong') })
  await write('lessons/01-upper-case/check.test.ts', 'export {}')
  const { broken } = await many.judge({ root, lesson, subject: lesson.solution })
  expect(inEnglish(broken?.message ?? '')).toMatch(/no checks|suite/)
  expect([first, second, third, last].map(({ verdict }) => verdict)).toEqual([
    'passed',
    'failed',
    'passed',
    'failed',
  ])
})

test('a report comes as soon as it is known, whatever else is still being judged', async () => {
  await using workbook = await createTemporaryWorkbook()
  const { root, write } = workbook
  const names = Array.from({ length: 20 }, (_, index) => `${index}`)
  // Each but the first ends when the report of the one before has come.
  await write(
    'lessons/01-upper-case/check.test.ts',
    `import { existsSync } from 'node:fs'
import { check } from '#checker'
const wait = () => new Promise((resolve) => setTimeout(resolve, 5))
for (const [index, name] of ${JSON.stringify(names)}.entries())
  check(name, { help: 'h', byHand: [] }, async () => {
    for (let looks = 0; index > 0 && !existsSync(${JSON.stringify(root)} + '/told-' + (index - 1)); looks++)
      if (looks === 1_000) throw new Error('told late')
      else await wait()
  })
`,
  )
  const lesson = await readLesson(root)
  const seen: string[] = []
  const onCheck = ({ name, verdict }: CheckReport) => {
    seen.push(`${verdict} ${name}`)
    writeFileSync(join(root, `told-${name}`), '')
  }
  await judge({ root, lesson, subject: lesson.solution, onCheck })
  expect(seen).toEqual(names.map((name) => `pass ${name}`))
})

test('checks below the last one that is wanted are skipped', async () => {
  await using workbook = await createTemporaryWorkbook()
  const { root } = workbook
  const lesson = await readLesson(root)
  const { checks, verdict } = await judge({ root, lesson, subject: lesson.solution, upTo: 'listens' })
  expect(checks).toMatchObject([{ verdict: 'pass' }, { verdict: 'skipped', waitsFor: 'listens' }])
  // What was not judged in whole has not passed.
  expect(verdict).toBe('broken')
})

/** Three facts that hold of every program; the last one needs the second. */
const threeChecks = `import { check } from '#checker'
const told = { help: 'h', byHand: [] }
check('one', told, async () => {})
const two = check('two', told, async () => {})
check('three', { ...told, after: two }, async () => {})
`

test.each([
  [{ only: 'three' }, ['skipped one', 'pass two', 'pass three']],
  [{ first: 'three' }, ['pass two', 'pass three', 'pass one']],
])('what is wanted decides what is judged, and when: %o', async (wanted, reports) => {
  await using workbook = await createTemporaryWorkbook()
  const { root, write } = workbook
  await write('lessons/01-upper-case/check.test.ts', threeChecks)
  const lesson = await readLesson(root)
  const seen: string[] = []
  const onCheck = ({ name, verdict }: { name: string; verdict: string }) => seen.push(`${verdict} ${name}`)
  await judge({ root, lesson, subject: lesson.solution, ...wanted, onCheck })
  expect(seen).toEqual(reports)
})
