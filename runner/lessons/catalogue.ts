/** The lessons on disk. A lesson is registered by its folder's name and by nothing else. */
import { readdir, readFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { exitCodes, Refusal } from '../edge/refusal.ts'
import { say, type Words } from '../language/say.ts'
import { findLikest } from '../text/likeness.ts'
import { readPrograms, type DeclaredProgram } from './programs.ts'

export interface Lesson {
  readonly number: number
  readonly slug: string
  /** The folder's name, for example "03-connection-loop". */
  readonly name: string
  /** The H1 of its README, or the slug where there is none. */
  readonly title: string
  /** What somebody can do who has passed it: "open, accept, read, write and close." Undefined where the text does not say. */
  readonly ability: string | undefined
  readonly folder: string
  readonly starter: string
  readonly checker: string
  readonly readme: string
  readonly hints: string
  readonly programs: readonly DeclaredProgram[]
  /** The folder of our own answer, with `alternatives/` and `mistakes/` in it. */
  readonly solution: string
}

const folderName = /^(\d{2})-([a-z0-9]+(?:-[a-z0-9]+)*)$/

/**
 * Reads all lessons below `root`, in their order.
 * @throws {Refusal} when there is no lessons folder, two lessons claim one number, or a declaration is damaged.
 */
export async function readCatalogue(root: string): Promise<Lesson[]> {
  const lessonsFolder = join(root, 'lessons')
  if (!existsSync(lessonsFolder)) {
    throw new Refusal(
      say`There is no folder ${lessonsFolder}.`,
      say`Restore it from your copy of the workbook: git restore lessons`,
    )
  }
  const names = (await readdir(lessonsFolder)).filter((name) => folderName.test(name)).sort()
  const lessons = await Promise.all(names.map((name) => readLesson(root, name)))
  for (const [index, lesson] of lessons.entries()) {
    const previous = lessons[index - 1]
    if (previous?.number === lesson.number) {
      throw new Refusal(
        say`Two lessons have number ${lesson.number}: ${previous.name} and ${lesson.name}.`,
        say`Rename one of the two folders below lessons/.`,
      )
    }
  }
  return lessons
}

async function readLesson(root: string, name: string): Promise<Lesson> {
  const [, digits = '', slug = ''] = folderName.exec(name) ?? []
  const folder = join(root, 'lessons', name)
  const readme = join(folder, 'README.md')
  return {
    number: Number(digits),
    slug,
    name,
    ...parseOpening(await readFile(readme, 'utf8').catch(() => ''), slug),
    folder,
    starter: join(folder, 'starter'),
    checker: join(folder, 'check.test.ts'),
    readme,
    hints: join(folder, 'hints.md'),
    programs: await readPrograms(folder),
    solution: join(root, 'solutions', name),
  }
}

/** A text opens with its title and with one sentence, "After this lesson you can …". */
function parseOpening(text: string, slug: string): Pick<Lesson, 'title' | 'ability'> {
  const title = /^# (.+)$/m.exec(text)?.[1]?.trim() ?? slug
  const opening = text.split(/^## /m)[0] ?? ''
  return {
    title,
    ability: /^After this lesson you can ([^]+?\.)(?:\s|$)/m.exec(opening)?.[1]?.replaceAll(/\s+/g, ' '),
  }
}

/**
 * Finds the lesson that a user means by a number, a folder name, a slug or a part of one.
 * @throws {Refusal} (wrong usage) when none or more than one fits; the message offers the nearest ones.
 */
export function findLesson(lessons: readonly Lesson[], wanted: string): Lesson {
  const exact = lessons.find(
    (lesson) =>
      lesson.name === wanted ||
      lesson.slug === wanted ||
      (/^\d+$/.test(wanted) && lesson.number === Number(wanted)),
  )
  if (exact) return exact
  const partial = /^\d+$/.test(wanted)
    ? []
    : lessons.filter((lesson) => lesson.name.includes(wanted.toLowerCase()))
  if (partial.length === 1 && partial[0]) return partial[0]
  if (partial.length > 1) {
    throw new Refusal(
      say`"${wanted}" fits more than one lesson: ${partial.map(describe).join(', ')}.`,
      say`Use the number.`,
      exitCodes.wrongUsage,
    )
  }
  throw new Refusal(
    say`There is no lesson "${wanted}".`,
    suggest(findNearest(lessons, wanted).map(describe)),
    exitCodes.wrongUsage,
  )
}

const describe = ({ number, slug }: Lesson) => `${number} (${slug})`

/** Of a number, the nearest lessons; of a word, those whose names are like it. */
function findNearest(lessons: readonly Lesson[], wanted: string): Lesson[] {
  if (!/^\d+$/.test(wanted))
    return findLikest(wanted, lessons, ({ name, slug }) => [name, slug, ...slug.split('-')])
  const distance = ({ number }: Lesson) => Math.abs(number - Number(wanted))
  return [...lessons].sort((a, b) => distance(a) - distance(b)).slice(0, 2)
}

function suggest([first, second]: readonly string[]): Words {
  if (first === undefined) return say`All lessons: npm run list`
  return second === undefined
    ? say`Did you mean ${first}? All lessons: npm run list`
    : say`Did you mean ${first} or ${second}? All lessons: npm run list`
}
