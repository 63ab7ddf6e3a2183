/** What Canvas and Moodle import into their gradebooks. They hold what these systems take, and nothing else. */
import type { Gradebook } from '../gradebook.ts'
import { renderImport, type Cell } from './csv.ts'
import { listClass, listLessons, type ClassMember, type GradedLesson } from './gradebook-parts.ts'

/**
 * Writes what Canvas imports. Whom Canvas exported it is told by its own number, login and name; of others the id of the
 * roster is taken for the SIS User ID, and the email for the login.
 */
export function renderCanvasCsv(gradebook: Gradebook): string {
  const { lessons } = gradebook
  return renderImport([
    ['Student', 'ID', 'SIS User ID', 'SIS Login ID', 'Section', ...lessons.map(nameAssignment)],
    ['    Points Possible', '', '', '', '', ...lessons.map(({ maximum }) => maximum)],
    ...listJudged(gradebook).map((member) => [...nameForCanvas(member), ...listPoints(gradebook, member)]),
  ])
}

/** Writes what Moodle imports: whoever does it maps "ID number" or "Email address" to the user, and a column to each lesson. */
export function renderMoodleCsv(gradebook: Gradebook): string {
  return renderImport([
    ['ID number', 'Email address', 'Full name', ...gradebook.lessons.map(nameAssignment)],
    ...listJudged(gradebook).map((member) => [
      // Who has no ID number there is called by something else here, which Moodle does not know.
      isOf(moodle, member) ? (member.exported['ID number'] ?? '') : member.student,
      member.email,
      member.name,
      ...listPoints(gradebook, member),
    ]),
  ])
}

/** Columns that only these platforms have. */
const canvas = ['ID', 'SIS Login ID']
const moodle = ['Identifier', 'ID number', 'Username']

function isOf(columns: readonly string[], { exported }: ClassMember): boolean {
  return columns.some((column) => exported[column] !== undefined)
}

/** Student, ID, SIS User ID, SIS Login ID, Section. */
function nameForCanvas(member: ClassMember): Cell[] {
  const { student, name, email, exported } = member
  if (!isOf(canvas, member)) return [name || student, '', student, email, '']
  const { LastName: last, FirstName: first } = exported
  const sortable = exported['Student'] ?? [last, first].filter(Boolean).join(', ')
  const [number, sis, login, section] = ['ID', 'SIS User ID', 'SIS Login ID', 'Section'].map(
    (column) => exported[column] ?? '',
  )
  return [sortable, number ?? '', sis ?? '', login ?? '', section ?? '']
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
