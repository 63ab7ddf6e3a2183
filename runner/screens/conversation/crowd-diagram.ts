/** The diagram for many peers or little room: peers are named row by row, and only the program has a line of life. */
import { cutText, measureWidth, padText } from '../../text/width.ts'
import { paintArrow, renderArrow, renderFailedRow, renderNoteLines } from './arrow.ts'
import { createPaint, measureColumns, type Screen } from '../../text/screen.ts'
import { describeOmission, findDirection } from '../../conversation/step-sentences.ts'
import { renderName, renderSafely } from './step-words.ts'
import {
  isOmission,
  type Conversation,
  type Named,
  type Omission,
  type Step,
} from '../../conversation/steps.ts'

const longestName = 18
const narrowestArrow = 22
const widestArrow = 34
const narrowestNote = 18
const indent = 2

interface Drawing {
  readonly screen: Screen
  readonly program: Named
  readonly names: ReadonlyMap<string, string>
  readonly nameColumns: number
  readonly arrowColumns: number
  readonly noteColumns: number
  hasProgramEnded: boolean
}

/** Draws a conversation; undefined where the screen is too narrow. */
export function renderCrowdDiagram(conversation: Conversation, screen: Screen): string[] | undefined {
  const columns = measureColumns(screen)
  const names = new Map(conversation.peers.map((peer) => [peer.id, renderName(peer, screen)]))
  const nameColumns = Math.min(longestName, Math.max(0, ...[...names.values()].map(measureWidth)))
  const room = columns - indent - nameColumns - 3
  const arrowColumns = Math.min(widestArrow, room - narrowestNote)
  if (arrowColumns < narrowestArrow) return undefined
  const { program } = conversation
  const noteColumns = room - arrowColumns
  const drawing = { screen, program, names, nameColumns, arrowColumns, noteColumns, hasProgramEnded: false }
  const rows = conversation.steps.flatMap((step) => renderStep(step, drawing))
  return [renderProgramName(drawing), ...rows].map((row) => row.trimEnd())
}

function renderProgramName({ program, screen, ...drawing }: Drawing): string {
  const shown = cutText(renderName(program, screen), drawing.noteColumns)
  const column = indent + drawing.nameColumns + 1 + drawing.arrowColumns
  return padText('', column - Math.floor(measureWidth(shown) / 2)) + createPaint(screen).bold(shown)
}

function renderStep(step: Step | Omission, drawing: Drawing): string[] {
  const { screen, arrowColumns } = drawing
  const paint = createPaint(screen)
  if (isOmission(step)) {
    const text = cutText(renderSafely(describeOmission(step), screen), arrowColumns)
    return [renderRow(drawing, '', paint.dim(padText(text, arrowColumns, 'centre')), '')]
  }
  if (step.kind === 'failed') return [renderFailedRow(step, measureColumns(screen), screen)]
  const isBeginning = step.kind === 'listening' || (step.kind === 'connect' && step.by === 'program')
  if (isBeginning) drawing.hasProgramEnded = false
  const direction = step.peer === drawing.program.id ? undefined : findDirection(step)
  if (direction) {
    const arrow = renderArrow(step, arrowColumns, direction === 'to-program', screen)
    const sign = step.kind === 'refused' && direction === 'to-program' ? paint.red('✗') : undefined
    return [renderRow(drawing, step.peer, paintArrow(arrow, step, screen), '', { ...step, sign })]
  }
  return step.peer === drawing.program.id ? renderProgramNote(step, drawing) : renderPeerNote(step, drawing)
}

function renderPeerNote(step: Step, drawing: Drawing): string[] {
  const room = drawing.arrowColumns - 2
  return renderNoteLines(step, room, drawing.screen).map((line, index) =>
    renderRow(drawing, index === 0 ? step.peer : '', ` ${padText(line, room)} `, '', {
      isFault: step.isFault && index === 0,
    }),
  )
}

function renderProgramNote(step: Step, drawing: Drawing): string[] {
  const blank = padText('', drawing.arrowColumns)
  return renderNoteLines(step, drawing.noteColumns - 1, drawing.screen).map((line, index) => {
    const isEnd = step.kind === 'exit'
    const row = renderRow(drawing, '', blank, line, {
      isFault: step.isFault && index === 0,
      sign: isEnd && index === 0 ? '┴' : undefined,
    })
    if (isEnd) drawing.hasProgramEnded = true
    return row
  })
}

interface Marks {
  readonly isFault?: boolean
  /** What stands in place of the line of life. */
  readonly sign?: string | undefined
}

function renderRow(
  drawing: Drawing,
  peer: string,
  middle: string,
  note: string,
  { isFault = false, sign }: Marks = {},
): string {
  const { screen, nameColumns, hasProgramEnded } = drawing
  const name = padText(cutText(drawing.names.get(peer) ?? '', nameColumns), nameColumns)
  const line = sign ?? (hasProgramEnded ? ' ' : createPaint(screen).dim('│'))
  const edge = isFault && sign === undefined ? createPaint(screen).red('✗') : ' '
  return `${edge}${padText('', indent - 1)}${name} ${middle}${line} ${note}`
}
