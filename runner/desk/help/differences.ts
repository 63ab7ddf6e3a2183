/** How the learner's files differ from the starter's or the solution's. */
import { showWords } from '../../terminal/show.ts'
import { existsSync } from 'node:fs'
import type { Lesson } from '../../lessons/catalogue.ts'
import { exitCodes, Refusal } from '../../edge/refusal.ts'
import { createPaint, type Screen } from '../../text/screen.ts'
import { showPaged } from '../../terminal/pager.ts'
import { measureWidth, wrapText } from '../../text/width.ts'
import type { Workbook } from '../../workbook.ts'
import { renderDifferences, type Side } from '../../work/folders/differences.ts'
import { readFiles } from '../../disk/files.ts'
import { findWorkFolder } from '../../work/folders/work-folder.ts'
import { readAnswer } from './solution.ts'
import { say } from '../../language/say.ts'

/**
 * Shows what the learner has changed in the starter, or how the solution or an alternative differs from theirs.
 * @param comparison `starter`, `solution` or the name of an alternative
 * @throws {Refusal} when there is no work folder yet, there is nothing of that name, or it is not open yet.
 */
export async function showDifferences(
  workbook: Workbook,
  lesson: Lesson,
  comparison: string,
  anyway = false,
): Promise<void> {
  const other = await readOther(workbook, lesson, comparison, anyway)
  const files = await readOwnFiles(workbook, lesson)
  // What a lesson gives is no part of an answer.
  const ours = [...files].filter(([name]) => comparison === 'starter' || !name.startsWith('given/'))
  const own = { label: `work/${lesson.name}`, files: new Map(ours) }
  const patch = comparison === 'starter' ? renderDifferences(other, own) : renderDifferences(own, other)
  const same = say`Your files in work/${lesson.name} are the same as those in ${other.label}.`
  if (patch === '') return showWords(workbook, same)
  await showPaged(workbook, (screen) => paintPatch(patch, screen))
}

async function readOther(
  workbook: Workbook,
  lesson: Lesson,
  comparison: string,
  anyway: boolean,
): Promise<Side> {
  if (comparison === 'starter')
    return { label: `lessons/${lesson.name}/starter`, files: await readFiles(lesson.starter) }
  const name = comparison === 'solution' ? undefined : comparison
  return readAnswer(workbook, lesson, anyway, name)
}

async function readOwnFiles(workbook: Workbook, lesson: Lesson) {
  const folder = findWorkFolder(workbook.root, lesson)
  if (!existsSync(folder)) throw refuseUnbegun(lesson)
  return readFiles(folder)
}

/** What to say when something is asked of work that does not exist yet. */
export function refuseUnbegun(lesson: Lesson): Refusal {
  return new Refusal(
    say`There is no work/${lesson.name} yet: you have not begun lesson ${lesson.number}.`,
    say`Begin it, and the folder is made for you: npm run lesson ${lesson.number}`,
    exitCodes.notJudged,
  )
}

function paintPatch(patch: string, screen: Screen): string {
  const paint = createPaint(screen)
  const paintLine = (line: string) => {
    if (/^(---|\+\+\+) /.test(line)) return paint.bold(line)
    if (line.startsWith('@@')) return paint.cyan(line)
    if (line.startsWith('+')) return paint.green(line)
    return line.startsWith('-') ? paint.red(line) : line
  }
  return patch
    .split('\n')
    .flatMap((line) => breakLine(line, screen).map(paintLine))
    .join('\n')
}

/** Breaks a line that is too wide so that each row keeps its sign. Where nothing is drawn it stays whole. */
function breakLine(line: string, { width, plain }: Screen): string[] {
  if (plain || measureWidth(line) <= width || !/^[-+ ]/u.test(line) || /^(---|\+\+\+) /u.test(line))
    return [line]
  const sign = line.charAt(0)
  return wrapText(line.slice(1), width - 1).map((row) => sign + row)
}
