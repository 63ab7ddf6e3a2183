/** Whose mark is another one than before, and why. */
import { say, type Sentence } from '../../language/say.ts'
import type { Gradebook } from '../gradebook.ts'
import type { LessonMark, SubmissionMark } from './marks.ts'

/** A student whose marks have changed, with a sentence for each reason. */
export interface Change {
  readonly student: string
  readonly before: number | null
  readonly after: number | null
  readonly reasons: readonly Sentence[]
}

/** Compares two gradebooks of one class. Who is only in one of them is a change too. */
export function compareGradebooks(before: Gradebook, after: Gradebook): Change[] {
  const students = [...new Set([...after.submissions, ...before.submissions].map(({ student }) => student))]
  return students.flatMap((student) => {
    const [old, now] = [before, after].map(({ submissions }) =>
      submissions.find((one) => one.student === student),
    )
    const reasons = listReasons(before, after, old, now)
    return reasons.length === 0
      ? []
      : [{ student, before: old?.points ?? null, after: now?.points ?? null, reasons }]
  })
}

function listReasons(
  before: Gradebook,
  after: Gradebook,
  old: SubmissionMark | undefined,
  now: SubmissionMark | undefined,
): Sentence[] {
  if (!old) return [say`They are not in the earlier gradebook.`]
  if (!now) return [say`They are not in this gradebook.`]
  return now.lessons.flatMap((lesson) => {
    const earlier = old.lessons.find((one) => one.lesson === lesson.lesson)
    if (!earlier) return [say`${lesson.lesson} was not graded before.`]
    const changes = listChanges(earlier, lesson)
    if (changes.length === 0) return []
    return [...changes, explain(before, after, earlier, lesson)]
  })
}

function listChanges(earlier: LessonMark, lesson: LessonMark): Sentence[] {
  const names = [...new Set([...lesson.checks, ...earlier.checks].map(({ name }) => name))]
  const changed = names.flatMap((name) => {
    const [old, now] = [earlier, lesson].map(({ checks }) => checks.find((check) => check.name === name))
    if (!old) return [say`${lesson.lesson}: "${name}" is new: ${now?.verdict ?? ''}, ${now?.points ?? '?'}.`]
    if (!now) return [say`${lesson.lesson}: "${name}" is not there any more.`]
    if (old.verdict === now.verdict && old.points === now.points) return []
    return [
      say`${lesson.lesson}: "${name}" was ${old.verdict} (${old.points ?? '?'}) and is ${now.verdict} (${now.points ?? '?'}).`,
    ]
  })
  const isOther = earlier.verdict !== lesson.verdict && changed.length === 0
  return isOther ? [say`${lesson.lesson} was ${earlier.verdict} and is ${lesson.verdict}.`] : changed
}

function explain(before: Gradebook, after: Gradebook, earlier: LessonMark, lesson: LessonMark): Sentence {
  const [old, now] = [before, after].map(({ lessons }) => lessons.find((one) => one.lesson === lesson.lesson))
  if (earlier.subjectSha256 !== lesson.subjectSha256) return say`What was handed in is not the same.`
  if (old?.checkerSha256 !== now?.checkerSha256)
    return say`The programs are the same; the checker was changed.`
  if (JSON.stringify(old?.checks) !== JSON.stringify(now?.checks))
    return say`Programs and checker are the same; the points were changed.`
  return say`Programs and checker are the same: look at both results, one of them is wrong.`
}
