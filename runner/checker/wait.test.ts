/** Waits: given up when nothing moves, and not while something does. */
import { expect, test } from 'vitest'
import { Recorder } from './recorder.ts'
import { waitFor } from './wait.ts'

test('a wait is given up after its quiet time, and after its longest time whatever happens', async () => {
  const recorder = new Recorder()
  expect(await waitFor(() => undefined, { recorder, quietMs: 50 })).toBe(undefined)
  const chatter = setInterval(() => recorder.wake(), 10)
  expect(await waitFor(() => undefined, { recorder, quietMs: 50, longestMs: 200 })).toBe(undefined)
  clearInterval(chatter)
})

test('what moves is not given up, though it takes longer than the limits', async () => {
  let length = 0
  const growth = setInterval(() => length++, 10)
  const look = () => (length >= 30 ? 'whole' : undefined)
  const limits = { recorder: new Recorder(), quietMs: 150, longestMs: 150, everyMs: 5 }
  expect(await waitFor(look, limits)).toBe(undefined)
  length = 0
  expect(await waitFor(look, { ...limits, progress: () => length })).toBe('whole')
  clearInterval(growth)
})
