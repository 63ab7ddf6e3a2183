/** What Canvas and Moodle import into their gradebooks. They hold what these systems take, and nothing else. */
import type { Gradebook } from '../gradebook.ts'
import { renderImport, type Cell } from './csv.ts'
import { listClass, listLessons, type ClassMember, type GradedLesson } from './gradebook-parts.ts'

/** Writes what Canvas imports: students are found by the ID of the roster, or by their email as login. */
export function renderCanvasCsv(gradebook: Gradebook): string {
  const { lessons } = gradebook
  return renderImport([
    ['Student', 'ID', 'SIS User ID', 'SIS Login ID', 'Section', ...lessons.map(nameAssignment)],
    ['    Points Possible', '', '', '', '', ...lessons.map(({ maximum }) => maximum)],
    ...listJudged(gradebook).map((member) => [
      member.name || member.student,
      '',
      member.student,
      member.email,
      '',
      ...listPoints(gradebook, member),
    ]),
  ])
}

/** Writes what Moodle imports: whoever does it maps "ID number" or "Email address" to the user, and a column to each lesson. */
export function renderMoodleCsv(gradebook: Gradebook): string {
  return renderImport([
    ['ID number', 'Email address', 'Full name', ...gradebook.lessons.map(nameAssignment)],
    ...listJudged(gradebook).map((member) => [
      member.student,
      member.email,
      member.name,
      ...listPoints(gradebook, member),
    ]),
  ])
}

/** Neither system knows whom the roster does not know. */
function listJudged(gradebook: Gradebook): ClassMember[] {
  return listClass(gradebook).filter(
    ({ submission, isOnRoster }) => submission && (isOnRoster || !gradebook.roster),
  )
}

/** No mark is an empty cell, never zero. */
function listPoints(gradebook: Gradebook, { submission }: ClassMember): Cell[] {
  return listLessons(gradebook, submission).map(({ mark }) => mark?.points ?? null)
}

/** The same in every language, so that a later import finds the column again. */
function nameAssignment({ number, title }: GradedLesson): string {
  return `${String(number).padStart(2, '0')} ${title}`
}
