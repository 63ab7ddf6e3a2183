import { expect, test } from 'vitest'
import { measureWidth } from '../text/width.ts'
import type { WatchState } from '../work/saves/watch-state.ts'
import type { Screen } from '../text/screen.ts'
import { renderKeyLine, renderKeys, renderMissing, renderWatch } from './watch.ts'
import { english } from '../language/language.ts'

const at = new Date(2026, 0, 2, 4, 5, 9)
const failed: WatchState = { check: 4, isUntold: false, latest: { check: 4, outcome: 'failed', at } }
const everyKey = ['Enter', 'n', 'w', 'h', 'r', 'p', 'd', 'q'].map((key) => ({
  key,
  short: 'does',
  long: 'does it',
}))
const keys = [
  { key: 'Enter', short: 'check', long: 'check again' },
  { key: 'd', short: 'diff', long: 'what you have changed since the starter' },
  { key: 'q', short: 'quit', long: 'leave' },
]

function draw(state: WatchState, width: number, rows: number, offset = 0, lineCount = 30) {
  const screen: Screen = { width, colour: false, plain: false, language: english }
  const body = Array.from({ length: lineCount }, (_, index) => `line ${index + 1}`)
  const picture = {
    state,
    lesson: { number: 3, title: 'Connection loop', name: '03-connection-loop' },
    isWatching: false,
    elapsedMs: 12_345,
    lessonsDone: 2,
    lessonCount: 8,
    body,
    chooseOffset: () => offset,
    heading: { line: 1, text: '✗ serves the next client after the first has left' },
    keyLine: renderKeyLine(keys, screen),
  }
  return renderWatch(picture, screen, rows)
}

test('says what came of the check, when, and how far the learner is', () => {
  const { lines } = draw(failed, 60, 10)
  expect(lines).toEqual([
    'Check 4 failed at 04:05:09                    2 of 8 lessons',
    '',
    'line 1',
    'line 2',
    'line 3',
    'line 4',
    'line 5',
    'line 6',
    '                                                  ↓ 24 lines',
    'Enter check · q quit · ? more',
  ])
})

test('names the failed check where its line is out of sight, and ends at the last line', () => {
  const { lines, offset, height } = draw(failed, 60, 10, Infinity)
  expect([offset, height]).toEqual([24, 6])
  expect(lines[1]).toMatch(/^✗ serves the next client after the first .*… +↑ 24 lines$/)
  expect(lines.at(-3)).toBe('line 30')
  expect(lines.at(-2)).toBe('')
})

test('does not name the failed check twice', () => {
  const name = 'serves the next client after the first has left'
  const picture = {
    state: failed,
    lesson: { number: 3, title: 'Connection loop', name: '03-connection-loop' },
    isWatching: false,
    elapsedMs: 12_345,
    lessonsDone: 2,
    lessonCount: 8,
    body: ['  ✓ answers', '  ✗ serves the next client after the     refused', '    first has left', 'a', 'b'],
    heading: { line: 1, text: `✗ ${name}` },
    keyLine: '? more',
  }
  const screen: Screen = { width: 60, colour: false, plain: false, language: english }
  const [one, two] = [1, 2].map((offset) =>
    renderWatch({ ...picture, chooseOffset: () => offset }, screen, 7),
  )
  expect(one?.lines.slice(1, 3)).toEqual([expect.stringMatching(/^ +↑ 1 line$/), picture.body[1]])
  expect(two?.lines[1]).toMatch(/^✗ serves the next client/)
})

test('says that a check is running and whose result stands below', () => {
  expect(draw({ ...failed, check: 5, running: { ended: 2, expected: 8 } }, 80, 10).lines[0]).toMatch(
    /^Check 5 is running · 2 of 8 · 12 s · below: check 4 {2,}2 of 8 lessons$/,
  )
})

test('says that saves go unnoticed, beside all the rest', () => {
  const { lines } = draw({ ...failed, deaf: { reason: 'ENOSPC' } }, 60, 12)
  expect(lines.join(' ')).toContain('does not tell of saves (ENOSPC). After a save press Enter.')
})

const states: readonly WatchState[] = [
  failed,
  { check: 0, isUntold: false },
  { ...failed, missing: 'work' },
  { ...failed, check: 5, running: { ended: 12 }, deaf: 'proved' },
]

test.each([
  [100, 50],
  [80, 24],
  [60, 20],
  [40, 20],
  [20, 10],
  [20, 3],
  [20, 1],
])('%i columns and %i rows are enough for every state, and never exceeded', (width, rows) => {
  for (const state of states) {
    for (const lineCount of [0, 3, 300]) {
      const { lines } = draw(state, width, rows, 2, lineCount)
      expect(lines.length).toBeLessThanOrEqual(rows)
      for (const line of lines) expect(measureWidth(line)).toBeLessThanOrEqual(width)
    }
  }
})

test('tells all keys in full, and what to do about a folder that is gone', () => {
  const screen: Screen = { width: 80, colour: false, plain: false, language: english }
  expect(renderKeys(keys, screen).join('\n')).toContain('what you have changed since the starter')
  const lesson = { number: 3, title: 'Connection loop', name: '03-connection-loop' }
  expect(renderMissing('work', lesson, screen).join(' ')).toContain('npm run reset 3')
  expect(renderMissing('lesson', lesson, screen).join(' ')).toContain(
    'git restore lessons/03-connection-loop',
  )
})

test('six keys at most stand in the line, fewer where there is no room, and how to see all in any case', () => {
  const line = (width: number) =>
    renderKeyLine(everyKey, { width, colour: false, plain: false, language: english })
  expect(line(80)).toBe('Enter does · n does · w does · h does · r does · q does · ? more')
  expect(line(40)).toBe('Enter does · n does · h does · ? more')
  expect(line(10)).toBe('? more')
})
