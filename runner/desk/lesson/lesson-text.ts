/** Shows a lesson's text; where it asks for a prediction, the learner is asked. */
import type { Lesson } from '../../lessons/catalogue.ts'
import { foldAnswers } from '../../lessons/predictions/fold-answers.ts'
import { parsePrediction, type Prediction } from '../../lessons/predictions/parse-prediction.ts'
import { findSection, readLessonText } from '../../lessons/text.ts'
import { renderWholePrediction } from '../../screens/lesson/prediction.ts'
import { renderMarkdownParts } from '../../screens/markdown/render.ts'
import { type DrawText, measureText, showPaged } from '../../terminal/pager.ts'
import { showText } from '../../terminal/show.ts'
import type { Screen } from '../../text/screen.ts'
import { noteReading } from '../../work/progress/changes.ts'
import { findProgress, type ReadingPlace } from '../../work/progress/progress.ts'
import type { Workbook } from '../../workbook.ts'
import { readProgressQuietly } from './own-progress.ts'
import { askPrediction, countMenuRows, drawQuestion } from './predict.ts'
import { recordProgress } from './record.ts'

const sectionToTry = /^(by hand|try it yourself)$/i
/** A place in a text is kept as so many parts of the whole, because another window has other lines. */
const wholeText = 10_000

interface ReadingWish {
  /** Whether a screen is drawn next in any case, so that nothing of the text need stay. */
  readonly isHeld: boolean
  /** Where it was left. */
  readonly from: ReadingPlace
  readonly onPlace: (place: ReadingPlace) => Promise<unknown>
}

const theTop: ReadingPlace = { at: 0, asked: 0 }

/**
 * Shows the whole text. It opens where it was left.
 * @returns whether it was read to its end; false when the reader left it
 * @throws {Refusal} when there is none.
 */
export async function showLessonText(workbook: Workbook, lesson: Lesson, isHeld = false): Promise<boolean> {
  const source = await readLessonText(lesson)
  if (!workbook.interactive) return showWholeText(workbook, source)
  const known = findProgress(await readProgressQuietly(workbook), lesson.slug)
  return await readText(workbook, lesson, source, {
    isHeld,
    from: known?.reading ?? theTop,
    onPlace: (place) =>
      recordProgress(workbook, (progress) => noteReading(progress, lesson.slug, workbook.clock(), place)),
  })
}

/** Shows the commands to try by hand. @throws {Refusal} when the lesson has no text. */
export async function showSectionToTry(workbook: Workbook, lesson: Lesson, isHeld = false): Promise<void> {
  const source = (await readSectionToTry(lesson)) ?? ''
  if (!workbook.interactive) showWholeText(workbook, source)
  else await readText(workbook, lesson, source, { isHeld, from: theTop, onPlace: async () => {} })
}

/** Reads the section with the commands to try by hand; undefined where there is none. */
export async function readSectionToTry(lesson: Lesson): Promise<string | undefined> {
  return findSection(await readLessonText(lesson), sectionToTry)
}

function showWholeText(workbook: Workbook, source: string): true {
  const parts = readParts(source, workbook.screen)
  showText(workbook, drawParts(parts, workbook.screen))
  return true
}

interface Part {
  readonly text: string
  readonly prediction?: Prediction
}

/** One that is malformed is for `verify` to complain about; the reader sees the block as it was written. */
function readParts(source: string, screen: Screen): Part[] {
  return renderMarkdownParts(foldAnswers(source), 'predict', screen).map(({ text, fence }) => {
    const parsed = fence === undefined ? undefined : parsePrediction(fence)
    return { text, ...(parsed?.kind === 'prediction' && { prediction: parsed.prediction }) }
  })
}

/** Keeps what was made last: laying out a text takes longer than all else, and of a window only the width changes. */
function keepForWidth<T>(make: (screen: Screen) => T): (screen: Screen) => T {
  let last: { readonly width: number; readonly made: T } | undefined
  return (screen) => {
    if (last?.width !== screen.width) last = { width: screen.width, made: make(screen) }
    return last.made
  }
}

/** A question that was asked stands in the text with its answer. */
function drawParts(parts: readonly Part[], screen: Screen): string {
  return parts
    .map(({ text, prediction }) => (prediction ? `${renderWholePrediction(prediction, screen)}\n` : text))
    .join('\n')
}

async function readText(
  workbook: Workbook,
  lesson: Lesson,
  source: string,
  wish: ReadingWish,
): Promise<boolean> {
  const { screen } = workbook
  const read = keepForWidth((screen) => readParts(source, screen))
  const draw =
    (from: number, to?: number): DrawText =>
    (screen) =>
      drawParts(read(screen).slice(from, to), screen)
  const parts = read(screen)
  const stops = parts.flatMap(({ prediction }, index) => (prediction ? [{ prediction, index }] : []))
  const lettersInAll = measureText(draw(0)(screen))
  const { isHeld, from, onPlace } = wish
  let asked = Math.min(from.asked, stops.length)
  let lettersAbove = Math.round((from.at / wholeText) * lettersInAll)
  let begin = asked === 0 ? 0 : (stops[asked - 1]?.index ?? -1) + 1
  const show = async (
    text: DrawText,
    options: { reservedRows: number; isHeld: boolean; drawNew: DrawText },
  ) => {
    const reading = await showPaged(workbook, text, { ...options, lettersAbove, lettersInAll })
    lettersAbove = reading.lettersAbove
    await onPlace({ at: Math.round((lettersAbove / Math.max(1, lettersInAll)) * wholeText), asked })
    return reading.isRead
  }
  for (const { prediction, index } of stops.slice(asked)) {
    const withQuestion = (first: number): DrawText => {
      const before = draw(first, index)
      return (screen) => `${before(screen)}\n${drawQuestion(prediction, screen)}`.replace(/^\n/u, '')
    }
    const reservedRows = countMenuRows(prediction)
    if (!(await show(withQuestion(0), { reservedRows, isHeld: false, drawNew: withQuestion(begin) })))
      return false
    const isLast = index === parts.length - 1 && !isHeld
    const goesOn = await askPrediction(workbook, lesson, prediction, isLast)
    asked += 1
    begin = index + 1
    lettersAbove = measureText(draw(0, begin)(screen))
    await onPlace({ at: Math.round((lettersAbove / Math.max(1, lettersInAll)) * wholeText), asked })
    if (!goesOn) return false
    if (isLast) return true
    showText(workbook, '')
  }
  return await show(draw(0), { reservedRows: 0, isHeld, drawNew: draw(begin) })
}
