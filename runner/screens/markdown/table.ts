import { measureWidth, padText, wrapText } from '../../text/width.ts'
import { fitColumns } from './columns.ts'
import { prefixLines } from './prefix.ts'
import type { Theme } from './theme.ts'

export type Table = {
  readonly headers: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly alignments: readonly ('left' | 'right' | 'centre')[]
}

/**
 * Renders a table within `width` columns, cells wrapped. Where its words do not fit side by side, each row
 * becomes a block of `header: cell` lines instead, and so it does where nothing is drawn.
 */
export function renderTable(table: Table, width: number, theme: Theme): string[] {
  if (theme.plain) return renderRecords(table, width, theme)
  const bars = 3 * table.headers.length + 1
  const columns = table.headers.map((header, index) => [header, ...table.rows.map((row) => row[index] ?? '')])
  const widths = fitColumns(columns, width - bars)
  return widths ? renderBox(table, widths, theme) : renderRecords(table, width, theme)
}

function renderBox(table: Table, widths: readonly number[], theme: Theme): string[] {
  const bold = table.headers.map(theme.heading)
  const rows = table.rows.map((row) => renderRow(row, table, widths, theme))
  const rule = (left: string, middle: string, right: string) =>
    theme.quiet(left + widths.map((width) => '─'.repeat(width + 2)).join(middle) + right)
  const between = rule('├', '┼', '┤')
  // Rows of one line need no rule between them; among longer ones it shows where each ends.
  const isTall = rows.some((lines) => lines.length > 1)
  const body = rows.flatMap((lines, index) => (index === 0 || isTall ? [between, ...lines] : lines))
  return [rule('┌', '┬', '┐'), ...renderRow(bold, table, widths, theme), ...body, rule('└', '┴', '┘')]
}

function renderRow(
  cells: readonly string[],
  table: Table,
  widths: readonly number[],
  theme: Theme,
): string[] {
  const wrapped = widths.map((width, index) => wrapText(cells[index] ?? '', width))
  const height = Math.max(...wrapped.map((lines) => lines.length))
  const bar = theme.quiet('│')
  return Array.from({ length: height }, (_, line) => {
    const parts = widths.map((width, index) =>
      padText(wrapped[index]?.[line] ?? '', width, table.alignments[index]),
    )
    return `${bar} ${parts.join(` ${bar} `)} ${bar}`
  })
}

function renderRecords(table: Table, width: number, theme: Theme): string[] {
  if (table.rows.length === 0) return wrapText(table.headers.map(theme.heading).join(' · '), width)
  const records = table.rows.map((row) =>
    table.headers.flatMap((header, index) => renderField(header, row[index] ?? '', width, theme)),
  )
  return records.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]))
}

function renderField(header: string, cell: string, width: number, theme: Theme): string[] {
  if (measureWidth(header) === 0 && measureWidth(cell) === 0) return []
  const label = header === '' ? '' : theme.heading(`${header}:`)
  const text = [label, cell].filter((part) => part !== '').join(' ')
  return prefixLines('', '  ', width, (inner) => wrapText(text, inner))
}
