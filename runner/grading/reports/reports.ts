/** Every report of a gradebook, by the name of its file. Nothing here touches a disk. */
import { renderWords } from '../../text/screen.ts'
import type { Tongue } from '../../screens/conversation/step-words.ts'
import type { Gradebook } from '../gradebook.ts'
import { renderAnnotations } from './annotations.ts'
import { renderChecksCsv } from './checks-csv.ts'
import { renderFeedback } from './feedback.ts'
import { nameFiles } from './file-names.ts'
import { renderGradescope } from './gradescope.ts'
import { renderGradesCsv } from './grades-csv.ts'
import { describeStanding } from './gradebook-parts.ts'
import { renderJunit } from './junit.ts'
import { renderReportPage, type PageAssets } from './page/report-page.ts'
import { renderCanvasCsv, renderMoodleCsv } from './platform-csv.ts'

/** Everything that a run of grading may write beside `results.json`; a run removes what it does not write anew. */
export const reportFiles = [
  'grades.csv',
  'checks.csv',
  'report.html',
  'standing.txt',
  'junit.xml',
  'canvas.csv',
  'moodle.csv',
  'similar.csv',
]
/** Those that tell what is decided and nothing of how a run went: a second run on unchanged input writes the same bytes. */
export const sameInEveryRun = ['grades.csv', 'checks.csv', 'canvas.csv', 'moodle.csv', 'standing.txt']
export const reportFolders = ['feedback', 'gradescope', 'annotations']

/**
 * Writes the reports. Grades that are withheld are in none of them: then there is nothing that a platform would import
 * and nothing that a student would be given. What a platform imports there is only of a whole class, or a whole part of it.
 */
export function renderReports(
  gradebook: Gradebook,
  assets: PageAssets,
  tongue: Tongue,
): ReadonlyMap<string, string> {
  const { withheld, complete } = gradebook
  const standing = describeStanding(gradebook).map((sentence) => `${renderWords(sentence, tongue)}\n`)
  return new Map([
    ['grades.csv', renderGradesCsv(gradebook, tongue)],
    ['checks.csv', renderChecksCsv(gradebook, tongue)],
    ['report.html', renderReportPage(gradebook, assets, tongue)],
    ['standing.txt', standing.join('')],
    ...(withheld ? [] : [['junit.xml', renderJunit(gradebook, tongue)] as const]),
    ...(withheld || !complete
      ? []
      : [
          ['canvas.csv', renderCanvasCsv(gradebook)] as const,
          ['moodle.csv', renderMoodleCsv(gradebook)] as const,
        ]),
    ...(withheld ? [] : listFilesOfStudents(gradebook, tongue)),
  ])
}

function listFilesOfStudents(gradebook: Gradebook, tongue: Tongue): (readonly [string, string])[] {
  const { submissions } = gradebook
  const names = nameFiles(submissions.map(({ student }) => student))
  return submissions.flatMap((submission) => {
    const name = names.get(submission.student) ?? ''
    const gradescope = renderGradescope(gradebook, submission, tongue)
    return [
      [`feedback/${name}.md`, renderFeedback(gradebook, submission, tongue)] as const,
      [`annotations/${name}.txt`, renderAnnotations(gradebook, submission, tongue)] as const,
      ...(gradescope === undefined ? [] : [[`gradescope/${name}/results.json`, gradescope] as const]),
    ]
  })
}
