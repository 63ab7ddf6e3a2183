/** One line that is being typed, as data: each key makes a new one of it. */
import { parseGlyphs } from '../text/glyph.ts'
import { measureWidth } from '../text/width.ts'

export interface EditedLine {
  /** What stands before the cursor, and what behind it. */
  readonly before: string
  readonly after: string
}

export interface Key {
  readonly name?: string | undefined
  readonly ctrl?: boolean | undefined
  readonly meta?: boolean | undefined
}

export const emptyLine: EditedLine = { before: '', after: '' }

/** Applies a key to a line. A key that means nothing here leaves it as it is. */
export function editLine(line: EditedLine, text: string | undefined, key: Key): EditedLine {
  const { before, after } = line
  const name = key.ctrl ? `ctrl-${key.name}` : (key.name ?? '')
  switch (name) {
    case 'backspace':
    case 'ctrl-h':
      return { before: splitLast(before)[0], after }
    case 'delete':
      return { before, after: splitFirst(after)[1] }
    case 'left':
    case 'ctrl-b': {
      const [start, last] = splitLast(before)
      return { before: start, after: last + after }
    }
    case 'right':
    case 'ctrl-f': {
      const [first, end] = splitFirst(after)
      return { before: before + first, after: end }
    }
    case 'home':
    case 'ctrl-a':
      return { before: '', after: before + after }
    case 'end':
    case 'ctrl-e':
      return { before: before + after, after: '' }
    case 'ctrl-u':
      return { before: '', after }
    case 'ctrl-k':
      return { before, after: '' }
    case 'ctrl-w':
      return { before: before.replace(/\S*\s*$/u, ''), after }
    default:
      return isPrintable(text, key) ? { before: before + text, after } : line
  }
}

/**
 * Cuts out the part of a line that is shown in one row, so that the cursor is in it.
 * @returns the text, of at most `columns` columns, and the column of the cursor in it
 */
export function showLinePart(line: EditedLine, columns: number): { text: string; cursor: number } {
  const room = Math.max(1, columns - 1)
  let left = glyphsOf(line.before)
  while (left.length > 0 && measureWidth(left.join('')) > room) left = left.slice(1)
  const cursor = measureWidth(left.join(''))
  const right: string[] = []
  for (const glyph of glyphsOf(line.after)) {
    if (cursor + measureWidth([...right, glyph].join('')) > columns) break
    right.push(glyph)
  }
  return { text: [...left, ...right].join(''), cursor }
}

function isPrintable(text: string | undefined, { ctrl, meta }: Key): text is string {
  return text !== undefined && text !== '' && !ctrl && !meta && !/[\p{Cc}\p{Cs}]/u.test(text)
}

function glyphsOf(text: string): string[] {
  return parseGlyphs(text).map((glyph) => glyph.text)
}

function splitLast(text: string): [string, string] {
  const glyphs = glyphsOf(text)
  return [glyphs.slice(0, -1).join(''), glyphs.at(-1) ?? '']
}

function splitFirst(text: string): [string, string] {
  const [first = '', ...rest] = glyphsOf(text)
  return [first, rest.join('')]
}
