/**
 * Copying the subject: its programs run in a copy. So a save during a check changes nothing, `given/` is always ours, and
 * no package.json or tsconfig of theirs has any say. What cannot be copied is told by its name: it is the learner's.
 */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import type { LeftOut } from '../checker/program/subject.ts'
import { describeError } from '../edge/error-facts.ts'
import { exitCodes, Refusal } from '../edge/refusal.ts'
import { say, type Words } from '../language/say.ts'
import type { Lesson } from '../lessons/catalogue.ts'
import { createCopier } from './copier.ts'
import { copyNeighbours } from './neighbours.ts'
import { hashFiles, type HashedFile } from './provenance.ts'

/** Far longer than any run may last, in milliseconds. */
const longestCopyMs = 3_600_000

export interface Copy extends AsyncDisposable {
  /** Where everything of this copy lies; its name is nobody else's. */
  readonly home: string
  /** The subject's own folder in it, in which its programs run. */
  readonly folder: string
  readonly files: readonly HashedFile[]
  /** What of the subject is not in it, and why. */
  readonly leftOut: readonly LeftOut[]
}

/** What says how files are to be understood is said by the workbook, for everybody in the same way. */
const notTheirs: ReadonlyMap<string, Words> = new Map([
  ['package.json', say`the workbook has one for all lessons`],
  ['package-lock.json', say`the workbook has one for all lessons`],
  ['tsconfig.json', say`the workbook has one for all lessons`],
  ['node_modules', say`the lessons need no packages`],
  ['.git', say`it does not belong to the programs`],
])

/**
 * Copies a subject below work/.stage in the workbook's root.
 * @throws {Refusal} when the subject's folder does not exist or holds far too much, or work/ cannot be written.
 */
export async function createCopy(root: string, lesson: Lesson, subject: string): Promise<Copy> {
  const layers = await findLayers(lesson, subject)
  const copies = join(root, 'work', '.stage')
  const home = join(copies, randomUUID().slice(0, 8))
  const folder = join(home, lesson.name)
  try {
    await removeOldCopies(copies)
    await mkdir(folder, { recursive: true })
    // Above the copy, so that its folder holds what the learner's holds and nothing else.
    await writeFile(join(home, 'package.json'), '{ "type": "module" }\n')
    const copier = createCopier(notTheirs)
    // What lies beside our solution are programs of their own.
    const apart: ReadonlyMap<string, Words> = new Map(
      ['mistakes', 'alternatives'].map((name) => [name, say`it is a program of its own`]),
    )
    for (const layer of layers)
      await copier.copyFolder(layer, folder, layer === lesson.solution ? apart : undefined)
    await copyNeighbours(subject, folder, copier)
    const given = join(lesson.starter, 'given')
    if (existsSync(given)) await copier.copyFolder(given, join(folder, 'given'))
    const files = await describeFiles(folder)
    return { home, folder, files, leftOut: copier.leftOut, [Symbol.asyncDispose]: () => remove(home) }
  } catch (error) {
    await remove(home)
    if (error instanceof Refusal) throw error
    throw new Refusal(
      say`The programs could not be copied to ${join('work', '.stage')}: ${describeError(error)}`,
      say`Make the folder work/ writable. Nothing of yours was changed.`,
    )
  }
}

/** A run that was ended by kill -9 could not put its copy away; no run lasts as long as these are old. */
async function removeOldCopies(copies: string): Promise<void> {
  for (const name of await readdir(copies).catch(() => [])) {
    const age =
      Date.now() -
      (await stat(join(copies, name)).then(
        ({ mtimeMs }) => mtimeMs,
        () => Date.now(),
      ))
    if (age > longestCopyMs) await remove(join(copies, name))
  }
}

/**
 * Removes a copy, whatever a program did to it. A folder without its rights (chmod 000) gets them back first. One that
 * cannot be removed even so, because it has become somebody else's, is passed over: it is in nobody's way.
 */
async function remove(home: string): Promise<void> {
  try {
    await rm(home, { recursive: true, force: true })
  } catch {
    await openFolders(home)
    await rm(home, { recursive: true, force: true }).catch(() => {})
  }
}

async function openFolders(folder: string): Promise<void> {
  await chmod(folder, 0o700).catch(() => {})
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  for (const entry of entries) if (entry.isDirectory()) await openFolders(join(folder, entry.name))
}

/** Folders whose files make up the subject; a file of a later one replaces that of an earlier one. */
async function findLayers(lesson: Lesson, subject: string): Promise<string[]> {
  const isFolder = await stat(subject).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (!isFolder) {
    throw new Refusal(
      say`There is no folder ${subject}.`,
      say`Make it with: npm run lesson ${lesson.number}`,
      exitCodes.wrongUsage,
    )
  }
  // An alternative or a mistake holds only the files in which it differs from the solution.
  const isVariant = ['alternatives', 'mistakes'].includes(basename(dirname(subject)))
  const base = isVariant && dirname(dirname(subject)) === lesson.solution ? [lesson.solution] : []
  return [...base, subject]
}

async function describeFiles(folder: string): Promise<HashedFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return await hashFiles(paths.map((path) => ({ name: relative(folder, path).split(sep).join('/'), path })))
}
