/** All that a class has handed in: what of the folder belongs to whom. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readIfThere } from '../../disk/read-if-there.ts'
import { exitCodes, Refusal } from '../../edge/refusal.ts'
import { say, type Sentence } from '../../language/say.ts'
import { parseExportName, parseGradescopeMetadata, type ExportName } from './export-names.ts'
import { findStudent } from './find-student.ts'
import { Intake } from './intake.ts'
import { dropArchiveEnding, readSource } from './read-source.ts'
import type { Student } from './roster.ts'

/** One thing of the folder of submissions. */
interface Source {
  /** Its name in the folder. */
  readonly name: string
  /** What it is called as part of what was handed in. */
  readonly file: string
}

/** What somebody handed in, not read yet: a class need not fit into memory. */
export interface Submission {
  readonly student: string
  readonly name?: string
  readonly email?: string
  /** Empty for somebody of the roster who handed in nothing. */
  readonly sources: readonly Source[]
}

/**
 * Lists what everybody handed in: those of the roster in its order, then those whom it does not know, by name.
 * @throws {Refusal} when there is no such folder, or nothing in it
 */
export async function listSubmissions(
  folder: string,
  roster: readonly Student[] | undefined,
): Promise<Submission[]> {
  const names = await readFolder(folder)
  const people = parseGradescopeMetadata(await readIfThere(join(folder, 'submission_metadata.yml')))
  const found = new Map<string, Submission & { sources: Source[] }>()
  for (const { id, name, email } of roster ?? [])
    found.set(id, { student: id, name, ...(email !== undefined && { email }), sources: [] })
  const unknown = new Set<string>()
  for (const name of names) {
    for (const who of people.get(name) ?? [parseExportName(dropArchiveEnding(name))]) {
      const student = (roster && findStudent(roster, who)?.id) ?? who.student
      if (!found.has(student)) {
        found.set(student, { student, ...(who.name !== undefined && { name: who.name }), sources: [] })
        unknown.add(student)
      }
      found.get(student)?.sources.push({ name, file: nameFile(name, who) })
    }
  }
  const known = [...found.values()].filter(({ student }) => !unknown.has(student))
  const others = [...found.values()].filter(({ student }) => unknown.has(student))
  return [...known, ...others.sort((a, b) => (a.student < b.student ? -1 : 1))]
}

/** With its ending, which the student's name for it has lost if it is an archive. */
function nameFile(name: string, { file }: ExportName): string {
  return file === undefined ? name : `${file}${name.slice(dropArchiveEnding(name).length)}`
}

async function readFolder(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => {
    throw new Refusal(
      say`There is no folder ${folder}.`,
      say`Name the folder that holds what the class handed in.`,
      exitCodes.wrongUsage,
    )
  })
  const isOurs = (name: string) => name.startsWith('.') || name === 'submission_metadata.yml'
  const wanted = names.filter((name) => !isOurs(name)).sort()
  if (wanted.length > 0) return wanted
  throw new Refusal(
    say`Nothing was handed in: ${folder} is empty.`,
    say`Name the folder that holds what the class handed in.`,
  )
}

/** Reads what somebody handed in into memory. What was refused of it is told in sentences. */
export async function readSubmission(
  folder: string,
  { sources }: Submission,
): Promise<{ files: ReadonlyMap<string, Buffer>; problems: readonly Sentence[] }> {
  const intake = new Intake()
  for (const { name, file } of sources) {
    await readSource(join(folder, name), file, intake)
  }
  return { files: intake.files, problems: intake.problems }
}
