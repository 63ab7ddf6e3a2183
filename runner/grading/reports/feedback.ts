/** `feedback/STUDENT.md`: what one student is told. Nothing in it is of others, or of checks that are hidden. */
import { say, type Words } from '../../language/say.ts'
import { stageWords } from '../../conversation/stage-words.ts'
import { renderWords } from '../../text/screen.ts'
import type { Tongue } from '../../screens/conversation/step-words.ts'
import type { Gradebook } from '../gradebook.ts'
import { describeFailure, describeVerdict, renderEvidence } from './failure-text.ts'
import { escapeMarkdown, renderFence } from './markdown.ts'
import {
  addPoints,
  describeCalibration,
  explainNoPoints,
  listLessons,
  type CheckMark,
  type MarkedCheck,
  type MarkedLesson,
  type Submission,
} from './gradebook-parts.ts'

const signs = { pass: '✓', fail: '✗', skipped: '·', broken: '!', unstable: '≈' } as const

/** Writes it. Points are those of the checks that are shown. */
export function renderFeedback(gradebook: Gradebook, submission: Submission, tongue: Tongue): string {
  const shown = listLessons(gradebook, submission).map(hideHidden)
  const write = (words: Words) => escapeMarkdown(renderWords(words, tongue))
  return `${[
    `# ${write(submission.name ?? submission.student)}`,
    write(sayPoints(shown)),
    ...(gradebook.calibration ? [] : describeCalibration(gradebook).map(write)),
    ...submission.problems.map((problem) => `- ${write(problem)}`),
    ...shown.flatMap((lesson) => renderLesson(lesson, write, tongue)),
  ].join('\n\n')}\n`
}

/** The lesson as if its hidden checks were none; also where a check that is shown waits for one of them. */
export function hideHidden({ graded, mark, checks }: MarkedLesson): MarkedLesson {
  const shown = checks.filter((check) => !check.graded.hidden)
  const names = new Set(shown.map((check) => check.graded.name))
  return {
    graded,
    mark,
    checks: shown.map((check) => ({
      graded: check.graded,
      mark: check.mark && forgetWaiting(check.mark, names),
    })),
  }
}

/** Without the name of the check that it waits for, where that is none of these. */
function forgetWaiting(mark: CheckMark, names: ReadonlySet<string>): CheckMark {
  const { waitsFor, ...rest } = mark
  return waitsFor === undefined || names.has(waitsFor) ? mark : rest
}

/** The points of what is shown; no mark where one of the lessons has none. */
function sumShown(lessons: readonly MarkedLesson[]): {
  readonly points: number | null
  readonly maximum: number
} {
  const checks = lessons.flatMap((lesson) => lesson.checks)
  const isOpen = lessons.some(({ mark }) => !mark || mark.verdict === 'broken')
  return {
    points: isOpen ? null : addPoints(checks.map(({ mark }) => mark?.points ?? 0)),
    maximum: addPoints(checks.map(({ graded }) => graded.points)),
  }
}

function sayPoints(lessons: readonly MarkedLesson[]): Words {
  const { points, maximum } = sumShown(lessons)
  return points === null
    ? say`Points for the checks below: none yet, because not everything could be judged.`
    : say`Points for the checks below: ${points} of ${maximum}.`
}

function renderLesson(lesson: MarkedLesson, write: (words: Words) => string, tongue: Tongue): string[] {
  const { graded, mark, checks } = lesson
  const title = `## ${write(say`Lesson ${graded.number}: ${graded.title}`)}`
  if (!mark || mark.verdict === 'missing') return [title, write(say`Nothing was handed in.`)]
  if (mark.verdict === 'broken') {
    return [
      title,
      write(say`This lesson could not be judged. That is not your fault, and it has no mark yet.`),
    ]
  }
  const marks = checks.flatMap((check) => (check.mark ? [check.mark] : []))
  return [
    title,
    write(sayPoints([lesson])),
    checks
      .flatMap((check) =>
        check.mark ? [`- ${signs[check.mark.verdict]} ${write(nameCheck(check, check.mark))}`] : [],
      )
      .join('\n'),
    ...marks.flatMap((check) => renderFailure(check, write, tongue)),
  ]
}

function nameCheck(check: MarkedCheck, mark: CheckMark): Words {
  const noPoints = explainNoPoints(check)
  if (noPoints) return say`${mark.name}: ${noPoints}`
  if (mark.waitsFor !== undefined) return say`${mark.name}: waits for "${mark.waitsFor}"`
  if (mark.verdict === 'fail' && mark.failure) return say`${mark.name}: ${stageWords[mark.failure.stage]}`
  return mark.verdict === 'pass' ? mark.name : say`${mark.name}: ${describeVerdict(mark)}`
}

/** Of an unstable check the first run that failed. */
function renderFailure(mark: CheckMark, write: (words: Words) => string, { language }: Tongue): string[] {
  const words = describeFailure(mark)
  if (words === undefined) return []
  const evidence = renderEvidence(mark, language)
  return [`### ${write(mark.name)}`, write(words), ...(evidence === '' ? [] : [renderFence(evidence)])]
}
