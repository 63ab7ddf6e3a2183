/** The roster: who is in the class, from a CSV file of the instructor's, or as Canvas, Moodle and Gradescope export it. */
import { readFile } from 'node:fs/promises'
import { describeError } from '../../edge/error-facts.ts'
import { Refusal } from '../../edge/refusal.ts'
import { say } from '../../language/say.ts'
import { parseCsv } from './csv-text.ts'

export interface Student {
  readonly id: string
  readonly name: string
  readonly email?: string
  /**
   * By what a platform knows them, by the name of its column, as it was exported: so that what it imports later names them
   * in the same way.
   */
  readonly exported?: Readonly<Record<string, string>>
}

/** A row of the file: reads the cell below the first column that has one of these names, and holds something. */
type Row = (...names: string[]) => string

/** Columns by which a platform finds people, as they are called in its exports. */
const kept = {
  canvas: ['Student', 'LastName', 'FirstName', 'ID', 'SIS User ID', 'SIS Login ID', 'Section'],
  moodle: ['Identifier', 'ID number', 'Username'],
}

/** @throws {Refusal} when the file cannot be read, has no column for who somebody is, or names one of them twice */
export async function readRoster(file: string): Promise<Student[]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new Refusal(
      say`The roster could not be read: ${describeError(error)}`,
      say`Name a CSV file after --roster.`,
    )
  })
  const [header = [], ...rows] = parseCsv(text)
  const students = rows.flatMap((cells) => readStudent(header, cells))
  if (students.length === 0) {
    throw new Refusal(
      say`The roster ${file} names nobody.`,
      say`Its first line has to name the columns: id, name and, if you like, email.`,
    )
  }
  const seen = new Set<string>()
  for (const { id } of students) {
    if (seen.has(id))
      throw new Refusal(say`The roster names ${id} twice.`, say`Take one of the two lines out.`)
    seen.add(id)
  }
  return students
}

/** In small letters, and without what stands between words. */
function fold(heading: string): string {
  return heading.toLowerCase().replaceAll(/[^a-z]/g, '')
}

function readStudent(header: readonly string[], cells: readonly string[]): Student[] {
  const folded = header.map(fold)
  const row: Row = (...names) =>
    names.map((name) => cells[folded.indexOf(name)]?.trim() ?? '').find((cell) => cell !== '') ?? ''
  const isCanvas = folded.includes('id') && folded.includes('sisloginid')
  const found = isCanvas ? readCanvas(row) : readOther(row)
  if (!found || found.id === '') return []
  const exported = Object.fromEntries(
    kept[isCanvas ? 'canvas' : 'moodle'].flatMap((name) => {
      const place = header.findIndex((heading) => heading.trim() === name)
      return place === -1 ? [] : [[name, cells[place]?.trim() ?? ''] as const]
    }),
  )
  return [{ ...found, ...(Object.keys(exported).length > 0 && { exported }) }]
}

/**
 * A gradebook of Canvas, by what writes it (canvas-lms, lib/gradebook_exporter.rb). Below its header stand a row for the
 * posting policy, which has nobody's number, and one of points; at its end stands the student that an instructor is in
 * "Student view", whom no system of the school knows.
 */
function readCanvas(row: Row): Student | undefined {
  const [number, sis, login] = [row('id'), row('sisuserid'), row('sisloginid')]
  const sortable = row('student') || [row('lastname'), row('firstname')].filter(Boolean).join(', ')
  const isOfTheCourse = number === '' && sis === '' && login === ''
  const isViewer = sortable === 'Student, Test' && sis === ''
  if (isOfTheCourse || isViewer || sortable === 'Points Possible') return undefined
  const email = row('email', 'emailaddress') || (login.includes('@') ? login : '')
  return {
    id: sis || login || number,
    name: turnName(sortable) || number,
    ...(email !== '' && { email }),
  }
}

/** A list of the instructor's, Moodle's participants, grades and grading worksheet, and Gradescope's roster and grades. */
function readOther(row: Row): Student | undefined {
  // In Gradescope's roster stand those who teach as well.
  const role = row('role')
  if (role !== '' && fold(role) !== 'student') return undefined
  const names = [row('firstname'), row('lastname', 'surname')].filter(Boolean).join(' ')
  const name = row('name', 'fullname', 'studentname') || names || row('student')
  const email = row('email', 'emailaddress')
  const id =
    row('id', 'student', 'studentid', 'sid', 'idnumber', 'username') || email || name || row('identifier')
  return { id, name: name || id, ...(email !== '' && { email }) }
}

/** "Lovelace, Ada" is Ada Lovelace. */
function turnName(sortable: string): string {
  const [last = '', ...first] = sortable.split(',').map((part) => part.trim())
  return [...first, last].filter(Boolean).join(' ')
}
