import { expect, test } from 'vitest'
import { chooseJobs } from './jobs.ts'

const gibibyte = 1024 ** 3

test.each([
  ['processors bound it where there is memory', 2, 64 * gibibyte, 8],
  ['memory bounds it where there is little', 16, 5.5 * gibibyte, 5],
  ['one is judged in any case', 4, gibibyte / 2, 1],
])('%s', (_what, processors, availableBytes, jobs) => {
  expect(chooseJobs(processors, availableBytes)).toBe(jobs)
})

test('this machine is asked where nothing is said', () => {
  expect(chooseJobs()).toBeGreaterThanOrEqual(1)
})
