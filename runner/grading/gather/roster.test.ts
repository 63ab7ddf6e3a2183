/**
 * Rosters as platforms export them. Canvas: canvas-lms, lib/gradebook_exporter.rb. Moodle: docs.moodle.org, "Grade export"
 * and the grading worksheet of mod/assign. Gradescope: guides.gradescope.com, "Adding Students and Staff".
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { renderCanvasCsv, renderMoodleCsv } from '../reports/platform-csv.ts'
import { awkwardClass, createPassing } from '../reports/gradebook.test-data.ts'
import { parseExportName } from './export-names.ts'
import { findStudent } from './find-student.ts'
import { readRoster } from './roster.ts'

async function read(text: string) {
  const folder = await mkdtemp(join(tmpdir(), 'socket-workbook-test-'))
  try {
    await writeFile(join(folder, 'roster.csv'), text)
    return await readRoster(join(folder, 'roster.csv'))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const passing = (roster: Awaited<ReturnType<typeof read>>) => ({
  ...awkwardClass,
  roster,
  submissions: roster.map(({ id }) => createPassing(id)),
})

const find = async (text: string, name: string) => findStudent(await read(text), parseExportName(name))?.id

const canvas = `Student,ID,SIS User ID,SIS Login ID,Section,Echo (2001),Current Score
,,,,,Manual Posting,
    Points Possible,,,,,14,(read only)
"Lovelace, Ada",11,S42,ada.lovelace,"CS 1, A and B",,
"van der Berg, Anna Maria",12,S43,avdb@example.org,CS 1,9,64.3
李明,13,S44,liming,CS 1,,
"Student, Test",99,,0f4c1d2e3a5b60718293a4b5c6d7e8f901234567,CS 1,,
`

test('a gradebook of Canvas names its students, and neither points nor the student of the "Student view"', async () => {
  expect((await read(canvas)).map(({ id, name, email }) => [id, name, email])).toEqual([
    ['S42', 'Ada Lovelace', undefined],
    ['S43', 'Anna Maria van der Berg', 'avdb@example.org'],
    ['S44', '李明', undefined],
  ])
})

test.each([
  ['of the number of Canvas, not of the school', 'lovelaceada_11_70001_work.zip', 'S42'],
  ['late', 'vanderberganna_LATE_12_70002_work.zip', 'S43'],
  ['of a login', 'liming', 'S44'],
  ['of an email', 'avdb@example.org', 'S43'],
  ['of a sortable name', 'van der Berg, Anna Maria', 'S43'],
  ['of a name', 'ada lovelace', 'S42'],
  ['of the student of the "Student view"', 'studenttest_99_70003_work.zip', undefined],
])('finds in it a submission %s', async (_what, name, id) => {
  expect(await find(canvas, name)).toBe(id)
})

test('the number of Canvas comes before an id of the school that is the same number', async () => {
  const text = 'Student,ID,SIS User ID,SIS Login ID,Section\n"A, B",11,12,ab,x\n"C, D",12,11,cd,x\n'
  expect(await find(text, 'ab_11_70001_work.zip')).toBe('12')
})

test.each([
  ['without ids of the school', 'Student,ID,SIS Login ID,Section\n"Lovelace, Ada",11,ada,x\n', 'ada'],
  ['without any but its own', 'Student,ID,SIS User ID,SIS Login ID,Section\n"Lovelace, Ada",11,,,x\n', '11'],
  [
    'with two columns for the name',
    'LastName,FirstName,ID,SIS User ID,SIS Login ID,Root Account,Section\n    Points Possible,,,,,,\nLovelace,Ada,11,S42,ada,c.example.org,x\n',
    'S42',
  ],
  [
    'separated by semicolons, with a mark of byte order',
    '\uFEFFStudent;ID;SIS User ID;SIS Login ID;Section;"A; B"\r\n    Points Possible;;;;;10,5\r\n"Lovelace, Ada";11;S42;ada;x;1,5\r\n',
    'S42',
  ],
])('reads a gradebook of Canvas %s', async (_what, text, id) => {
  expect(await read(text)).toMatchObject([{ id, name: 'Ada Lovelace' }])
})

const worksheet = `Identifier,"Full name","ID number","Email address",Status,Grade,"Maximum Grade","Grade can be changed","Last modified (submission)"
"Participant 501","Ada Lovelace",A-42,ada@example.org,"Submitted for grading",,14.00,Yes,"Friday, 27 November 2026"
"Participant 502","Ada Lovelace",,lovelace@example.org,"No submission",,14.00,Yes,-
`

test("Moodle's grading worksheet tells two of one name apart, by the number that stands in their files", async () => {
  expect((await read(worksheet)).map(({ id, name }) => [id, name])).toEqual([
    ['A-42', 'Ada Lovelace'],
    ['lovelace@example.org', 'Ada Lovelace'],
  ])
  expect(await find(worksheet, 'Ada Lovelace_501_assignsubmission_file')).toBe('A-42')
  expect(await find(worksheet, 'Ada Lovelace_502_assignsubmission_file_work.zip')).toBe(
    'lovelace@example.org',
  )
  expect(await find(worksheet, 'Ada Lovelace_503_assignsubmission_file')).toBeUndefined()
})

test.each([
  [
    'its grades',
    '"First name","Last name","ID number",Institution,Department,"Email address","Last downloaded"',
  ],
  [
    'its grades of an older one',
    '"First name",Surname,"ID number",Institution,Department,"Email address","x"',
  ],
])('reads of Moodle %s', async (_what, header) => {
  expect(await read(`${header}\nAda,Lovelace,,,,ada@example.org,1\n`)).toMatchObject([
    { id: 'ada@example.org', name: 'Ada Lovelace', email: 'ada@example.org' },
  ])
})

test("Gradescope's roster names students, and not who teaches", async () => {
  const text =
    'First Name,Last Name,SID,Email,Role,Section\nAda,Lovelace,0042,ada@example.org,Student,A\nBob,Kahn,,bob@example.org,Student,\nCyd,C,,cyd@example.org,TA,\nDee,D,1,dee@example.org,Instructor,\n'
  expect((await read(text)).map(({ id, name }) => [id, name])).toEqual([
    ['0042', 'Ada Lovelace'],
    ['bob@example.org', 'Bob Kahn'],
  ])
})

test('what Canvas imports names its students as it does', async () => {
  const roster = await read(canvas)
  const [header, points, ada] = renderCanvasCsv(passing(roster)).split('\r\n')
  expect(header).toMatch(/^Student,ID,SIS User ID,SIS Login ID,Section,/u)
  expect(points).toMatch(/^" {4}Points Possible",,,,,/u)
  expect(ada).toMatch(/^"Lovelace, Ada",11,S42,ada\.lovelace,"CS 1, A and B",/u)
})

test('an own list of ids and names is of no platform', async () => {
  const roster = await read('ID,Student\n42,Ada Lovelace\n')
  expect(roster).toEqual([{ id: '42', name: 'Ada Lovelace' }])
  expect(renderCanvasCsv(passing(roster))).toContain('\r\nAda Lovelace,,42,,,')
})

test('what Moodle imports has an ID number only for who has one there', async () => {
  const roster = await read(worksheet)
  const rows = renderMoodleCsv(passing(roster)).split('\r\n')
  expect(rows[1]).toMatch(/^A-42,ada@example\.org,Ada Lovelace,/u)
  expect(rows[2]).toMatch(/^,lovelace@example\.org,Ada Lovelace,/u)
})
