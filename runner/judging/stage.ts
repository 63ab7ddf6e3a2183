/**
 * Staging: the subject's files are copied to a clean folder and run there. So a save during a check changes
 * nothing, `given/` is always ours, and no package.json, tsconfig or hidden file of theirs has any say.
 */
import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import { exitCodes, Refusal } from '../edge/refusal.ts'
import type { Lesson } from '../lessons/catalogue.ts'
import { describeError } from '../edge/error-facts.ts'
import { say } from '../language/say.ts'

/** Far longer than any run may last, in milliseconds. */
const longestStageMs = 3_600_000

export interface Stage extends AsyncDisposable {
  readonly folder: string
  readonly files: readonly { readonly name: string; readonly sha256: string }[]
}

const notTheirs = new Set([
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'node_modules',
  'mistakes',
  'alternatives',
])

/**
 * Copies a subject below work/.stage in the workbook's root, so that the packages of the root resolve.
 * @throws {Refusal} when the subject's folder does not exist, or work/ cannot be written.
 */
export async function createStage(root: string, lesson: Lesson, subject: string): Promise<Stage> {
  const layers = await findLayers(lesson, subject)
  const stages = join(root, 'work', '.stage')
  const home = join(stages, randomUUID().slice(0, 8))
  const folder = join(home, lesson.name)
  try {
    await removeOldStages(stages)
    await mkdir(folder, { recursive: true })
    for (const layer of layers) await copyFiles(layer, folder)
    const given = join(lesson.starter, 'given')
    if (existsSync(given)) await copyFiles(given, join(folder, 'given'))
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }\n')
    const files = await describeFiles(folder)
    return { folder, files, [Symbol.asyncDispose]: () => rm(home, { recursive: true, force: true }) }
  } catch (error) {
    await rm(home, { recursive: true, force: true }).catch(() => {})
    throw new Refusal(
      say`The programs could not be copied to ${join('work', '.stage')}: ${describeError(error)}`,
      say`Make the folder work/ writable. Nothing of yours was changed.`,
    )
  }
}

/** A run that was ended by kill -9 could not put its stage away; no run lasts as long as these are old. */
async function removeOldStages(stages: string): Promise<void> {
  for (const name of await readdir(stages).catch(() => [])) {
    const age =
      Date.now() -
      (await stat(join(stages, name)).then(
        ({ mtimeMs }) => mtimeMs,
        () => Date.now(),
      ))
    if (age > longestStageMs) await rm(join(stages, name), { recursive: true, force: true })
  }
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

/** Copies regular files and folders; a symbolic link could point anywhere, and is left out. */
async function copyFiles(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (entry.name.startsWith('.') || notTheirs.has(entry.name)) continue
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) await copyFiles(source, target)
    else if (entry.isFile()) await copyFile(source, target)
  }
}

async function describeFiles(folder: string): Promise<{ name: string; sha256: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const described = await Promise.all(
    paths.map(async (path) => ({
      name: relative(folder, path).split(sep).join('/'),
      sha256: createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    })),
  )
  return described.filter(({ name }) => name !== 'package.json').sort((a, b) => (a.name < b.name ? -1 : 1))
}
