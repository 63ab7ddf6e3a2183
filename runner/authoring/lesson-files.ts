/** Whether the folders of a lesson hold what belongs there, under the right names, and nothing else. */
import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Lesson } from '../lessons/catalogue.ts'
import { declarationFile } from '../lessons/programs.ts'
import { readIfThere } from '../disk/read-if-there.ts'
import { survivorsFile } from './changes/survivors.ts'
import type { Complaint } from './proof.ts'

const picture = /\.(?:svg|png|jpe?g|gif|webp)$/u
const folderOfVariant = /^[a-z0-9]+(?:-[a-z0-9]+)*$/u

/** The folders below `alternatives/` or `mistakes/`, in their order. */
export interface Variant {
  readonly name: string
  readonly folder: string
}

const variantKinds = {
  alternatives: { least: 2, what: 'another right answer that a learner could write' },
  mistakes: { least: 4, what: 'a wrong answer that learners do write' },
} as const

export type VariantKind = keyof typeof variantKinds

/** Reads the alternatives or the mistakes of a lesson; none where there is no such folder. */
export async function readVariants(lesson: Lesson, kind: VariantKind): Promise<Variant[]> {
  const folder = join(lesson.solution, kind)
  const entries = (await readEntries(folder)).filter((entry) => entry.isDirectory())
  return entries.map(({ name }) => ({ name, folder: join(folder, name) }))
}

/**
 * Complains about names, missing and stray files in lessons/NN-slug and solutions/NN-slug.
 * @param root the workbook's folder; places are given from there
 */
export async function complainAboutFiles(root: string, lesson: Lesson): Promise<Complaint[]> {
  const show = (path: string) => relative(root, path)
  return [
    ...(await complainAboutLessonFolder(lesson, show)),
    ...(await complainAboutProgramFolder(lesson.starter, [], show)),
    ...(await complainAboutProgramFolder(lesson.solution, ['alternatives', 'mistakes', survivorsFile], show)),
    ...(await complainAboutPrograms(lesson, show)),
    ...(await complainAboutGiven(lesson, show)),
    ...(await complainAboutVariants(lesson, 'alternatives', show)),
    ...(await complainAboutVariants(lesson, 'mistakes', show)),
  ]
}

type Show = (path: string) => string

async function complainAboutLessonFolder(lesson: Lesson, show: Show): Promise<Complaint[]> {
  const entries = await readEntries(lesson.folder)
  const wanted = ['README.md', 'hints.md', declarationFile, 'starter', 'check.test.ts']
  const names = entries.map(({ name }) => name)
  const missing = wanted.filter((name) => !names.includes(name))
  const stray = names.filter((name) => !wanted.includes(name) && !picture.test(name))
  return [
    ...missing.map((name) => ({
      place: show(lesson.folder),
      problem: `${name} is missing.`,
      remedy: `A lesson has ${wanted.join(', ')}. \`npm run new\` writes all of them for a new lesson.`,
    })),
    ...stray.map((name) =>
      complainAboutStray(join(lesson.folder, name), `${wanted.join(', ')} and pictures`, show),
    ),
  ]
}

async function complainAboutProgramFolder(
  folder: string,
  alsoAllowed: readonly string[],
  show: Show,
): Promise<Complaint[]> {
  const entries = await readEntries(folder)
  if (entries.length === 0) {
    const remedy = 'Write the programs of the lesson there: server.ts, client.ts or what they are called.'
    return [{ place: show(folder), problem: 'There are no programs in this folder.', remedy }]
  }
  const allowed = ['given', ...alsoAllowed]
  return entries
    .filter(({ name }) => !allowed.includes(name))
    .filter((entry) => entry.isDirectory() || !entry.name.endsWith('.ts'))
    .map(({ name }) => complainAboutStray(join(folder, name), `.ts files and ${allowed.join(', ')}`, show))
}

function complainAboutStray(path: string, allowed: string, show: Show): Complaint {
  return {
    place: show(path),
    problem: 'This does not belong here.',
    remedy: `Take it out. Allowed are ${allowed}.`,
  }
}

async function complainAboutPrograms(lesson: Lesson, show: Show): Promise<Complaint[]> {
  const starters = await readPrograms(lesson.starter)
  const solutions = await readPrograms(lesson.solution)
  const withoutStarter = solutions.filter((name) => !starters.includes(name))
  const withoutSolution = starters.filter((name) => !solutions.includes(name))
  return [
    ...withoutStarter.map((name) => ({
      place: show(join(lesson.solution, name)),
      problem: 'The starter has no file of this name.',
      remedy: `A learner starts with the files that the solution has: add ${show(join(lesson.starter, name))}.`,
    })),
    ...withoutSolution.map((name) => ({
      place: show(join(lesson.starter, name)),
      problem: 'The solution has no file of this name.',
      remedy: `Add ${show(join(lesson.solution, name))}, or move the starter's into starter/given/ if nobody edits it.`,
    })),
  ]
}

/** A solution that is to run where it lies needs the given files beside it; they must be the starter's. */
async function complainAboutGiven(lesson: Lesson, show: Show): Promise<Complaint[]> {
  const folder = join(lesson.solution, 'given')
  const names = (await readEntries(folder)).map(({ name }) => name)
  const complaints = await Promise.all(
    names.map(async (name) => {
      const original = join(lesson.starter, 'given', name)
      if ((await readIfThere(join(folder, name))) === (await readIfThere(original))) return []
      const problem = `This differs from ${show(original)}.`
      return [
        { place: show(join(folder, name)), problem, remedy: 'Copy the given file of the starter here.' },
      ]
    }),
  )
  return complaints.flat()
}

async function complainAboutVariants(lesson: Lesson, kind: VariantKind, show: Show): Promise<Complaint[]> {
  const { least, what } = variantKinds[kind]
  const folder = join(lesson.solution, kind)
  const variants = await readVariants(lesson, kind)
  const stray = (await readEntries(folder)).filter((entry) => !entry.isDirectory())
  const complaints = stray.map(({ name }) =>
    complainAboutStray(join(folder, name), 'folders, one a program', show),
  )
  if (variants.length < least) {
    const problem = `There are ${variants.length} ${kind}; a lesson has at least ${least}.`
    complaints.push({ place: show(folder), problem, remedy: `Add folders ${kind}/NAME/, each with ${what}.` })
  }
  for (const variant of variants) {
    if (!folderOfVariant.test(variant.name)) {
      const remedy = 'Name it by what it does, in small letters and hyphens: adds-a-line-feed.'
      complaints.push({
        place: show(variant.folder),
        problem: 'This name is not in small letters and hyphens.',
        remedy,
      })
    }
    complaints.push(...(await complainAboutProgramFolder(variant.folder, [], show)))
  }
  return complaints
}

/** The names of the programs directly in a folder, in their order. */
export async function readPrograms(folder: string): Promise<string[]> {
  const entries = await readEntries(folder)
  return entries.filter((entry) => entry.isFile() && entry.name.endsWith('.ts')).map(({ name }) => name)
}

async function readEntries(folder: string) {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1))
}
