/** Gradescope's `results.json`, one for each student, by the fields that Gradescope publishes for autograders. */
import { renderWords } from '../../text/screen.ts'
import type { Tongue } from '../../screens/conversation/step-words.ts'
import { escapeLines } from '../../text/visible.ts'
import type { Gradebook } from '../gradebook.ts'
import { describeVerdict, renderOutcome } from './failure-text.ts'
import { hideHidden } from './feedback.ts'
import {
  describeCalibration,
  explainNoPoints,
  listLessons,
  type MarkedLesson,
  type Submission,
} from './gradebook-parts.ts'

/**
 * Writes it; undefined of a submission that has no mark: without the file Gradescope says that the autograder failed, and
 * gives no points. What is hidden here is hidden there, and no check that is shown tells of it.
 */
export function renderGradescope(
  gradebook: Gradebook,
  submission: Submission,
  tongue: Tongue,
): string | undefined {
  const { points, problems } = submission
  if (points === null) return undefined
  const told = [...(gradebook.calibration ? [] : describeCalibration(gradebook)), ...problems]
  const report = {
    score: points,
    output: escapeLines(told.map((sentence) => renderWords(sentence, tongue)).join('\n')),
    output_format: 'text',
    visibility: 'visible',
    stdout_visibility: 'hidden',
    tests: listLessons(gradebook, submission).flatMap((lesson) => listTests(lesson, tongue)),
  }
  return `${JSON.stringify(report, null, 2)}\n`
}

function listTests(lesson: MarkedLesson, tongue: Tongue): object[] {
  const { graded } = lesson
  const shown = new Map(hideHidden(lesson).checks.map((check) => [check.graded.name, check]))
  return lesson.checks.map((check, index) => {
    const { name, points, hidden } = check.graded
    const mark = shown.get(name)?.mark ?? check.mark
    const outcome = mark ? renderOutcome(mark, tongue.language) : ''
    const words = explainNoPoints(check) ?? (mark && describeVerdict(mark))
    const verdict = words ? renderWords(words, tongue) : ''
    return {
      score: mark?.points ?? 0,
      max_score: points,
      status: mark?.verdict === 'pass' ? 'passed' : 'failed',
      name: escapeLines(name),
      number: `${graded.number}.${index + 1}`,
      output: [verdict, outcome].filter((text) => text !== '').join('\n\n'),
      output_format: 'text',
      tags: [graded.lesson],
      visibility: hidden ? 'hidden' : 'visible',
    }
  })
}
