/** Reads what somebody handed in, a folder, a file or an archive, into memory. */
import { lstat, readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { describeError } from '../../edge/error-facts.ts'
import { say } from '../../language/say.ts'
import { Intake } from './intake.ts'
import { readTar } from './read-tar.ts'
import { readZip } from './read-zip.ts'

/** A larger archive is not opened. */
const mostArchiveBytes = 64 * 1024 * 1024

const archiveName = /\.(?:zip|tar|tgz|tar\.gz)$/iu

/** A file's name without what says that it is an archive. */
export function dropArchiveEnding(name: string): string {
  return name.replace(archiveName, '')
}

/** Reads one thing that was handed in. @param name what it is called in sentences and, if it is a file, in the intake */
export async function readSource(path: string, name: string, intake: Intake): Promise<void> {
  const facts = await lstat(path)
  if (facts.isDirectory()) await readFolder(path, '', intake)
  else if (facts.isFile() && archiveName.test(name)) await readArchiveFile(path, name, facts.size, intake)
  else await readOne(path, name, intake)
}

async function readFolder(folder: string, above: string, intake: Intake): Promise<void> {
  const names = await readdir(folder).catch((error: unknown): string[] => {
    intake.refuse(say`${above === '' ? basename(folder) : above} could not be read: ${describeError(error)}`)
    return []
  })
  for (const name of names.sort()) {
    if (intake.isFull) return
    const path = join(folder, name)
    const shown = above === '' ? name : `${above}/${name}`
    const facts = await lstat(path)
    if (facts.isDirectory() && intake.admits({ name: shown, kind: 'file', bytes: 0 }))
      await readFolder(path, shown, intake)
    else if (facts.isFile() && archiveName.test(name)) await readArchiveFile(path, shown, facts.size, intake)
    else if (!facts.isDirectory()) await readOne(path, shown, intake)
  }
}

async function readOne(path: string, name: string, intake: Intake): Promise<void> {
  // Not stat: what a link names may be anything of this machine's.
  const facts = await lstat(path)
  const kind = facts.isSymbolicLink() ? 'link' : facts.isFile() ? 'file' : 'other'
  if (!intake.admits({ name, kind, bytes: facts.size })) return
  const content = await readFile(path).catch((error: unknown) => {
    intake.refuse(say`${name} could not be read: ${describeError(error)}`)
  })
  if (content) intake.add(name, content)
}

async function readArchiveFile(path: string, name: string, bytes: number, intake: Intake): Promise<void> {
  if (bytes > mostArchiveBytes) {
    intake.refuse(say`${name} was left out: it has more than ${mostArchiveBytes / 2 ** 20} MiB.`)
    return
  }
  try {
    const content = await readFile(path)
    // By what it is and not by what it is called: names are changed on the way.
    await (content.subarray(0, 2).toString('latin1') === 'PK'
      ? readZip(content, intake)
      : readTar(content, intake))
  } catch (error) {
    intake.refuse(say`${name} could not be read to its end: ${describeError(error)}`)
  }
}
