/** What is graded: the lessons that were asked for, with the names, points and hash of their checks. */
import { exitCodes, Refusal } from '../../edge/refusal.ts'
import { say } from '../../language/say.ts'
import type { Judge } from '../../judging/judge.ts'
import type { Lesson } from '../../lessons/catalogue.ts'
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

/**
 * Learns what a lesson's checks are from a judgement of its solution. Whether that passes is calibration's to say.
 * @throws {Refusal} when its checker does not work, or the points do not fit it
 */
export async function planLesson(
  { root, judge, signal }: Planning,
  lesson: Lesson,
  points: Points,
): Promise<GradedLesson> {
  const result = await judge.judge({ root, lesson, subject: lesson.solution, signal, stopsAtFailure: true })
  if (result.checks.length === 0) {
    throw new Refusal(
      say`The checker of lesson ${lesson.number} does not work: ${result.broken?.message ?? ''}`,
      say`Nobody was graded. Try: npm run check ${lesson.number} solutions/${lesson.name}`,
    )
  }
  const known = await listPassedByStarter({ root, judge, signal }, lesson)
  const weighed = weighChecks(
    lesson.name,
    result.checks.map(({ name }) => name),
    points,
  )
  const checks = weighed.map((check) =>
    known.has(check.name) ? { ...check, starterPasses: true as const } : check,
  )
  return {
    lesson: lesson.name,
    number: lesson.number,
    title: lesson.title,
    checkerSha256: result.judgedBy.checkerSha256,
    checks,
    maximum: sum(checks.map((check) => check.points)),
  }
}

/**
 * Learns which checks the untouched starter passes, so that nobody has points for what they were given.
 * @throws {Refusal} when the starter cannot be judged
 */
async function listPassedByStarter({ root, judge, signal }: Planning, lesson: Lesson): Promise<Set<string>> {
  const judgement = { root, lesson, subject: lesson.starter, signal, shownAs: `work/${lesson.name}` }
  let result = await judge.judge(judgement)
  if (result.verdict === 'broken') result = await judge.judge(judgement)
  if (result.verdict === 'broken') {
    throw new Refusal(
      say`The starter of lesson ${lesson.number} could not be judged: ${result.broken?.message ?? ''}`,
      say`Nobody was graded. Try again when the machine has less to do.`,
    )
  }
  return new Set(result.checks.flatMap(({ name, verdict }) => (verdict === 'pass' ? [name] : [])))
}
