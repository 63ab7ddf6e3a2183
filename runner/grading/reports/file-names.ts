/** A name for a file of each student, which every system can store and none takes for another's. */
import { createHash } from 'node:crypto'

/** Longer ones are cut: with what is put behind a name, 255 bytes are the most that common systems store. */
const mostBytes = 120

/** Names that belong to devices on Windows, with any ending. */
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu

/** What stands at the end of a name that had to be changed. */
const marked = /-[0-9a-f]{8}$/u

/**
 * Finds a name for each. One that had to be changed, and those that differ only in what some systems do not tell apart,
 * carry a part of their hash; so does one that looks as if it did, because it may have been made to be taken for another.
 */
export function nameFiles(students: readonly string[]): ReadonlyMap<string, string> {
  const cleaned = students.map((student) => [student, clean(student)] as const)
  const uses = new Map<string, number>()
  for (const [, name] of cleaned) uses.set(fold(name), (uses.get(fold(name)) ?? 0) + 1)
  return new Map(
    cleaned.map(([student, name]) => {
      const isOwn = name === student && uses.get(fold(name)) === 1 && !marked.test(name)
      return [student, isOwn ? name : `${name}-${hash(student)}`]
    }),
  )
}

function clean(student: string): string {
  const plain = student
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{M}\p{N} ._@-]/gu, '_')
    .replace(/^[ .-]+/u, '_')
    .replace(/[ .]+$/u, '_')
  const name = cutToBytes(plain)
  return name === '' || devices.test(name) ? `_${name}` : name
}

function cutToBytes(name: string): string {
  let kept = ''
  for (const character of name) {
    if (Buffer.byteLength(kept + character) > mostBytes) return kept
    kept += character
  }
  return kept
}

function fold(name: string): string {
  return name.normalize('NFKC').toUpperCase().toLowerCase()
}

function hash(student: string): string {
  return createHash('sha256').update(student).digest('hex').slice(0, 8)
}
