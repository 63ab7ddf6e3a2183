/** Puts the reports on the disk, and takes away those of an earlier run that are no more. */
import { mkdir, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describeError } from '../../edge/error-facts.ts'
import { Refusal } from '../../edge/refusal.ts'
import { say } from '../../language/say.ts'
import type { Tongue } from '../../screens/conversation/step-words.ts'
import { writeAtomically } from '../../disk/write-atomically.ts'
import type { Gradebook } from '../gradebook.ts'
import type { PageAssets } from './page/report-page.ts'
import { renderReports, reportFiles, reportFolders } from './reports.ts'

/**
 * Writes all reports of a gradebook into a folder.
 * @returns the files, from that folder
 * @throws {Refusal} when the folder cannot be written
 */
export async function writeReports(folder: string, gradebook: Gradebook, tongue: Tongue): Promise<string[]> {
  const reports = renderReports(gradebook, await readPageAssets(), tongue)
  try {
    // Marks that were withheld since, or feedback of somebody who is not in the class any more, must not lie on.
    for (const name of reportFolders) await rm(join(folder, name), { recursive: true, force: true })
    for (const name of reportFiles) if (!reports.has(name)) await rm(join(folder, name), { force: true })
    for (const [name, text] of reports) {
      await mkdir(dirname(join(folder, name)), { recursive: true })
      await writeAtomically(join(folder, name), text)
    }
  } catch (error) {
    throw new Refusal(
      say`The reports could not be written (${describeError(error)}).`,
      say`See that ${folder} is a folder that you may write in, then run the command again with --resume.`,
    )
  }
  return [...reports.keys()]
}

/** Reads the parts of the page that lie beside its code. */
export async function readPageAssets(): Promise<PageAssets> {
  const read = (name: string) => readFile(new URL(`./page/${name}`, import.meta.url), 'utf8')
  return { style: await read('page.css'), script: await read('page.js') }
}
