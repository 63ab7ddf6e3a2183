/** The lessons on disk. A lesson is registered by its folder's name and by nothing else. */
import { readdir, readFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { exitCodes, Refusal } from '../edge/refusal.ts'

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
  /** The folder of our own answer, with `alternatives/` and `mistakes/` in it. */
  readonly solution: string
}

const folderName = /^(\d{2})-([a-z0-9]+(?:-[a-z0-9]+)*)$/

/**
 * Reads all lessons below `root`, in their order.
 * @throws {Refusal} when there is no lessons folder or two lessons claim one number.
 */
export async function readCatalogue(root: string): Promise<Lesson[]> {
  const lessonsFolder = join(root, 'lessons')
  if (!existsSync(lessonsFolder)) {
    throw new Refusal(
      `There is no folder ${lessonsFolder}.`,
      'Restore it from your copy of the workbook: git restore lessons',
    )
  }
  const names = (await readdir(lessonsFolder)).filter((name) => folderName.test(name)).sort()
  const lessons = await Promise.all(names.map((name) => readLesson(root, name)))
  for (const [index, lesson] of lessons.entries()) {
    const previous = lessons[index - 1]
    if (previous?.number === lesson.number) {
      throw new Refusal(
        `Two lessons have number ${lesson.number}: ${previous.name} and ${lesson.name}.`,
        'Rename one of the two folders below lessons/.',
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
    solution: join(root, 'solutions', name),
  }
}

/** A text opens with its title and with one sentence, "Afterwards you can …". */
function parseOpening(text: string, slug: string): Pick<Lesson, 'title' | 'ability'> {
  const title = /^# (.+)$/m.exec(text)?.[1]?.trim() ?? slug
  const opening = text.split(/^## /m)[0] ?? ''
  return {
    title,
    ability: /^Afterwards you can ([^]+?\.)(?:\s|$)/m.exec(opening)?.[1]?.replaceAll(/\s+/g, ' '),
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
      `"${wanted}" fits more than one lesson: ${partial.map(describe).join(', ')}.`,
      'Use the number.',
      exitCodes.wrongUsage,
    )
  }
  const nearest = findNearest(lessons, wanted)
  throw new Refusal(
    `There is no lesson "${wanted}".`,
    nearest.length > 0
      ? `Did you mean ${nearest.map(describe).join(' or ')}? All lessons: npm run list`
      : 'All lessons: npm run list',
    exitCodes.wrongUsage,
  )
}

const describe = (lesson: Lesson) => `${lesson.number} (${lesson.slug})`

function findNearest(lessons: readonly Lesson[], wanted: string): Lesson[] {
  const distance = (lesson: Lesson) =>
    /^\d+$/.test(wanted)
      ? Math.abs(lesson.number - Number(wanted))
      : Math.min(editDistance(lesson.slug, wanted), editDistance(lesson.name, wanted))
  return [...lessons].sort((a, b) => distance(a) - distance(b)).slice(0, 2)
}

/** Levenshtein's distance: how many letters must be added, dropped or changed to make `a` into `b`. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [i, letter] of Array.from(a).entries()) {
    const next = [i + 1]
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (letter === b[j - 1] ? 0 : 1)
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
