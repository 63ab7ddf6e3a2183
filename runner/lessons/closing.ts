/** The page that closes the course: what somebody can build who has done all lessons, and where to go from there. */
import { join } from 'node:path'
import { readIfThere } from '../disk/read-if-there.ts'

/** Where it lies, below the root of the workbook. */
export const closingPage = 'lessons/closing.md'

/** Reads the page; '' where this workbook has none. */
export async function readClosingPage(root: string): Promise<string> {
  return await readIfThere(join(root, closingPage))
}
