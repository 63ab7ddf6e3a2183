/** Progress on disk: `work/progress.json`. */
import { mkdir, readFile, rename } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '../../edge/refusal.ts'
import { renderTimestamp } from '../../disk/timestamp.ts'
import { runLocked } from '../../disk/lock.ts'
import {
  emptyProgress,
  parseProgress,
  progressVersion,
  renderProgressFile,
  type Progress,
} from './progress.ts'
import { writeAtomically } from '../../disk/write-atomically.ts'
import { describeError, findErrorCode } from '../../edge/error-facts.ts'
import { say, type Words } from '../../language/say.ts'

export interface ProgressFile {
  readonly progress: Progress
  /** What the learner has to be told about the file, a sentence each. */
  readonly notices: readonly Words[]
}

/**
 * Reads the progress below `root`; where there is no file yet, none. A damaged file is set aside.
 * @throws {Refusal} when a newer workbook has written it.
 */
export async function readProgress(root: string, clock: () => Date): Promise<ProgressFile> {
  const found = await readProgressFile(root)
  if (!found?.damaged) return { progress: found?.progress ?? emptyProgress, notices: [] }
  return updateProgress(root, clock, (progress) => progress)
}

/**
 * Reads the progress, applies `change` to it and writes it back, so that of two runs at once neither loses what
 * the other has noted.
 * @throws {Refusal} when the file was written by a newer workbook or cannot be written.
 */
export async function updateProgress(
  root: string,
  clock: () => Date,
  change: (progress: Progress) => Progress,
): Promise<ProgressFile> {
  const work = join(root, 'work')
  try {
    await mkdir(work, { recursive: true })
    return await runLocked(join(work, '.progress.lock'), async () => {
      const found = await readProgressFile(root)
      const notices = found?.damaged ? [await setAside(root, clock())] : []
      const progress = change(found?.progress ?? emptyProgress)
      await writeAtomically(join(work, 'progress.json'), renderProgressFile(progress))
      return { progress, notices }
    })
  } catch (error) {
    throw error instanceof Refusal ? error : refuseUnwritable(error)
  }
}

function refuseUnwritable(error: unknown): Refusal {
  return new Refusal(
    say`Your progress could not be saved in work/progress.json (${describeError(error)}).`,
    say`See that work is a folder that you may write in, then run the command again.`,
  )
}

async function readProgressFile(root: string) {
  const text = await readText(join(root, 'work', 'progress.json'))
  if (text === undefined) return undefined
  const parsed = parseProgress(text)
  if (parsed.kind === 'read') return parsed
  throw new Refusal(
    say`work/progress.json was written by a newer workbook (its version is ${parsed.version}, this one knows ${progressVersion}). It was left as it is.`,
    say`Bring this copy of the workbook up to date: git pull && npm ci`,
  )
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const code = findErrorCode(error)
    // ENOTDIR: work is a file. Nothing can be read there, and writing will say so.
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw new Refusal(
      say`work/progress.json cannot be read (${describeError(error)}).`,
      say`See that you may read it, or move it elsewhere to begin without it.`,
    )
  }
}

async function setAside(root: string, now: Date): Promise<Words> {
  const stem = `progress.damaged-${renderTimestamp(now)}`
  const work = join(root, 'work')
  const names = Array.from({ length: 1000 }, (_, index) => `${stem}${index ? `-${index + 1}` : ''}.json`)
  const name = names.find((candidate) => !existsSync(join(work, candidate))) ?? `${stem}-more.json`
  await rename(join(work, 'progress.json'), join(work, name))
  return say`work/progress.json was damaged. It was set aside as work/${name}; what could be read of it was kept.`
}
