/** Proves a checker against programs: right ones pass, wrong ones fail at the check and with the words they announce. */
import { join } from 'node:path'
import type { Judgement } from '../judging/judge.ts'
import { findFirstFailure } from '../checker/record/verdict.ts'
import type { LessonResult } from '../results/result.ts'
import {
  compareFailure,
  mistakeForm,
  parseExpectation,
  starterForm,
  type Expectation,
} from './expectation.ts'
import { readPrograms, type Variant } from './lesson-files.ts'
import { createProof, foldBlanks, type Complaint, type Proof } from './proof.ts'
import { inEnglish } from '../language/say.ts'
import { readIfThere } from '../disk/read-if-there.ts'

/** A program under judgement, and how to judge it. */
export interface Subject {
  /** The folder as an author would type it. */
  readonly path: string
  readonly folder: string
  readonly judge: (folder: string, wanted?: Wanted) => Promise<LessonResult>
  /** Whether what has to fail is judged only by the check that it has to fail, not also by those above it. */
  readonly isJudgedAlone: boolean
}

/** What is wanted of a judgement; all where nothing is said. */
export type Wanted = Pick<Judgement, 'upTo' | 'only' | 'stopsAtFailure' | 'asTyped'>

/** A proof and the result that it rests on; undefined where nothing was judged. */
export interface SubjectProof {
  readonly proof: Proof
  readonly result?: LessonResult
}

/**
 * Proves that a right program passes, as often as it is asked.
 * @param what the program in words: "the solution"
 * @param times how often it is judged; one failure among them refutes
 */
export async function provePassing(subject: Subject, what: string, times: number): Promise<SubjectProof> {
  const results = await Promise.all(Array.from({ length: times }, () => subject.judge(subject.folder)))
  const passed = results.filter(({ verdict }) => verdict === 'passed').length
  const claim = times === 1 ? `${what} passes` : `${what} passes ${passed} of ${times} times`
  const result = results.find(({ verdict }) => verdict !== 'passed') ?? results[0]
  const broken = results.find(({ verdict }) => verdict === 'broken')
  if (broken) return { proof: createBrokenProof(claim, subject.path, broken), result: broken }
  const sentences = new Set(results.filter(({ verdict }) => verdict === 'failed').map(describeFailure))
  const remedy =
    passed > 0
      ? 'It passes at other times: find what the checker hopes for instead of waiting for it.'
      : 'If the program is right, mend the checker; if it is not, mend the program.'
  const complaints = [...sentences].map((problem) => ({ place: subject.path, problem, remedy }))
  return { proof: createProof(claim, complaints), ...(result && { result }) }
}

/** Proves that a starter fails at the check that the first line of the checker names. */
export async function proveStarter(
  subject: Subject,
  checker: string,
  checkerPath: string,
): Promise<SubjectProof> {
  const [line = ''] = (await readIfThere(checker)).split(/\r?\n/u)
  const parsed = parseExpectation(line, 'starter')
  if (parsed.kind === 'expectation') return await proveFailing(subject, 'the starter', parsed.expectation)
  const problem =
    parsed.kind === 'none' ? 'The first line does not say at which check the starter fails.' : parsed.problem
  const remedy = `Begin the file with: ${starterForm}`
  return { proof: createProof('the starter fails', [{ place: `${checkerPath}:1`, problem, remedy }]) }
}

/** Proves that a mistake fails as the first line of one of its files says. */
export async function proveMistake(subject: Subject, mistake: Variant): Promise<SubjectProof> {
  const what = `the mistake ${mistake.name}`
  const found = await readExpectations(subject)
  const [first, second] = found
  if (first?.parsed.kind === 'expectation' && !second)
    return await proveFailing(subject, what, first.parsed.expectation)
  const complaint = complainAboutExpectations(subject.path, found)
  return { proof: createProof(`${what} fails`, [complaint]), result: await subject.judge(subject.folder) }
}

interface FoundExpectation {
  readonly path: string
  readonly parsed: ReturnType<typeof parseExpectation>
}

async function readExpectations(subject: Subject): Promise<FoundExpectation[]> {
  const names = await readPrograms(subject.folder)
  const found = await Promise.all(
    names.map(async (name) => {
      const [line = ''] = (await readIfThere(join(subject.folder, name))).split(/\r?\n/u)
      return { path: `${subject.path}/${name}`, parsed: parseExpectation(line, 'mistake') }
    }),
  )
  return found.filter(({ parsed }) => parsed.kind !== 'none')
}

function complainAboutExpectations(path: string, found: readonly FoundExpectation[]): Complaint {
  const remedy = `Begin one of its files with: ${mistakeForm}`
  const malformed = found.find(({ parsed }) => parsed.kind === 'malformed')
  if (malformed?.parsed.kind === 'malformed') {
    return { place: `${malformed.path}:1`, problem: malformed.parsed.problem, remedy }
  }
  const problem =
    found.length === 0
      ? 'No file of this mistake says in its first line how it fails.'
      : `${found.length} files of this mistake say in their first line how it fails.`
  return { place: path, problem, remedy }
}

async function proveFailing(subject: Subject, what: string, expectation: Expectation): Promise<SubjectProof> {
  const claim = `${what} fails at ${expectation.stage}`
  const result = await judgeFailing(subject, expectation)
  if (result.verdict === 'broken') return { proof: createBrokenProof(claim, subject.path, result), result }
  const problem = compareFailure(expectation, result.checks)
  if (problem === undefined) return { proof: createProof(claim, []), result }
  // One fault may show in two ways on a busy machine. A second judgement that shows it as announced is enough, and the
  // first is told; a wrong program that passes has no second.
  if (result.verdict === 'failed') {
    const again = await judgeFailing(subject, expectation)
    if (again.verdict === 'failed' && compareFailure(expectation, again.checks) === undefined)
      return {
        proof: { ...createProof(claim, []), note: `only when judged again. ${problem}` },
        result: again,
      }
  }
  const remedy =
    result.verdict === 'passed'
      ? 'Add a check that tells it from a right program, or take it out.'
      : 'If the sentence fits what the program does, mend the line that announces it; if not, mend the checker.'
  return { proof: createProof(claim, [{ place: subject.path, problem, remedy }]), result }
}

async function judgeFailing(subject: Subject, { check }: Expectation): Promise<LessonResult> {
  // The checks below it cannot change which one fails first, and they are most of the work. Only where none failed
  // has the program to show what it does in all of them.
  const wanted = subject.isJudgedAlone ? { only: check } : { upTo: check }
  const narrowed = await subject.judge(subject.folder, wanted)
  return narrowed.verdict === 'failed' ? narrowed : await subject.judge(subject.folder)
}

/** A checker that did its work on nobody has proved nothing: that is our fault and ends with its own exit code. */
export function createBrokenProof(claim: string, path: string, result: LessonResult): Proof {
  const brokenCheck = result.checks.find(({ verdict }) => verdict === 'broken')
  const trouble = brokenCheck?.broken ?? result.broken
  const where = brokenCheck ? `in the check "${brokenCheck.name}"` : 'before its checks'
  const problem = `The checker broke ${where}: ${inEnglish(trouble?.message ?? 'no reason was given')}`
  const remedy = trouble?.details ? `Mend the checker.\n${trouble.details}` : 'Mend the checker.'
  return { claim, verdict: 'broken', complaints: [{ place: path, problem, remedy }] }
}

function describeFailure(result: LessonResult): string {
  const first = findFirstFailure(result.checks)
  if (!first?.failure) return 'It fails, but no check says at what.'
  return `It fails "${first.name}" at ${first.failure.stage}. It is told: "${foldBlanks(inEnglish(first.failure.happened))}"`
}
