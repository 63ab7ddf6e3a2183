/** `npm run grade`: from a folder of submissions to a gradebook and its reports. */
import { randomInt } from 'node:crypto'
import { parsePart } from '../edge/part-of-whole.ts'
import { exitCodes, Refusal, type ExitCode } from '../edge/refusal.ts'
import { createJudge } from '../judging/judge.ts'
import { describeJudge } from '../judging/provenance.ts'
import { say, sayCount } from '../language/say.ts'
import { readCatalogue } from '../lessons/catalogue.ts'
import { showWords } from '../terminal/show.ts'
import type { Workbook } from '../workbook.ts'
import { readRoster } from './gather/roster.ts'
import { listSubmissions } from './gather/submissions.ts'
import type { Gradebook } from './gradebook.ts'
import { chooseIsolation } from './isolation/choose-isolation.ts'
import { listKnownPrograms, type KnownProgram } from './judge/calibration.ts'
import { chooseJobs } from './judge/jobs.ts'
import { GradebookFile, hasGradebook, readGradebook } from './judge/gradebook-file.ts'
import { chooseLessons, planLesson, type PlannedLesson } from './judge/plan-lessons.ts'
import { readPoints } from './judge/points.ts'
import { compareGradebooks } from './judge/regrade-diff.ts'
import { runClass, type ClassRun, type Heading } from './judge/run-class.ts'
import { mergeGradebooks } from './judge/merge.ts'
import { isInShard } from './judge/parts.ts'
import { listTouched, nameTouched, takePrints } from './judge/untouched.ts'
import { createProgress } from './progress.ts'
import { compareClass } from './reports/similar/compare-class.ts'
import { describeTouched } from './reports/gradebook-parts.ts'
import { writeReports } from './reports/write-reports.ts'

/** What was asked for, as it was typed; paths are absolute. */
export interface GradeOptions {
  readonly folders: readonly string[]
  readonly out: string
  readonly lessons: string | undefined
  readonly roster: string | undefined
  readonly points: string | undefined
  readonly isolation: string | undefined
  readonly jobs: string | undefined
  readonly seed: string | undefined
  readonly shard: string | undefined
  readonly resumes: boolean
  readonly old: string | undefined
  readonly calibrates: boolean
  /** Whether programs are compared with one another too. */
  readonly compares: boolean
}

/**
 * Grades a class and writes its gradebook.
 * @returns passed when all passed, failed when somebody did not, notJudged when a mark is open or all are withheld
 */
export async function gradeClass(workbook: Workbook, options: GradeOptions): Promise<ExitCode> {
  const { out, resumes, calibrates } = options
  const folder = onlyOne(options.folders)
  const jobs = parseNumber('--jobs', options.jobs) ?? chooseJobs()
  const shard = options.shard === undefined ? null : parsePart('--shard', options.shard)
  const old = options.old === undefined ? undefined : await readGradebook(options.old)
  const earlier = await readEarlier(out, resumes)
  const lessons = chooseLessons(await readCatalogue(workbook.root), options.lessons)
  const points = options.points === undefined ? {} : await readPoints(options.points)
  const roster = options.roster === undefined ? undefined : await readRoster(options.roster)
  const all = await listSubmissions(folder, roster)
  const submissions = all.filter(({ student }) => isInShard(student, shard))
  const { level, doesNotStop, confinement, bounds } = await chooseIsolation(options.isolation)
  await using judge = createJudge(confinement, bounds)
  const { root, signal } = workbook
  const file = await GradebookFile.open(out)
  using progress = createProgress(workbook, submissions.length)
  const desk = { root, judge, signal, lessons }
  const prints = await takePrints(root)
  const planned = []
  for (const lesson of lessons) {
    progress.plan(lesson.number)
    planned.push(await planLesson(desk, lesson, points))
  }
  const graded = planned.map((plan) => plan.graded)
  const heading: Heading = {
    version: 1,
    workbook: (await describeJudge(lessons[0]?.checker ?? '')).workbook,
    made: workbook.clock().toISOString(),
    node: process.versions.node,
    platform: process.platform,
    isolation: { level, doesNotStop },
    seed: parseNumber('--seed', options.seed) ?? earlier?.seed ?? randomInt(1, 2 ** 31),
    shard,
    lessons: graded,
    roster: roster ?? null,
  }
  const known = calibrates ? (await Promise.all(planned.map(listKnown))).flat() : undefined
  const gradebook = await runClass({
    desk: { ...desk, graded },
    folder,
    heading,
    submissions,
    known,
    listTouched: async () => nameTouched(root, listTouched(prints, await takePrints(root))),
    ...takeEarlier(earlier, heading),
    jobs,
    file,
    onStart: progress.start,
    onDone: progress.done,
  }).catch((error: unknown) => {
    if (signal.aborted)
      showWords(workbook, say`What was judged is kept. To go on: the same command with --resume`)
    throw error
  })
  progress[Symbol.dispose]()
  if (old) showChanges(workbook, old, gradebook)
  const exitCode = await finish(workbook, gradebook, out)
  if (options.compares) await compareClass({ folder, submissions, lessons }, out, workbook.screen)
  return exitCode
}

/** Puts the results of all parts of a class together. */
export async function mergeParts(
  workbook: Workbook,
  parts: readonly string[],
  out: string,
): Promise<ExitCode> {
  await readEarlier(out, false)
  const gradebook = mergeGradebooks(await Promise.all(parts.map(readGradebook)))
  await (await GradebookFile.open(out)).write(gradebook)
  return await finish(workbook, gradebook, out)
}

/** With the verdict on the starter, which is judged once, for points and for calibration. */
async function listKnown({ lesson, starter }: PlannedLesson): Promise<KnownProgram[]> {
  const known = await listKnownPrograms(lesson)
  return known.map((one) => (one.program === 'starter' ? { ...one, result: starter } : one))
}

function onlyOne([folder = '', surplus]: readonly string[]): string {
  if (surplus === undefined) return folder
  throw new Refusal(
    say`There is a folder too many: ${surplus}.`,
    say`One folder holds the whole class.`,
    exitCodes.wrongUsage,
  )
}

function parseNumber(flag: string, word: string | undefined): number | undefined {
  if (word === undefined) return undefined
  if (/^[1-9]\d{0,9}$/u.test(word)) return Number(word)
  throw new Refusal(say`${flag} needs a whole number from 1 on, not "${word}".`, [], exitCodes.wrongUsage)
}

/** @throws {Refusal} when there is an earlier gradebook and nobody said that it is to be gone on with */
async function readEarlier(out: string, resumes: boolean): Promise<Gradebook | undefined> {
  const isThere = await hasGradebook(out)
  if (resumes) return isThere ? await readGradebook(out) : undefined
  if (!isThere) return undefined
  throw new Refusal(
    say`There is a gradebook in ${out} already.`,
    [say`To go on with it: --resume`, say`To keep it: name another folder after --out.`],
    exitCodes.wrongUsage,
  )
}

/** Earlier verdicts hold for what was judged by the same checkers for the same points, and shut in as far. */
function takeEarlier(
  earlier: Gradebook | undefined,
  heading: Heading,
): Pick<ClassRun, 'earlier' | 'earlierCalibration'> {
  if (!earlier) return { earlier: [] }
  const pick = ({ lessons, isolation, workbook }: Heading) =>
    JSON.stringify([lessons, isolation.level, workbook])
  if (pick(earlier) !== pick(heading)) return { earlier: [] }
  return { earlier: earlier.submissions, earlierCalibration: earlier.calibration }
}

function showChanges(workbook: Workbook, old: Gradebook, gradebook: Gradebook): void {
  const changes = compareGradebooks(old, gradebook)
  showWords(
    workbook,
    sayCount(
      changes.length,
      say`${changes.length} mark is not as before.`,
      say`${changes.length} marks are not as before.`,
    ),
  )
  for (const { student, before, after, reasons } of changes)
    showWords(workbook, say`${student}: ${before ?? '?'} before, ${after ?? '?'} now.`, ...reasons)
}

/** Writes the reports and tells what came of it. */
async function finish(workbook: Workbook, gradebook: Gradebook, out: string): Promise<ExitCode> {
  await writeReports(out, gradebook, workbook.screen)
  const { submissions, calibration, withheld, isolation } = gradebook
  const count = (verdict: string) =>
    submissions.filter(({ lessons }) => lessons.some((lesson) => lesson.verdict === verdict)).length
  const [broken, unstable] = [count('broken'), count('unstable')]
  showWords(
    workbook,
    sayCount(
      submissions.length,
      say`${submissions.length} submission was graded; isolation: ${isolation.level}.`,
      say`${submissions.length} submissions were graded; isolation: ${isolation.level}.`,
    ),
  )
  showWords(workbook, ...isolation.doesNotStop)
  if (!calibration)
    showWords(
      workbook,
      say`There was no calibration: nobody knows whether the checkers judged rightly today.`,
    )
  if (broken > 0)
    showWords(
      workbook,
      sayCount(
        broken,
        say`${broken} could not be judged, which is our fault, and has no mark.`,
        say`${broken} could not be judged, which is our fault, and have no mark.`,
      ),
    )
  if (unstable > 0)
    showWords(
      workbook,
      sayCount(
        unstable,
        say`${unstable} passes and fails by turns: look at both runs.`,
        say`${unstable} pass and fail by turns: look at both runs.`,
      ),
    )
  if (withheld) {
    showWords(workbook, say`The grades are withheld.`)
    for (const sentence of describeTouched(gradebook)) showWords(workbook, sentence)
    if (calibration && calibration.wrong.length > 0)
      showWords(workbook, say`Programs whose verdict is known got another one:`)
    for (const { lesson, program, expected, got } of calibration?.wrong ?? [])
      showWords(workbook, say`${lesson}, ${program}: ${expected} ${got}`)
  }
  showWords(workbook, say`Results and reports: ${out}`)
  if (withheld || broken > 0) return exitCodes.notJudged
  const isAllPassed = submissions.every(({ lessons }) => lessons.every(({ verdict }) => verdict === 'passed'))
  return isAllPassed ? exitCodes.passed : exitCodes.failed
}
