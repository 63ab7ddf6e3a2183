/** The parts of a gradebook by their names, and what every report asks of them. */
import { say, sayCount, type Sentence } from '../../language/say.ts'
import type { Gradebook } from '../gradebook.ts'

export type GradedLesson = Gradebook['lessons'][number]
type GradedCheck = GradedLesson['checks'][number]
export type Submission = Gradebook['submissions'][number]
export type LessonMark = Submission['lessons'][number]
export type CheckMark = LessonMark['checks'][number]

/** A lesson, what somebody got in it, and each of its checks. */
export interface MarkedLesson {
  readonly graded: GradedLesson
  /** Undefined of somebody who is still to be judged. */
  readonly mark: LessonMark | undefined
  readonly checks: readonly MarkedCheck[]
}

/** A check of a lesson; its mark is undefined where the check was not run. */
export interface MarkedCheck {
  readonly graded: GradedCheck
  readonly mark: CheckMark | undefined
}

/** Somebody of the class; the submission is undefined where it is still to be judged. */
export interface ClassMember {
  readonly student: string
  readonly name: string
  readonly email: string
  readonly isOnRoster: boolean
  /** By what the platform that exported the roster knows them, by the names of its columns. */
  readonly exported: Readonly<Record<string, string>>
  readonly submission: Submission | undefined
}

/** Everybody: those of the roster in its order, then those whom it does not know. */
export function listClass({ roster, submissions }: Gradebook): ClassMember[] {
  const judged = new Map(submissions.map((submission) => [submission.student, submission]))
  const known = (roster ?? []).map(({ id, name, email = '', exported = {} }) => ({
    student: id,
    name,
    email,
    isOnRoster: true,
    exported,
    submission: judged.get(id),
  }))
  const ids = new Set(known.map(({ student }) => student))
  const others = submissions.filter(({ student }) => !ids.has(student))
  return [
    ...known,
    ...others.map((submission) => ({
      student: submission.student,
      name: submission.name ?? '',
      email: submission.email ?? '',
      isOnRoster: false,
      exported: {},
      submission,
    })),
  ]
}

/** Each lesson of the gradebook with what a submission got in it. */
export function listLessons({ lessons }: Gradebook, submission: Submission | undefined): MarkedLesson[] {
  return lessons.map((graded) => findLesson(graded, submission))
}

/** A lesson with what a submission got in it. */
export function findLesson(graded: GradedLesson, submission: Submission | undefined): MarkedLesson {
  const mark = submission?.lessons.find(({ lesson }) => lesson === graded.lesson)
  const checks = graded.checks.map((check) => ({
    graded: check,
    mark: mark?.checks.find(({ name }) => name === check.name),
  }))
  return { graded, mark, checks }
}

/** Why a check that passed earned nothing, if that is so. */
export function explainNoPoints({ graded, mark }: MarkedCheck): Sentence | undefined {
  return graded.starterPasses && mark?.verdict === 'pass' && mark.points === 0 && graded.points > 0
    ? say`the starter passes it too, so it counts once a check passes that the starter fails`
    : undefined
}

/** The most points that a submission can earn. */
export function sumMaximum({ lessons }: Gradebook): number {
  return addPoints(lessons.map(({ maximum }) => maximum))
}

/** Adds in thousandths, so that a tenth and two tenths are three tenths. */
export function addPoints(points: readonly number[]): number {
  return Math.round(points.reduce((sum, number) => sum + number, 0) * 1000) / 1000
}

/** In how many of its runs an unstable check passed. */
export function countRuns({ runs = [] }: CheckMark): { readonly passed: number; readonly all: number } {
  return { passed: runs.filter(({ verdict }) => verdict === 'pass').length, all: runs.length }
}

/** How the grades came to be, as far as whoever reads them has to know it: in every report of an instructor. */
export function describeStanding(gradebook: Gradebook): Sentence[] {
  const { isolation, shard, complete, submissions } = gradebook
  return [
    ...describeCalibration(gradebook),
    ...(complete
      ? []
      : [
          sayCount(
            submissions.length,
            say`Grading has not ended: ${submissions.length} submission is judged.`,
            say`Grading has not ended: ${submissions.length} submissions are judged.`,
          ),
        ]),
    ...(shard ? [say`This is part ${shard.part} of ${shard.of} of the class.`] : []),
    say`Isolation: ${isolation.level}.`,
    ...isolation.doesNotStop.map((sentence) => say`Not stopped by it: ${sentence}`),
  ]
}

/** More names than these tell nothing more. */
const mostNames = 10

/** Which files of the workbook were changed while the class was judged, if any were. */
export function describeTouched({ touched }: Gradebook): Sentence[] {
  if (touched.length === 0) return []
  return [
    sayCount(
      touched.length,
      say`${touched.length} file of the workbook was changed while the class was judged, maybe by a program that was judged:`,
      say`${touched.length} files of the workbook were changed while the class was judged, maybe by a program that was judged:`,
    ),
    ...touched.slice(0, mostNames).map((name) => say`${name} is not as it was.`),
  ]
}

/** Whether the checkers were seen to judge rightly. */
export function describeCalibration(gradebook: Gradebook): Sentence[] {
  const touched = describeTouched(gradebook)
  const withheld = touched.length === 0 ? [] : [say`The grades are withheld.`, ...touched]
  return [...withheld, ...describeVerdicts(gradebook)]
}

function describeVerdicts({ calibration, shard, withheld, touched }: Gradebook): Sentence[] {
  if (!calibration)
    return [say`Graded with --no-calibration: whether the checkers judge rightly was not tried.`]
  const { judged, of, wrong } = calibration
  const isRight = wrong.length === 0 && (!withheld || touched.length > 0)
  if (isRight && shard) {
    return [
      say`Calibrated in part: ${judged} of ${of} programs with known verdicts were judged here, and each got the verdict that it must. The others are judged in the other parts.`,
    ]
  }
  if (isRight) {
    return [
      say`Calibrated: ${judged} programs with known verdicts were judged among the submissions, and each got the verdict that it must.`,
    ]
  }
  return [
    say`The grades are withheld: of ${judged} programs with known verdicts, ${wrong.length} got another verdict than they must.`,
    ...wrong.map(
      ({ lesson, program, expected, got }) =>
        say`${lesson}, ${program}: due was ${expected}, and it got ${got}.`,
    ),
  ]
}
