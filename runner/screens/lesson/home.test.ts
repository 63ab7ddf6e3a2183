import { inEnglish } from '../../language/say.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { measureWidth } from '../../text/width.ts'
import { describeAge } from './age.ts'
import { renderHintFooting, renderHintHeading } from './hint.ts'
import { renderFirstStart, renderStatus } from './home.ts'
import { lessonStates, type LessonRow } from './lesson-state.ts'
import { renderList } from './list.ts'
import { renderRefusal } from '../refusal.ts'
import { nastyText } from '../result/stories.test-data.ts'
import { Refusal } from '../../edge/refusal.ts'
import { english } from '../../language/language.ts'

const screen = { width: 80, colour: false, plain: false, language: english }

it('greets the first time', () => {
  const text = renderFirstStart(
    { lessonCount: 19, lessonsDone: 0, first: { number: 1, title: 'TCP echo' } },
    screen,
  )
  expect(text).toBe(
    `
Socket Workbook                                              19 lessons · 0 done

You will write small network programs and this workbook will talk to them, over
real sockets, and tell you what it saw.

  Start with lesson 1, TCP echo   npm run lesson 1
  See all lessons                 npm run list

Your programs live in work/. Nothing in there is ever overwritten.`.slice(1),
  )
})

describe('renderStatus', () => {
  const failed: LessonRow = {
    number: 3,
    title: 'Connection loop',
    state: 'failed',
    ageMs: 12 * 60_000,
    failedCheck: 'serves the next client',
  }

  it('says where the learner left off', () => {
    expect(renderStatus({ lessonCount: 19, lessonsDone: 2, current: failed }, screen)).toBe(
      `
Socket Workbook                                              19 lessons · 2 done

Lesson 3, Connection loop · failed 12 minutes ago at "serves the next client"

  Go on with lesson 3   npm run lesson 3
  See all lessons       npm run list`.slice(1),
    )
  })

  it('offers the next lesson once one is done, and says when all are', () => {
    const current: LessonRow = { number: 3, title: 'Connection loop', state: 'done' }
    const next = { number: 4, title: 'Interactive client' }
    const text = renderStatus({ lessonCount: 19, lessonsDone: 3, current, next }, screen)
    expect(text).toContain('Go on with lesson 4, Interactive client   npm run lesson 4')
    expect(renderStatus({ lessonCount: 1, lessonsDone: 1, current }, screen)).toContain(
      'All lessons are done.',
    )
    expect(renderStatus({ lessonCount: 1, lessonsDone: 1, current }, screen)).toContain('1 lesson · 1 done')
  })

  it('names the page that closes the course once all lessons are done, and not before', () => {
    const current: LessonRow = { number: 3, title: 'Connection loop', state: 'done' }
    const closing = 'lessons/closing.md'
    const isNamed = (lessonsDone: number) =>
      renderStatus({ lessonCount: 3, lessonsDone, current, closing }, screen).includes(
        'What you can build now, and where to go next   lessons/closing.md',
      )
    expect([isNamed(2), isNamed(3)]).toEqual([false, true])
  })
})

it('lists lessons with their states in words and signs', () => {
  const rows: LessonRow[] = [
    { number: 1, title: 'TCP echo', state: 'done', ageMs: 2 * 86_400_000 },
    { number: 2, title: 'Communication loop', state: 'failed', ageMs: 60_000 },
    { number: 19, title: 'Remote commands over UDP', state: 'not-started' },
  ]
  expect(renderList(rows, screen)).toBe(
    `
Socket Workbook                                               3 lessons · 1 done

TCP
   1  TCP echo                  ✓ done         2 days ago
   2  Communication loop        ✗ failed       1 minute ago

Servers and protocols
  19  Remote commands over UDP  · not started`.slice(1),
  )
  expect(renderList(rows, { ...screen, plain: true })).toBe(
    `
Socket Workbook
3 lessons, 1 done

TCP
1. TCP echo: done 2 days ago
2. Communication loop: failed 1 minute ago

Servers and protocols
19. Remote commands over UDP: not started`.slice(1),
  )
})

it.each<[number, string]>([
  [-5, 'moments ago'],
  [59_999, 'moments ago'],
  [60_000, '1 minute ago'],
  [3_599_999, '59 minutes ago'],
  [3_600_000, '1 hour ago'],
  [86_400_000, '1 day ago'],
  [13 * 86_400_000, '1 week ago'],
  [45 * 86_400_000, '1 month ago'],
  [800 * 86_400_000, '2 years ago'],
])('describes an age of %i ms as %s', (ms, words) => {
  expect(inEnglish(describeAge(ms))).toBe(words)
})

it('counts hints', () => {
  expect(renderHintHeading(0, 4, false, screen)).toBe('Hint 1 of 4')
  expect(renderHintHeading(0, 4, true, { ...screen, plain: true })).toBe(
    'Hint 1 of 4\nfits what you were told',
  )
  expect(renderHintFooting({ lesson: 3, unread: 1 }, screen)).toBe('1 more hint: npm run hint 3')
  expect(renderHintFooting({ lesson: 3, unread: 0 }, screen)).toBe('You have read all hints of this lesson.')
})

it('refuses with a remedy', () => {
  expect(
    renderRefusal(new Refusal('There is no lesson "x".', ['Number?', 'All lessons: npm run list']), screen),
  ).toBe('There is no lesson "x".\nNumber?\nAll lessons: npm run list')
})

it('keeps every screen to the width and free of what drives a terminal', () => {
  const row = fc.record({
    number: fc.nat(99),
    title: nastyText,
    state: fc.constantFrom(...lessonStates),
    ageMs: fc.nat(),
    failedCheck: nastyText,
  })
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 1, maxLength: 4 }),
      row,
      fc.integer({ min: 40, max: 120 }),
      (rows, current, width) => {
        const narrow = { width, colour: false, plain: false, language: english }
        const state = { lessonCount: 19, lessonsDone: 2, current, next: current, first: current }
        const texts = [
          renderFirstStart(state, narrow),
          renderStatus(state, narrow),
          renderList(rows, narrow),
          renderRefusal(new Refusal(current.title, current.failedCheck), narrow),
        ]
        for (const text of texts) {
          expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\p{Cf}/u)
          for (const line of text.split('\n')) expect(measureWidth(line)).toBeLessThanOrEqual(width)
        }
      },
    ),
  )
})
