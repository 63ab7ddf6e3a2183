import { expect, test } from 'vitest'
import { createTextFilter } from './terminal-text.ts'

function filter(...chunks: string[]): string {
  const find = createTextFilter()
  return chunks.map(find).join('')
}

test('leaves text and line feeds', () => {
  expect(filter('one\ntwo grüße\t[1m]')).toBe('one\ntwo grüße\t[1m]')
})

test('takes away what readline writes around its prompt', () => {
  expect(filter('\x1b[1G\x1b[0J>>>: \x1b[6Ghello\r\nHELLO\r\n')).toBe('>>>: hello\nHELLO\n')
})

test('takes away colours, titles, and sequences of one letter', () => {
  expect(filter('\x1b[1;31mred\x1b[0m \x1b]0;title\x07x\x1b]0;title\x1b\\y\x1bcz\x1b7\x1b(B.')).toBe(
    'red xyz.',
  )
})

test('takes away a sequence that is cut between two chunks, wherever it is cut', () => {
  const text = 'a\x1b[38;5;1mb\x1b]0;t\x1b\\c\r\nd'
  for (let cut = 0; cut <= text.length; cut++) {
    expect(filter(text.slice(0, cut), text.slice(cut))).toBe('abc\nd')
  }
})

test('does not hold text back for ever behind a sequence that never ends', () => {
  expect(filter(`\x1b]${'x'.repeat(5_000)}`)).toContain('xxx')
})
