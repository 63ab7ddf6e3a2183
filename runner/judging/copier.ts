/** Copies folders as they are seen: links are followed, and what cannot be copied is left out with its reason. */
import { copyFile, mkdir, readdir, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { LeftOut } from '../checker/program/subject.ts'
import { describeError, findErrorCode } from '../edge/error-facts.ts'
import { Refusal } from '../edge/refusal.ts'
import { say, type Words } from '../language/say.ts'

/** Programs of a lesson are a few files of some kilobytes. Whoever has more than this has something else in there. */
const mostFiles = 2_000
const mostFileBytes = 64 * 1024 * 1024

export interface Copier {
  readonly leftOut: readonly LeftOut[]
  /**
   * Copies what is in a folder. What is there already is replaced.
   * @param apart names in this folder itself that are left out, with the reason
   * @throws {Refusal} when there are too many files
   */
  readonly copyFolder: (from: string, to: string, apart?: ReadonlyMap<string, Words>) => Promise<void>
  /** Copies one file, and makes the folder for it. */
  readonly copyFile: (from: string, to: string, name: string) => Promise<void>
}

/** @param notTheirs names that are left out wherever they stand, with the reason */
export function createCopier(notTheirs: ReadonlyMap<string, Words>): Copier {
  const leftOut: LeftOut[] = []
  let count = 0

  const copyOne = async (from: string, to: string, name: string): Promise<void> => {
    const why = await findObstacle(from)
    try {
      if (why === undefined) await copyFile(from, to)
      else leftOut.push({ name, why })
    } catch (error) {
      if (!isOfTheSource(error, from)) throw error
      leftOut.push({ name, why: describeTrouble(error) })
    }
  }

  const copyAll = async (
    from: string,
    to: string,
    name: string,
    above: readonly string[],
    apart: ReadonlyMap<string, Words>,
  ): Promise<void> => {
    const place = await realpath(from)
    const entries = above.includes(place)
      ? say`it is a link to a folder that it is in`
      : await readdir(from).catch((error: unknown) => describeTrouble(error))
    if (!Array.isArray(entries)) {
      leftOut.push({ name, why: entries })
      return
    }
    count += entries.length
    if (count > mostFiles)
      throw new Refusal(
        say`The folder ${from} holds too much: the programs of a lesson are a few files, and here are more than ${mostFiles.toLocaleString('en')}.`,
        say`Move out of it what does not belong to your programs. Nothing of yours was changed.`,
      )
    await mkdir(to, { recursive: true })
    for (const entry of entries) {
      const path = join(from, entry)
      const shown = name === '' ? entry : `${name}/${entry}`
      const why = notTheirs.get(entry) ?? apart.get(entry)
      const isFolder = await stat(path).then(
        (facts) => facts.isDirectory(),
        () => false,
      )
      if (why !== undefined) leftOut.push({ name: shown, why })
      else if (isFolder) await copyAll(path, join(to, entry), shown, [...above, place], new Map())
      else await copyOne(path, join(to, entry), shown)
    }
  }

  return {
    leftOut,
    copyFolder: (from, to, apart = new Map()) => copyAll(from, to, '', [], apart),
    copyFile: async (from, to, name) => {
      await mkdir(join(to, '..'), { recursive: true })
      await copyOne(from, to, name)
    },
  }
}

/** Why a file is not copied; undefined when nothing is in the way. */
async function findObstacle(path: string): Promise<Words | undefined> {
  const facts = await stat(path).catch((error: unknown) => ({ trouble: describeTrouble(error) }))
  if ('trouble' in facts) return facts.trouble
  if (!facts.isFile()) return say`it is not a file`
  return facts.size > mostFileBytes ? say`it has ${Math.round(facts.size / 1024 / 1024)} MiB` : undefined
}

/** That it cannot be read is the file's; everything else is the place's to which it goes, a full disk for example. */
function isOfTheSource(error: unknown, from: string): boolean {
  const isDenied = ['EACCES', 'EPERM', 'ENOENT', 'ELOOP', 'EIO'].includes(findErrorCode(error) ?? '')
  return isDenied && error instanceof Error && 'path' in error && error.path === from
}

function describeTrouble(error: unknown): Words {
  const code = findErrorCode(error)
  if (code === 'EACCES' || code === 'EPERM') return say`it may not be read`
  if (code === 'ENOENT') return say`it is a link to something that is not there`
  if (code === 'ELOOP') return say`it is a link that leads round in a circle`
  return describeError(error)
}
