/** Proves a lesson's checker against its programs, and what text and hints say of it. */
import { readIfThere } from '../disk/read-if-there.ts'
import { takePart } from '../edge/part-of-whole.ts'
import type { Lesson } from '../lessons/catalogue.ts'
import { listByHand, proveByHand } from './by-hand.ts'
import { findUncovered, type JudgedMistake } from './coverage.ts'
import { complainAboutAnswers } from './hints.ts'
import { readJudgingInputs } from './kept/inputs.ts'
import { readVariants } from './lesson-files.ts'
import { complainAboutPromises, saysWhatItHolds, type HoldingCheck, type PromisePlaces } from './promises.ts'
import { judgeInTurn, showPath, type LessonProofs, type ProofDesk } from './proof-desk.ts'
import { createProof, type Complaint, type Proof } from './proof.ts'
import {
  proveMistake,
  provePassing,
  proveStarter,
  type Subject,
  type SubjectProof,
} from './prove-subjects.ts'
import { complainAboutCheckNames } from './readme/checks.ts'
import type { Document } from './readme/document.ts'
import { complainAboutUnseen } from './readme/pictures.ts'
import { readTaskItems, type TaskItem } from './readme/task.ts'

/** Proves of every program of a lesson that it gets the verdict that it has to get, and nothing else. */
export async function proveVerdicts(desk: ProofDesk, lesson: Lesson): Promise<Proof[]> {
  const { solution, starter, right, judged } = await judgePrograms(desk, lesson)
  return [starter, solution, ...right, ...judged].map(({ proof }) => proof)
}

/** Judges starter, solution, alternatives and mistakes, and compares what comes of it with what the lesson says. */
export async function proveChecker(
  desk: ProofDesk,
  lesson: Lesson,
  document: Document,
): Promise<Pick<LessonProofs, 'proofs' | 'checks' | 'items' | 'mistakes'>> {
  const checkerPath = showPath(desk, lesson.checker)
  const { solution, starter, right, judged } = await judgePrograms(desk, lesson)
  const checks = solution.result?.checks ?? []
  const checkNames = checks.map(({ name }) => name)
  const items = readTaskItems(document)
  const transcripts = checks.flatMap(({ transcript }) => (transcript ? [transcript] : []))
  const mistakes = judged.map(({ mistake, result }) => ({ name: mistake.name, checks: result?.checks ?? [] }))
  const results = judged.flatMap(({ result }) => (result ? [result] : []))
  const byHand = proveByHand(listByHand(results), checkerPath, desk.env)
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
      await byHand,
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

async function judgePrograms(desk: ProofDesk, lesson: Lesson) {
  const judge = judgeInTurn(desk, lesson)
  const how = `${desk.judgesAlone}${desk.tries.asTyped ? ' as typed' : ''}`
  const keep = async (folder: string, prove: (subject: Subject) => Promise<SubjectProof>) =>
    desk.kept.keep([how, ...(await readJudgingInputs(lesson, folder))], () =>
      prove({ path: showPath(desk, folder), folder, judge, isJudgedAlone: desk.judgesAlone }),
    )
  const [alternatives, wrong] = await Promise.all([
    readVariants(lesson, 'alternatives'),
    readVariants(lesson, 'mistakes'),
  ])
  const [solution, starter, right, judged] = await Promise.all([
    keep(lesson.solution, (subject) => provePassing(subject, 'the solution', desk.times)),
    keep(lesson.starter, (subject) => proveStarter(subject, lesson.checker, showPath(desk, lesson.checker))),
    Promise.all(
      alternatives.map(({ name, folder }) =>
        keep(folder, (subject) => provePassing(subject, `the alternative ${name}`, 1)),
      ),
    ),
    Promise.all(
      takePart(wrong, desk.share).map(async (mistake) => ({
        mistake,
        ...(await keep(mistake.folder, (subject) => proveMistake(subject, mistake))),
      })),
    ),
  ])
  return { solution, starter, right, judged }
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
