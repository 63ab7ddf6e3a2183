/** What a workflow of GitHub prints, so that GitHub shows each failure at its file and a classroom reads the points. */
import { renderWords } from '../../text/screen.ts'
import { say, type Words } from '../../language/say.ts'
import { stageWords } from '../../conversation/stage-words.ts'
import type { Tongue } from '../../screens/conversation/step-words.ts'
import { escapeLines } from '../../text/visible.ts'
import type { Gradebook } from '../gradebook.ts'
import { describeFailure, describeVerdict } from './failure-text.ts'
import { hideHidden } from './feedback.ts'
import {
  describeCalibration,
  listLessons,
  sumMaximum,
  type CheckMark,
  type MarkedLesson,
  type Submission,
} from './gradebook-parts.ts'

/** Writes the commands of one submission. Its hidden checks are in the points and nowhere else. */
export function renderAnnotations(gradebook: Gradebook, submission: Submission, tongue: Tongue): string {
  const lessons = listLessons(gradebook, submission).map(hideHidden)
  const maximum = sumMaximum(gradebook)
  const { points } = submission
  const uncalibrated = gradebook.calibration ? [] : describeCalibration(gradebook)
  const total =
    points === null
      ? [renderCommand('error', {}, say`This submission could not be judged, so it has no mark.`, tongue)]
      : [
          renderCommand('notice', { title: 'Autograding complete' }, `Points ${points}/${maximum}`, tongue),
          renderCommand(
            'notice',
            { title: 'Autograding report' },
            JSON.stringify({ totalPoints: points, maxPoints: maximum }),
            tongue,
          ),
        ]
  return [
    ...uncalibrated.map((sentence) => renderCommand('warning', {}, sentence, tongue)),
    ...submission.problems.map((problem) => renderCommand('warning', {}, problem, tongue)),
    ...lessons.flatMap((lesson) =>
      lesson.checks.flatMap(({ mark }) => (mark ? annotate(lesson, mark, tongue) : [])),
    ),
    ...total,
  ].join('')
}

function annotate({ graded: { lesson } }: MarkedLesson, mark: CheckMark, tongue: Tongue): string[] {
  const { failure, verdict, name } = mark
  const words = describeFailure(mark)
  if (!failure || words === undefined) return []
  const file = failure.crash?.place?.file ?? failure.file
  const line = failure.crash?.place?.line
  const title = renderWords(
    say`${name}: ${verdict === 'unstable' ? describeVerdict(mark) : stageWords[failure.stage]}`,
    tongue,
  )
  return [
    renderCommand(
      verdict === 'unstable' ? 'warning' : 'error',
      {
        ...(file !== undefined && { file: `work/${lesson}/${file}` }),
        ...(line !== undefined && { line: String(line) }),
        title,
      },
      words,
      tongue,
    ),
  ]
}

function renderCommand(
  command: 'error' | 'warning' | 'notice',
  properties: Readonly<Record<string, string>>,
  words: Words,
  tongue: Tongue,
): string {
  const written = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(value)}`)
  const message = escapeData(escapeLines(renderWords(words, tongue)))
  return `::${command}${written.length > 0 ? ` ${written.join(',')}` : ''}::${message}\n`
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(escapeLines(text)).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
