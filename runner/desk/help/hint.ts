/** Hints, one at a time. */
import type { Lesson } from '../../lessons/catalogue.ts'
import { readHints, type Hint } from '../../lessons/hints.ts'
import { renderMarkdown } from '../../screens/markdown/render.ts'
import { noteHints } from '../../work/progress/changes.ts'
import { findProgress, type LessonProgress } from '../../work/progress/progress.ts'
import { exitCodes, Refusal } from '../../edge/refusal.ts'
import { fittingWords, renderHintFooting, renderHintHeading } from '../../screens/lesson/hint.ts'
import { showPaged } from '../../terminal/pager.ts'
import type { Screen } from '../../text/screen.ts'
import { showText } from '../../terminal/show.ts'
import type { Workbook } from '../../workbook.ts'
import { chooseHint } from './choose-hint.ts'
import { readOwnProgress, recordProgress } from '../lesson/record.ts'
import { say, type Words } from '../../language/say.ts'

/**
 * Shows a hint of a lesson and notes it; where the lesson has passed and no number is given, all of them.
 * @param wanted its number from 1; undefined for the one that fits what the learner was told
 * @returns which it was; undefined where all were shown
 * @throws {Refusal} when the lesson has no hints or none of that number.
 */
export async function showHint(
  workbook: Workbook,
  lesson: Lesson,
  wanted?: number,
): Promise<ShownHint | undefined> {
  const hints = await readHints(lesson)
  const known = findProgress(await readOwnProgress(workbook), lesson.slug)
  if (wanted === undefined && known?.state === 'passed' && hints.length > 0) {
    await showAllHints(workbook, hints)
    return undefined
  }
  const offer = chooseHint(hints, known)
  const index = wanted === undefined ? (offer?.index ?? 0) : wanted - 1
  const hint = hints[index]
  if (hint === undefined) throw refuseHint(lesson, hints.length)
  const isFitting = wanted === undefined && offer?.isFitting === true
  const shown = renderHint(
    workbook.screen,
    hint,
    renderHintHeading(index, hints.length, isFitting, workbook.screen),
  )
  const progress = await recordProgress(workbook, (progress) =>
    noteHints(progress, lesson.slug, workbook.clock(), [index + 1]),
  )
  showText(
    workbook,
    `${shown}\n\n${renderFooting(workbook, lesson, hints, findProgress(progress, lesson.slug))}`,
  )
  return { number: index + 1, count: hints.length }
}

/** A hint that was shown. */
export interface ShownHint {
  /** From 1. */
  readonly number: number
  readonly count: number
}

/** Says in a few words which hint would come: "hint 2 of 4 · fits what you were told". */
export function describeHintOffer(hints: readonly Hint[], known: LessonProgress | undefined): Words {
  const count = hints.length
  if (known?.state === 'passed') return say`hints: all ${count}`
  const offer = chooseHint(hints, known)
  const number = (offer?.index ?? 0) + 1
  if (offer?.isRead) return say`hint ${number} of ${count}, again`
  return offer?.isFitting
    ? say`hint ${number} of ${count} · ${fittingWords}`
    : say`hint ${number} of ${count}`
}

/** Somebody who has found their own way may look back at all that was to be said; it is no help any more. */
async function showAllHints(workbook: Workbook, hints: readonly Hint[]): Promise<void> {
  await showPaged(workbook, (screen) =>
    hints
      .map((hint, index) => renderHint(screen, hint, renderHintHeading(index, hints.length, false, screen)))
      .join('\n\n'),
  )
}

function renderHint(screen: Screen, hint: Hint, heading: string): string {
  return [heading, '', renderMarkdown(hint.source, screen).trim()].join('\n')
}

/** What to do after a hint: the next one, at once or when the same failure has come again. */
function renderFooting(
  { screen }: Workbook,
  lesson: Lesson,
  hints: readonly Hint[],
  known: LessonProgress | undefined,
): string {
  const offer = chooseHint(hints, known)
  const unread = offer ? [...(offer.isRead ? [] : [offer.index]), ...offer.later] : []
  const [next] = unread
  return renderHintFooting(
    {
      lesson: lesson.number,
      unread: unread.length,
      ...(offer?.isRead && next !== undefined && { nextWhenToldAgain: next }),
    },
    screen,
  )
}

function refuseHint(lesson: Lesson, number: number): Refusal {
  return number === 0
    ? new Refusal(say`Lesson ${lesson.number} has no hints.`, say`Its text: npm run lesson ${lesson.number}`)
    : new Refusal(
        say`Lesson ${lesson.number} has hints 1 to ${number}.`,
        say`The next one: npm run hint ${lesson.number}`,
        exitCodes.wrongUsage,
      )
}
