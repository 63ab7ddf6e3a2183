/** Places that an author has left for later. A starter may have some: they are the learner's. */
import { readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { Lesson } from '../lessons/catalogue.ts'
import type { Complaint } from './proof.ts'
import { readIfThere } from '../disk/read-if-there.ts'

/** Complains about each line with a TODO in the texts, the checker and the solutions of a lesson. */
export async function complainAboutUnfinished(root: string, lesson: Lesson): Promise<Complaint[]> {
  const solutions = (await readdir(lesson.solution, { recursive: true }).catch(() => [])).filter((name) =>
    name.endsWith('.ts'),
  )
  const files = [
    lesson.readme,
    lesson.hints,
    lesson.checker,
    ...solutions.sort().map((name) => join(lesson.solution, name)),
  ]
  const complaints = await Promise.all(
    files.map(async (file) => findTodos(await readIfThere(file), relative(root, file).split(sep).join('/'))),
  )
  return complaints.flat()
}

function findTodos(source: string, path: string): Complaint[] {
  return source.split('\n').flatMap((line, index) => {
    const todo = /\bTODO\b[:\s]*(.*?)(?:\s*-->)?\s*$/u.exec(line)
    if (!todo) return []
    const problem = `This is unfinished: ${todo[1] || line.trim()}`
    return [{ place: `${path}:${index + 1}`, problem, remedy: 'Do it, then take the TODO out.' }]
  })
}
