/** Whether the files that judge are those that judged first: nothing keeps a program from changing them that is not shut in. */
import { lstat, readdir } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What a file was like, by its path. */
export type Prints = ReadonlyMap<string, string>

/** Where the runner lies; it judges by the checkers of any workbook, wherever that is. */
const runner = dirname(fileURLToPath(import.meta.url))

/** What tools write at any time: other commands of the workbook too. */
const passedOver = new Set(['.cache', '.vite'])

/** Takes the prints of checkers, solutions and starters, of the packages, and of the runner as it is running. */
export async function takePrints(root: string): Promise<Prints> {
  const packages = fileURLToPath(import.meta.resolve('tsx')).replace(/(.*[/\\]node_modules)[/\\].*$/u, '$1')
  const prints = new Map<string, string>()
  for (const folder of [join(root, 'lessons'), join(root, 'solutions'), packages, runner])
    await printFolder(folder, prints)
  return prints
}

async function printFolder(folder: string, prints: Map<string, string>): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true })
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (entry.isDirectory() && !passedOver.has(entry.name)) await printFolder(path, prints)
    else if (!entry.isDirectory()) prints.set(path, await printFile(path))
  }
}

/**
 * A file's time of last change of content can be set at will; that of its last change in any way cannot (man 2 utimensat).
 * But the latter is also another one when a further name is given to the file, as installers do that link what they share.
 */
async function printFile(path: string): Promise<string> {
  const { ino, size, mtimeMs, ctimeMs, nlink } = await lstat(path)
  return [ino, size, mtimeMs, nlink > 1 ? 0 : ctimeMs].join(' ')
}

/** Lists the files that are not as they were, with new ones and ones that are gone. */
export function listTouched(before: Prints, after: Prints): string[] {
  const paths = new Set([...before.keys(), ...after.keys()])
  return [...paths].filter((path) => before.get(path) !== after.get(path)).sort()
}

/** Names files as they stand below the root, as far as they do. */
export function nameTouched(root: string, paths: readonly string[]): string[] {
  return paths.map((path) => {
    const below = relative(root, path).split(sep).join('/')
    return below.startsWith('../') ? path : below
  })
}
