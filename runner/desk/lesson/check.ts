/** Checking a folder and telling what came of it. */
import { say, type Words } from '../../language/say.ts'
import { existsSync } from 'node:fs'
import { findFirstFailure } from '../../checker/record/verdict.ts'
import { readCatalogue, type Lesson } from '../../lessons/catalogue.ts'
import type { Progress } from '../../work/progress/progress.ts'
import type { LessonResult } from '../../results/result.ts'
import type { ResultContext } from '../../screens/result/result-context.ts'
import { renderResult } from '../../screens/result/result.ts'
import { chooseBeginning } from '../../screens/watch.ts'
import { findLandmarks } from '../../screens/result/result-failed.ts'
import { joinParts, renderSentences, type Screen } from '../../text/screen.ts'
import { escapeText } from '../../text/visible.ts'
import { createLiveLine } from '../../terminal/live-line.ts'
import { createQuietKeyboard } from '../../terminal/quiet-keyboard.ts'
import { showPaged } from '../../terminal/pager.ts'
import { showText } from '../../terminal/show.ts'
import type { Workbook } from '../../workbook.ts'
import { findWorkFolder, readWorkState } from '../../work/folders/work-folder.ts'
import { refuseUnbegun } from '../help/differences.ts'
import { keepTranscripts } from './keep-transcripts.ts'
import { noteNetcat } from './netcat.ts'
import { describeState } from './open-lesson.ts'
import { countPassed, findNext } from './overview.ts'
import { noteRunningServers, showTakenPort } from '../port/port-doctor.ts'
import { readProgressQuietly } from './own-progress.ts'
import { recordVerdict } from './record.ts'

/** A judgement of the learner's own work, and what there is to say beside it. */
export interface OwnCheck {
  readonly result: LessonResult
  readonly context: ResultContext
  /** Sentences about the state of the work folder. */
  readonly remarks: readonly Words[]
}

/**
 * Checks the learner's own work, notes the verdict and shows the result.
 * @throws {Refusal} when there is no work folder yet.
 */
export async function checkOwnWork(workbook: Workbook, lesson: Lesson): Promise<LessonResult> {
  const { result, context, remarks } = await judgeOwnWork(workbook, lesson, (folder) =>
    judgeVisibly(workbook, lesson, folder),
  )
  await showResult(workbook, result, context, remarks)
  if (result.verdict !== 'passed') await showTakenPort(workbook, result)
  return result
}

/**
 * Shows a result. One that is longer than the screen can be moved in, and opens where the check that failed, what happened
 * and what to try are in sight; that stays.
 */
async function showResult(
  workbook: Workbook,
  result: LessonResult,
  context: ResultContext,
  remarks: readonly Words[] = [],
): Promise<void> {
  const draw = (screen: Screen) =>
    [
      renderResult(result, screen, context),
      ...(remarks.length > 0 ? [renderRemarks(remarks, screen)] : []),
    ].join('\n')
  if (workbook.screen.plain) return showText(workbook, draw(workbook.screen))
  const failing = result.checks.find(({ failure }) => failure)
  await showPaged(workbook, draw, {
    chooseFirst: (screen, rows) => {
      const landmarks = findLandmarks(result, screen, context)
      return landmarks ? chooseBeginning(landmarks, rows) : 0
    },
    findPinned: (screen) => {
      const landmarks = findLandmarks(result, screen, context)
      return landmarks && failing && { line: landmarks.failed, text: `✗ ${escapeText(failing.name)}` }
    },
  })
}

/**
 * Has the learner's own work judged and notes the verdict.
 * @param judge judges the folder that it is given
 * @throws {Refusal} when there is no work folder yet.
 */
export async function judgeOwnWork(
  workbook: Workbook,
  lesson: Lesson,
  judge: (folder: string) => Promise<LessonResult>,
): Promise<OwnCheck> {
  const folder = findWorkFolder(workbook.root, lesson)
  if (!existsSync(folder)) throw refuseUnbegun(lesson)
  const state = await readWorkState(workbook.root, lesson)
  await noteRunningServers(workbook, lesson)
  const result = await judge(folder)
  const progress = await recordVerdict(workbook, lesson, result)
  const fullTranscriptAt = await keepTranscripts(workbook.root, lesson, result, workbook.screen)
  const context = {
    ...(await describeContext(workbook, lesson, result, progress)),
    ...(fullTranscriptAt !== undefined && { fullTranscriptAt }),
  }
  if (result.verdict === 'passed') return { result, context, remarks: [] }
  const remarks = [
    ...(state.untouched ? [describeUntouched(lesson)] : []),
    ...describeState(lesson, state),
    ...(await noteNetcat(workbook.env, findFirstFailure(result.checks)?.failure?.byHand)),
  ]
  return { result, context, remarks }
}

/** Sets remarks below a result, each after an empty line. */
export function renderRemarks(remarks: readonly Words[], screen: Screen): string {
  return remarks.map((remark) => `\n${renderSentences(remark, screen).join('\n')}`).join('\n')
}

/** Checks any folder of a lesson's shape and shows the result. It is not the learner's progress. */
export async function checkFolder(
  workbook: Workbook,
  lesson: Lesson,
  subject: string,
): Promise<LessonResult> {
  const result = await judgeVisibly(workbook, lesson, subject)
  const context = await describeContext(workbook, lesson, result, await readProgressQuietly(workbook))
  await showResult(workbook, result, context)
  return result
}

/** What to say to somebody who checks before they have begun. */
function describeUntouched(lesson: Lesson): Words {
  return say`The files in work/${lesson.name} are still the starter's: nothing in them has been changed yet. What there is to do stands under "Your task": npm run lesson ${lesson.number}`
}

/** Judges a folder, and says on the line of the cursor how far that has come. */
export async function judgeVisibly(
  workbook: Workbook,
  lesson: Lesson,
  subject: string,
): Promise<LessonResult> {
  using _keyboard = createQuietKeyboard(workbook)
  using line = createLiveLine(workbook)
  const startedAt = performance.now()
  let ended = 0
  let expected: number | undefined
  let newest: Words = ''
  const tell = () => {
    const seconds = Math.floor((performance.now() - startedAt) / 1_000)
    const parts = [
      say`Checking lesson ${lesson.number}`,
      ...(expected === undefined ? [] : [say`${ended} of ${expected}`]),
      ...(seconds > 0 ? [say`${seconds} s`] : []),
      ...(newest === '' ? [] : [newest]),
    ]
    line.change(
      parts.length === 1 ? say`Checking lesson ${lesson.number} …` : joinParts(parts, workbook.screen),
    )
  }
  tell()
  using _ticking = createTicking(tell)
  return await workbook.judge({
    root: workbook.root,
    lesson,
    subject,
    signal: workbook.signal,
    onDeclared: (count) => {
      expected = count
      tell()
    },
    onCheck: ({ name, verdict }) => {
      ended += 1
      const sign = { pass: '✓', fail: '✗', skipped: '·', broken: '?' }[verdict]
      newest = `${sign} ${name}`
      tell()
    },
  })
}

/** Calls back every second, so that it can be said how long something has gone on. */
function createTicking(tell: () => void): Disposable {
  const timer = setInterval(tell, 1_000)
  return { [Symbol.dispose]: () => clearInterval(timer) }
}

async function describeContext(
  workbook: Workbook,
  lesson: Lesson,
  result: LessonResult,
  progress: Progress,
): Promise<ResultContext> {
  const lessons = await readCatalogue(workbook.root)
  const next = findNext(lessons, lesson)
  return {
    lessonCount: lessons.length,
    lessonsDone: countPassed(lessons, progress),
    verbose: workbook.verbose,
    verboseCommand: `npm run check ${lesson.number} ${result.subject.folder} -- --verbose`,
    ...(lesson.ability !== undefined && { canDoNow: lesson.ability }),
    ...(next && { next: { number: next.number, title: describeLesson(next) } }),
  }
}

/** Names a lesson and says what it is about: "Interactive client: drive a connection from the keyboard". */
function describeLesson({ title, ability }: Lesson): string {
  return ability === undefined ? title : `${title}: ${ability.replace(/\.$/, '')}`
}
