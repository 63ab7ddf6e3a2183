/** A learner at a lesson: the text, then whatever they choose, until they leave. */
import { chooseExitCode, exitCodes, type ExitCode } from '../../edge/refusal.ts'
import { say } from '../../language/say.ts'
import { readCatalogue, type Lesson } from '../../lessons/catalogue.ts'
import { chooseFromMenu } from '../../terminal/menu.ts'
import { waitToGoOn } from '../../terminal/pager.ts'
import { holdKeyboard } from '../../terminal/quiet-keyboard.ts'
import { showText, showWords } from '../../terminal/show.ts'
import type { Workbook } from '../../workbook.ts'
import { listNextSteps } from '../next-steps.ts'
import { runDeskOnScreen } from '../watch/desk-on-screen.ts'
import { refuseUnwatched, runWatch } from '../watch/watch.ts'
import { checkOwnWork } from './check.ts'
import { showLessonText } from './lesson-text.ts'
import { openLesson, showOpened } from './open-lesson.ts'
import { findNext } from './overview.ts'
import { readOwnProgress } from './record.ts'
import { tolerateRefusal } from './show-refusal.ts'
import { readStanding } from './standing.ts'

/**
 * Runs a lesson: makes its work folder, shows its text, checks what has been written and offers what next. Where
 * nobody is there to answer it shows the text, checks and returns the verdict's exit code.
 */
export async function runLesson(workbook: Workbook, lesson: Lesson): Promise<ExitCode> {
  if (!workbook.interactive) {
    await showLessonText(workbook, lesson)
    showOpened(workbook, await openLesson(workbook, lesson))
    return chooseExitCode((await checkOwnWork(workbook, lesson)).verdict)
  }
  using _keyboard = holdKeyboard(workbook)
  const visit = workbook.screen.plain ? visitInLines : visitOnScreen
  let current: Lesson | undefined = lesson
  while (current) current = await visit(workbook, current)
  showText(workbook, '')
  showGoodbye(workbook)
  return exitCodes.passed
}

/**
 * Runs a lesson as a watch: its work folder is made, and what is in it is checked at every save. Who goes on to the
 * next lesson is shown its text and goes on watching.
 * @throws {Refusal} (wrong usage) where nobody is there to watch.
 */
export async function watchLesson(workbook: Workbook, lesson: Lesson): Promise<ExitCode> {
  if (!workbook.interactive) throw refuseUnwatched(lesson)
  using _keyboard = holdKeyboard(workbook)
  showOpened(workbook, await openLesson(workbook, lesson))
  let current: Lesson | undefined = lesson
  while ((await runWatch(workbook, current)) === 'next') {
    current = findNext(await readCatalogue(workbook.root), current)
    if (!current) break
    showOpened(workbook, await openLesson(workbook, current))
    const isRead = await showLessonText(workbook, current, !workbook.screen.plain)
    if (isRead && workbook.screen.plain) await waitToGoOn(workbook)
  }
  showText(workbook, '')
  showGoodbye(workbook)
  return exitCodes.passed
}

/** Returns the lesson to go on with; undefined when the learner leaves. */
async function visitOnScreen(workbook: Workbook, lesson: Lesson): Promise<Lesson | undefined> {
  // Before the text, so that an editor and a second terminal find the folder while it is read.
  const { state, sentences } = await openLesson(workbook, lesson)
  await showLessonText(workbook, lesson, true)
  const ending = await runDeskOnScreen(workbook, lesson, {
    notes: [...sentences, say`Enter checks your work, and r shows the text again.`],
    watches: false,
    checksAtOnce: !state.untouched,
  })
  return ending === 'next' ? findNext(await readCatalogue(workbook.root), lesson) : undefined
}

/** Returns the lesson to go on with; undefined when the learner leaves. */
async function visitInLines(workbook: Workbook, lesson: Lesson): Promise<Lesson | undefined> {
  const opened = await openLesson(workbook, lesson)
  await showLessonText(workbook, lesson)
  showText(workbook, '')
  showOpened(workbook, opened)
  if (!opened.state.untouched) await checkOwnWork(workbook, lesson)
  for (;;) {
    const { step, next } = await chooseStep(workbook, lesson)
    if (step === undefined || step.word === 'quit') return undefined
    if (step.word === 'next') return next
    if (step.word === 'watch') {
      if ((await runWatch(workbook, lesson)) === 'next') return next
      continue
    }
    showText(workbook, '')
    await tolerateRefusal(workbook, () =>
      'run' in step ? step.run(workbook, lesson) : checkOwnWork(workbook, lesson),
    )
  }
}

async function chooseStep(workbook: Workbook, lesson: Lesson) {
  const standing = await readStanding(workbook, lesson, await readOwnProgress(workbook))
  const choices = listNextSteps('menu', standing).map((step) => ({
    title: step.describe(standing),
    word: step.word,
    value: step,
  }))
  showText(workbook, '')
  const step = await chooseFromMenu(workbook, say`Lesson ${lesson.number}: what next?`, choices)
  return { step, next: standing.next }
}

function showGoodbye(workbook: Workbook): void {
  showWords(workbook, say`To go on from here another day: npm start`)
}
