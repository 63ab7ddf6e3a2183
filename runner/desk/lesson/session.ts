/** A learner at a lesson: the text, then whatever they choose, until they leave. */
import { readCatalogue, type Lesson } from '../../lessons/catalogue.ts'
import { readHints } from '../../lessons/hints.ts'
import { findProgress, hasPassed } from '../../work/progress/progress.ts'
import { chooseExitCode, exitCodes, Refusal, type ExitCode } from '../../edge/refusal.ts'
import { renderRefusal } from '../../screens/refusal.ts'
import { renderSentences } from '../../text/screen.ts'
import { chooseFromMenu, type Choice } from '../../terminal/menu.ts'
import { waitToGoOn } from '../../terminal/pager.ts'
import { showNotices, showText } from '../../terminal/show.ts'
import type { Workbook } from '../../workbook.ts'
import { offerAnswers } from './answers.ts'
import { checkOwnWork } from './check.ts'
import { showDifferences } from '../help/differences.ts'
import { describeHintOffer, showHint } from '../help/hint.ts'
import { readSectionToTry, showLessonText, showSectionToTry } from './lesson-text.ts'
import { openLesson } from './open-lesson.ts'
import { findNext, showLessons } from './overview.ts'
import { readOwnProgress } from './record.ts'
import { showReport } from '../help/report.ts'
import { resetLesson } from './reset.ts'
import { refuseUnwatched, runWatch } from '../watch/watch.ts'

/**
 * Runs a lesson: makes its work folder, shows its text, checks what has been written and offers what next. Where
 * nobody is there to answer it shows the text, checks and returns the verdict's exit code.
 */
export async function runLesson(workbook: Workbook, lesson: Lesson): Promise<ExitCode> {
  if (!workbook.interactive) {
    await showLessonText(workbook, lesson)
    await openLesson(workbook, lesson)
    return chooseExitCode((await checkOwnWork(workbook, lesson)).verdict)
  }
  let current: Lesson | undefined = lesson
  while (current) current = await runVisit(workbook, current)
  return exitCodes.passed
}

/**
 * Runs a lesson as a watch: its work folder is made, and what is in it is checked at every save. Who goes on to the
 * next lesson is shown its text and goes on watching.
 * @throws {Refusal} (wrong usage) where nobody is there to watch.
 */
export async function watchLesson(workbook: Workbook, lesson: Lesson): Promise<ExitCode> {
  if (!workbook.interactive) throw refuseUnwatched(lesson)
  await openLesson(workbook, lesson)
  let current: Lesson | undefined = lesson
  while ((await runWatch(workbook, current)) === 'next') {
    current = findNext(await readCatalogue(workbook.root), current)
    if (!current) break
    const isRead = await showLessonText(workbook, current)
    showText(workbook, '')
    await openLesson(workbook, current)
    if (isRead) await waitToGoOn(workbook)
  }
  showText(workbook, '')
  showGoodbye(workbook)
  return exitCodes.passed
}

/** Returns the lesson to go on with; undefined when the learner leaves. */
async function runVisit(workbook: Workbook, lesson: Lesson): Promise<Lesson | undefined> {
  await showLessonText(workbook, lesson)
  showText(workbook, '')
  const { untouched } = await openLesson(workbook, lesson)
  let hasChecked = false
  if (!untouched) {
    await checkOwnWork(workbook, lesson)
    hasChecked = true
  }
  for (;;) {
    const step = await chooseStep(workbook, lesson, hasChecked)
    if (step === 'quit' || step === undefined) return showGoodbye(workbook)
    if (step === 'next') return findNext(await readCatalogue(workbook.root), lesson)
    hasChecked ||= step === 'check' || step === 'watch'
    if (step === 'watch') {
      if ((await runWatch(workbook, lesson)) === 'next')
        return findNext(await readCatalogue(workbook.root), lesson)
      continue
    }
    await runStep(workbook, lesson, step)
  }
}

const steps = [
  'check',
  'watch',
  'hint',
  'read',
  'try',
  'play',
  'diff',
  'solution',
  'report',
  'reset',
  'list',
  'next',
  'quit',
] as const
type Step = (typeof steps)[number]

async function chooseStep(
  workbook: Workbook,
  lesson: Lesson,
  hasChecked: boolean,
): Promise<Step | undefined> {
  const [progress, hints, toTry, lessons] = await Promise.all([
    readOwnProgress(workbook),
    readHints(lesson),
    readSectionToTry(lesson),
    readCatalogue(workbook.root),
  ])
  const passed = hasPassed(progress, lesson.slug)
  const hasFailed = findProgress(progress, lesson.slug)?.state === 'failed'
  const next = findNext(lessons, lesson)
  const offers: readonly (readonly [boolean, Step, string])[] = [
    [passed && next !== undefined, 'next', `next: lesson ${next?.number}, ${next?.title}`],
    [true, 'check', hasChecked ? 'check again' : 'check my work'],
    [true, 'watch', 'watch: check at every save'],
    [hints.length > 0, 'hint', describeHintOffer(hints, findProgress(progress, lesson.slug))],
    [true, 'read', 'read the text again'],
    [toTry !== undefined, 'try', 'try it by hand'],
    [true, 'play', 'play: my programs side by side'],
    [true, 'diff', 'diff: what I have changed'],
    [passed, 'solution', 'solution: a way to write it, and others'],
    [hasFailed, 'report', 'report: a file for somebody who helps me'],
    [true, 'reset', 'reset: begin again, my files are kept'],
    [true, 'list', 'list of lessons'],
    [true, 'quit', 'quit'],
  ]
  const choices: Choice<Step>[] = offers
    .filter(([isOffered]) => isOffered)
    .map(([, value, title]) => ({ title, value }))
  showText(workbook, '')
  return chooseFromMenu(workbook, `Lesson ${lesson.number}: what next?`, choices)
}

async function runStep(
  workbook: Workbook,
  lesson: Lesson,
  step: Exclude<Step, 'next' | 'quit' | 'watch'>,
): Promise<void> {
  const actions: Record<typeof step, () => Promise<unknown>> = {
    check: () => checkOwnWork(workbook, lesson),
    hint: () => showHint(workbook, lesson),
    read: () => showLessonText(workbook, lesson),
    try: () => showSectionToTry(workbook, lesson),
    // Loaded only when it is wanted: all that plays a part in it takes time.
    play: async () => (await import('../play/play.ts')).runPlay(workbook, lesson),
    diff: () => showDifferences(workbook, lesson, 'starter'),
    solution: () => offerAnswers(workbook, lesson),
    report: () => showReport(workbook, lesson),
    reset: () => resetLesson(workbook, lesson),
    list: async () =>
      showLessons(workbook, await readCatalogue(workbook.root), await readOwnProgress(workbook)),
  }
  showText(workbook, '')
  try {
    await actions[step]()
  } catch (error) {
    // Something that the learner can mend, in another window, is no reason to send them away.
    if (!(error instanceof Refusal)) throw error
    showNotices(workbook, [renderRefusal(error, workbook.screen)])
  }
}

function showGoodbye(workbook: Workbook): undefined {
  showText(workbook, renderSentences('To go on from here another day: npm start', workbook.screen).join('\n'))
}
