/** Files that a program takes from the folder of another lesson: `import { toUpper } from '../01-tcp-echo/upper.ts'`. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { listPlacesOfModule } from '../checker/program/left-out.ts'
import type { Copier } from './copier.ts'

/** A text in quotes that begins with `../`. Whether it names a file is asked of the disk. */
const pathAbove = /(["'`])(\.\.?\/[^"'`\n]+)\1/g

/**
 * Copies what files of the subject name beside the subject's folder, and what these name in turn, to the same place
 * beside the copy. What lies higher than the folder that holds the subject is not the lessons'.
 * @param copy where the subject's own files have been copied to: what could be read of them is there, and nothing else
 */
export async function copyNeighbours(subject: string, copy: string, copier: Copier): Promise<void> {
  const around = dirname(subject)
  const names = await readdir(copy, { recursive: true })
  const texts = names
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({ file: join(copy, name), folder: dirname(join(subject, name)) }))
  const copied = new Set<string>()
  for (const { file, folder } of texts) {
    for (const path of await findNamed(await readText(file), folder)) {
      const isInside = (other: string) => path.startsWith(other + sep)
      if (!isInside(around) || isInside(subject) || copied.has(path)) continue
      copied.add(path)
      const place = relative(subject, path)
      await copier.copyFile(path, resolve(copy, place), place.split(sep).join('/'))
      if (path.endsWith('.ts')) texts.push({ file: path, folder: dirname(path) })
    }
  }
}

/** Finds the files that a text names, from the folder in which it stands, as tsx finds them. */
async function findNamed(text: string, folder: string): Promise<string[]> {
  const named = [...text.matchAll(pathAbove)].map(([, , path = '']) => resolve(folder, path))
  const found = await Promise.all(
    named.map(async (path) => {
      for (const place of listPlacesOfModule(path)) if (await isFile(place)) return [place]
      return []
    }),
  )
  return found.flat()
}

/** What is as big as this was not written by hand. */
const mostTextBytes = 1024 * 1024

async function readText(file: string): Promise<string> {
  const size = await stat(file).then(
    (facts) => (facts.isFile() ? facts.size : mostTextBytes),
    () => mostTextBytes,
  )
  return size < mostTextBytes ? await readFile(file, 'utf8').catch(() => '') : ''
}

function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (facts) => facts.isFile(),
    () => false,
  )
}
