/** `checks.csv`: a row for each check of each student, for whoever wants to count something of their own. */
import { renderWords } from '../../text/screen.ts'
import type { Tongue } from '../../screens/conversation/step-words.ts'
import type { Gradebook } from '../gradebook.ts'
import { leaveGapsOpen } from '../judge/open-gaps.ts'
import { renderTable, type Cell } from './csv.ts'
import {
  countRuns,
  listClass,
  listLessons,
  type CheckMark,
  type MarkedCheck,
  type MarkedLesson,
} from './gradebook-parts.ts'

const columns = [
  'student',
  'lesson',
  'check',
  'hidden',
  'starter_passes',
  'maximum',
  'points',
  'verdict',
  'stage',
  'waits_for',
  'happened',
  'subject_sha256',
  'checker_sha256',
  'isolation',
  'calibration',
]

/** Writes the table. Of a lesson that is missing, or could not be judged, there is a row for each of its checks too. */
export function renderChecksCsv(gradebook: Gradebook, tongue: Tongue): string {
  const { calibration, isolation, withheld } = gradebook
  const rows = listClass(gradebook).flatMap(({ student, submission }) =>
    listLessons(gradebook, submission).flatMap((lesson) =>
      lesson.checks.map((check) => [
        student,
        ...renderCheck(lesson, check, withheld, tongue),
        isolation.level,
        calibration ? (withheld ? 'wrong' : 'right') : 'none',
      ]),
    ),
  )
  return renderTable([columns, ...rows])
}

function renderCheck(
  { graded: lesson, mark: lessonMark }: MarkedLesson,
  { graded, mark }: MarkedCheck,
  withheld: boolean,
  tongue: Tongue,
): Cell[] {
  // A check that was not run earns nothing where nothing was handed in; else its mark is open.
  const points = mark ? mark.points : lessonMark?.verdict === 'missing' ? 0 : null
  // The same mistake is the same text, so that it can be counted, and compared with that of another run.
  const happened = leaveGapsOpen(mark?.failure?.happened ?? mark?.broken?.message ?? '')
  return [
    lesson.lesson,
    graded.name,
    graded.hidden ? 'yes' : 'no',
    graded.starterPasses ? 'yes' : 'no',
    graded.points,
    withheld ? null : points,
    mark ? nameVerdict(mark) : (lessonMark?.verdict ?? 'pending'),
    mark?.failure?.stage ?? '',
    mark?.waitsFor ?? '',
    renderWords(happened, tongue),
    lessonMark?.subjectSha256 ?? '',
    lesson.checkerSha256,
  ]
}

/** What somebody counts by: an unstable check with the number of its runs that passed. */
function nameVerdict(mark: CheckMark): string {
  if (mark.verdict !== 'unstable') return mark.verdict
  const { passed, all } = countRuns(mark)
  return `unstable ${passed}/${all}`
}
