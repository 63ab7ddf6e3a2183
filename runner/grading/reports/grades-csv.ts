/** `grades.csv`: a row for each of the class, the maximum before them, a column for each lesson. */
import { say, sayCount, type Sentence } from '../../language/say.ts'
import { renderWords } from '../../text/screen.ts'
import type { Tongue } from '../../screens/conversation/step-words.ts'
import type { Gradebook } from '../gradebook.ts'
import { renderTable, type Cell } from './csv.ts'
import {
  countRuns,
  describeStanding,
  listClass,
  listLessons,
  sumMaximum,
  type ClassMember,
  type MarkedLesson,
} from './gradebook-parts.ts'

/** Writes the table. Names of columns are the same in every language; the notes in the last column are sentences. */
export function renderGradesCsv(gradebook: Gradebook, tongue: Tongue): string {
  const { lessons } = gradebook
  const renderNotes = (sentences: readonly Sentence[]) =>
    sentences.map((sentence) => renderWords(sentence, tongue)).join(' ')
  const maximum = [
    '',
    renderWords(say`maximum`, tongue),
    '',
    ...lessons.map((lesson) => lesson.maximum),
    sumMaximum(gradebook),
    renderNotes(describeStanding(gradebook)),
  ]
  return renderTable([
    ['student', 'name', 'email', ...lessons.map(({ lesson }) => lesson), 'total', 'note'],
    maximum,
    ...listClass(gradebook).map((member) => renderRow(gradebook, member, renderNotes)),
  ])
}

function renderRow(
  gradebook: Gradebook,
  member: ClassMember,
  renderNotes: (sentences: readonly Sentence[]) => string,
): Cell[] {
  const { student, name, email, submission } = member
  const marked = listLessons(gradebook, submission)
  const show = (points: number | null | undefined) => (gradebook.withheld ? null : (points ?? null))
  return [
    student,
    name,
    email,
    ...marked.map(({ mark }) => show(mark?.points)),
    show(submission?.points),
    renderNotes(describeMember(gradebook, member, marked)),
  ]
}

function describeMember(
  { roster }: Gradebook,
  { submission, isOnRoster }: ClassMember,
  marked: readonly MarkedLesson[],
): Sentence[] {
  if (!submission) return [say`Not judged yet.`]
  return [
    ...(roster && !isOnRoster ? [say`The roster does not know them.`] : []),
    ...(submission.source === null ? [say`Nothing was handed in.`] : marked.flatMap(describeLesson)),
    ...submission.problems,
  ]
}

function describeLesson({ graded, mark, checks }: MarkedLesson): Sentence[] {
  const { number } = graded
  if (!mark) return []
  if (mark.verdict === 'missing') return [say`Lesson ${number}: nothing was handed in.`]
  if (mark.verdict === 'broken')
    return [say`Lesson ${number} could not be judged, which is our fault, so it has no mark.`]
  return checks.flatMap(({ mark: check }) => {
    if (check?.verdict !== 'unstable') return []
    const { passed, all } = countRuns(check)
    return [
      sayCount(
        passed,
        say`Lesson ${number}: "${check.name}" is unstable; it passed in ${passed} run of ${all}.`,
        say`Lesson ${number}: "${check.name}" is unstable; it passed in ${passed} runs of ${all}.`,
      ),
    ]
  })
}
