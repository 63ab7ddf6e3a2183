/** Tells a picture of a conversation, drawn with characters, in words: for whoever hears it and does not see it. */

interface Lane {
  readonly column: number
  name: string
}

/** Something on a row: an arrow, or words beside a line of life. */
interface Part {
  readonly start: number
  readonly text: string
}

const bars = new Set(['│', ':', '▒', '┴', '┬'])
/** A name stands over its line of life, give or take so many columns. */
const widestOffset = 8

/** Tells whether a block of text is a picture of a conversation. */
export function isPicture(text: string): boolean {
  return text.includes('│') && /[▶◀]/u.test(text)
}

/**
 * Tells a picture row by row, each as a numbered line; undefined where it cannot be told who is who.
 * The picture has lines of life with names above them, arrows with words on them between them, and words beside them.
 */
export function describePicture(text: string): string[] | undefined {
  const rows = text.split('\n').map((row) => Array.from(row.trimEnd()))
  const firstRow = rows.findIndex((row) => row.includes('│'))
  const columns = findColumns(rows)
  const lanes = columns.map((column): Lane => ({ column, name: '' }))
  const told: string[] = []
  for (const [index, row] of rows.entries()) {
    const isNames = index < firstRow ? nameLanes(row, lanes, widestOffset) : nameLanes(row, lanes, 0)
    if (isNames) continue
    const parts = [...findArrows(row, lanes), ...findNotes(row, lanes)].toSorted((a, b) => a.start - b.start)
    if (parts.some((part) => part.text === '')) return undefined
    if (parts.length > 0)
      told.push(
        parts
          .map((part) => part.text)
          .join('; ')
          .replace(/^(either|or);/u, '$1:'),
      )
  }
  if (lanes.some(({ name }) => name === '')) return undefined
  return told.map((line, index) => `${index + 1}. ${line}`)
}

function findColumns(rows: readonly string[][]): number[] {
  const columns = new Set(
    rows.flatMap((row) => row.flatMap((character, column) => (character === '│' ? [column] : []))),
  )
  return [...columns].toSorted((a, b) => a - b)
}

/**
 * Takes the words of a row as names of the lines of life over which they stand; nothing else is on such a row but
 * lines of life.
 */
function nameLanes(row: readonly string[], lanes: readonly Lane[], offset: number): boolean {
  const text = row.join('')
  if (/[▶◀]/u.test(text)) return false
  const words = [...text.matchAll(/[^\s│:▒](?:[^│▒]*?[^\s│▒])??(?=\s{2,}|\s*[│▒]|\s*$)/gu)]
  const named = words.map((word) => {
    const end = word.index + word[0].length
    const covers = lanes.filter(({ column }) => column >= word.index - offset && column < end + offset)
    const centre = (word.index + end) / 2
    const [nearest] = covers.toSorted((a, b) => Math.abs(a.column - centre) - Math.abs(b.column - centre))
    return { name: word[0], lane: nearest }
  })
  const isName = ({ name, lane }: (typeof named)[number]) => lane !== undefined && /\p{L}/u.test(name)
  if (words.length === 0 || !named.every(isName)) return false
  for (const { name, lane } of named) if (lane) lane.name = name
  return true
}

function findArrows(row: readonly string[], lanes: readonly Lane[]): Part[] {
  return row.flatMap((character, head) => {
    if (character !== '▶' && character !== '◀') return []
    const isRight = character === '▶'
    const tail = findBar(row, lanes, head, isRight ? -1 : 1)
    const end = findBar(row, lanes, head, isRight ? 1 : -1)
    const from = findLane(lanes, tail)
    const to = findLane(lanes, end)
    const label = row
      .slice(Math.max(0, Math.min(head, tail)) + 1, Math.max(head, Math.min(tail, row.length)))
      .join('')
      .replaceAll(/─{2,}|^\s*─+|─+\s*$/gu, ' ')
      .trim()
    const isLost = row.slice(Math.min(head, end), Math.max(head, end)).includes('✗')
    const way = from === undefined ? `to ${to}` : `${from} to ${to}`
    const words = [label === '' ? way : `${way}: ${label}`, ...(isLost ? ['it is lost'] : [])].join(', ')
    return [{ start: head, text: to === undefined ? '' : words }]
  })
}

/** Words that are on no arrow belong to the line of life at their left, or else to the first one. */
function findNotes(row: readonly string[], lanes: readonly Lane[]): Part[] {
  const rest = [...row]
  for (const [head, character] of row.entries()) {
    if (character !== '▶' && character !== '◀') continue
    const tail = findBar(row, lanes, head, character === '▶' ? -1 : 1)
    rest.fill(' ', Math.max(0, Math.min(head, tail + 1)), Math.max(head + 1, Math.min(tail, row.length)))
  }
  const text = rest.map((character, column) => (isBar(rest, lanes, column) ? '│' : character)).join('')
  return [...text.matchAll(/[^│]+/gu)].flatMap((match) => {
    const words = match[0].replaceAll('✗', ' ').trim().replaceAll(/\s+/gu, ' ')
    if (words === '') return []
    if (words === '…') return [{ start: match.index, text: 'and so on' }]
    if (/^(?:either|or)$/u.test(words)) return [{ start: match.index, text: words }]
    const name = lanes.findLast(({ column }) => column < match.index)?.name ?? lanes[0]?.name ?? ''
    return [{ start: match.index, text: name === '' ? '' : `${name}: ${words}` }]
  })
}

/** The column of the next line of life in a direction; where there is none, the column before or after the row. */
function findBar(row: readonly string[], lanes: readonly Lane[], from: number, step: -1 | 1): number {
  let column = from + step
  while (column >= 0 && column < row.length && !isBar(row, lanes, column)) column += step
  return column
}

function isBar(row: readonly string[], lanes: readonly Lane[], column: number): boolean {
  return bars.has(row[column] ?? '') && findLane(lanes, column) !== undefined
}

function findLane(lanes: readonly Lane[], column: number): string | undefined {
  return lanes.find((lane) => lane.column === column)?.name
}
