/** The list of all lessons. */
import { say } from '../../language/say.ts'
import { findPart } from '../../lessons/parts.ts'
import { cutText, measureWidth, padText } from '../../text/width.ts'
import { describeAge } from './age.ts'
import { renderTitle } from './home.ts'
import { describeLessonState, lessonStates, nameState, paintState, type LessonRow } from './lesson-state.ts'
import {
  createPaint,
  measureColumns,
  renderIndented,
  renderSentences,
  renderWords,
  type Screen,
} from '../../text/screen.ts'
import { escapeText } from '../../text/visible.ts'

/** An age that takes as much room as any that is to be met often. */
const longAgeMs = 12 * 60_000
/** Titles must keep so much room for the ages to be shown beside them. */
const narrowestTitle = 20

/** Lists lessons by the parts of the course, with their number, title, state, and how long ago they came to it. */
export function renderList(rows: readonly LessonRow[], screen: Screen): string {
  const lessonsDone = rows.filter(({ state }) => state === 'done').length
  const title = renderTitle({ lessonCount: rows.length, lessonsDone }, screen)
  const lessons = rows.flatMap((row, index) => [
    ...renderPart(row.number, rows[index - 1]?.number, screen),
    ...renderRow(row, rows, screen),
  ])
  return [...title, ...lessons].join('\n')
}

/** Names the part of the course that begins with a lesson; nothing where it goes on. */
function renderPart(number: number, before: number | undefined, screen: Screen): string[] {
  const part = findPart(number)
  const isSame = before !== undefined && findPart(before) === part
  if (isSame) return []
  return part ? ['', ...renderSentences(part.title, screen).map(createPaint(screen).bold)] : ['']
}

function renderRow(row: LessonRow, rows: readonly LessonRow[], screen: Screen): string[] {
  if (screen.plain) return sayRow(row, screen)
  const columns = measureColumns(screen)
  const numberWidth = Math.max(...rows.map(({ number }) => String(number).length))
  const number = `  ${String(row.number).padStart(numberWidth)}  `
  const title = escapeText(row.title)
  const state = paintState(renderWords(nameState(row.state), screen), row.state, screen)
  const widestState = Math.max(
    ...lessonStates.map((each) => measureWidth(renderWords(nameState(each), screen))),
  )
  const widestAge = measureWidth(renderWords(describeAge(longAgeMs), screen))
  const room = columns - number.length - widestState - 2
  if (room < narrowestTitle) {
    const [first = '', ...rest] = renderIndented(title, number.length, columns)
    return [number + first.trimStart(), ...rest, `${padText('', number.length)}${state}`]
  }
  const hasAges = room - widestAge - 2 >= narrowestTitle
  const titleRoom = hasAges ? room - widestAge - 2 : room
  const titleWidth = Math.min(
    titleRoom,
    Math.max(...rows.map((each) => measureWidth(escapeText(each.title)))),
  )
  const age = hasAges && row.ageMs !== undefined && row.state !== 'not-started' ? describeAge(row.ageMs) : ''
  const cells = [padText(cutText(title, titleWidth), titleWidth), padText(state, widestState)]
  return [`${number}${cells.join('  ')}  ${createPaint(screen).dim(renderWords(age, screen))}`.trimEnd()]
}

function sayRow(row: LessonRow, screen: Screen): string[] {
  return renderSentences(
    say`${escapeText(row.title)}: ${describeLessonState(row)}`,
    screen,
    `${row.number}. `,
  )
}
