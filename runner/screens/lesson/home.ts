/** What `npm start` shows: the first time an invitation, later where the learner left off. */
import { describeLessonState, type LessonRow } from './lesson-state.ts'
import {
  createPaint,
  joinParts,
  programName,
  renderCount,
  renderPairs,
  renderSentences,
  renderSides,
  type Screen,
} from '../../text/screen.ts'
import { escapeText } from '../../text/visible.ts'

export interface Count {
  readonly lessonCount: number
  readonly lessonsDone: number
}

/** Names the workbook and says how far the learner is: "19 lessons · 0 done". */
export function renderTitle({ lessonCount, lessonsDone }: Count, screen: Screen): string[] {
  const { bold, dim } = createPaint(screen)
  const count = joinParts([renderCount(lessonCount, 'lesson'), `${lessonsDone} done`], screen)
  return renderSides(bold(programName), dim(count), screen)
}

/** The screen for somebody who has no work yet. */
export function renderFirstStart(
  state: Count & { readonly first: { readonly number: number; readonly title: string } },
  screen: Screen,
): string {
  const { number, title } = state.first
  return [
    ...renderTitle({ ...state, lessonsDone: 0 }, screen),
    '',
    ...renderSentences(
      'You will write small network programs and this workbook will talk to them, over real sockets, and tell you what it saw.',
      screen,
    ),
    '',
    ...renderPairs(
      [
        [`Start with lesson ${number}, ${escapeText(title)}`, `npm run lesson ${number}`],
        ['See all lessons', 'npm run list'],
      ],
      screen,
    ),
    '',
    ...renderSentences('Your programs live in work/. Nothing in there is ever overwritten.', screen),
  ].join('\n')
}

/** The screen for somebody who comes back: the lesson they were at, and with what to go on. */
export function renderStatus(
  state: Count & {
    readonly current: LessonRow
    /** The lesson to go on with, when the current one is done. */
    readonly next?: { readonly number: number; readonly title: string }
  },
  screen: Screen,
): string {
  const { current, next } = state
  const lesson = `Lesson ${current.number}, ${escapeText(current.title)}`
  const where = `${lesson}${screen.plain ? ': ' : ' · '}${describeLessonState(current)}`
  const ways: [string, string][] =
    current.state === 'done'
      ? next
        ? [[`Go on with lesson ${next.number}, ${escapeText(next.title)}`, `npm run lesson ${next.number}`]]
        : []
      : [[`Go on with lesson ${current.number}`, `npm run lesson ${current.number}`]]
  ways.push(['See all lessons', 'npm run list'])
  return [
    ...renderTitle(state, screen),
    '',
    ...renderSentences(where, screen),
    ...(state.lessonsDone >= state.lessonCount ? renderSentences('All lessons are done.', screen) : []),
    '',
    ...renderPairs(ways, screen),
  ].join('\n')
}
