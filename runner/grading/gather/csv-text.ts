/** Reads tables in text: CSV as RFC 4180 has it, and what platforms call by that name. */

const separators = [',', ';', '\t']

/**
 * Parses CSV with any line end and a mark of byte order; lines without content are left out. Where numbers are written with
 * a comma, platforms and spreadsheets separate cells by a semicolon: what the first line has most of is the separator.
 */
export function parseCsv(text: string): string[][] {
  const source = text.replace(/^\uFEFF/u, '')
  const separator = findSeparator(source)
  const cell = new RegExp(
    String.raw`(?:"((?:[^"]|"")*)"|([^"${separator}\r\n]*))(${separator}|\r?\n|\r|$)`,
    'gy',
  )
  const rows: string[][] = []
  let row: string[] = []
  while (cell.lastIndex < source.length) {
    const match = cell.exec(source)
    if (!match) break
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '')
    if (match[3] === separator && cell.lastIndex < source.length) continue
    rows.push(row)
    row = []
  }
  return rows.filter((cells) => cells.some((text) => text.trim() !== ''))
}

function findSeparator(source: string): string {
  const [line = ''] = source.replaceAll(/"(?:[^"]|"")*"/gu, '').split(/\r?\n|\r/u, 1)
  const count = (separator: string) => line.split(separator).length
  return separators.reduce((most, separator) => (count(separator) > count(most) ? separator : most))
}
