/** What stands in the folders that a check depends on, so that a save is known by what it did and not by an event. */
import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { findErrorCode } from '../../edge/error-facts.ts'
import { listFiles } from '../../disk/files.ts'

/** Each file's time of change and the hash of its content, by its path; undefined where the folder is missing. */
type Facts = ReadonlyMap<string, { readonly changedMs: number; readonly content: string }> | undefined

export interface Snapshot {
  readonly work: Facts
  readonly lesson: Facts
}

/**
 * Source files and texts. What a program writes beside itself while it runs, such as a log, is no save; nor are an
 * editor's backup and swap files.
 */
const isSaved = /\.(?:[cm]?[jt]sx?|md)$/

/** A folder that changes at every look is looked at this often; its next event brings the next look. */
const mostLooks = 5

/** Reads what stands there now. */
export async function readSnapshot(work: string, lesson: string): Promise<Snapshot> {
  return { work: await readFacts(work), lesson: await readFacts(lesson) }
}

async function readFacts(folder: string): Promise<Facts> {
  for (let look = 1; ; look++) {
    try {
      const paths = (await listFiles(folder)).filter((path) => isSaved.test(path))
      return new Map(await Promise.all(paths.map(async (path) => [path, await readFact(path)] as const)))
    } catch (error) {
      // A file that vanished between the two looks at it: most likely it is being replaced at this moment.
      const isThere = await stat(folder).then(
        (found) => found.isDirectory(),
        () => false,
      )
      if (!isThere || look === mostLooks) return undefined
      if (findErrorCode(error) !== 'ENOENT') return undefined
    }
  }
}

async function readFact(path: string): Promise<{ changedMs: number; content: string }> {
  const { mtimeMs } = await stat(path)
  const content = await readFile(path).catch((error: unknown) => {
    if (findErrorCode(error) === 'ENOENT') throw error
    return `unreadable: ${findErrorCode(error)}`
  })
  return { changedMs: mtimeMs, content: createHash('sha256').update(content).digest('hex') }
}

/** What a look found: nothing new, the same once more with a new date, or something else than before. */
export type Change = 'same' | 'saved-again' | 'changed'

/** Compares what stood there when it was last checked with what stands there now. */
export function compareSnapshots(before: Snapshot | undefined, now: Snapshot): Change {
  if (!before) return 'changed'
  const changes = [compareFacts(before.work, now.work), compareFacts(before.lesson, now.lesson)]
  return (
    changes.find((change) => change === 'changed') ?? changes.find((change) => change !== 'same') ?? 'same'
  )
}

function compareFacts(before: Facts, now: Facts): Change {
  if (before?.size !== now?.size) return 'changed'
  let change: Change = 'same'
  for (const [path, fact] of now ?? []) {
    const known = before?.get(path)
    if (known?.content !== fact.content) return 'changed'
    if (known.changedMs !== fact.changedMs) change = 'saved-again'
  }
  return change
}
