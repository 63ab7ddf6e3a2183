import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createSpeech } from './speech.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function createHeard() {
  const heard: string[] = []
  const speech = createSpeech({
    onLine: (line) => heard.push(line),
    onLeftOut: (count) => heard.push(`(${count} left out)`),
    onLastLines: (count) => heard.push(`(the last ${count})`),
  })
  return { heard, speech }
}

test('lines are put together from pieces, and one that does not end is said after a rest', () => {
  const { heard, speech } = createHeard()
  speech.push('one\r\ntw')
  speech.push('o\n>>>: ')
  expect(heard).toEqual(['one', 'two'])
  vi.advanceTimersByTime(200)
  expect(heard).toEqual(['one', 'two', '>>>: '])
  speech.push('three\n')
  expect(heard.at(-1)).toBe('three')
})

test('a flood is counted and goes on in a trickle; after a quiet second all is heard again', () => {
  const { heard, speech } = createHeard()
  for (let second = 0; second < 3; second++) {
    speech.push('line\n'.repeat(1_000))
    vi.advanceTimersByTime(1_000)
  }
  expect(heard.filter((line) => line.startsWith('('))).toEqual([
    '(800 left out)',
    '(997 left out)',
    '(997 left out)',
  ])
  expect(heard.length).toBe(200 + 3 + 3 + 3)
  speech.push('quiet\n')
  vi.advanceTimersByTime(1_000)
  speech.push('line\n'.repeat(100))
  expect(heard.slice(-100)).toEqual(Array.from({ length: 100 }, () => 'line'))
})

test('the last lines of a speaker are heard in any case, however many were left out before', () => {
  const { heard, speech } = createHeard()
  speech.push('line\n'.repeat(1_000))
  vi.advanceTimersByTime(1_000)
  speech.push('line\n'.repeat(1_000) + 'Error: it broke\n')
  speech.end()
  expect(heard.slice(-22)).toEqual([
    '(998 left out)',
    '(the last 20)',
    ...Array.from({ length: 19 }, () => 'line'),
    'Error: it broke',
  ])
  const count = heard.length
  speech.end()
  expect(heard).toHaveLength(count)
})

test('who begins anew has the whole allowance, and so has who was quiet for a second after a flood', () => {
  const { heard, speech } = createHeard()
  speech.push('flood\n'.repeat(1_000))
  speech.begin()
  speech.push('line\n'.repeat(100))
  expect(heard.filter((line) => line === 'line')).toHaveLength(100)
  speech.push('flood\n'.repeat(1_000))
  vi.advanceTimersByTime(2_000)
  speech.push('more\n'.repeat(100))
  expect(heard.filter((line) => line === 'more')).toHaveLength(100)
})

test('a line without an end does not fill the memory', () => {
  const { heard, speech } = createHeard()
  for (let piece = 0; piece < 100; piece++) speech.push('x'.repeat(1_000))
  speech.flush()
  expect(heard).toEqual(['x'.repeat(1_000)])
})
