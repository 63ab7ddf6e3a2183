/** `npm run new 20 slug`: begins a lesson that `npm run verify 20` understands. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { renderLessonName, writeNewLesson, type NewLesson } from '../authoring/scaffold.ts'
import { say } from '../language/say.ts'
import { readCatalogue } from '../lessons/catalogue.ts'
import { exitCodes, Refusal, type ExitCode } from '../edge/refusal.ts'
import type { Workbook } from '../workbook.ts'
import type { Command } from './command.ts'

const usage = 'npm run new NUMBER SLUG, for example: npm run new 20 multicast'

export const command: Command = {
  usage: 'npm run new NUMBER SLUG',
  does: say`begins a lesson`,
  parts: [
    ['NUMBER', 'from 1 to 99'],
    ['SLUG', 'small letters, digits and single hyphens between them'],
  ],
  words: 'raw',
  run: ({ words }, workbook) => runNew(words, workbook),
}

/**
 * Writes a new lesson and its solutions from the template.
 * @param args its number, from 1 to 99, and its slug
 * @throws {Refusal} (wrong usage) when either is missing, malformed or taken
 */
export async function runNew(args: readonly string[], workbook: Workbook): Promise<ExitCode> {
  const lesson = parseNewArguments(args)
  await refuseTaken(lesson, workbook.root)
  const files = await writeNewLesson(workbook.root, lesson)
  const next = [
    `Lesson ${lesson.number} begins as a tiny server that passes its own checks.`,
    ...files.map((file) => `  ${file}`),
    '',
    `What is still to do, each place by its line:  npm run verify ${lesson.number}`,
  ]
  workbook.stdout.write(`${next.join('\n')}\n`)
  return exitCodes.passed
}

/** @throws {Refusal} (wrong usage) when they are not a number from 1 to 99 and a slug */
export function parseNewArguments(args: readonly string[]): NewLesson {
  const [number = '', slug = '', ...more] = args
  if (slug === '' || more.length > 0) throw refuse('A new lesson needs a number and a slug.', usage)
  if (!/^\d{1,2}$/u.test(number) || Number(number) === 0) {
    throw refuse(`"${number}" is not a number for a lesson.`, `Take one from 1 to 99: ${usage}`)
  }
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/u.test(slug)) {
    throw refuse(
      `"${slug}" is not a slug.`,
      `Take small letters, digits and single hyphens between them: ${usage}`,
    )
  }
  return { number: Number(number), slug }
}

async function refuseTaken(lesson: NewLesson, root: string): Promise<void> {
  const lessons = await readCatalogue(root)
  const last = Math.max(0, ...lessons.map(({ number }) => number))
  const sameNumber = lessons.find(({ number }) => number === lesson.number)
  if (sameNumber) {
    throw refuse(
      `Number ${lesson.number} is taken by ${sameNumber.name}.`,
      `The next free number is ${last + 1}.`,
    )
  }
  const sameSlug = lessons.find(({ slug }) => slug === lesson.slug)
  if (sameSlug)
    throw refuse(`The slug "${lesson.slug}" is taken by ${sameSlug.name}.`, 'Choose another word.')
  const folder = join('solutions', renderLessonName(lesson))
  if (existsSync(join(root, folder))) {
    throw refuse(
      `There is a folder ${folder} already.`,
      'Nothing is overwritten: move it away, or choose another slug.',
    )
  }
}

function refuse(message: string, remedy: string): Refusal {
  return new Refusal(message, remedy, exitCodes.wrongUsage)
}
