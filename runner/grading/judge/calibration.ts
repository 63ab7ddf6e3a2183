/** Programs whose verdict is known, judged unseen among the submissions: what they get shows whether the marks hold. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseExpectation } from '../../authoring/expectation.ts'
import { readFiles } from '../../disk/files.ts'
import type { PartOfWhole } from '../../edge/part-of-whole.ts'
import { say, type Sentence } from '../../language/say.ts'
import type { Lesson } from '../../lessons/catalogue.ts'
import type { LessonResult } from '../../results/result.ts'
import type { Gradebook } from '../gradebook.ts'
import { isInShard } from './parts.ts'
import type { LessonFiles } from '../gather/lesson-files.ts'

type Wrong = NonNullable<Gradebook['calibration']>['wrong'][number]

/** A program, and what it must get: to pass, to fail, or to fail at a check. */
export interface KnownProgram {
  readonly lesson: Lesson
  /** For example "solution" or "mistakes/answers-once". */
  readonly program: string
  readonly files: LessonFiles
  readonly must: 'pass' | 'fail' | { readonly fail: string }
  /** What it got already: the starter is judged before the class, because its verdicts decide over points. */
  readonly result?: LessonResult
}

/** What every part of a class judges, because it shows whether that machine judges rightly; the others are shared. */
const ofEveryPart = ['solution', 'starter']

/** The known programs that a part of a class judges: each of them is judged in some part. */
export function shareKnown(known: readonly KnownProgram[], shard: PartOfWhole | null): KnownProgram[] {
  return known.filter(
    ({ lesson, program }) => ofEveryPart.includes(program) || isInShard(`${lesson.name}/${program}`, shard),
  )
}

/** How many programs all parts must have judged together, if each of `of` programs was judged as it is shared. */
export function countShared(lessons: number, parts: number, of: number): number {
  return of + (parts - 1) * lessons * ofEveryPart.length
}

/** Lists the solution of a lesson, its starter, empty programs, programs that exit at once, and its mistakes. */
export async function listKnownPrograms(lesson: Lesson): Promise<KnownProgram[]> {
  const solution = await readFiles(lesson.solution, ['alternatives', 'mistakes'])
  const starter = await readFiles(lesson.starter)
  const own = [...solution.keys()].filter((name) => name.endsWith('.ts'))
  const same = (text: string) => new Map(own.map((name) => [name, Buffer.from(text)]))
  return [
    { lesson, program: 'solution', files: solution, must: 'pass' },
    { lesson, program: 'starter', files: starter, must: 'fail' },
    { lesson, program: 'empty', files: same(''), must: 'fail' },
    { lesson, program: 'exits-at-once', files: same('process.exit(0)\n'), must: 'fail' },
    ...(await listMistakes(lesson, solution)),
  ]
}

async function listMistakes(lesson: Lesson, solution: LessonFiles): Promise<KnownProgram[]> {
  const folder = join(lesson.solution, 'mistakes')
  const names = await readdir(folder).catch((): string[] => [])
  return await Promise.all(
    names.sort().map(async (name) => {
      const own = await readFiles(join(folder, name))
      const check = await readAnnouncedCheck(join(folder, name), own)
      const must = check === undefined ? 'fail' : { fail: check }
      return { lesson, program: `mistakes/${name}`, files: new Map([...solution, ...own]), must } as const
    }),
  )
}

/** The check that a mistake fails, by the first line of one of its files. */
async function readAnnouncedCheck(folder: string, files: LessonFiles): Promise<string | undefined> {
  for (const name of files.keys()) {
    const [line = ''] = (await readFile(join(folder, name), 'utf8')).split('\n')
    const parsed = parseExpectation(line, 'mistake')
    if (parsed.kind === 'expectation') return parsed.expectation.check
  }
  return undefined
}

/** Compares what a known program got with what it must get. */
export function findWrongVerdict(
  { lesson, program, must }: KnownProgram,
  result: LessonResult,
): Wrong | undefined {
  const failed = result.checks.filter(({ verdict }) => verdict === 'fail').map(({ name }) => name)
  const isRight =
    must === 'pass'
      ? result.verdict === 'passed'
      : result.verdict === 'failed' && (must === 'fail' || failed.includes(must.fail))
  if (isRight) return undefined
  return { lesson: lesson.name, program, expected: describeDue(must), got: describeVerdict(result, failed) }
}

function describeDue(must: KnownProgram['must']): Sentence {
  if (must === 'pass') return say`It passes.`
  return must === 'fail' ? say`It fails.` : say`It fails "${must.fail}".`
}

function describeVerdict({ verdict, broken }: LessonResult, [first]: readonly string[]): Sentence {
  if (verdict === 'passed') return say`It passed.`
  if (verdict === 'failed' && first !== undefined) return say`It failed "${first}".`
  return broken ? say`It could not be judged: ${broken.message}` : say`It could not be judged.`
}
