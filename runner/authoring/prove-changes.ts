/** Proves that nothing passes that is not an answer: a starter with something deleted, an earlier solution, a mutant. */
import { join } from 'node:path'
import { readIfThere } from '../disk/read-if-there.ts'
import { type PartOfWhole, takePart } from '../edge/part-of-whole.ts'
import type { Lesson } from '../lessons/catalogue.ts'
import type { LessonResult } from '../results/result.ts'
import {
  createChangedSubjects,
  readSources,
  replaceBy,
  type ChangedSubject,
  type Replacement,
} from './changes/changed-programs.ts'
import { listDeletions } from './changes/deletions.ts'
import { listMutations } from './changes/mutations.ts'
import type { ProgramChange } from './changes/program-change.ts'
import { listSlips } from './changes/slips.ts'
import { complainAboutSurvivors, survivorsFile } from './changes/survivors.ts'
import { listSwaps } from './changes/swaps.ts'
import { parseExpectation } from './expectation.ts'
import { createProof, type Proof } from './proof.ts'
import { createBrokenProof, type Wanted } from './prove-subjects.ts'

export interface ChangesToProve {
  readonly root: string
  readonly lesson: Lesson
  /** The lessons before it, in their order. */
  readonly earlier: readonly Lesson[]
  readonly signal: AbortSignal
  readonly judge: (folder: string, wanted?: Wanted) => Promise<LessonResult>
  /** Of the changed programs only those whose turn it is are judged; all where it is missing. */
  readonly share: PartOfWhole | undefined
  /** Writes a path as an author would type it. */
  readonly show: (path: string) => string
}

/** Proves that no deletion from the starter passes, and no solution of an earlier lesson. */
export async function proveDeletions(toProve: ChangesToProve): Promise<Proof> {
  const { lesson, earlier, show } = toProve
  const replacements = [
    ...(await listSwaps(lesson, earlier)),
    ...(await listChanges(lesson.starter, listDeletions)),
  ]
  const upTo = await readStarterCheck(lesson)
  const outcomes = await judgeChanges(toProve, lesson.starter, replacements, upTo)
  const claim = `nothing passes by deletion, nor an earlier solution (${outcomes.length} tried)`
  return (
    findBroken(claim, outcomes) ??
    createProof(
      claim,
      listPassed(outcomes).map(({ place, what }) => ({
        place: `${show(lesson.starter)}/${place}`,
        problem: `This passes: ${what}.`,
        remedy: 'Add a check that fails it, or give the learner more to do than that.',
      })),
    )
  )
}

/** Proves that every mutant of the solution is refused, or kept in a list with its reason. */
export async function proveMutants(toProve: ChangesToProve): Promise<Proof> {
  return await proveRefused(toProve, 'mutants', listMutations, listSlips)
}

/** Proves the same of what becomes of the solution by a slip of one word. */
export async function proveSlips(toProve: ChangesToProve): Promise<Proof> {
  return await proveRefused(toProve, 'slips', listSlips, listMutations)
}

type ListChanges = (file: string, source: string) => Promise<ProgramChange[]>

async function proveRefused(
  toProve: ChangesToProve,
  kind: string,
  listOwn: ListChanges,
  listOthers: ListChanges,
): Promise<Proof> {
  const { lesson, show } = toProve
  const outcomes = await judgeChanges(toProve, lesson.solution, await listChanges(lesson.solution, listOwn))
  const survivors = listPassed(outcomes)
  const claim = `${kind}: ${outcomes.length - survivors.length} of ${outcomes.length} refused`
  const list = join(lesson.solution, survivorsFile)
  const kept = await readIfThere(list)
  const complaints = complainAboutSurvivors(survivors, kept, show(list), {
    isWhole: toProve.share === undefined,
    others: await listChanges(lesson.solution, listOthers),
  })
  return findBroken(claim, outcomes) ?? createProof(claim, complaints)
}

async function listChanges(folder: string, list: ListChanges): Promise<Replacement[]> {
  const sources = Object.entries(await readSources(folder))
  const changes = await Promise.all(sources.map(([file, source]) => list(file, source)))
  return changes.flat().map(replaceBy)
}

/** The check at which the starter fails: most changes of it fail there too. */
async function readStarterCheck({ checker }: Lesson): Promise<string | undefined> {
  const [line = ''] = (await readIfThere(checker)).split(/\r?\n/u)
  const parsed = parseExpectation(line, 'starter')
  return parsed.kind === 'expectation' ? parsed.expectation.check : undefined
}

interface Outcome {
  readonly subject: ChangedSubject
  readonly result: LessonResult
}

async function judgeChanges(
  { root, lesson, signal, judge, share }: ChangesToProve,
  base: string,
  replacements: readonly Replacement[],
  upTo?: string,
): Promise<Outcome[]> {
  const given = join(lesson.starter, 'given')
  await using changed = await createChangedSubjects(root, base, given, takePart(replacements, share), signal)
  const judgeOne = async (subject: ChangedSubject): Promise<Outcome> => {
    const first = await judge(subject.folder, { upTo, stopsAtFailure: true })
    const isDone = first.verdict === 'failed' || upTo === undefined
    return { subject, result: isDone ? first : await judge(subject.folder, { stopsAtFailure: true }) }
  }
  // All settle before the folders are removed, also when one of them is cancelled.
  const settled = await Promise.allSettled(changed.subjects.map(judgeOne))
  return settled.map((one) => {
    if (one.status === 'rejected') throw one.reason
    return one.value
  })
}

function listPassed(outcomes: readonly Outcome[]): ChangedSubject[] {
  return outcomes.filter(({ result }) => result.verdict === 'passed').map(({ subject }) => subject)
}

function findBroken(claim: string, outcomes: readonly Outcome[]): Proof | undefined {
  const broken = outcomes.find(({ result }) => result.verdict === 'broken')
  return broken && createBrokenProof(claim, `${broken.subject.place} (${broken.subject.what})`, broken.result)
}
