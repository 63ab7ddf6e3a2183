/** Our own answers to a lesson, for those who have found theirs. */
import { existsSync } from 'node:fs'
import { readAlternatives, type Alternative } from '../../lessons/alternatives.ts'
import type { Lesson } from '../../lessons/catalogue.ts'
import { renderMarkdown } from '../../screens/markdown/render.ts'
import { hasPassed } from '../../work/progress/progress.ts'
import { exitCodes, Refusal } from '../../edge/refusal.ts'
import { renderAlternatives } from '../../screens/lesson/alternatives.ts'
import { renderLabelled } from '../../text/screen.ts'
import { showPaged } from '../../terminal/pager.ts'
import type { Workbook } from '../../workbook.ts'
import { readFiles, type Files } from '../../disk/files.ts'
import { readOwnProgress } from '../lesson/record.ts'
import { say } from '../../language/say.ts'

/** Ours, or one of the alternatives, with where its files lie. */
export interface Answer {
  /** The folder as a user would type it. */
  readonly label: string
  /** All files that it runs with; an alternative holds only those in which it differs from ours. */
  readonly files: Files
  /** The names of the files that are its own. */
  readonly own: readonly string[]
}

/**
 * Reads our answer, or an alternative.
 * @param anyway whether somebody who has not passed may see it too: an instructor
 * @param name the alternative; undefined for our own answer
 * @throws {Refusal} (failed) when the lesson has not been passed yet, (wrong usage) when there is no such alternative,
 * and when there is no answer.
 */
export async function readAnswer(
  workbook: Workbook,
  lesson: Lesson,
  anyway: boolean,
  name?: string,
): Promise<Answer> {
  const alternative = name === undefined ? undefined : await findAlternative(lesson, name)
  if (!anyway && !hasPassed(await readOwnProgress(workbook), lesson.slug)) {
    throw new Refusal(
      say`The solution of lesson ${lesson.number} opens once your own program has passed. One that you have found yourself stays with you longer.`,
      [
        say`What your program does now: npm run check ${lesson.number}`,
        say`A step in the right direction: npm run hint ${lesson.number}`,
      ],
      exitCodes.failed,
    )
  }
  if (!existsSync(lesson.solution)) {
    throw new Refusal(
      say`Lesson ${lesson.number} has no solution: there is no folder solutions/${lesson.name}.`,
      say`Restore it from your copy of the workbook: git restore solutions/${lesson.name}`,
    )
  }
  const label = `solutions/${lesson.name}`
  const solution = await readFiles(lesson.solution, ['alternatives', 'mistakes'])
  if (!alternative) return { label, files: solution, own: [...solution.keys()] }
  return {
    label: `${label}/alternatives/${alternative.name}`,
    files: new Map([...solution, ...alternative.files]),
    own: [...alternative.files.keys()],
  }
}

/** @throws {Refusal} (wrong usage) when the lesson has no alternative of that name. */
async function findAlternative(lesson: Lesson, name: string): Promise<Alternative> {
  const alternatives = await readAlternatives(lesson)
  const found = alternatives.find((alternative) => alternative.name === name)
  if (found) return found
  const names = alternatives.map((alternative) => alternative.name)
  const [first] = names
  throw new Refusal(
    say`Lesson ${lesson.number} has no alternative "${name}".`,
    first === undefined
      ? say`It has none at all. Our own answer: npm run solution ${lesson.number}`
      : say`It has ${names.join(', ')}. To see one: npm run solution ${lesson.number} ${first}`,
    exitCodes.wrongUsage,
  )
}

/**
 * Shows our answer or an alternative, file by file, and what there is besides.
 * @throws {Refusal} as `readAnswer` does.
 */
export async function showSolution(
  workbook: Workbook,
  lesson: Lesson,
  anyway = false,
  name?: string,
): Promise<void> {
  const { label, files, own } = await readAnswer(workbook, lesson, anyway, name)
  const documents = own.map((file) =>
    renderDocument(`${label}/${file}`, files.get(file)?.toString('utf8') ?? ''),
  )
  const alternatives = name === undefined ? await readAlternatives(lesson) : []
  const command = `npm run solution ${lesson.number}`
  const diff = `npm run diff ${lesson.number} ${name ?? 'solution'}`
  await showPaged(workbook, (screen) => {
    const others = renderAlternatives(alternatives, (other) => `${command} ${other}`, screen)
    return [
      renderMarkdown(documents.join('\n\n'), screen).trimEnd(),
      '',
      ...renderLabelled(say`How it differs from yours:`, diff, screen),
      ...(others.length === 0 ? [] : ['', ...others]),
    ].join('\n')
  })
}

function renderDocument(title: string, content: string): string {
  const longest = Math.max(2, ...[...content.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `## ${title}\n\n${fence}${title.split('.').at(-1) ?? ''}\n${content.trimEnd()}\n${fence}`
}
