/** The learner's own folder of a lesson: `work/NN-slug`. It is made once and never written into again. */
import { existsSync } from 'node:fs'
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import type { Lesson } from '../../lessons/catalogue.ts'
import { Refusal } from '../../edge/refusal.ts'
import { hashFiles, readFiles, type Files } from '../../disk/files.ts'
import { readStarterRecord, writeStarterRecord } from './starter-record.ts'
import { renderTimestamp } from '../../disk/timestamp.ts'
import { describeError } from '../../edge/error-facts.ts'
import { say } from '../../language/say.ts'
import { offerTypeCheck } from './type-check.ts'

/** The absolute path of the lesson's work folder, whether it exists or not. */
export function findWorkFolder(root: string, lesson: Lesson): string {
  return join(root, 'work', lesson.name)
}

export type Opened = 'made' | 'found'

/**
 * Copies the lesson's starter to its work folder if there is none yet. One that exists is left as it is.
 * @throws {Refusal} when the lesson has no starter or work/ cannot be written.
 */
export async function openWorkFolder(root: string, lesson: Lesson): Promise<Opened> {
  const folder = findWorkFolder(root, lesson)
  if (existsSync(folder)) {
    if ((await stat(folder)).isDirectory()) {
      await offerTypeCheck(root)
      return 'found'
    }
    throw new Refusal(
      say`work/${lesson.name} is a file, not a folder.`,
      say`Move it elsewhere, then run the command again.`,
    )
  }
  const starter = await readStarter(lesson)
  try {
    await copyInOneStep(folder, starter)
  } catch (error) {
    throw refuseUnwritable(lesson, error)
  }
  await offerTypeCheck(root)
  return 'made'
}

/**
 * Moves the work folder aside and makes a fresh one from the starter.
 * @returns the name below work/ under which the old one is kept; undefined when there was none
 * @throws {Refusal} when the lesson has no starter or work/ cannot be written.
 */
export async function resetWorkFolder(root: string, lesson: Lesson, now: Date): Promise<string | undefined> {
  const folder = findWorkFolder(root, lesson)
  const starter = await readStarter(lesson)
  try {
    const kept = existsSync(folder) ? await moveAside(folder, now) : undefined
    await copyInOneStep(folder, starter)
    return kept
  } catch (error) {
    throw refuseUnwritable(lesson, error)
  }
}

async function moveAside(folder: string, now: Date): Promise<string> {
  const stem = `${folder}.before-${renderTimestamp(now)}`
  let kept = stem
  for (let number = 2; existsSync(kept); number++) kept = `${stem}-${number}`
  await rename(folder, kept)
  return kept.slice(dirname(folder).length + 1)
}

async function readStarter(lesson: Lesson): Promise<Files> {
  const starter = existsSync(lesson.starter) ? await readFiles(lesson.starter) : new Map<string, Buffer>()
  if (starter.size > 0) return starter
  throw new Refusal(
    say`Lesson ${lesson.number} has no starter: lessons/${lesson.name}/starter is missing or empty.`,
    say`Restore it from your copy of the workbook: git restore lessons/${lesson.name}`,
  )
}

/** Fills a folder beside the final one and renames it, so that nobody ever meets one that is half filled. */
async function copyInOneStep(folder: string, files: Files): Promise<void> {
  const temporary = join(dirname(folder), `.new-${randomBytes(6).toString('hex')}`)
  await mkdir(temporary, { recursive: true })
  try {
    for (const [name, content] of files) {
      await mkdir(dirname(join(temporary, name)), { recursive: true })
      await writeFile(join(temporary, name), content)
    }
    await writeStarterRecord(temporary, files)
    await rename(temporary, folder)
  } catch (error) {
    await rm(temporary, { recursive: true, force: true })
    // Where the folder exists, another run was faster. What stands there is a starter too, or already somebody's work.
    if (!existsSync(folder)) throw error
  }
}

function refuseUnwritable(lesson: Lesson, error: unknown): Refusal {
  return new Refusal(
    say`work/${lesson.name} could not be made (${describeError(error)}).`,
    say`Your programs live in the folder work. See that it is a folder that you may write in, then run the command again.`,
  )
}

export interface WorkState {
  /** Whether every file is still as the starter has it today. */
  readonly untouched: boolean
  /** Files of the starter that are no longer there. */
  readonly missing: readonly string[]
  /** Files of the starter that are not what they were when the learner began, in the order of their names. */
  readonly changedUpstream: readonly string[]
}

/** Compares an existing work folder with the starter of today and with the one that it was copied from. */
export async function readWorkState(root: string, lesson: Lesson): Promise<WorkState> {
  const folder = findWorkFolder(root, lesson)
  const [starterFiles, ownFiles, began] = await Promise.all([
    existsSync(lesson.starter) ? readFiles(lesson.starter) : new Map<string, Buffer>(),
    readFiles(folder),
    readStarterRecord(folder),
  ])
  const starter = hashFiles(starterFiles)
  const own = hashFiles(ownFiles)
  const names = Object.keys(starter)
  const everyName = [...new Set([...Object.keys(began ?? {}), ...names])].sort()
  return {
    untouched: names.length > 0 && names.every((name) => own[name] === starter[name]),
    missing: names.filter((name) => own[name] === undefined),
    changedUpstream: began ? everyName.filter((name) => began[name] !== starter[name]) : [],
  }
}
