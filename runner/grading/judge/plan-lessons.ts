/** What is graded: the lessons that were asked for, with the names, points and hash of their checks. */
import { exitCodes, Refusal } from '../../edge/refusal.ts'
import { say } from '../../language/say.ts'
import type { Judge } from '../../judging/judge.ts'
import type { Lesson } from '../../lessons/catalogue.ts'
import type { LessonResult } from '../../results/result.ts'
import { type GradedLesson, sum } from './marks.ts'
import { type Points, weighChecks } from './points.ts'

/**
 * Chooses lessons by numbers and ranges: "1-3,5". Without words, all.
 * @throws {Refusal} (wrong usage) for what names no lesson
 */
export function chooseLessons(catalogue: readonly Lesson[], words: string | undefined): Lesson[] {
  if (words === undefined) return [...catalogue]
  const ranges = words.split(',').map((word) => {
    const [, from = '', to = from] = /^(\d+)(?:-(\d+))?$/u.exec(word.trim()) ?? []
    return { word, from: Number(from), to: Number(to) }
  })
  for (const { word, from, to } of ranges) {
    if (!catalogue.some(({ number }) => from !== 0 && number >= from && number <= to))
      throw new Refusal(
        say`--lessons "${word}" names no lesson.`,
        say`All lessons: npm run list`,
        exitCodes.wrongUsage,
      )
  }
  return catalogue.filter(({ number }) => ranges.some(({ from, to }) => number >= from && number <= to))
}

interface Planning {
  readonly root: string
  readonly judge: Judge
  readonly signal: AbortSignal
}

/** A lesson as it is graded, and what its untouched starter got. */
export interface PlannedLesson {
  readonly lesson: Lesson
  readonly graded: GradedLesson
  readonly starter: LessonResult
}

/**
 * Learns from one judgement of the untouched starter what a lesson's checks are, and which of them it passes, so that
 * nobody has points for what they were given.
 * @throws {Refusal} when its checker does not work, the starter could not be judged, or the points do not fit it
 */
export async function planLesson(
  { root, judge, signal }: Planning,
  lesson: Lesson,
  points: Points,
): Promise<PlannedLesson> {
  const judgement = { root, lesson, subject: lesson.starter, signal, shownAs: `work/${lesson.name}` }
  let starter = await judge.judge(judgement)
  if (!isWhole(starter)) starter = await judge.judge(judgement)
  if (!isWhole(starter)) throw refuseToPlan(lesson, starter)
  const names = starter.checks.map(({ name }) => name)
  const passed = new Set(starter.checks.flatMap(({ name, verdict }) => (verdict === 'pass' ? [name] : [])))
  const checks = weighChecks(lesson.name, names, points).map((check) =>
    passed.has(check.name) ? { ...check, starterPasses: true as const } : check,
  )
  const graded = {
    lesson: lesson.name,
    number: lesson.number,
    title: lesson.title,
    checkerSha256: starter.judgedBy.checkerSha256,
    checks,
    maximum: sum(checks.map((check) => check.points)),
  }
  return { lesson, graded, starter }
}

/** A check whose verdict is not known would be taken for one that the starter fails, and one that was not told for none. */
function isWhole({ broken, checks, expectedChecks }: LessonResult): boolean {
  const isKnown = checks.every(({ verdict }) => verdict !== 'broken')
  return broken === undefined && isKnown && checks.length > 0 && checks.length === expectedChecks
}

function refuseToPlan({ number, name }: Lesson, { broken, checks }: LessonResult): Refusal {
  const why = broken?.message ?? ''
  if (checks.length === 0) {
    return new Refusal(
      say`The checker of lesson ${number} does not work: ${why}`,
      say`Nobody was graded. Try: npm run check ${number} solutions/${name}`,
    )
  }
  return new Refusal(
    say`The starter of lesson ${number} could not be judged: ${why}`,
    say`Nobody was graded. Try again when the machine has less to do.`,
  )
}
