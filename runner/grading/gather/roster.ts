/** The roster: who is in the class, from a CSV file, and who of them a submission belongs to. */
import { readFile } from 'node:fs/promises'
import { describeError } from '../../edge/error-facts.ts'
import { Refusal } from '../../edge/refusal.ts'
import { say } from '../../language/say.ts'
import type { ExportName } from './export-names.ts'

export interface Student {
  readonly id: string
  readonly name: string
  readonly email?: string
}

/** What the columns are called, by us and in the exports of platforms, in small letters and without what stands between. */
const columns = {
  id: ['id', 'student', 'studentid', 'sid', 'username', 'idnumber', 'sisuserid', 'sisloginid'],
  name: ['name', 'fullname', 'studentname'],
  first: ['firstname'],
  last: ['lastname', 'surname'],
  email: ['email', 'emailaddress'],
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
  const find = (names: readonly string[]) =>
    header.findIndex((cell) => names.includes(cell.toLowerCase().replaceAll(/[^a-z]/g, '')))
  const place = Object.fromEntries(Object.entries(columns).map(([key, names]) => [key, find(names)]))
  const students = rows.flatMap((row) => readStudent((key) => row[place[key] ?? -1]?.trim() ?? ''))
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

function readStudent(read: (key: keyof typeof columns) => string): Student[] {
  const name = read('name') || [read('first'), read('last')].filter(Boolean).join(' ')
  const email = read('email')
  const id = read('id') || email || name
  return id === '' ? [] : [{ id, name: name || id, ...(email !== '' && { email }) }]
}

/** Parses CSV by RFC 4180, with any line end and a mark of byte order; lines without content are left out. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|\r|$)/gy
  const source = text.replace(/^\uFEFF/u, '')
  while (cell.lastIndex < source.length) {
    const match = cell.exec(source)
    if (!match) break
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '')
    if (match[3] === ',' && cell.lastIndex < source.length) continue
    rows.push(row)
    row = []
  }
  return rows.filter((cells) => cells.some((text) => text.trim() !== ''))
}

/** Finds who of the roster handed something in: by what is surely theirs first. Undefined where nobody, or two, fit. */
export function findStudent(
  roster: readonly Student[],
  { student, name, platformId }: ExportName,
): Student | undefined {
  const fits = (isIt: (candidate: Student) => boolean) => {
    const found = roster.filter(isIt)
    return found.length === 1 ? found[0] : undefined
  }
  const fold = (text: string) =>
    text
      .normalize('NFKC')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]/gu, '')
  const wanted = new Set([student, name ?? student].map(fold).filter((text) => text !== ''))
  return (
    fits(
      ({ id, email }) =>
        id === student || (platformId !== undefined && id === platformId) || email === student,
    ) ??
    fits(
      ({ id, email = '' }) =>
        wanted.has(fold(id)) || (email !== '' && wanted.has(fold(email.split('@')[0] ?? ''))),
    ) ??
    fits((candidate) => listOrders(candidate.name).some((order) => wanted.has(fold(order))))
  )
}

/** A name as it stands, and with the last word first, as Canvas writes it. */
function listOrders(name: string): string[] {
  const words = name.split(/[\s,]+/u).filter(Boolean)
  return [name, [...words.slice(-1), ...words.slice(0, -1)].join('')]
}
