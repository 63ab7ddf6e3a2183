/** Other right answers to a lesson, each with what is different about it and when one would choose it. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readFiles, type Files } from '../disk/files.ts'
import type { Lesson } from './catalogue.ts'

export interface Alternative {
  readonly name: string
  /** The files in which it differs from the solution. */
  readonly files: Files
  /** For each of its programs that says so, why it is different, in a sentence or two. */
  readonly reasons: readonly Reason[]
}

interface Reason {
  readonly file: string
  readonly text: string
}

/** Reads the alternatives of a lesson in the order of their names; none where there are none. */
export async function readAlternatives(lesson: Lesson): Promise<Alternative[]> {
  const folder = join(lesson.solution, 'alternatives')
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  return Promise.all(names.sort().map((name) => readAlternative(join(folder, name), name)))
}

async function readAlternative(folder: string, name: string): Promise<Alternative> {
  const files = await readFiles(folder)
  const reasons = listPrograms(files).flatMap((file) => {
    const text = parseOpeningComment(files.get(file)?.toString('utf8') ?? '')
    return text === '' ? [] : [{ file, text }]
  })
  return { name, files, reasons }
}

/** The names of the programs directly in a folder: what lies deeper is given, or belongs to one of them. */
export function listPrograms(files: Files): string[] {
  return [...files.keys()].filter((name) => /^[^/]+\.ts$/.test(name))
}

/** Returns the words of the `//` lines with which a program opens; '' where it opens with something else. */
export function parseOpeningComment(source: string): string {
  const lines = source.split(/\r?\n/)
  const end = lines.findIndex((line) => !line.startsWith('//'))
  return lines
    .slice(0, end === -1 ? lines.length : end)
    .map((line) => line.replace(/^\/+/, '').trim())
    .join(' ')
    .trim()
}
