/** Judges a class: submissions and, unseen among them, programs whose verdict is known. */
import { createRandom } from '../../checker/bytes/random.ts'
import type { Gradebook } from '../gradebook.ts'
import type { Submission } from '../gather/submissions.ts'
import { findWrongVerdict, type KnownProgram, shareKnown } from './calibration.ts'
import type { GradebookFile } from './gradebook-file.ts'
import { hashAll, judgeKnown, judgeSubmission, openSubmission, type JudgingDesk } from './judge-submission.ts'
import type { SubmissionMark } from './marks.ts'
import { sortAsListed } from './merge.ts'

/** What is known of a gradebook before anybody is judged. */
export type Heading = Omit<Gradebook, 'complete' | 'calibration' | 'touched' | 'withheld' | 'submissions'>

export interface ClassRun {
  readonly desk: JudgingDesk
  readonly folder: string
  readonly heading: Heading
  readonly submissions: readonly Submission[]
  /** Of the whole class, also where this is a part of it; undefined without calibration. */
  readonly known: readonly KnownProgram[] | undefined
  /** Lists files of the workbook that have been changed since the run began. */
  readonly listTouched?: () => Promise<readonly string[]>
  /** What an earlier run judged, of the same checkers and points. */
  readonly earlier: readonly SubmissionMark[]
  /** What that run found out about known programs, if it did not come to its end. */
  readonly earlierCalibration?: Gradebook['calibration']
  readonly jobs: number
  readonly file: Pick<GradebookFile, 'write'>
  readonly onStart: (student: string) => void
  readonly onDone: (mark: SubmissionMark, done: number) => void
}

type Calibration = NonNullable<Gradebook['calibration']>
type Calibrated = NonNullable<Calibration['done']>[number]

function describeKnown({ lesson, program, files }: KnownProgram): Calibrated {
  return { lesson: lesson.name, program, filesSha256: hashAll(files) }
}

function nameKnown({ lesson, program }: { readonly lesson: string; readonly program: string }): string {
  return `${lesson} ${program}`
}

type Task =
  | { readonly kind: 'submission'; readonly submission: Submission }
  | { readonly kind: 'known'; readonly program: KnownProgram }

/** @returns the gradebook of all. What is done is on the disk at any moment, also when this rejects. */
export async function runClass(run: ClassRun): Promise<Gradebook> {
  const state = new State(run)
  const tasks = shuffle(listTasks(run), run.heading.seed).filter((task) => !state.isCalibrated(task))
  // The first that fails ends all: it is the machine's trouble, and would be that of every other one.
  await Promise.all(
    Array.from({ length: run.jobs }, async () => {
      for (let task = tasks.shift(); task; task = tasks.shift()) {
        run.desk.signal.throwIfAborted()
        await runTask(run, state, task).catch((error: unknown) => {
          tasks.length = 0
          throw error
        })
      }
    }),
  )
  const gradebook = state.create(true, await run.listTouched?.())
  await run.file.write(gradebook)
  return gradebook
}

async function runTask(run: ClassRun, state: State, task: Task): Promise<void> {
  if (task.kind === 'known') {
    const result = task.program.result ?? (await judgeKnown(run.desk, task.program))
    state.calibrate(task.program, findWrongVerdict(task.program, result))
    await run.file.write(state.create(false))
    return
  }
  run.onStart(task.submission.student)
  const read = await openSubmission(run.folder, task.submission)
  const earlier = run.earlier.find(({ student }) => student === task.submission.student)
  const isJudged = earlier?.filesSha256 === read.filesSha256 && earlier.points !== null
  const mark = earlier && isJudged ? earlier : await judgeSubmission(run.desk, read)
  state.marks.set(mark.student, mark)
  await run.file.write(state.create(false))
  run.onDone(mark, state.marks.size)
}

class State {
  readonly marks = new Map<string, SubmissionMark>()
  readonly #run: ClassRun
  /** By lesson and program. */
  readonly #done = new Map<string, Calibrated>()
  readonly #wrong: Calibration['wrong'][number][] = []

  constructor(run: ClassRun) {
    this.#run = run
    const { done = [], wrong = [] } = run.earlierCalibration ?? {}
    for (const program of shareKnown(run.known ?? [], run.heading.shard)) {
      const earlier = done.find((one) => nameKnown(one) === nameKnown(describeKnown(program)))
      if (earlier?.filesSha256 !== hashAll(program.files)) continue
      // A wrong verdict stays one: it tells of the marks that were found at the same time, and these are kept.
      this.calibrate(
        program,
        wrong.find((one) => nameKnown(one) === nameKnown(earlier)),
      )
    }
  }

  calibrate(program: KnownProgram, wrong: ReturnType<typeof findWrongVerdict>): void {
    const known = describeKnown(program)
    this.#done.set(nameKnown(known), known)
    if (wrong) this.#wrong.push(wrong)
  }

  /** Whether it is a known program of which it was found out already what it gets. */
  isCalibrated(task: Task): boolean {
    return task.kind === 'known' && this.#done.has(nameKnown(describeKnown(task.program)))
  }

  create(complete: boolean, touched: readonly string[] = []): Gradebook {
    const { heading, known, earlier, submissions } = this.#run
    // What was judged before stays on the disk until it is judged again.
    const marks = new Map([
      ...(complete ? [] : earlier.map((mark) => [mark.student, mark] as const)),
      ...this.marks,
    ])
    const wanted = submissions.flatMap(({ student }) => marks.get(student) ?? [])
    const wrong = [...this.#wrong].sort((a, b) =>
      `${a.lesson} ${a.program}` < `${b.lesson} ${b.program}` ? -1 : 1,
    )
    return {
      ...heading,
      complete,
      calibration: known
        ? {
            judged: this.#done.size,
            of: known.length,
            ...(!complete && { done: [...this.#done.values()] }),
            wrong,
          }
        : null,
      touched,
      withheld: wrong.length > 0 || touched.length > 0,
      submissions: sortAsListed(wanted, heading.roster),
    }
  }
}

function listTasks({ submissions, heading, known = [] }: ClassRun): Task[] {
  return [
    ...submissions.map((submission) => ({ kind: 'submission', submission }) as const),
    ...shareKnown(known, heading.shard).map((program) => ({ kind: 'known', program }) as const),
  ]
}

/** In an order that the seed decides, so that nobody can tell by their place what is calibration and what a submission. */
function shuffle(tasks: readonly Task[], seed: number): Task[] {
  const random = createRandom(seed)
  const shuffled = [...tasks]
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = random(last + 1)
    const [a, b] = [shuffled[last], shuffled[other]]
    if (a && b) [shuffled[last], shuffled[other]] = [b, a]
  }
  return shuffled
}
