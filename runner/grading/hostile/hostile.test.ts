/**
 * Programs that attack, at every level of isolation that this machine allows. The first lines of each say what it must get
 * at which level; where a level is not named, nothing stops the program there, and `levels.ts` says so to whoever grades.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { Refusal } from '../../edge/refusal.ts'
import { createJudge } from '../../judging/judge.ts'
import { findLesson, readCatalogue } from '../../lessons/catalogue.ts'
import type { LessonResult } from '../../results/result.ts'
import { findProcesses } from '../../testing/processes.ts'
import { createTemporaryWorkbook } from '../../testing/temporary-workbook.ts'
import { isolationLevels } from '../gradebook.ts'
import { chooseIsolation } from '../isolation/choose-isolation.ts'

const programs = readdirSync(import.meta.dirname).filter(
  (name) => name.endsWith('.ts') && !name.includes('.test.'),
)

/** What the first lines of a program promise for a level: "passes", "broken", "fails at STAGE or STAGE"; undefined for nothing. */
function readPromise(program: string, level: string): string | undefined {
  const lines = readFileSync(join(import.meta.dirname, program), 'utf8').split('\n')
  const promises = lines.flatMap((line) => {
    const [, levels = '', promise] =
      /^\/\/ ([a-z, -]+): ((?:passes|broken|fails at [a-z-]+(?: or [a-z-]+)?))$/u.exec(line) ?? []
    return promise !== undefined && levels.split(', ').includes(level) ? [promise] : []
  })
  return promises[0]
}

/** "fails at a or b" allows two outcomes, for what a busy machine may show earlier or later. */
function listOutcomes(promise: string): string[] {
  const [first = '', second] = promise.split(' or ')
  return second === undefined ? [first] : [first, `fails at ${second}`]
}

function tell({ verdict, checks }: LessonResult): string {
  const failure = checks.find((check) => check.failure)?.failure
  if (verdict === 'passed') return 'passes'
  return failure ? `fails at ${failure.stage}` : verdict
}

const levels = await Promise.all(
  isolationLevels.map(async (level) => {
    const isolation = await chooseIsolation(level).catch((error: unknown) => {
      if (error instanceof Refusal) return undefined
      throw error
    })
    return [level, isolation] as const
  }),
)

describe.each(levels)('at the level %s', (level, isolation) => {
  const promised = programs.flatMap((program) => {
    const promise = readPromise(program, level)
    return promise === undefined ? [] : [[program, promise] as const]
  })

  // One for all, as for a class: what one program does to it meets the next one.
  const judge = createJudge(isolation?.confinement, isolation?.bounds)
  afterAll(() => judge[Symbol.asyncDispose]())

  test.skipIf(!isolation).each(promised)(
    '%s %s, touches nobody and leaves nothing',
    async (program, promise) => {
      await using workbook = await createTemporaryWorkbook()
      const { root } = workbook
      const lesson = findLesson(await readCatalogue(root), '1')
      const ours = [lesson.checker, join(lesson.solution, 'server.ts')]
      const before = await Promise.all(ours.map((file) => readFile(file, 'utf8')))
      await mkdir(join(root, 'hostile'))
      await writeFile(
        join(root, 'hostile/server.ts'),
        await readFile(join(import.meta.dirname, program), 'utf8'),
      )
      const result = await judge.judge({ root, lesson, subject: join(root, 'hostile') })
      expect(tell(result), JSON.stringify(result.checks.map(({ failure }) => failure))).toBeOneOf(
        listOutcomes(promise),
      )
      expect(await Promise.all(ours.map((file) => readFile(file, 'utf8')))).toEqual(before)
      expect(await findProcesses(root)).toEqual([])
      expect(readdirSync(join(root, 'work/.stage'))).toEqual([])
      const next = await judge.judge({ root, lesson, subject: lesson.solution })
      expect(tell(next)).toBe('passes')
    },
  )
})

test('every program says what it must get where it can be shut in', () => {
  expect(programs.filter((program) => readPromise(program, 'full') === undefined)).toEqual([])
  expect(programs.filter((program) => readPromise(program, 'user') === undefined)).toEqual([])
})
