/** Judges what one student handed in. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { hashFiles } from '../../disk/files.ts'
import { say, type Sentence } from '../../language/say.ts'
import type { Judge } from '../../judging/judge.ts'
import { hashList } from '../../judging/provenance.ts'
import type { Lesson } from '../../lessons/catalogue.ts'
import type { LessonResult } from '../../results/result.ts'
import { sortByLesson, type LessonFiles } from '../gather/lesson-files.ts'
import { readSubmission, type Submission } from '../gather/submissions.ts'
import type { KnownProgram } from './calibration.ts'
import { type GradedLesson, type LessonMark, markLesson, markMissing, sumLessons } from './marks.ts'
import type { SubmissionMark } from './marks.ts'

/** What judging needs, the same for a whole class. */
export interface JudgingDesk {
  readonly root: string
  readonly judge: Judge
  readonly signal: AbortSignal
  readonly lessons: readonly Lesson[]
  /** As they stand in the gradebook, in the same order. */
  readonly graded: readonly GradedLesson[]
}

/** What somebody handed in, read into memory. */
export interface ReadSubmission {
  readonly submission: Submission
  readonly files: ReadonlyMap<string, Buffer>
  readonly problems: readonly Sentence[]
  readonly filesSha256: string | null
}

/** Reads a submission, so that it can be said whether it has changed since it was judged. */
export async function openSubmission(folder: string, submission: Submission): Promise<ReadSubmission> {
  const { files, problems } = await readSubmission(folder, submission)
  return { submission, files, problems, filesSha256: files.size === 0 ? null : hashAll(files) }
}

/** One hash of the names and the contents of all files. */
export function hashAll(files: ReadonlyMap<string, Buffer>): string {
  const hashed = Object.entries(hashFiles(files)).sort(([a], [b]) => (a < b ? -1 : 1))
  return hashList(hashed.map(([name, sha256]) => ({ name, sha256 })))
}

/** Judges all lessons of a submission, one after another. */
export async function judgeSubmission(desk: JudgingDesk, read: ReadSubmission): Promise<SubmissionMark> {
  const { submission, files, problems, filesSha256 } = read
  const { student, name, email, sources } = submission
  const sorted = sortByLesson(files, desk.lessons)
  await using folder = await writeSubmission(sorted)
  const lessons: LessonMark[] = []
  const excesses = new Map<string, Sentence>()
  for (const [index, graded] of desk.graded.entries()) {
    const lesson = desk.lessons[index]
    if (lesson && sorted.has(graded.lesson))
      lessons.push(
        await judgeLesson(desk, lesson, graded, join(folder.path, lesson.name), (what) =>
          excesses.set(`${lesson.name} ${what}`, describeExcess(lesson, what)),
        ),
      )
    else lessons.push(markMissing(graded))
  }
  return {
    student,
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
    source: sources.length === 0 ? null : sources.map((source) => source.name).join(', '),
    filesSha256,
    problems: [...problems, ...excesses.values()],
    points: sumLessons(lessons),
    lessons,
  }
}

function describeExcess({ name }: Lesson, what: 'memory' | 'processes'): Sentence {
  return what === 'memory'
    ? say`work/${name}: its programs were ended, because together they held too much memory.`
    : say`work/${name}: its programs were ended, because they had started too many processes.`
}

/** Lays the files out as in `work/`, because a program may import that of another lesson. */
async function writeSubmission(sorted: ReadonlyMap<string, LessonFiles>) {
  const path = await mkdtemp(join(tmpdir(), 'socket-workbook-grade-'))
  for (const [lesson, files] of sorted) {
    for (const [name, content] of files) {
      const file = join(path, lesson, name)
      // Two names of which one is a folder's cannot both be there; the first one is.
      await mkdir(dirname(file), { recursive: true }).catch(() => {})
      await writeFile(file, content, { flag: 'wx' }).catch(() => {})
    }
  }
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

async function judgeLesson(
  desk: JudgingDesk,
  lesson: Lesson,
  graded: GradedLesson,
  subject: string,
  onExceeded: (what: 'memory' | 'processes') => void,
): Promise<LessonMark> {
  const { root, judge, signal } = desk
  const judgement = { root, lesson, subject, signal, shownAs: `work/${lesson.name}`, onExceeded }
  const result = await judgeTwiceIfBroken(() => judge.judge(judgement))
  const failing = result.checks.filter(({ verdict }) => verdict === 'fail')
  const repeats = new Map<string, LessonResult['checks'][number][]>()
  for (const { name } of failing) repeats.set(name, [])
  // A program that is right now and then is told apart from one that is wrong, and so is a checker of that kind.
  for (const { name } of [...failing, ...failing]) {
    const again = await judge.judge({ ...judgement, only: name })
    const report = again.checks.find((check) => check.name === name)
    if (report) repeats.get(name)?.push(report)
  }
  return markLesson(graded, result, repeats)
}

/** What was in our way may be gone. */
async function judgeTwiceIfBroken(judge: () => Promise<LessonResult>): Promise<LessonResult> {
  const first = await judge()
  const isBroken = first.verdict === 'broken' || first.checks.some(({ verdict }) => verdict === 'broken')
  return isBroken ? await judge() : first
}

/** Judges a program whose verdict is known, as far as it has to show it. */
export async function judgeKnown(
  desk: JudgingDesk,
  { lesson, files, must }: KnownProgram,
): Promise<LessonResult> {
  const { root, judge, signal } = desk
  await using folder = await writeSubmission(new Map([[lesson.name, files]]))
  const judgement = {
    root,
    lesson,
    subject: join(folder.path, lesson.name),
    signal,
    shownAs: `work/${lesson.name}`,
  }
  const only = typeof must === 'object' ? { only: must.fail } : {}
  return await judge.judge({ ...judgement, ...only, stopsAtFailure: must !== 'pass' })
}
