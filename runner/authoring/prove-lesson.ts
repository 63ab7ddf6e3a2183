/** All proofs of one lesson: its files, its text, its types, and its checker against right and wrong programs. */
import { existsSync } from 'node:fs'
import { relative, sep } from 'node:path'
import { readAlternatives } from '../lessons/alternatives.ts'
import type { Lesson } from '../lessons/catalogue.ts'
import type { LessonResult } from '../results/result.ts'
import type { Environment } from '../edge/environment.ts'
import { complainAboutAlternatives } from './alternatives.ts'
import { findUncovered, type JudgedMistake } from './coverage.ts'
import { complainAboutAnswers, complainAboutHints } from './hints.ts'
import { complainAboutFiles, readVariants } from './lesson-files.ts'
import { createProof, type Complaint, type Proof } from './proof.ts'
import { complainAboutPromises, saysWhatItHolds, type HoldingCheck, type PromisePlaces } from './promises.ts'
import { proveDeletions, proveMutants, type ChangesToProve } from './prove-changes.ts'
import { createExperimentProofs } from './prove-experiments.ts'
import { proveMistake, provePassing, proveStarter, type Subject, type Wanted } from './prove-subjects.ts'
import { readIfThere } from '../disk/read-if-there.ts'
import { complainAboutCheckNames } from './readme/checks.ts'
import { parseDocument, type Document } from './readme/document.ts'
import { complainAboutLinks } from './readme/links.ts'
import { complainAboutPictures, complainAboutUnseen } from './readme/pictures.ts'
import { complainAboutPredictions, findExperiments } from './readme/predictions.ts'
import { complainAboutSections } from './readme/sections.ts'
import { readTaskItems, type TaskItem } from './readme/task.ts'
import { complainAboutWidths } from './readme/widths.ts'
import { createSessionProofs } from './session/prove-sessions.ts'
import { complainAboutTypes, type CompilerError } from './types.ts'
import { complainAboutUnfinished } from './unfinished.ts'
import type { WorkQueue } from './work-queue.ts'

export interface ProofDesk {
  readonly root: string
  readonly env: Environment
  readonly signal: AbortSignal
  /** How often the solution is judged. */
  readonly times: number
  /** Where judging and sessions wait for their turn. */
  readonly queue: WorkQueue
  /** What is tried in place of the programs that there are. */
  readonly tries: ChangesToTry
  /** All lessons, in their order. */
  readonly catalogue: readonly Lesson[]
  readonly judge: (lesson: Lesson, folder: string, wanted?: Wanted) => Promise<LessonResult>
  /** The compiler's errors in the whole workbook. */
  readonly typeErrors: readonly CompilerError[]
  /** The complaints about `ts` fences in all texts. */
  readonly codeComplaints: readonly Complaint[]
}

/** Whether programs are changed and judged: starters with something deleted, mutants of solutions. */
export interface ChangesToTry {
  readonly deletions: boolean
  readonly mutants: boolean
}

export interface LessonProofs {
  readonly lesson: Lesson
  readonly proofs: readonly Proof[]
  /** The checker's checks in their order; none where it could not be judged. */
  readonly checks: readonly HoldingCheck[]
  /** What the task asks for, item by item. */
  readonly items: readonly TaskItem[]
  readonly mistakes: readonly JudgedMistake[]
}

/**
 * Proves one lesson.
 * @throws the signal's reason when cancelled
 */
export async function proveLesson(desk: ProofDesk, lesson: Lesson): Promise<LessonProofs> {
  if (desk.tries.deletions || desk.tries.mutants)
    return { lesson, proofs: await proveChanges(desk, lesson), checks: [], items: [], mistakes: [] }
  const document = parseDocument(await readIfThere(lesson.readme))
  const [files, texts, sessions, subjects] = await Promise.all([
    proveFiles(desk, lesson),
    proveText(desk, lesson, document),
    proveSessions(desk, lesson, document),
    proveSubjects(desk, lesson, document),
  ])
  return { ...subjects, lesson, proofs: [...files, ...texts, ...sessions, ...subjects.proofs] }
}

async function proveChanges(desk: ProofDesk, lesson: Lesson): Promise<Proof[]> {
  const { root, signal, catalogue, tries } = desk
  const toProve: ChangesToProve = {
    root,
    lesson,
    signal,
    earlier: catalogue.filter(({ number }) => number < lesson.number),
    judge: judgeInTurn(desk, lesson),
    show: (path) => showPath(desk, path),
  }
  return await Promise.all([
    ...(tries.deletions ? [proveDeletions(toProve)] : []),
    ...(tries.mutants ? [proveMutants(toProve)] : []),
  ])
}

function judgeInTurn(desk: ProofDesk, lesson: Lesson): Subject['judge'] {
  return (folder, wanted) => desk.queue.run(() => desk.judge(lesson, folder, wanted))
}

async function proveFiles(desk: ProofDesk, lesson: Lesson): Promise<Proof[]> {
  const folders = [lesson.folder, lesson.solution].map((folder) => showPath(desk, folder))
  return [
    createProof('every file has its place and its name', await complainAboutFiles(desk.root, lesson)),
    createProof(
      'every alternative says why one would choose it',
      complainAboutAlternatives(await readAlternatives(lesson), showPath(desk, lesson.solution)),
    ),
    createProof('nothing is left to do', await complainAboutUnfinished(desk.root, lesson)),
    createProof('everything compiles', complainAboutTypes(desk.typeErrors, folders)),
  ]
}

async function proveText(desk: ProofDesk, lesson: Lesson, document: Document): Promise<Proof[]> {
  const path = showPath(desk, lesson.readme)
  const code = desk.codeComplaints.filter(({ place }) => place.startsWith(`${path}:`))
  const hints = await readIfThere(lesson.hints)
  // That there is no text at all is told once, with the files.
  if (document.headings.length === 0 && !existsSync(lesson.readme)) return []
  return [
    createProof('the text has all its sections', complainAboutSections(document, path)),
    createProof('its links lead somewhere', await complainAboutLinks(document, lesson.readme, path)),
    createProof('its code is whole', [...code, ...complainAboutWidths(document, path)]),
    createProof('its pictures can be drawn', complainAboutPictures(document, path)),
    createProof('its predictions are whole', complainAboutPredictions(document, path)),
    createProof('there are three or four hints', complainAboutHints(hints, showPath(desk, lesson.hints))),
  ]
}

async function proveSessions(desk: ProofDesk, lesson: Lesson, document: Document): Promise<Proof[]> {
  const { root, env, signal } = desk
  const path = showPath(desk, lesson.readme)
  const works = createSessionProofs({
    root,
    env,
    signal,
    path,
    lessonName: lesson.name,
    fences: document.fences,
  })
  const experiments = createExperimentProofs({
    root,
    env,
    signal,
    path,
    lessonName: lesson.name,
    experiments: findExperiments(document),
  })
  return await Promise.all([...works, ...experiments].map((work) => desk.queue.run(work)))
}

async function proveSubjects(
  desk: ProofDesk,
  lesson: Lesson,
  document: Document,
): Promise<Pick<LessonProofs, 'proofs' | 'checks' | 'items' | 'mistakes'>> {
  const judge = (folder: string, wanted?: Wanted) => desk.queue.run(() => desk.judge(lesson, folder, wanted))
  const createSubject = (folder: string): Subject => ({ path: showPath(desk, folder), folder, judge })
  const checkerPath = showPath(desk, lesson.checker)
  const [alternatives, wrong] = await Promise.all([
    readVariants(lesson, 'alternatives'),
    readVariants(lesson, 'mistakes'),
  ])
  const [solution, starter, right, judged] = await Promise.all([
    provePassing(createSubject(lesson.solution), 'the solution', desk.times),
    proveStarter(createSubject(lesson.starter), lesson.checker, checkerPath),
    Promise.all(
      alternatives.map(({ name, folder }) =>
        provePassing(createSubject(folder), `the alternative ${name}`, 1),
      ),
    ),
    Promise.all(
      wrong.map(async (mistake) => ({
        mistake,
        ...(await proveMistake(createSubject(mistake.folder), mistake)),
      })),
    ),
  ])
  const checks = solution.result?.checks ?? []
  const checkNames = checks.map(({ name }) => name)
  const items = readTaskItems(document)
  const transcripts = checks.flatMap(({ transcript }) => (transcript ? [transcript] : []))
  const mistakes = judged.map(({ mistake, result }) => ({ name: mistake.name, checks: result?.checks ?? [] }))
  const named = complainAboutCheckNames(document, checkNames, showPath(desk, lesson.readme))
  const hints = await readIfThere(lesson.hints)
  const proofs = [starter, solution, ...right, ...judged].map(({ proof }) => proof)
  const places = { text: showPath(desk, lesson.readme), checker: checkerPath }
  return {
    checks,
    items,
    mistakes,
    proofs: [
      ...proofs,
      createProof('the text names every check', checkNames.length > 0 ? named : []),
      createProof(
        'the checks see what the pictures show',
        checkNames.length > 0 ? complainAboutUnseen(document, places.text, transcripts) : [],
      ),
      provePromises(items, checks, mistakes, places),
      createProof(
        'every check is failed by a mistake',
        complainAboutUncovered(checkNames, mistakes, checkerPath),
      ),
      createProof(
        'every failure is answered by a hint',
        checkNames.length > 0
          ? complainAboutAnswers(hints, checkNames, mistakes, showPath(desk, lesson.hints))
          : [],
      ),
    ],
  }
}

function provePromises(
  items: readonly TaskItem[],
  checks: readonly HoldingCheck[],
  mistakes: readonly JudgedMistake[],
  places: PromisePlaces,
): Proof {
  const claim = 'every item of the task is held by a check and broken by a mistake'
  if (checks.length === 0) return createProof(claim, [])
  if (!saysWhatItHolds(checks))
    return { claim, verdict: 'not-run', complaints: [], note: 'no check has `holds` yet' }
  return createProof(claim, complainAboutPromises(items, checks, mistakes, places))
}

function complainAboutUncovered(
  checkNames: readonly string[],
  mistakes: readonly JudgedMistake[],
  checkerPath: string,
): Complaint[] {
  return findUncovered(checkNames, mistakes).map((name) => ({
    place: checkerPath,
    problem: `No mistake fails the check "${name}", so nothing shows that it can fail.`,
    remedy: 'Add a program to mistakes/ that gets everything right but this.',
  }))
}

function showPath(desk: ProofDesk, path: string): string {
  return relative(desk.root, path).split(sep).join('/')
}
