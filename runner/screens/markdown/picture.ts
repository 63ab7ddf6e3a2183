/** The picture of a conversation in a text: drawn where it can be, or else told in words. */
import { say } from '../../language/say.ts'
import { parsePicture, PictureError, type Picture } from '../../lessons/pictures/parse-picture.ts'
import { wrapText } from '../../text/width.ts'
import { drawPicture } from '../pictures/draw-picture.ts'
import { tellPicture } from '../pictures/tell-picture.ts'
import { prefixLines } from './prefix.ts'
import type { Theme } from './theme.ts'

/** Renders the source of a picture as lines of at most `width` columns; undefined where it is none. */
export function renderPicture(source: string, width: number, { plain, render }: Theme): string[] | undefined {
  const picture = readPicture(source)
  if (!picture) return undefined
  const drawn = plain ? undefined : drawPicture(picture, width, render)
  if (drawn) return drawn
  const rows = tellPicture(picture).map((row, index) => `${index + 1}. ${row.map(render).join('; ')}`)
  return [render(say`The picture, row by row:`), ...rows].flatMap((line) =>
    prefixLines('', '   ', width, (inner) => wrapText(line, inner)),
  )
}

/** What is wrong with a picture is for its author, and `verify` says it; a reader is shown its source. */
function readPicture(source: string): Picture | undefined {
  try {
    return parsePicture(source)
  } catch (error) {
    if (error instanceof PictureError) return undefined
    throw error
  }
}
