/** Compares what a class has handed in, and writes `similar.csv`. Only fingerprints are kept of each program. */
import { join } from 'node:path'
import { readFiles, type Files } from '../../../disk/files.ts'
import { writeAtomically } from '../../../disk/write-atomically.ts'
import type { Lesson } from '../../../lessons/catalogue.ts'
import type { Tongue } from '../../../screens/conversation/step-words.ts'
import { sortByLesson } from '../../gather/lesson-files.ts'
import { readSubmission, type Submission } from '../../gather/submissions.ts'
import { renderSimilarCsv } from './similar-csv.ts'
import { findSimilar, hashKnown, preparePrograms, type ComparedPrograms } from './similar.ts'

/** More than any program of a lesson; of a longer file the beginning is compared. */
const mostBytes = 256 * 1024

/** What is compared: submissions as they are listed in a folder, by lessons. */
export interface Comparison {
  readonly folder: string
  readonly submissions: readonly Submission[]
  readonly lessons: readonly Lesson[]
}

/** Compares all programs of each lesson with one another, and writes the table into the folder `out`. */
export async function compareClass(
  { folder, submissions, lessons }: Comparison,
  out: string,
  tongue: Tongue,
): Promise<void> {
  const known = new Map<string, ReadonlySet<string>>()
  for (const lesson of lessons) known.set(lesson.name, hashKnown(await readKnown(lesson)))
  const programs = new Map<string, ComparedPrograms[]>(lessons.map(({ name }) => [name, []]))
  for (const submission of submissions) {
    const { files } = await readSubmission(folder, submission)
    for (const [lesson, own] of sortByLesson(files, lessons)) {
      const prepared = preparePrograms(submission.student, readSources(own), known.get(lesson) ?? new Set())
      programs.get(lesson)?.push(prepared)
    }
  }
  const found = new Map([...programs].map(([lesson, all]) => [lesson, findSimilar(all)]))
  await writeAtomically(join(out, 'similar.csv'), renderSimilarCsv(found, tongue))
}

/** What everybody was given or can read: the starter, with the files that come with it, and our answers. */
async function readKnown({ starter, solution }: Lesson): Promise<string[]> {
  const folders = [await readFiles(starter), await readFiles(solution, ['mistakes'])]
  return folders.flatMap((files) => [...readSources(files).values()])
}

function readSources(files: Files): ReadonlyMap<string, string> {
  const programs = [...files].filter(([name]) => /\.[cm]?tsx?$/u.test(name))
  return new Map(programs.map(([name, content]) => [name, content.subarray(0, mostBytes).toString('utf8')]))
}
