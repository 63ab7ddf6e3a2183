import { expect, test } from 'vitest'
import { carry, failedResult, oneClientOnly } from '../result/stories.test-data.ts'
import { renderWholeTranscripts } from './whole-transcript.ts'

test('tells every event of every failing check, with its time and all of its bytes', () => {
  const long = 'x'.repeat(300)
  const [, failing] = failedResult.checks
  if (!failing) throw new Error('the story has a failing check')
  const transcript = {
    ...oneClientOnly,
    omitted: 7,
    events: [...oneClientOnly.events.slice(0, 2), carry('first client', 'sent', long)],
  }
  const text = renderWholeTranscripts({ ...failedResult, checks: [{ ...failing, transcript }, failing] })
  expect(text.split('\n').slice(0, 9)).toEqual([
    'Lesson 3, Connection loop, checked at 2026-11-21T01:00:00Z',
    '',
    'Failed: serves the next client after the first has left (connection refused)',
    failing.failure?.happened,
    '1. 0 ms: first client connects to your server',
    '… 7 events here were counted and not kept …',
    '2. 0 ms: first client sends to your server "one"',
    `3. 0 ms: first client sends to your server "${long}"`,
    '',
  ])
  expect(text.match(/^Failed/gm)).toHaveLength(2)
})

test('is nothing where nothing failed', () => {
  expect(renderWholeTranscripts({ ...failedResult, checks: failedResult.checks.slice(0, 1) })).toBe('')
})
