/** Sets the steps of a picture in rows: a note stands beside the message before it where there is room for both. */
import type { Branch, Message, Note, Picture } from '../../lessons/pictures/parse-picture.ts'

/** A picture's places: gap 0 is left of the first line of life, gap 1 between the first and the second, and so on. */
interface PlacedNote {
  readonly gap: number
  /** Whether it belongs to the line of life at the gap's right, and so stands at that side. */
  readonly isAtRight: boolean
  readonly note: Note
}

export interface PictureRow {
  readonly branch?: Branch
  readonly message?: Message
  readonly notes: readonly PlacedNote[]
}

/** The gaps that a message crosses. */
export function listGaps({ participants }: Picture, { from, to }: Message): number[] {
  const [low = 0, high = 0] = [from, to]
    .map((who) => participants.findIndex(({ id }) => id === who))
    .toSorted((a, b) => a - b)
  return Array.from({ length: high - low }, (_, index) => low + 1 + index)
}

/** Sets a picture in rows, in the order of its steps. */
export function setInRows(picture: Picture): PictureRow[] {
  const rows: PictureRow[] = []
  for (const step of picture.steps) {
    if (step.kind === 'branch') rows.push({ branch: step, notes: [] })
    else if (step.kind === 'message') rows.push({ message: step, notes: [] })
    else {
      const placed = placeNote(picture, step)
      const last = rows.at(-1)
      if (last && hasRoom(picture, last, placed))
        rows[rows.length - 1] = { ...last, notes: [...last.notes, placed] }
      else rows.push({ notes: [placed] })
    }
  }
  return rows
}

function placeNote({ participants }: Picture, note: Note): PlacedNote {
  const lane = participants.findIndex(({ id }) => id === note.who)
  const isAtRight = note.side === 'left'
  return { gap: isAtRight ? lane : lane + 1, isAtRight, note }
}

function hasRoom(
  picture: Picture,
  { branch, message, notes }: PictureRow,
  { gap, note }: PlacedNote,
): boolean {
  if (branch || notes.some((other) => other.gap === gap || other.note.who === note.who)) return false
  return message === undefined ? notes.length > 0 : !listGaps(picture, message).includes(gap)
}
