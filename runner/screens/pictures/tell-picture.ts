/** A picture in words, for whoever hears it, and where there is not the room to draw it. */
import { say, type Sentence } from '../../language/say.ts'
import type { Branch, Message, Picture } from '../../lessons/pictures/parse-picture.ts'
import { setInRows, type PictureRow } from './rows.ts'

/** Tells a picture row by row: for each row what is sent and what stands beside it. */
export function tellPicture(picture: Picture): Sentence[][] {
  const nameOf = (who: string) => picture.participants.find(({ id }) => id === who)?.name ?? who
  return setInRows(picture).map((row) => tellRow(row, nameOf))
}

function tellRow({ branch, message, notes }: PictureRow, nameOf: (who: string) => string): Sentence[] {
  if (branch) return [tellBranch(branch)]
  return [
    ...(message ? [tellMessage(message, nameOf)] : []),
    ...notes.map(({ note }) => say`${nameOf(note.who)}: ${note.text}`),
  ]
}

/** Says with which way a picture goes on here. */
export function tellBranch({ isFirst, text }: Branch): Sentence {
  return isFirst ? say`either: ${text}` : say`or: ${text}`
}

function tellMessage({ from, to, text, isLost }: Message, nameOf: (who: string) => string): Sentence {
  if (isLost) return say`${nameOf(from)} to ${nameOf(to)}: ${text}, which is lost on the way`
  return text === '' ? say`${nameOf(from)} to ${nameOf(to)}` : say`${nameOf(from)} to ${nameOf(to)}: ${text}`
}
