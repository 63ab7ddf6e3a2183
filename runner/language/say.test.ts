import { expect, test } from 'vitest'
import type { Language } from './language.ts'
import { inEnglish, inLanguage, say, sayCount } from './say.ts'

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

const turned: Language = {
  name: 'x-turned',
  translate: (key, [count]) =>
    ({
      '{0} waits for {1}.': '{1} ← {0}',
      '{0} checks': Number(count) % 10 === 2 ? '{0} twos' : '{0} others',
    })[key],
}

test('another language sets the parts where it wants them, and what it does not know stays English', () => {
  expect(inLanguage(say`${say`the server`} waits for ${'client 1'}.`, turned)).toBe('client 1 ← the server')
})

test('a language with other forms than English chooses by the number', () => {
  const checks = (count: number) => sayCount(count, say`${count} check`, say`${count} checks`)
  expect([1, 2, 32, 7].map((count) => inEnglish(checks(count)))).toEqual([
    '1 check',
    '2 checks',
    '32 checks',
    '7 checks',
  ])
  expect([2, 32, 7].map((count) => inLanguage(checks(count), turned))).toEqual([
    '2 twos',
    '32 twos',
    '7 others',
  ])
})
