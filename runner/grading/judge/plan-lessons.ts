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

/**
 * Learns what a lesson's checks are from a judgement of its solution. Whether that passes is calibration's to say.
 * @throws {Refusal} when its checker does not work, or the points do not fit it
 */
export async function planLesson(
  { root, judge, signal }: { root: string; judge: Judge; signal: AbortSignal },
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
  const checks = weighChecks(
    lesson.name,
    result.checks.map(({ name }) => name),
    points,
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
