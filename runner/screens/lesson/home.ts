/** What `npm start` shows: the first time an invitation, later where the learner left off. */
import { say, sayCount, type Words } from '../../language/say.ts'
import { describeLessonState, type LessonRow } from './lesson-state.ts'
import {
  createPaint,
  joinParts,
  programName,
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
  const lessons = sayCount(lessonCount, say`${lessonCount} lesson`, say`${lessonCount} lessons`)
  const count = joinParts([lessons, say`${lessonsDone} done`], screen)
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
      say`You will write small network programs and this workbook will talk to them, over real sockets, and tell you what it saw.`,
      screen,
    ),
    '',
    ...renderPairs(
      [
        [say`Start with lesson ${number}, ${escapeText(title)}`, `npm run lesson ${number}`],
        [say`See all lessons`, 'npm run list'],
      ],
      screen,
    ),
    '',
    ...renderSentences(say`Your programs live in work/. Nothing in there is ever overwritten.`, screen),
  ].join('\n')
}

/** The screen for somebody who comes back: the lesson they were at, and with what to go on. */
export function renderStatus(
  home: Count & {
    readonly current: LessonRow
    /** The lesson to go on with, when the current one is done. */
    readonly next?: { readonly number: number; readonly title: string }
    /** Where the page lies that closes the course, where there is one. */
    readonly closing?: string
  },
  screen: Screen,
): string {
  const { current, next, closing } = home
  const isDone = home.lessonsDone >= home.lessonCount
  const lesson = say`Lesson ${current.number}, ${escapeText(current.title)}`
  const state = describeLessonState(current)
  const where = screen.plain ? say`${lesson}: ${state}` : say`${lesson} · ${state}`
  const ways: [Words, string][] =
    current.state === 'done'
      ? next
        ? [
            [
              say`Go on with lesson ${next.number}, ${escapeText(next.title)}`,
              `npm run lesson ${next.number}`,
            ],
          ]
        : []
      : [[say`Go on with lesson ${current.number}`, `npm run lesson ${current.number}`]]
  if (isDone && closing !== undefined) ways.push([say`What you can build now, and where to go next`, closing])
  ways.push([say`See all lessons`, 'npm run list'])
  return [
    ...renderTitle(home, screen),
    '',
    ...renderSentences(where, screen),
    ...(isDone ? renderSentences(say`All lessons are done.`, screen) : []),
    '',
    ...renderPairs(ways, screen),
  ].join('\n')
}
