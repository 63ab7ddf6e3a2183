/** Hints, one at a time. */
import type { Lesson } from '../lessons/catalogue.ts'
import { readHints } from '../lessons/text.ts'
import { renderMarkdown } from '../markdown/render.ts'
import { noteHint } from '../progress/changes.ts'
import { findProgress } from '../progress/progress.ts'
import { exitCodes, Refusal } from '../refusal.ts'
import { renderHintFooting, renderHintHeading } from '../screens/hint.ts'
import { showText } from '../terminal/show.ts'
import type { Workbook } from '../workbook.ts'
import { readOwnProgress, recordProgress } from './record.ts'

/**
 * Shows a hint of a lesson and notes it.
 * @param wanted its number from 1; undefined for the one after those that were seen, or the last
 * @throws {Refusal} when the lesson has no hints or none of that number.
 */
export async function showHint(workbook: Workbook, lesson: Lesson, wanted?: number): Promise<void> {
  const hints = await readHints(lesson)
  const seen = findProgress(await readOwnProgress(workbook), lesson.slug)?.hintsSeen ?? 0
  const number = wanted ?? Math.min(seen + 1, hints.length)
  const hint = hints[number - 1]
  if (hint === undefined) throw refuseHint(lesson, hints.length)
  const { screen } = workbook
  const index = number - 1
  const lines = [
    renderHintHeading(index, hints.length, screen),
    '',
    renderMarkdown(hint, screen).trim(),
    '',
    renderHintFooting(index, hints.length, lesson.number, screen),
  ]
  showText(workbook, lines.join('\n'))
  await recordProgress(workbook, (progress) => noteHint(progress, lesson.slug, workbook.clock(), number))
}

function refuseHint(lesson: Lesson, number: number): Refusal {
  return number === 0
    ? new Refusal(`Lesson ${lesson.number} has no hints.`, `Its text: npm run lesson ${lesson.number}`)
    : new Refusal(
        `Lesson ${lesson.number} has hints 1 to ${number}.`,
        `The next one that you have not seen: npm run hint ${lesson.number}`,
        exitCodes.wrongUsage,
      )
}
