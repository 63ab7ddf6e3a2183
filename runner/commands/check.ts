/** `npm run check 3 [FOLDER]`: the checker alone, on the learner's work or on any folder of that shape. */
import { existsSync } from 'node:fs'
import { realpath } from 'node:fs/promises'
import { resolve } from 'node:path'
import { checkFolder, checkOwnWork } from '../desk/lesson/check.ts'
import { chooseLesson } from '../desk/lesson/choose-lesson.ts'
import { chooseExitCode } from '../edge/refusal.ts'
import { say } from '../language/say.ts'
import type { Lesson } from '../lessons/catalogue.ts'
import type { LessonResult } from '../results/result.ts'
import { writeResult } from '../results/write-result.ts'
import { findWorkFolder } from '../work/folders/work-folder.ts'
import type { Workbook } from '../workbook.ts'
import { type Command, lessonPart } from './command.ts'

export const command: Command = {
  usage: 'npm run check [3] [FOLDER] [-- --report FILE]',
  does: say`checks your programs, or those in any folder, and nothing else`,
  parts: [
    lessonPart,
    ['FOLDER', say`a folder that holds the lesson's programs; it is not noted as yours`],
    ['--report FILE', say`writes the verdict, with everything behind it, to a file`],
  ],
  words: [0, 2],
  flags: { report: 'string' },
  run: async ({ words, getFlag }, workbook) => {
    const { lesson, others } = await chooseLesson(workbook, words)
    const result = await checkWanted(workbook, lesson, others[0])
    const file = getFlag('report')
    if (file !== undefined) await writeResult(resolve(workbook.callerFolder, file), result)
    return chooseExitCode(result.verdict)
  },
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
