/** Which lesson a command is about. */
import { Refusal } from '../../edge/refusal.ts'
import { say } from '../../language/say.ts'
import { findLesson, readCatalogue, type Lesson } from '../../lessons/catalogue.ts'
import type { Workbook } from '../../workbook.ts'
import { findCurrent } from './overview.ts'
import { readOwnProgress } from './record.ts'

/** A lesson, and the words that stand behind it. */
interface ChosenLesson {
  readonly lesson: Lesson
  readonly others: readonly string[]
}

/**
 * Finds the lesson that the words after a command's name begin with. Where they name none, it is the one that the learner
 * is at: the one in which they last did something, and before that the first.
 * @param known words that may stand behind a lesson, and so stand alone as well
 * @throws {Refusal} (wrong usage) when the first word is neither a lesson nor known
 */
export async function chooseLesson(
  workbook: Workbook,
  words: readonly string[],
  known: readonly string[] = [],
): Promise<ChosenLesson> {
  const [first, ...others] = words
  const lessons = await readCatalogue(workbook.root)
  if (first !== undefined && !known.includes(first)) return { lesson: findLesson(lessons, first), others }
  const lesson = findCurrent(lessons, await readOwnProgress(workbook)) ?? findFirst(lessons)
  return { lesson, others: words }
}

/** The lesson with which everybody begins. @throws {Refusal} when there are no lessons */
export function findFirst([first]: readonly Lesson[]): Lesson {
  if (first) return first
  throw new Refusal(say`There are no lessons in the folder lessons.`, say`Restore them: git restore lessons`)
}
