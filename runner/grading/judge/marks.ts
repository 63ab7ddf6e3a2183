/** From the result of a judgement to the marks of a lesson. */
import type { CheckReport } from '../../checker/record/verdict.ts'
import type { LessonResult } from '../../results/result.ts'
import type { Gradebook } from '../gradebook.ts'

export type GradedLesson = Gradebook['lessons'][number]
export type SubmissionMark = Gradebook['submissions'][number]
export type LessonMark = SubmissionMark['lessons'][number]
type CheckMark = LessonMark['checks'][number]

/** Later runs of checks that failed, each alone, by the name of the check. */
export type Repeats = ReadonlyMap<string, readonly CheckReport[]>

/** The marks of a lesson of which nothing was handed in. */
export function markMissing({ lesson }: GradedLesson): LessonMark {
  return { lesson, verdict: 'missing', points: 0, subjectSha256: null, checks: [] }
}

/** The marks of a lesson that was judged. A check that passed in one run and failed in another is unstable. */
export function markLesson(graded: GradedLesson, result: LessonResult, repeats: Repeats): LessonMark {
  const all = graded.checks.flatMap((check) => {
    const report = result.checks.find(({ name }) => name === check.name)
    return report ? [{ check, mark: markCheck(report, repeats.get(check.name) ?? [], check.points) }] : []
  })
  const doesMore = hasDoneMore(all)
  const checks = all.map(({ check, mark }) =>
    check.starterPasses && !doesMore && mark.verdict === 'pass' ? { ...mark, points: 0 } : mark,
  )
  const isWhole = checks.length === graded.checks.length
  const verdict = isWhole ? decideVerdict(result, checks) : 'broken'
  return {
    lesson: graded.lesson,
    verdict,
    points: verdict === 'broken' ? null : sum(checks.map(({ points }) => points ?? 0)),
    subjectSha256: result.subject.sha256,
    ...(result.broken && { broken: result.broken }),
    checks,
  }
}

/**
 * Whether a program passes anything that the untouched starter does not. What the starter passes counts only then: else
 * whoever hands in the starter would have points for what we wrote. Where the starter passes every check, there is no more.
 */
function hasDoneMore(all: readonly { check: GradedLesson['checks'][number]; mark: CheckMark }[]): boolean {
  const own = all.filter(({ check }) => !check.starterPasses)
  return own.length === 0 || own.some(({ mark }) => mark.verdict === 'pass')
}

function decideVerdict(result: LessonResult, checks: readonly CheckMark[]): LessonMark['verdict'] {
  // A check of ours that could not judge leaves the mark open, also where another one has failed.
  if (result.verdict === 'broken' || checks.some(({ verdict }) => verdict === 'broken')) return 'broken'
  if (result.verdict === 'passed') return 'passed'
  return checks.some(({ verdict }) => verdict === 'unstable') ? 'unstable' : 'failed'
}

function markCheck(report: CheckReport, repeats: readonly CheckReport[], points: number): CheckMark {
  const runs = [report, ...repeats]
  const isUnstable = runs.some(({ verdict }) => verdict === 'pass') && report.verdict === 'fail'
  const verdict = isUnstable ? 'unstable' : report.verdict
  return {
    name: report.name,
    verdict,
    points: verdict === 'broken' ? null : verdict === 'pass' ? points : 0,
    ...takeOutcome(report),
    ...(isUnstable && { runs: runs.map((run) => ({ verdict: run.verdict, ...takeOutcome(run, true) })) }),
  }
}

/** What is kept of a run. Of a check that passed nobody asks how, but beside one that failed. */
function takeOutcome({ verdict, failure, waitsFor, broken, transcript }: CheckReport, isCompared = false) {
  return {
    ...(failure && { failure }),
    ...(waitsFor !== undefined && { waitsFor }),
    ...(broken && { broken }),
    ...(transcript && (isCompared || verdict !== 'pass') && { transcript }),
  }
}

/** The points of a submission: none where one of its lessons has none. */
export function sumLessons(lessons: readonly LessonMark[]): number | null {
  const all = lessons.map(({ points }) => points)
  return all.every((points) => points !== null) ? sum(all) : null
}

export function sum(numbers: readonly number[]): number {
  // In thousandths, so that a tenth and two tenths are three tenths.
  return Math.round(numbers.reduce((total, number) => total + number, 0) * 1_000) / 1_000
}
