/**
 * A folder of its own for a check. The checks of a lesson run side by side, and programs that write files, or find some
 * that a check has placed, would meet each other's in one folder.
 */
import { randomUUID } from 'node:crypto'
import { cp, mkdir, open, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import type { Bytes } from '../bytes/bytes.ts'
import type { SparseBytes } from '../bytes/long-bytes.ts'
import { giveFolder } from '../../processes/give-folder.ts'
import { NamedPipe } from './named-pipe.ts'
import type { Subject } from './subject.ts'

/** Where the folders of checks lie beside the copy of the subject; they are removed with it at the latest. */
const checksFolder = '.checks'

/**
 * Copies the subject with what lies beside it, its compiled files too, which name one another relatively.
 * @returns the same subject in the new place.
 */
export async function copyForCheck(subject: Subject): Promise<Subject> {
  const home = dirname(subject.folder)
  const own = join(home, checksFolder, randomUUID().slice(0, 8))
  await mkdir(own, { recursive: true })
  const names = (await readdir(home)).filter((name) => name !== checksFolder)
  for (const name of names) await cp(join(home, name), join(own, name), { recursive: true })
  await giveFolder(own, subject.confinement)
  const move = (path: string) => join(own, relative(home, path))
  const compiled = Object.entries(subject.compiled).map(([file, path]) => [file, move(path)])
  return { ...subject, folder: move(subject.folder), compiled: Object.fromEntries(compiled) }
}

/** Removes such a copy. What cannot be removed goes with the copy of the whole subject. */
export async function removeCopy({ folder }: Subject): Promise<void> {
  await rm(dirname(folder), { recursive: true, force: true }).catch(() => {})
}

/** Places a file in a folder of a check; a name that begins with `../` lies beside the programs' folder. */
export async function placeFile(subject: Subject, name: string, bytes: Bytes): Promise<string> {
  return await place(subject, name, (path) => writeFile(path, bytes))
}

/** Places a file that can be run, a script for example, as `placeFile` does any other. */
export async function placeProgram(subject: Subject, name: string, script: string): Promise<string> {
  return await place(subject, name, (path) => writeFile(path, script, { mode: 0o755 }))
}

/** Places a symbolic link. @param target as it is to stand in the link, relative to where the link lies or absolute */
export async function placeLink(subject: Subject, name: string, target: string): Promise<string> {
  return await place(subject, name, (path) => symlink(target, path))
}

/** Places a file with holes: it is as long as `bytes` and occupies only as much of the disk as stands between the holes. */
export async function placeSparseFile(subject: Subject, name: string, bytes: SparseBytes): Promise<string> {
  return await place(subject, name, async (path) => {
    const file = await open(path, 'w')
    try {
      await file.truncate(bytes.length)
      for (const { at, bytes: mark } of bytes.marks) await file.write(mark, 0, mark.length, at)
    } finally {
      await file.close()
    }
  })
}

/** Places a named pipe, as `placeFile` does a file. Undefined on a system that has none. */
export async function placePipe(subject: Subject, name: string): Promise<NamedPipe | undefined> {
  let pipe: NamedPipe | undefined
  await place(subject, name, async (path) => {
    pipe = await NamedPipe.make(path)
  })
  return pipe
}

/** Has something put at its place, and gives all that is the check's to whoever the program runs as. */
async function place(subject: Subject, name: string, put: (path: string) => Promise<void>): Promise<string> {
  const path = await makePlace(subject.folder, name)
  await put(path)
  await giveFolder(dirname(subject.folder), subject.confinement)
  return path
}

/** Where a file is to be placed, with the folder made that it lies in. */
async function makePlace(folder: string, name: string): Promise<string> {
  const path = resolve(folder, name)
  if (!path.startsWith(dirname(folder) + sep)) throw new Error(`${name} lies outside of what is the check's.`)
  await mkdir(dirname(path), { recursive: true })
  return path
}
