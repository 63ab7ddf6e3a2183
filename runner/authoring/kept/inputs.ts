/** What the proofs of a lesson rest on beside our own code: the files that have a say in each. */
import type { Lesson } from '../../lessons/catalogue.ts'
import { readFingerprint } from './fingerprint.ts'

const variants = ['alternatives', 'mistakes']

/** Inputs of judging a folder: the checker, what the lesson gives, the solution that fills up a variant, and the folder. */
export async function readJudgingInputs(lesson: Lesson, folder: string): Promise<string[]> {
  const without = folder === lesson.solution ? variants : []
  return [folder, ...(await readCheckingInputs(lesson)), await readFingerprint(folder, without)]
}

/** Inputs of judging what is made of a lesson's programs and those of some others. */
export async function readChangingInputs(lesson: Lesson, others: readonly Lesson[]): Promise<string[]> {
  const solutions = others.map(({ solution }) => readFingerprint(solution, variants))
  return [...(await readCheckingInputs(lesson)), ...(await Promise.all(solutions))]
}

async function readCheckingInputs({ checker, starter, solution }: Lesson): Promise<string[]> {
  return await Promise.all([
    readFingerprint(checker),
    readFingerprint(starter),
    readFingerprint(solution, variants),
  ])
}

/** Inputs of running what a text shows: the lesson, and the solutions of all lessons whose programs it names. */
export async function readShowingInputs(
  lesson: Lesson,
  text: string,
  catalogue: readonly Lesson[],
): Promise<string[]> {
  const named = catalogue.filter(({ name }) => name === lesson.name || text.includes(name))
  const parts = named.flatMap(({ starter, solution }) => [
    readFingerprint(starter),
    readFingerprint(solution, variants),
  ])
  return [await readFingerprint(lesson.folder), ...(await Promise.all(parts))]
}
