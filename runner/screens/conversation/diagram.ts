/** The sequence diagram: a line of life for the program and one for each of at most two peers. */
import { cutText, measureWidth, padText, wrapText } from '../../text/width.ts'
import { paintArrow, renderArrow, renderFailedRow, renderNoteLines } from './arrow.ts'
import { layOut, longestName, measureGap, type Layout } from './layout.ts'
import { createPaint, type Screen } from '../../text/screen.ts'
import { describeOmission, findDirection, type Direction } from '../../conversation/step-sentences.ts'
import { renderSafely } from './step-words.ts'
import { isOmission, type Conversation, type Omission, type Step } from '../../conversation/steps.ts'

const mostNameLines = 2

interface Drawing {
  readonly layout: Layout
  readonly screen: Screen
  /** Changes from row to row: after the exit of a program it has no line of life, until another one takes its place. */
  readonly ended: Set<string>
}

/** Draws a conversation; undefined where the screen is too narrow or there are too many peers. */
export function renderDiagram(conversation: Conversation, screen: Screen): string[] | undefined {
  const layout = layOut(conversation, screen)
  if (!layout) return undefined
  const drawing: Drawing = { layout, screen, ended: new Set() }
  const rows = conversation.steps.flatMap((step) => renderStep(step, drawing))
  return [...renderNames(drawing), ...rows].map((row) => row.trimEnd())
}

function renderNames({ layout, screen }: Drawing): string[] {
  const room = Math.min(longestName, Math.floor(layout.columns / 3) - 2)
  const names = layout.lanes.map(({ name, column }) => ({ lines: wrapName(name, room), column }))
  const height = Math.max(...names.map(({ lines }) => lines.length))
  // The last line of each stands just above its line of life.
  return Array.from({ length: height }, (_, row) =>
    renderNameRow(
      names.map(({ lines, column }) => ({ name: lines[row - height + lines.length] ?? '', column })),
      layout,
      screen,
    ),
  )
}

function wrapName(name: string, room: number): string[] {
  const lines = wrapText(name, room)
  return lines.length > mostNameLines ? [cutText(name, room)] : lines
}

function renderNameRow(
  names: readonly { name: string; column: number }[],
  layout: Layout,
  screen: Screen,
): string {
  const paint = createPaint(screen)
  let row = ''
  for (const { name: shown, column } of names.filter(({ name }) => name !== '')) {
    const width = measureWidth(shown)
    const earliest = row === '' ? 0 : measureWidth(row) + 2
    const start = Math.max(earliest, Math.min(column - Math.floor(width / 2), layout.columns - width))
    row = padText(row, start) + paint.bold(shown)
  }
  return row
}

function renderStep(step: Step | Omission, drawing: Drawing): string[] {
  if (isOmission(step)) return [renderOmission(step, drawing)]
  if (step.kind === 'failed') return [renderFailedRow(step, drawing.layout.columns, drawing.screen)]
  if (isBeginning(step)) drawing.ended.delete(findActor(step, drawing))
  const direction = drawing.layout.lanes.some((lane) => !lane.isProgram && lane.id === step.peer)
    ? findDirection(step)
    : undefined
  return direction ? [renderArrowRow(step, direction, drawing)] : renderNoteRows(step, drawing)
}

/** Whether a program of this name must be there now, even if one has ended before. */
function isBeginning({ kind, by }: Step): boolean {
  return ['listening', 'stdin', 'stdin-end'].includes(kind) || (kind === 'connect' && by === 'program')
}

/** In whose line of life a beginning is. */
function findActor({ kind, peer }: Step, { layout }: Drawing): string {
  return kind === 'connect' ? (layout.lanes.find(({ isProgram }) => isProgram)?.id ?? '') : peer
}

function renderArrowRow(step: Step, direction: Direction, drawing: Drawing): string {
  const { lanes } = drawing.layout
  const peer = lanes.findIndex((lane) => !lane.isProgram && lane.id === step.peer)
  const program = lanes.findIndex((lane) => lane.isProgram)
  const [from, to] = direction === 'to-program' ? [peer, program] : [program, peer]
  const gap = Math.min(from, to)
  const arrow = renderArrow(step, measureGap(drawing.layout, gap), from < to, drawing.screen)
  const painted = paintArrow(arrow, step, drawing.screen)
  const { isFault, kind } = step
  const row = { gap, filling: painted }
  // The sign of a refusal stands where nobody is; no other is needed.
  if (kind === 'refused') return renderRow(drawing, { ...row, refusedAt: to })
  return renderRow(drawing, { ...row, isFault })
}

function renderNoteRows(step: Step, drawing: Drawing): string[] {
  const { lanes } = drawing.layout
  const lane = lanes.findIndex(({ id }) => id === step.peer)
  const column = lane === -1 ? lanes.findIndex(({ isProgram }) => isProgram) : lane
  // The peer at the right has its notes at its left, where there is room.
  const isRightPeer = column === 2
  const gap = isRightPeer ? column - 1 : column
  const room = measureGap(drawing.layout, gap) - 2
  const isEnd = step.kind === 'exit'
  const lines = renderNoteLines(step, room, drawing.screen)
  const widest = Math.max(...lines.map(measureWidth))
  return lines.map((line, index) => {
    const block = padText(line, widest)
    const filling = ` ${padText(block, room, isRightPeer ? 'right' : 'left')} `
    const isFirst = index === 0
    const row = renderRow(drawing, {
      gap,
      filling,
      isFault: step.isFault && isFirst,
      ...(isEnd && isFirst && { endAt: column }),
    })
    if (isEnd) drawing.ended.add(lanes[column]?.id ?? '')
    return row
  })
}

function renderOmission(omission: Omission, drawing: Drawing): string {
  const room = measureGap(drawing.layout, 0)
  const text = cutText(renderSafely(describeOmission(omission), drawing.screen), room - 2)
  const placed = drawing.layout.lanes.length === 1 ? ` ${text}` : padText(text, room, 'centre')
  return renderRow(drawing, { gap: 0, filling: createPaint(drawing.screen).dim(placed) })
}

interface Row {
  /** The line of life behind which something stands. */
  readonly gap: number
  readonly filling: string
  /** The line of life that could not be reached. */
  readonly refusedAt?: number
  /** The line of life that ends here. */
  readonly endAt?: number
  readonly isFault?: boolean
}

function renderRow({ layout, screen, ended }: Drawing, row: Row): string {
  const paint = createPaint(screen)
  const edge = layout.lanes[0]?.column ?? 0
  let text = row.isFault === true ? paint.red('✗') + padText('', edge - 1) : padText('', edge)
  for (const [index, { id }] of layout.lanes.entries()) {
    if (index === row.refusedAt) text += paint.red('✗')
    else if (index === row.endAt) text += '┴'
    else text += ended.has(id) ? ' ' : paint.dim('│')
    if (index === row.gap) text += row.filling
    else if (index < layout.lanes.length - 1) text += padText('', measureGap(layout, index))
  }
  return text
}
