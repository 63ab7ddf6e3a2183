import { readFile } from 'node:fs/promises'

/**
 * Reads a text file.
 * @returns '' where there is none: that it is missing is complained about elsewhere
 */
export async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return ''
    throw error
  }
}
