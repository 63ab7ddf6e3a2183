/** Our own answer to a lesson, for those who have found theirs. */
import { existsSync } from 'node:fs'
import type { Lesson } from '../lessons/catalogue.ts'
import { renderMarkdown } from '../markdown/render.ts'
import { hasPassed } from '../progress/progress.ts'
import { exitCodes, Refusal } from '../refusal.ts'
import { showPaged } from '../terminal/pager.ts'
import type { Workbook } from '../workbook.ts'
import { readFiles, type Files } from '../workspace/files.ts'
import { readOwnProgress } from './record.ts'

/**
 * Reads our answer.
 * @param anyway whether somebody who has not passed may see it too: an instructor
 * @throws {Refusal} (failed) when the lesson has not been passed yet, and when there is no answer.
 */
export async function readSolution(workbook: Workbook, lesson: Lesson, anyway: boolean): Promise<Files> {
  if (!anyway && !hasPassed(await readOwnProgress(workbook), lesson.slug)) {
    throw new Refusal(
      `The solution of lesson ${lesson.number} opens once your own program has passed. One that you have found yourself stays with you longer.`,
      `What your program does now: npm run check ${lesson.number}\nA step in the right direction: npm run hint ${lesson.number}`,
      exitCodes.failed,
    )
  }
  if (!existsSync(lesson.solution)) {
    throw new Refusal(
      `Lesson ${lesson.number} has no solution: there is no folder solutions/${lesson.name}.`,
      `Restore it from your copy of the workbook: git restore solutions/${lesson.name}`,
    )
  }
  return readFiles(lesson.solution, ['alternatives', 'mistakes'])
}

/** Shows our answer, file by file. @throws {Refusal} as `readSolution` does. */
export async function showSolution(workbook: Workbook, lesson: Lesson, anyway = false): Promise<void> {
  const files = await readSolution(workbook, lesson, anyway)
  const documents = [...files].map(([name, content]) =>
    renderDocument(lesson, name, content.toString('utf8')),
  )
  const ending = `How it differs from yours: \`npm run diff ${lesson.number} solution\``
  await showPaged(workbook, renderMarkdown([...documents, ending].join('\n\n'), workbook.screen))
}

function renderDocument(lesson: Lesson, name: string, content: string): string {
  const longest = Math.max(2, ...[...content.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `## solutions/${lesson.name}/${name}\n\n${fence}${name.split('.').at(-1) ?? ''}\n${content.trimEnd()}\n${fence}`
}
