/** The files of a lesson's folder as name and content. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'

/** File name, with `/` between folders, to content. */
export type Files = ReadonlyMap<string, Buffer>

/**
 * Reads all files below `folder`, in the order of their names, without hidden ones and `node_modules`.
 * @param leaveOut names of folders directly below it that do not belong to it
 */
export async function readFiles(folder: string, leaveOut: readonly string[] = []): Promise<Files> {
  const names = (await listFiles(folder))
    .map((file) => relative(folder, file).split(sep).join('/'))
    .filter((name) => !leaveOut.includes(name.split('/')[0] ?? ''))
    .sort()
  const contents = await Promise.all(names.map((name) => readFile(join(folder, name))))
  return new Map(names.map((name, index) => [name, contents[index] ?? Buffer.alloc(0)]))
}

/** The paths of all files below `folder`, without hidden ones, links and `node_modules`. */
export async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const found = await Promise.all(
    entries
      .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
      .map(async (entry) => {
        const path = join(folder, entry.name)
        if (entry.isDirectory()) return listFiles(path)
        return entry.isFile() ? [path] : []
      }),
  )
  return found.flat()
}

/** The SHA-256 of each file, in hexadecimal, by name. */
export function hashFiles(files: Files): Record<string, string> {
  return Object.fromEntries(
    [...files].map(([name, content]) => [name, createHash('sha256').update(content).digest('hex')]),
  )
}
