/** Shows a lesson's text; where it asks for a prediction, the learner is asked. */
import type { Lesson } from '../../lessons/catalogue.ts'
import { findSection, readLessonText } from '../../lessons/text.ts'
import { renderMarkdownParts } from '../../screens/markdown/render.ts'
import { foldAnswers } from '../../lessons/predictions/fold-answers.ts'
import { parsePrediction } from '../../lessons/predictions/parse-prediction.ts'
import { renderWholePrediction } from '../../screens/lesson/prediction.ts'
import { showPaged } from '../../terminal/pager.ts'
import { showText } from '../../terminal/show.ts'
import type { Workbook } from '../../workbook.ts'
import { askPrediction } from './predict.ts'

const sectionToTry = /^(by hand|try it yourself)$/i

/**
 * Shows the whole text.
 * @returns whether it was shown to its end; false when the reader left it
 * @throws {Refusal} when there is none.
 */
export async function showLessonText(workbook: Workbook, lesson: Lesson): Promise<boolean> {
  return showWithPredictions(workbook, lesson, await readLessonText(lesson))
}

/** Shows the commands to try by hand. @throws {Refusal} when the lesson has no text. */
export async function showSectionToTry(workbook: Workbook, lesson: Lesson): Promise<void> {
  await showWithPredictions(workbook, lesson, (await readSectionToTry(lesson)) ?? '')
}

/** Reads the section with the commands to try by hand; undefined where there is none. */
export async function readSectionToTry(lesson: Lesson): Promise<string | undefined> {
  return findSection(await readLessonText(lesson), sectionToTry)
}

async function showWithPredictions(workbook: Workbook, lesson: Lesson, source: string): Promise<boolean> {
  const parts = renderMarkdownParts(foldAnswers(source), 'predict', workbook.screen)
  if (!workbook.interactive) {
    showText(workbook, parts.map((part) => renderPart(workbook, part)).join('\n'))
    return true
  }
  let before = ''
  for (const [index, part] of parts.entries()) {
    const { fence, text } = part
    const parsed = fence === undefined ? undefined : parsePrediction(fence)
    // One that is malformed is for `verify` to complain about; the reader sees the block as it was written.
    if (parsed?.kind !== 'prediction') {
      before += before === '' ? text : `\n${text}`
      continue
    }
    const isLast = index === parts.length - 1
    if (!(await askPrediction(workbook, lesson, parsed.prediction, { before, isLast }))) return false
    showText(workbook, '')
    before = ''
  }
  return before === '' || showPaged(workbook, before)
}

function renderPart(workbook: Workbook, { text, fence }: { text: string; fence?: string }): string {
  const parsed = fence === undefined ? undefined : parsePrediction(fence)
  return parsed?.kind === 'prediction'
    ? `${renderWholePrediction(parsed.prediction, workbook.screen)}\n`
    : text
}
