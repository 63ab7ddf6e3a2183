/** The sequence diagram: a line of life for the program and one for each of at most two peers. */
import { cutText, measureWidth, padText } from '../text/width.ts'
import { paintArrow, renderArrow, renderNoteLines } from './arrow.ts'
import { layOut, longestName, measureGap, type Layout } from './layout.ts'
import { createPaint, type Screen } from './screen.ts'
import { describeOmission, findDirection, type Direction } from './step-words.ts'
import { isOmission, type Conversation, type Omission, type Step } from './steps.ts'

interface Drawing {
  readonly layout: Layout
  readonly screen: Screen
  /** Changes from row to row: after its exit the program has no line of life. */
  hasProgramEnded: boolean
}

/** Draws a conversation; undefined where the screen is too narrow or there are too many peers. */
export function renderDiagram(conversation: Conversation, screen: Screen): string[] | undefined {
  const layout = layOut(conversation, screen)
  if (!layout) return undefined
  const drawing: Drawing = { layout, screen, hasProgramEnded: false }
  const rows = conversation.steps.flatMap((step) => renderStep(step, drawing))
  return [renderNames(drawing), ...rows].map((row) => row.trimEnd())
}

function renderNames({ layout, screen }: Drawing): string {
  const paint = createPaint(screen)
  const room = Math.min(longestName, Math.floor(layout.columns / 3) - 2)
  let row = ''
  for (const { name, column } of layout.lanes) {
    const shown = cutText(name, room)
    const width = measureWidth(shown)
    const earliest = row === '' ? 0 : measureWidth(row) + 2
    const start = Math.max(earliest, Math.min(column - Math.floor(width / 2), layout.columns - width))
    row = padText(row, start) + paint.bold(shown)
  }
  return row
}

function renderStep(step: Step | Omission, drawing: Drawing): string[] {
  if (isOmission(step)) return [renderOmission(step, drawing)]
  const direction = drawing.layout.lanes.some((lane) => !lane.isProgram && lane.name === step.peer)
    ? findDirection(step)
    : undefined
  return direction ? [renderArrowRow(step, direction, drawing)] : renderNoteRows(step, drawing)
}

function renderArrowRow(step: Step, direction: Direction, drawing: Drawing): string {
  const { lanes } = drawing.layout
  const peer = lanes.findIndex((lane) => !lane.isProgram && lane.name === step.peer)
  const program = lanes.findIndex((lane) => lane.isProgram)
  const [from, to] = direction === 'to-program' ? [peer, program] : [program, peer]
  const gap = Math.min(from, to)
  const arrow = renderArrow(step, measureGap(drawing.layout, gap), from < to)
  const painted = paintArrow(arrow, step, drawing.screen)
  return renderRow(drawing, { gap, filling: painted, ...(step.kind === 'refused' && { refusedAt: to }) })
}

function renderNoteRows(step: Step, drawing: Drawing): string[] {
  const { lanes } = drawing.layout
  const lane = lanes.findIndex(({ name }) => name === step.peer)
  const column = lane === -1 ? lanes.findIndex(({ isProgram }) => isProgram) : lane
  // The peer at the right has its notes at its left, where there is room.
  const isRightPeer = column === 2
  const gap = isRightPeer ? column - 1 : column
  const room = measureGap(drawing.layout, gap) - 2
  const isEnd = step.kind === 'exit' && lanes[column]?.isProgram === true
  const lines = renderNoteLines(step, room, drawing.screen)
  const widest = Math.max(...lines.map(measureWidth))
  return lines.map((line, index) => {
    const block = padText(line, widest)
    const filling = ` ${padText(block, room, isRightPeer ? 'right' : 'left')} `
    const row = renderRow(drawing, { gap, filling, isEnd: isEnd && index === 0 })
    if (isEnd) drawing.hasProgramEnded = true
    return row
  })
}

function renderOmission(omission: Omission, drawing: Drawing): string {
  const room = measureGap(drawing.layout, 0)
  const text = cutText(describeOmission(omission), room - 2)
  const placed = drawing.layout.lanes.length === 1 ? ` ${text}` : padText(text, room, 'centre')
  return renderRow(drawing, { gap: 0, filling: createPaint(drawing.screen).dim(placed) })
}

interface Row {
  /** The line of life behind which something stands. */
  readonly gap: number
  readonly filling: string
  /** The line of life that could not be reached. */
  readonly refusedAt?: number
  readonly isEnd?: boolean
}

function renderRow({ layout, screen, hasProgramEnded }: Drawing, row: Row): string {
  const paint = createPaint(screen)
  let text = padText('', layout.lanes[0]?.column ?? 0)
  for (const [index, { isProgram }] of layout.lanes.entries()) {
    if (index === row.refusedAt) text += paint.red('✗')
    else if (isProgram && row.isEnd) text += '┴'
    else text += isProgram && hasProgramEnded ? ' ' : paint.dim('│')
    if (index === row.gap) text += row.filling
    else if (index < layout.lanes.length - 1) text += padText('', measureGap(layout, index))
  }
  return text
}
