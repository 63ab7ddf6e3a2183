import { stripVTControlCharacters } from 'node:util'
import measureWithLibrary from 'fast-string-width'
import { type Glyph, parseGlyphs, renderGlyphs } from './glyph.ts'

/** A blank that `wrapText` breaks at only as a last resort; it writes an ordinary blank for it. */
export const unbreakableBlank = '\ue000'

const printableAscii = /^[ -~]*$/

/**
 * The terminal columns that one line takes: 2 for a CJK character or an emoji, 0 for escape sequences.
 * A tab counts 8, the most it can take.
 */
export function measureWidth(text: string): number {
  if (printableAscii.test(text)) return text.length
  const shown = stripVTControlCharacters(text)
  return printableAscii.test(shown) ? shown.length : sumWidths(parseGlyphs(text))
}

/**
 * Breaks text into lines of at most `width` columns (at least 1), at blanks and between CJK characters;
 * a word that is longer than a line is broken anywhere. Line feeds in the text are kept as breaks.
 * Every line closes its styles and the next one opens them again, so that lines can be indented or boxed.
 * Nothing visible is lost: only blanks at a break and at the end of a line are dropped. A character that
 * is wider than `width` gets a line of its own.
 */
export function wrapText(text: string, width: number): string[] {
  const columns = Math.max(1, Math.floor(width))
  // Parsed before it is split, so that a style goes on after a line feed.
  return splitAtLineFeeds(parseGlyphs(text)).flatMap((line) => wrapLine(line, columns))
}

/** Cuts one line to at most `width` columns, the last of them a `…`; closes the styles that are open. */
export function cutText(text: string, width: number): string {
  const glyphs = parseGlyphs(text)
  if (sumWidths(glyphs) <= width) return renderGlyphs(glyphs)
  if (width < 1) return ''
  const kept = takeColumns(glyphs, width - 1)
  return renderGlyphs([...kept, { text: '…', styles: glyphs[kept.length]?.styles ?? [] }])
}

/** Fills one line with blanks up to `width` columns; a longer text comes back as it is. */
export function padText(text: string, width: number, align: 'left' | 'right' | 'centre' = 'left'): string {
  const blanks = Math.max(0, Math.floor(width - measureWidth(text)))
  const before = align === 'left' ? 0 : align === 'right' ? blanks : Math.floor(blanks / 2)
  return ' '.repeat(before) + text + ' '.repeat(blanks - before)
}

function splitAtLineFeeds(glyphs: readonly Glyph[]): Glyph[][] {
  const lines: Glyph[][] = [[]]
  for (const glyph of glyphs) {
    if (glyph.text === '\n' || glyph.text === '\r\n') lines.push([])
    else lines.at(-1)?.push(glyph)
  }
  return lines
}

function wrapLine(line: readonly Glyph[], columns: number): string[] {
  const lines: Glyph[][] = []
  let current: Glyph[] = []
  let width = 0
  for (const { blanks, word } of splitWords(line)) {
    const addedWidth = sumWidths(blanks) + sumWidths(word)
    if (width + addedWidth <= columns) {
      for (const glyph of [...blanks, ...word]) current.push(glyph)
      width += addedWidth
      continue
    }
    if (current.length > 0) lines.push(current)
    const pieces = breakLongWord(word, columns)
    current = pieces.pop() ?? []
    width = sumWidths(current)
    for (const piece of pieces) lines.push(piece)
  }
  return [...lines, current].map(renderLine)
}

function renderLine(glyphs: readonly Glyph[]): string {
  const isUnbreakable = (glyph: Glyph) => glyph.text === unbreakableBlank
  const start = glyphs.findIndex((glyph) => !isUnbreakable(glyph))
  const end = glyphs.findLastIndex((glyph) => !isUnbreakable(glyph))
  const kept = start === -1 ? [] : glyphs.slice(start, end + 1)
  return renderGlyphs(kept).replaceAll(unbreakableBlank, ' ')
}

function breakLongWord(word: readonly Glyph[], columns: number): Glyph[][] {
  const pieces: Glyph[][] = [[]]
  let width = 0
  const units = columns < widestEscape ? word.map((glyph) => [glyph]) : joinEscapes(word)
  for (const unit of units) {
    const unitWidth = sumWidths(unit)
    if (width > 0 && width + unitWidth > columns) {
      pieces.push([])
      width = 0
    }
    for (const glyph of unit) pieces.at(-1)?.push(glyph)
    width += unitWidth
  }
  return pieces
}

const widestEscape = 4

/** Quoted bytes are written with escapes, `\n` and `\xff`; each is one thing, and half of it another. */
function joinEscapes(word: readonly Glyph[]): Glyph[][] {
  const units: Glyph[][] = []
  for (let index = 0; index < word.length;) {
    const length = word[index]?.text === '\\' ? measureEscape(word, index) : 1
    units.push(word.slice(index, index + length))
    index += length
  }
  return units
}

/** The escape that begins there: `\xff`, or a backslash with one character. */
function measureEscape(word: readonly Glyph[], start: number): number {
  const text = renderGlyphs(word.slice(start, start + widestEscape))
  return /^\\x[\da-f]{2}$/.test(text) ? widestEscape : 2
}

type WordAfterBlanks = { readonly blanks: readonly Glyph[]; readonly word: Glyph[] }

/** Cuts a line wherever it may be broken; blanks at its end are dropped. */
function splitWords(glyphs: readonly Glyph[]): WordAfterBlanks[] {
  const words: WordAfterBlanks[] = []
  let blanks: Glyph[] = []
  let previous: Glyph | undefined
  for (const glyph of glyphs) {
    if (isBlank(glyph)) blanks.push(glyph)
    else if (previous && !isBlank(previous) && !mayBreakBetween(previous, glyph))
      words.at(-1)?.word.push(glyph)
    else {
      words.push({ blanks, word: [glyph] })
      blanks = []
    }
    previous = glyph
  }
  return words
}

function isBlank(glyph: Glyph): boolean {
  return glyph.text === ' ' || glyph.text === '\t'
}

function mayBreakBetween(left: Glyph, right: Glyph): boolean {
  if (left.text === unbreakableBlank || right.text === unbreakableBlank) return false
  if (measureGlyph(left) < 2 && measureGlyph(right) < 2) return false
  const opens = /^[\p{Ps}\p{Pi}]/u.test(left.text)
  const closes = /^[\p{Pe}\p{Pf}\p{Po}]/u.test(right.text)
  return !opens && !closes
}

function takeColumns(glyphs: readonly Glyph[], columns: number): Glyph[] {
  let width = 0
  const end = glyphs.findIndex((glyph) => (width += measureGlyph(glyph)) > columns)
  return end === -1 ? [...glyphs] : glyphs.slice(0, end)
}

function sumWidths(glyphs: readonly Glyph[]): number {
  return glyphs.reduce((width, glyph) => width + measureGlyph(glyph), 0)
}

function measureGlyph(glyph: Glyph): number {
  if (printableAscii.test(glyph.text)) return 1
  // Composed, because the library counts each part of a Hangul syllable that was written in parts.
  return measureWithLibrary(glyph.text.normalize('NFC'))
}
