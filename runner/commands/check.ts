/** `npm run check 3 [FOLDER]`: the checker alone, on the learner's work or on any folder of that shape. */
import { realpath } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArguments } from '../edge/arguments.ts'
import { checkFolder, checkOwnWork } from '../desk/lesson/check.ts'
import { findLesson, readCatalogue, type Lesson } from '../lessons/catalogue.ts'
import { chooseExitCode, type ExitCode } from '../edge/refusal.ts'
import type { LessonResult } from '../results/result.ts'
import { writeReport } from '../results/write-report.ts'
import type { Workbook } from '../workbook.ts'
import { findWorkFolder } from '../work/folders/work-folder.ts'

/** @param args the lesson, the folder (without it, the learner's own), and `--report FILE` */
export async function runCheck(args: readonly string[], workbook: Workbook): Promise<ExitCode> {
  const usage = 'npm run check 3 [FOLDER] [-- --report FILE]'
  const shape = { usage, words: [1, 2], flags: { report: 'string' } } as const
  const { words, getFlag } = parseArguments(args, shape, workbook.env)
  const [wanted = '', folder] = words
  const lesson = findLesson(await readCatalogue(workbook.root), wanted)
  const result = await checkWanted(workbook, lesson, folder)
  const report = getFlag('report')
  if (report !== undefined) await writeReport(resolve(workbook.callerFolder, report), result)
  return chooseExitCode(result.verdict)
}

async function checkWanted(
  workbook: Workbook,
  lesson: Lesson,
  folder: string | undefined,
): Promise<LessonResult> {
  if (folder === undefined) return checkOwnWork(workbook, lesson)
  const subject = findFolder(workbook, folder)
  const own = findWorkFolder(workbook.root, lesson)
  const isOwn = existsSync(own) && existsSync(subject) && (await realpath(own)) === (await realpath(subject))
  return isOwn ? checkOwnWork(workbook, lesson) : checkFolder(workbook, lesson, subject)
}

/** A folder is meant from where the user stands, or else from the workbook's root, as the texts write it. */
function findFolder({ callerFolder, root }: Workbook, folder: string): string {
  const fromCaller = resolve(callerFolder, folder)
  const fromRoot = resolve(root, folder)
  return !existsSync(fromCaller) && existsSync(fromRoot) ? fromRoot : fromCaller
}
