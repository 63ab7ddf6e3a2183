/** Decides where the lines of life of a diagram stand. */
import { measureWidth } from '../../text/width.ts'
import { measureColumns, type Screen } from '../../text/screen.ts'
import { renderName } from './step-words.ts'
import type { Conversation } from '../../conversation/steps.ts'

interface Lane {
  /** Whose it is. */
  readonly id: string
  readonly name: string
  readonly column: number
  readonly isProgram: boolean
}

export interface Layout {
  readonly lanes: readonly Lane[]
  /** The column at which the screen ends. */
  readonly columns: number
}

/** Between two lines of life there must be room for an arrow with a few bytes on it. */
const narrowestGap = 24
const widestGap = 36
export const longestName = narrowestGap - 4
/** With one peer, the other half is for what the program prints. */
const shareOfArrows = 0.55
const narrowestEdge = 2
const columnOfLoneProgram = 6

/** Lays out the program and at most two peers, one on each side; undefined where there is not the room. */
export function layOut({ program, peers }: Conversation, screen: Screen): Layout | undefined {
  const columns = measureColumns(screen)
  const [left, right] = peers
  if (peers.length > 2) return undefined
  if (left === undefined) {
    const lane = {
      id: program.id,
      name: renderName(program, screen),
      column: columnOfLoneProgram,
      isProgram: true,
    }
    return columns < narrowestGap * 2 ? undefined : { lanes: [lane], columns }
  }
  const measureStep = (edge: number) =>
    right === undefined
      ? Math.floor((columns - edge) * shareOfArrows)
      : Math.floor((columns - 1 - 2 * edge) / 2)
  // Names are centred over their lines where there is room, else they stand at the edges.
  const widest = Math.min(
    longestName,
    Math.max(...peers.map((peer) => measureWidth(renderName(peer, screen)))),
  )
  const centredEdge = Math.ceil(widest / 2) + 1
  const edge = measureStep(centredEdge) > narrowestGap ? centredEdge : narrowestEdge
  const step = Math.min(measureStep(edge), widestGap + 1)
  if (step <= narrowestGap) return undefined
  const lanes = [left, program, right].flatMap((named, index) =>
    named === undefined
      ? []
      : [
          {
            id: named.id,
            name: renderName(named, screen),
            column: edge + index * step,
            isProgram: index === 1,
          },
        ],
  )
  return { lanes, columns }
}

/** Columns between a line of life and the next one, or the edge of the screen. */
export function measureGap({ lanes, columns }: Layout, index: number): number {
  const [lane, next] = [lanes[index], lanes[index + 1]]
  return (next?.column ?? columns) - (lane?.column ?? 0) - 1
}
