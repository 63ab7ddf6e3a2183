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
import { readHostileOutcomes } from '../awkward/hostile-outcomes.ts'
import { chooseIsolation } from '../isolation/choose-isolation.ts'
import type { IsolationLevel } from '../isolation/levels.ts'

const programs = readdirSync(import.meta.dirname).filter(
  (name) => name.endsWith('.ts') && !name.includes('.test.'),
)

function readOutcomes(program: string, level: IsolationLevel): string[] {
  return readHostileOutcomes(readFileSync(join(import.meta.dirname, program), 'utf8'), level)
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
    const outcomes = readOutcomes(program, level)
    return outcomes.length === 0 ? [] : [[program, outcomes.join(' or '), outcomes] as const]
  })

  // One for all, as for a class: what one program does to it meets the next one.
  const judge = createJudge(isolation?.confinement, isolation?.bounds)
  afterAll(() => judge[Symbol.asyncDispose]())

  test.skipIf(!isolation).each(promised)(
    '%s %s, touches nobody and leaves nothing',
    async (program, _told, outcomes) => {
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
      expect(tell(result), JSON.stringify(result.checks.map(({ failure }) => failure))).toBeOneOf(outcomes)
      expect(await Promise.all(ours.map((file) => readFile(file, 'utf8')))).toEqual(before)
      expect(await findProcesses(root)).toEqual([])
      expect(readdirSync(join(root, 'work/.stage'))).toEqual([])
      const next = await judge.judge({ root, lesson, subject: lesson.solution })
      expect(tell(next)).toBe('passes')
    },
  )
})

test('every program says what it must get where it can be shut in', () => {
  expect(programs.filter((program) => readOutcomes(program, 'full').length === 0)).toEqual([])
  expect(programs.filter((program) => readOutcomes(program, 'user').length === 0)).toEqual([])
})
