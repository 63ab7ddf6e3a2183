/** Which of the files that were handed in belong to which lesson. */
import type { Lesson } from '../../lessons/catalogue.ts'

/** Files by their path in a lesson's folder. */
export type LessonFiles = ReadonlyMap<string, Buffer>

/**
 * Sorts files by the lesson's folder that stands in their path, wherever it stands: what is above it, `work/` or the name
 * of who made the archive, makes no difference. Where one lesson alone is graded, its programs may stand without a folder.
 */
export function sortByLesson(
  files: ReadonlyMap<string, Buffer>,
  lessons: readonly Lesson[],
): Map<string, LessonFiles> {
  const sorted = new Map<string, Map<string, Buffer>>()
  for (const [path, content] of files) {
    const place = findPlace(path.split('/'), lessons)
    if (!place) continue
    const { lesson, parts } = place
    const own = sorted.get(lesson) ?? new Map<string, Buffer>()
    // The first one stays: that of `work/` comes before one in `work/.saves/` or in a copy of a copy.
    if (!own.has(parts.join('/'))) own.set(parts.join('/'), content)
    sorted.set(lesson, own)
  }
  const [only] = lessons
  if (sorted.size === 0 && lessons.length === 1 && only) {
    const loose = takeLoose(files)
    if (loose.size > 0) sorted.set(only.name, loose)
  }
  return sorted
}

function findPlace(parts: readonly string[], lessons: readonly Lesson[]) {
  // What is hidden is not handed in: work/ keeps earlier tries in such folders.
  if (parts.some((part) => part.startsWith('.'))) return undefined
  const at = parts.findIndex((part) => lessons.some(({ name }) => name.toLowerCase() === part.toLowerCase()))
  const lesson = lessons.find(({ name }) => name.toLowerCase() === parts[at]?.toLowerCase())
  const rest = parts.slice(at + 1)
  return lesson && rest.length > 0 ? { lesson: lesson.name, parts: rest } : undefined
}

/** Without the folders that all of them share. */
function takeLoose(files: ReadonlyMap<string, Buffer>): Map<string, Buffer> {
  const seen = [...files].filter(([path]) => !path.split('/').some((part) => part.startsWith('.')))
  const programs = seen.map(([path]) => path).filter((path) => path.endsWith('.ts'))
  const depth = Math.min(...programs.map((path) => path.split('/').length - 1))
  const above =
    programs
      .find((path) => path.split('/').length - 1 === depth)
      ?.split('/')
      .slice(0, depth) ?? []
  const prefix = above.length === 0 ? '' : `${above.join('/')}/`
  const own = programs.length === 0 ? [] : seen.filter(([path]) => path.startsWith(prefix))
  return new Map(own.map(([path, content]) => [path.slice(prefix.length), content]))
}
