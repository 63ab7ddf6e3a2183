/** Tables as RFC 4180 writes them, in which nothing is a formula to a spreadsheet. */
import { escapeLine } from './plain-line.ts'

export type Cell = string | number | null

/** What a spreadsheet may take for the beginning of a formula: also in full width, as typed in Chinese and Japanese. */
const formula = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/u

/** By this mark a spreadsheet knows that a file is in UTF-8; a program that imports grades may stumble over it. */
const byteOrderMark = '\uFEFF'

/** Writes a table for people, who open it with a spreadsheet. */
export function renderTable(rows: readonly (readonly Cell[])[]): string {
  return byteOrderMark + renderImport(rows)
}

/** Writes a table that another program imports. */
export function renderImport(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(renderCell).join(',')}\r\n`).join('')
}

function renderCell(cell: Cell): string {
  if (cell === null) return ''
  const text = typeof cell === 'number' ? String(cell) : neutralise(escapeLine(cell))
  return /[",\r\n]|^\s|\s$/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** With an apostrophe before it a spreadsheet takes it for text. */
function neutralise(text: string): string {
  return formula.test(text) ? `'${text}` : text
}
