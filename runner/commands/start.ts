/** `npm start`: where to begin, or where the learner left off. */
import { findFirst } from '../desk/lesson/choose-lesson.ts'
import {
  countPassed,
  describeLesson,
  findCurrent,
  findNextUndone,
  showLessons,
} from '../desk/lesson/overview.ts'
import { readOwnProgress } from '../desk/lesson/record.ts'
import { runLesson } from '../desk/lesson/session.ts'
import { readCatalogue, type Lesson } from '../lessons/catalogue.ts'
import { closingPage, readClosingPage } from '../lessons/closing.ts'
import { hasPassed, type Progress } from '../work/progress/progress.ts'
import { exitCodes, type ExitCode } from '../edge/refusal.ts'
import { renderFirstStart, renderStatus } from '../screens/lesson/home.ts'
import { renderMarkdown } from '../screens/markdown/render.ts'
import { chooseFromMenu } from '../terminal/menu.ts'
import { showPaged } from '../terminal/pager.ts'
import { holdKeyboard } from '../terminal/quiet-keyboard.ts'
import { showText } from '../terminal/show.ts'
import type { Workbook } from '../workbook.ts'
import type { Command } from './command.ts'
import { say } from '../language/say.ts'

export const command: Command = {
  usage: 'npm start',
  does: say`goes on where you left off`,
  words: [0, 0],
  run: (_, workbook) => runStart(workbook),
}

async function runStart(workbook: Workbook): Promise<ExitCode> {
  const lessons = await readCatalogue(workbook.root)
  const first = findFirst(lessons)
  const progress = await readOwnProgress(workbook)
  const current = findCurrent(lessons, progress)
  const isDone = countPassed(lessons, progress) >= lessons.length
  const closing = isDone ? await readClosingPage(workbook.root) : ''
  showText(workbook, renderHome(workbook, { lessons, first, current, progress, closing }))
  if (!workbook.interactive) return exitCodes.passed
  using _keyboard = holdKeyboard(workbook)
  const target = chooseTarget(lessons, current ?? first, progress)
  return await offerWay(workbook, { lessons, target, progress, closing })
}

/** What is known of the learner when the workbook is opened. */
interface CourseState {
  readonly lessons: readonly Lesson[]
  readonly progress: Progress
  /** The page that closes the course; '' before all lessons are done, or where there is none. */
  readonly closing: string
}

function renderHome(
  { screen, clock }: Workbook,
  {
    lessons,
    first,
    current,
    progress,
    closing,
  }: CourseState & { readonly first: Lesson; readonly current: Lesson | undefined },
): string {
  const count = { lessonCount: lessons.length, lessonsDone: countPassed(lessons, progress) }
  if (!current) return renderFirstStart({ ...count, first }, screen)
  const next = findNextUndone(lessons, current, progress)
  return renderStatus(
    {
      ...count,
      current: describeLesson(current, progress, clock()),
      ...(next && { next }),
      ...(closing !== '' && { closing: closingPage }),
    },
    screen,
  )
}

/** The lesson to go on with: the current one until it is done, and again when all are. */
function chooseTarget(lessons: readonly Lesson[], current: Lesson, progress: Progress): Lesson {
  if (!hasPassed(progress, current.slug)) return current
  return findNextUndone(lessons, current, progress) ?? current
}

async function offerWay(
  workbook: Workbook,
  { lessons, target, progress, closing }: CourseState & { readonly target: Lesson },
): Promise<ExitCode> {
  for (;;) {
    showText(workbook, '')
    const way = await chooseFromMenu(workbook, say`What next?`, [
      {
        title: say`lesson ${target.number}, ${target.title}`,
        word: 'lesson',
        key: String(target.number),
        value: 'lesson',
      },
      ...(closing === ''
        ? []
        : [{ title: say`the closing page`, word: 'closing', key: 'c', value: 'closing' } as const]),
      { title: say`list of lessons`, word: 'list', key: 'l', value: 'list' },
      { title: say`quit`, word: 'quit', key: 'q', value: 'quit' },
    ])
    if (way === 'lesson') return runLesson(workbook, target)
    if (way !== 'list' && way !== 'closing') return exitCodes.passed
    showText(workbook, '')
    if (way === 'list') await showLessons(workbook, lessons, progress)
    else await showPaged(workbook, (screen) => renderMarkdown(closing, screen))
  }
}
