/** Draws a picture with characters: a line of life for each participant, arrows between them, notes beside them. */
import type { Words } from '../../language/say.ts'
import type { Message, Picture } from '../../lessons/pictures/parse-picture.ts'
import { measureWidth, padText, wrapText } from '../../text/width.ts'
import { listGaps, setInRows, type PictureRow } from './rows.ts'
import { tellBranch } from './tell-picture.ts'

/** An arrow needs so much besides the words on it: ` ── ` before them and ` ──▶ ` after. */
const arrowColumns = 9
/** Wide gaps are easier to read; narrow ones, and notes on several lines, are better than no drawing. */
const attempts = [
  { note: 40, gap: 34 },
  { note: 30, gap: 22 },
  { note: 24, gap: 14 },
  { note: 18, gap: 12 },
  { note: 14, gap: 8 },
]

interface Layout {
  readonly picture: Picture
  readonly rows: readonly PictureRow[]
  /** The columns of each gap; the first and the last are the margins. */
  readonly gaps: readonly number[]
  readonly widestNote: number
  readonly render: Render
}

/** Turns words into text of the reader's language. */
type Render = (words: Words) => string

/** Draws a picture in at most `width` columns; undefined where there is not the room. */
export function drawPicture(picture: Picture, width: number, render: Render): string[] | undefined {
  const rows = setInRows(picture)
  const layouts = attempts.map(({ note, gap }) => layOut(picture, rows, note, gap))
  const found = layouts.find(({ gaps }) => sum(gaps) + gaps.length - 1 <= width)
  if (!found) return undefined
  const layout = { ...found, render }
  return [drawNames(layout), ...rows.flatMap((row) => drawRow(row, layout))].map((line) => line.trimEnd())
}

function layOut(
  picture: Picture,
  rows: readonly PictureRow[],
  widestNote: number,
  narrowest: number,
): Omit<Layout, 'render'> {
  const { participants } = picture
  const halves = participants.map(({ name }) => Math.ceil(measureWidth(name) / 2))
  const gaps = [...halves, halves.at(-1) ?? 0].map((half, index) =>
    index === 0 || index === participants.length
      ? half
      : Math.max(narrowest, (halves[index - 1] ?? 0) + half + 2),
  )
  const widen = (gap: number, columns: number) => {
    gaps[gap] = Math.max(gaps[gap] ?? 0, columns)
  }
  for (const { notes } of rows) {
    for (const { gap, note } of notes) {
      const lines = wrapText(note.text, widestNote)
      widen(gap, Math.max(...lines.map(measureWidth)) + (gap === 0 || gap === participants.length ? 2 : 4))
    }
  }
  for (const { message } of rows) if (message) makeRoom(gaps, listGaps(picture, message), message)
  return { picture, rows, gaps, widestNote }
}

/** Widens the gaps that a message crosses until its words fit. */
function makeRoom(gaps: number[], crossed: readonly number[], { text, isLost }: Message): void {
  const due = measureWidth(text) + arrowColumns + (isLost ? 3 : 0)
  const lacking = due - sum(crossed.map((gap) => gaps[gap] ?? 0)) - (crossed.length - 1)
  const first = crossed[0]
  if (lacking > 0 && first !== undefined) gaps[first] = (gaps[first] ?? 0) + lacking
}

function drawNames({ picture, gaps }: Layout): string {
  let line = ''
  for (const [index, { name }] of picture.participants.entries()) {
    const column = sum(gaps.slice(0, index + 1)) + index
    line = padText(line, Math.max(0, column - Math.floor(measureWidth(name) / 2))) + name
  }
  return line
}

function drawRow(row: PictureRow, layout: Layout): string[] {
  if (row.branch) return [drawLine(layout, [], ':'), layout.render(tellBranch(row.branch))]
  const notes = row.notes.map((placed) => ({
    ...placed,
    lines: wrapText(placed.note.text, layout.widestNote),
  }))
  const height = Math.max(1, ...notes.map(({ lines }) => lines.length))
  return Array.from({ length: height }, (_, index) => {
    const beside = notes.map(({ gap, isAtRight, lines }) =>
      fillGap(layout, gap, isAtRight, lines[index] ?? ''),
    )
    return drawLine(layout, index === 0 && row.message ? [drawArrow(layout, row.message), ...beside] : beside)
  })
}

/** What stands in one gap, or in several and over the lines of life between them. */
interface Filling {
  readonly gaps: readonly number[]
  readonly text: string
}

function fillGap({ gaps }: Layout, gap: number, isAtRight: boolean, text: string): Filling {
  const width = gaps[gap] ?? 0
  return { gaps: [gap], text: isAtRight ? padText(`${text} `, width, 'right') : padText(`  ${text}`, width) }
}

function drawArrow({ picture, gaps }: Layout, message: Message): Filling {
  const crossed = listGaps(picture, message)
  const width = sum(crossed.map((gap) => gaps[gap] ?? 0)) + crossed.length - 1
  const { text, isLost, from, to } = message
  const isToRight =
    picture.participants.findIndex(({ id }) => id === from) <
    picture.participants.findIndex(({ id }) => id === to)
  const words = text === '' ? '' : `${text} `
  if (isLost) {
    const shaft = '─'.repeat(Math.max(2, Math.floor((width - measureWidth(words)) / 4)))
    const arrow = isToRight ? ` ── ${words}${shaft}▶ ✗ ` : ` ✗ ◀${shaft} ${words}── `
    return { gaps: crossed, text: padText(arrow, width, isToRight ? 'left' : 'right') }
  }
  const shaft = '─'.repeat(Math.max(1, width - measureWidth(words) - 6))
  return { gaps: crossed, text: isToRight ? ` ── ${words}${shaft}▶ ` : ` ◀${shaft} ${words}── ` }
}

function drawLine({ picture, gaps }: Layout, fillings: readonly Filling[], lane = '│'): string {
  let line = ''
  for (let gap = 0; gap < gaps.length; gap++) {
    const filling = fillings.find((wanted) => wanted.gaps[0] === gap)
    line += filling ? filling.text : padText('', gaps[gap] ?? 0)
    if (filling) gap += filling.gaps.length - 1
    if (gap < picture.participants.length) line += lane
  }
  return line
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
