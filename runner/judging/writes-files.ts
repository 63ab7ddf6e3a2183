/**
 * Whether programs could write files. The checks of a lesson run side by side, and a program that writes into its working
 * folder would meet itself there; for such programs each check makes a copy of its own. A copy takes some milliseconds,
 * so the others share one.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'

/** The modules of Node by which a program reaches the disk, or has something else reach it. */
const writingModules = /['"`](?:node:)?(?:fs|fs\/promises|child_process|sqlite)['"`]/

/** @param isGiven whether a file, by its path in the folder, is the lesson's: those have no files of their own */
export async function couldWriteFiles(folder: string, isGiven: (name: string) => boolean): Promise<boolean> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile() && /\.[cm]?[jt]sx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !isGiven(relative(folder, path).split(sep).join('/')))
  const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')))
  return texts.some((text) => writingModules.test(text))
}
