/** Writes a new lesson from the template beside this file: tiny, complete, and with a TODO wherever an author goes on. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface NewLesson {
  readonly number: number
  readonly slug: string
}

const templateFolder = fileURLToPath(new URL('./template', import.meta.url))

/** The template's files have this ending so that no tool takes them for programs or texts of the workbook. */
const ending = '.template'

/** The name of a lesson's folder: "20-my-lesson". */
export function renderLessonName({ number, slug }: NewLesson): string {
  return `${String(number).padStart(2, '0')}-${slug}`
}

/**
 * Writes lessons/NN-slug and solutions/NN-slug below the workbook's root.
 * @returns the files written, relative to the root
 * @throws when a file of that name exists; nothing is ever overwritten
 */
export async function writeNewLesson(root: string, lesson: NewLesson): Promise<string[]> {
  const name = renderLessonName(lesson)
  const written = [
    ...(await writeTemplates(root, 'lesson', join('lessons', name), lesson)),
    ...(await writeTemplates(root, 'solution', join('solutions', name), lesson)),
  ]
  return written.sort()
}

async function writeTemplates(
  root: string,
  part: string,
  target: string,
  lesson: NewLesson,
): Promise<string[]> {
  const from = join(templateFolder, part)
  const names = (await readdir(from, { recursive: true })).filter((name) => name.endsWith(ending))
  return await Promise.all(
    names.map(async (name) => {
      const path = join(target, name.slice(0, -ending.length))
      const text = fillTemplate(await readFile(join(from, name), 'utf8'), lesson)
      await mkdir(dirname(join(root, path)), { recursive: true })
      await writeFile(join(root, path), text, { flag: 'wx' })
      return path
    }),
  )
}

/** Puts a lesson's words in the place of `{{name}}`, `{{title}}` and `{{port}}`. */
function fillTemplate(template: string, lesson: NewLesson): string {
  const words = new Map([
    ['name', renderLessonName(lesson)],
    ['title', renderTitle(lesson.slug)],
    ['port', String(9900 + lesson.number)],
  ])
  return template.replace(/\{\{(\w+)\}\}/gu, (placeholder, word: string) => words.get(word) ?? placeholder)
}

function renderTitle(slug: string): string {
  return slug.charAt(0).toUpperCase() + slug.slice(1).replaceAll('-', ' ')
}
