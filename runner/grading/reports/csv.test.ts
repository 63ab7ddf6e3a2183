import { spawnSync } from 'node:child_process'
import * as xlsx from '@e965/xlsx'
import { expect, test } from 'vitest'
import { english } from '../../language/language.ts'
import { madeUp, listUntranslated } from '../../testing/made-up-language.ts'
import { renderChecksCsv } from './checks-csv.ts'
import { renderTable } from './csv.ts'
import { addPoints } from './gradebook-parts.ts'
import { awkwardClass, awkwardNames, createClass, createPassing } from './gradebook.test-data.ts'
import { renderGradesCsv } from './grades-csv.ts'
import { renderCanvasCsv, renderMoodleCsv } from './platform-csv.ts'

const tongue = { language: english }
const program = `
import csv, io, json, sys
text = sys.stdin.buffer.read().decode('utf-8-sig')
print(json.dumps(list(csv.reader(io.StringIO(text, newline=''), strict=True))))`

/** What Python's own reader makes of a table, by the names of its columns. */
function readByPython(text: string): { rows: string[][]; records: Record<string, string>[] } {
  const { stdout, stderr } = spawnSync('python3', ['-c', program], { input: text, encoding: 'utf8' })
  expect(stderr).toBe('')
  const rows: string[][] = JSON.parse(stdout)
  const [header = [], ...rest] = rows
  expect(new Set(rest.map((row) => row.length))).toEqual(new Set([header.length]))
  return {
    rows,
    records: rest.map((row) => Object.fromEntries(row.map((cell, index) => [header[index] ?? '', cell]))),
  }
}

/** What a spreadsheet has in its cells: values, and formulas. */
function readBySpreadsheet(text: string) {
  const { Sheets, SheetNames } = xlsx.read(text.replace(/^\uFEFF/u, ''), { type: 'string', raw: false })
  const sheet = Sheets[SheetNames[0] ?? ''] ?? {}
  const cells = Object.entries(sheet).filter(([place]) => !place.startsWith('!'))
  return {
    formulas: cells.filter(
      ([, cell]) => typeof cell === 'object' && cell !== null && 'f' in cell && cell.f !== undefined,
    ),
    rows: xlsx.utils.sheet_to_json<unknown[]>(sheet, { header: 1, raw: true }),
  }
}

const tables = {
  'grades.csv': renderGradesCsv(awkwardClass, tongue),
  'checks.csv': renderChecksCsv(awkwardClass, tongue),
  'canvas.csv': renderCanvasCsv(awkwardClass),
  'moodle.csv': renderMoodleCsv(awkwardClass),
}

test.each(Object.entries(tables))('%s has no formula for a spreadsheet, and a line for a row', (_, table) => {
  const { rows } = readByPython(table)
  expect(table.split('\r\n')).toHaveLength(rows.length + 1)
  expect(table.replaceAll('\r\n', '')).not.toMatch(/[\r\n\u0000-\u001F]/u)
  const { formulas, rows: inSpreadsheet } = readBySpreadsheet(table)
  expect(formulas).toEqual([])
  expect(inSpreadsheet).toHaveLength(rows.length)
  expect(rows.flat().filter((cell) => /^\s*[=+\-@＝＋－＠]/u.test(cell))).toEqual([])
})

test('a spreadsheet does compute what is not neutralised', () => {
  expect(readBySpreadsheet('a,b\r\n=1+1,2\r\n').formulas).toHaveLength(1)
  expect(renderTable([['=1+1', '\t@x', 1, null]])).toBe(`\uFEFF'=1+1,\\t@x,1,\r\n`)
})

test('grades.csv has everybody, the maximum first, and no mark where nothing could be judged', () => {
  const [maximum, ...rest] = readByPython(tables['grades.csv']).records
  expect(maximum).toMatchObject({
    student: '',
    '01-tcp-echo': '3.5',
    '03-connection-loop': '7',
    total: '10.5',
  })
  expect(maximum?.['note']).toContain('Isolation: user. Not stopped by it: It may fill the disk.')
  expect(rest).toHaveLength(awkwardNames.length)
  expect(rest.slice(0, 4)).toMatchObject([
    { student: "'=1+1", total: '10.5', note: '' },
    { student: "'@SUM(A1)", '01-tcp-echo': '0', total: '1' },
    {
      student: "'-2",
      '01-tcp-echo': '',
      '03-connection-loop': '1',
      total: '',
      note: expect.stringContaining('could not be judged'),
    },
    { student: "'＝1", total: '0', note: 'Nothing was handed in.' },
  ])
  expect(rest[2]?.['note']).toContain('it passed in 1 run of 3.')
})

test('grades.csv has whoever is on the roster and not judged, and says whom the roster does not know', () => {
  const { records } = readByPython(
    renderGradesCsv(
      {
        ...awkwardClass,
        complete: false,
        roster: [
          { id: 'b', name: 'Bea', email: 'bea@example.org' },
          { id: 'a', name: 'Ada' },
        ],
        submissions: [createPassing('a'), createPassing('stranger')],
      },
      tongue,
    ),
  )
  expect(records.slice(1)).toMatchObject([
    { student: 'b', name: 'Bea', email: 'bea@example.org', total: '', note: 'Not judged yet.' },
    { student: 'a', name: 'Ada', total: '10.5', note: '' },
    { student: 'stranger', total: '10.5', note: 'The roster does not know them.' },
  ])
})

test('the points of all checks of a lesson are the points of the lesson', () => {
  const gradebook = createClass(40)
  const checks = readByPython(renderChecksCsv(gradebook, tongue)).records
  const grades = readByPython(renderGradesCsv(gradebook, tongue)).records.slice(1)
  for (const row of grades) {
    for (const { lesson } of gradebook.lessons) {
      const own = checks.filter((check) => check['student'] === row['student'] && check['lesson'] === lesson)
      expect(String(addPoints(own.map((check) => Number(check['points']))))).toBe(row[lesson])
    }
  }
  expect(checks).toHaveLength(40 * 9)
  expect(checks[0]).toMatchObject({ isolation: 'user', calibration: 'right', hidden: 'no' })
  expect(readByPython(tables['checks.csv']).records.map(({ verdict }) => verdict)).toContain('unstable 1/3')
})

test('no table tells grades that are withheld', () => {
  const withheld = { ...awkwardClass, withheld: true, calibration: { judged: 9, of: 9, wrong: [] } }
  const grades = readByPython(renderGradesCsv(withheld, tongue)).records.slice(1)
  expect(new Set(grades.map(({ total }) => total))).toEqual(new Set(['']))
  const checks = readByPython(renderChecksCsv(withheld, tongue)).records
  expect(new Set(checks.map(({ points }) => points))).toEqual(new Set(['']))
})

test('Canvas and Moodle find the columns that they know, and nobody whom the roster does not know', () => {
  const roster = [{ id: '7', name: 'Ada Lovelace', email: 'ada@example.org' }]
  const gradebook = { ...awkwardClass, roster, submissions: [createPassing('7'), createPassing('stranger')] }
  expect(renderCanvasCsv(gradebook)).toBe(
    'Student,ID,SIS User ID,SIS Login ID,Section,01 TCP echo,03 Connection loop\r\n' +
      '"    Points Possible",,,,,3.5,7\r\nAda Lovelace,,7,ada@example.org,,3.5,7\r\n',
  )
  expect(renderMoodleCsv(gradebook)).toBe(
    'ID number,Email address,Full name,01 TCP echo,03 Connection loop\r\n7,ada@example.org,Ada Lovelace,3.5,7\r\n',
  )
})

test('notes are in the language of the reader', () => {
  const notes = readByPython(
    renderGradesCsv({ ...awkwardClass, calibration: null }, { language: madeUp }),
  ).records
  for (const { note = '', student = '' } of notes.slice(1, 5))
    expect(listUntranslated(note), student).toEqual([])
})
