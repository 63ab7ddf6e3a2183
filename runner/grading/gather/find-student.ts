/** Who of the roster something was handed in by. */
import type { ExportName } from './export-names.ts'
import type { Student } from './roster.ts'

/** Finds who of the roster handed something in: by what is surely theirs first. Undefined where nobody, or two, fit. */
export function findStudent(
  roster: readonly Student[],
  { student, name, platformId }: ExportName,
): Student | undefined {
  const fits = (isIt: (candidate: Student) => boolean) => {
    const found = roster.filter(isIt)
    return found.length === 1 ? found[0] : undefined
  }
  const wanted = new Set([student, name ?? student].map(fold).filter((text) => text !== ''))
  return (
    fits((candidate) => platformId !== undefined && readPlatformId(candidate) === platformId) ??
    fits(
      ({ id, email }) =>
        id === student || (platformId !== undefined && id === platformId) || email === student,
    ) ??
    fits(
      ({ id, email = '', exported = {} }) =>
        wanted.has(fold(id)) ||
        [email, exported['SIS Login ID'] ?? '', exported['Username'] ?? ''].some((login) =>
          wanted.has(fold(login.split('@')[0] ?? '')),
        ),
    ) ??
    fits((candidate) => listOrders(candidate).some((order) => wanted.has(fold(order))))
  )
}

/** What a platform writes into the name of a file: Canvas its own number, Moodle that of "Participant 1234". */
function readPlatformId({ exported = {} }: Student): string | undefined {
  return /\d+$/u.exec(exported['Identifier'] ?? '')?.[0] ?? exported['ID']
}

function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
}

/** A name as it stands, with the last word first, and as Canvas sorts it. */
function listOrders({ name, exported = {} }: Student): string[] {
  const words = name.split(/[\s,]+/u).filter(Boolean)
  return [name, [...words.slice(-1), ...words.slice(0, -1)].join(''), exported['Student'] ?? name]
}
