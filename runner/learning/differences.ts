/** How the learner's files differ from the starter's or the solution's. */
import { existsSync } from 'node:fs'
import type { Lesson } from '../lessons/catalogue.ts'
import { exitCodes, Refusal } from '../refusal.ts'
import { createPaint, type Screen } from '../screens/screen.ts'
import { showPaged } from '../terminal/pager.ts'
import type { Workbook } from '../workbook.ts'
import { renderDifferences } from '../workspace/differences.ts'
import { readFiles } from '../workspace/files.ts'
import { findWorkFolder } from '../workspace/work-folder.ts'
import { readSolution } from './solution.ts'

export const comparisons = ['starter', 'solution'] as const
export type Comparison = (typeof comparisons)[number]

/**
 * Shows what the learner has changed in the starter, or how the solution differs from theirs.
 * @throws {Refusal} when there is no work folder yet, or the solution is not open yet.
 */
export async function showDifferences(
  workbook: Workbook,
  lesson: Lesson,
  comparison: Comparison,
  anyway = false,
): Promise<void> {
  const own = { label: `work/${lesson.name}`, files: await readOwnFiles(workbook, lesson) }
  const patch =
    comparison === 'starter'
      ? renderDifferences(
          { label: `lessons/${lesson.name}/starter`, files: await readFiles(lesson.starter) },
          own,
        )
      : renderDifferences(own, {
          label: `solutions/${lesson.name}`,
          files: await readSolution(workbook, lesson, anyway),
        })
  const same = `Your files in work/${lesson.name} are the same as the ${comparison}'s.`
  await showPaged(workbook, patch ? paintPatch(patch, workbook.screen) : same)
}

async function readOwnFiles(workbook: Workbook, lesson: Lesson) {
  const folder = findWorkFolder(workbook.root, lesson)
  if (!existsSync(folder)) throw refuseUnbegun(lesson)
  return readFiles(folder)
}

/** What to say when something is asked of work that does not exist yet. */
export function refuseUnbegun(lesson: Lesson): Refusal {
  return new Refusal(
    `There is no work/${lesson.name} yet: you have not begun lesson ${lesson.number}.`,
    `Begin it, and the folder is made for you: npm run lesson ${lesson.number}`,
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
  return patch.split('\n').map(paintLine).join('\n')
}
