import { expect, test } from 'vitest'
import { KeptText } from './kept-text.ts'

test('keeps its end, and places stay what they were', () => {
  const kept = new KeptText()
  kept.add('a'.repeat(300_000))
  const place = kept.length
  kept.add('hello')
  expect(place).toBe(300_000)
  expect(kept.text.length).toBe(256 * 1024)
  expect(kept.since(place)).toBe('hello')
  expect(kept.findEnd('hell', place)).toBe(300_004)
  expect(kept.findEnd('hell', place + 1)).toBeUndefined()
})

test('what was dropped is not there, and what follows it is', () => {
  const kept = new KeptText()
  kept.add('first')
  kept.add('b'.repeat(256 * 1024))
  expect(kept.findEnd('first', 0)).toBeUndefined()
  expect(kept.since(0)).toBe('b'.repeat(256 * 1024))
})
