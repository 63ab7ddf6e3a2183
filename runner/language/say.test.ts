import { expect, test } from 'vitest'
import { inEnglish, say } from './say.ts'

test('a sentence is its English text with gaps, and what stands in them', () => {
  const sentence = say`${'Your server'} sent ${3} bytes.`
  expect(sentence).toEqual({ key: '{0} sent {1} bytes.', parts: ['Your server', 3] })
  expect(inEnglish(sentence)).toBe('Your server sent 3 bytes.')
})

test('a gap may hold a sentence, and all of it survives JSON', () => {
  const sentence = say`${'Your server'} did not end the connection ${say`after ${2} answers`}.`
  const read: unknown = JSON.parse(JSON.stringify(sentence))
  expect(read).toEqual(sentence)
  expect(inEnglish(sentence)).toBe('Your server did not end the connection after 2 answers.')
})

test('what stands in a gap is never taken for a gap', () => {
  expect(inEnglish(say`It printed ${'{1}'} and ${'{0}'}.`)).toBe('It printed {1} and {0}.')
})
