/** Proves lessons side by side and gives their proofs in the order of the lessons. */
import { setMaxListeners } from 'node:events'
import { relative, sep } from 'node:path'
import type { Lesson } from '../lessons/catalogue.ts'
import type { Judgement } from '../judging/judge.ts'
import type { LessonResult } from '../results/result.ts'
import type { Environment } from '../edge/environment.ts'
import type { PartOfWhole } from '../edge/part-of-whole.ts'
import type { KeptProofs } from './kept/kept-proofs.ts'
import type { ChangesToTry, LessonProofs, ProofDesk } from './proof-desk.ts'
import { proveLesson } from './prove-lesson.ts'
import { parseDocument } from './readme/document.ts'
import { readIfThere } from '../disk/read-if-there.ts'
import { complainAboutCode, readTypeErrors, type FenceOfText } from './types.ts'
import { createWorkQueue } from './work-queue.ts'

export interface Verification {
  readonly root: string
  readonly env: Environment
  readonly signal: AbortSignal
  /** All lessons, in their order. */
  readonly catalogue: readonly Lesson[]
  /** Those that are proved. */
  readonly lessons: readonly Lesson[]
  readonly tries: ChangesToTry
  readonly share?: PartOfWhole | undefined
  /** See {@link ProofDesk}. */
  readonly judgesAlone: boolean
  /** Proofs of earlier runs that need not be made again. */
  readonly kept: KeptProofs
  readonly judge: (judgement: Judgement) => Promise<LessonResult>
  /** How often each solution is judged. */
  readonly times: number
  /** How many programs are judged side by side. */
  readonly atOnce: number
  /** Called with each lesson's proofs, in the order of the lessons, as soon as those before it are there. */
  readonly onLesson: (proofs: LessonProofs) => void
}

/**
 * Proves all lessons.
 * @throws the signal's reason when cancelled, after everything that was started has ended
 */
export async function verifyLessons(verification: Verification): Promise<LessonProofs[]> {
  const { root, env, times, catalogue, lessons, tries, share, judgesAlone, kept, judge } = verification
  const failed = new AbortController()
  const signal = AbortSignal.any([verification.signal, failed.signal])
  // Every program under judgement listens to it; that many are no leak.
  setMaxListeners(0, signal)
  const [typeErrors, codeComplaints] = await Promise.all([
    readTypeErrors(root, signal),
    readFences(root, lessons).then((fences) => complainAboutCode(fences, signal)),
  ])
  await using queue = createWorkQueue(verification.atOnce, signal)
  const judgeSubject: ProofDesk['judge'] = (lesson, subject, wanted = {}) =>
    judge({ root, lesson, subject, signal, ...wanted })
  const desk: ProofDesk = {
    root,
    env,
    signal,
    times,
    queue,
    tries,
    share,
    judgesAlone,
    kept,
    catalogue,
    judge: judgeSubject,
    typeErrors,
    codeComplaints,
  }
  try {
    return await inOrder(
      lessons.map((lesson) => proveLesson(desk, lesson)),
      verification.onLesson,
    )
  } catch (error) {
    failed.abort(error)
    throw error
  }
}

async function inOrder<T>(works: readonly Promise<T>[], onEach: (result: T) => void): Promise<T[]> {
  const telling = (async () => {
    for (const work of works) onEach(await work)
  })()
  // Whichever fails first ends all, also when one before it is still at work.
  const [results] = await Promise.all([Promise.all(works), telling])
  return results
}

async function readFences(root: string, lessons: readonly Lesson[]): Promise<FenceOfText[]> {
  const fences = await Promise.all(
    lessons.map(async ({ readme }) => {
      const path = relative(root, readme).split(sep).join('/')
      const document = parseDocument(await readIfThere(readme))
      return document.fences.filter(({ language }) => language === 'ts').map((fence) => ({ path, fence }))
    }),
  )
  return fences.flat()
}
