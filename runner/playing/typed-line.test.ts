import { expect, test } from 'vitest'
import { parseTyped, splitWords } from './typed-line.ts'

test.each([
  ['hello', { kind: 'say', text: 'hello' }],
  ['', { kind: 'say', text: '' }],
  ['  two  blanks ', { kind: 'say', text: '  two  blanks ' }],
  ['q', { kind: 'say', text: 'q' }],
  ['/', { kind: 'say', text: '/' }],
  ['//quit', { kind: 'say', text: '/quit' }],
  ['/2', { kind: 'choose', number: 2 }],
  ['/02', { kind: 'choose', number: 2 }],
  ['/server', { kind: 'choose', number: undefined }],
  ['/s ', { kind: 'choose', number: undefined }],
  ['/new', { kind: 'new', words: [] }],
  ["/new one 'two words'", { kind: 'new', words: ['one', 'two words'] }],
  ['/ghost', { kind: 'act', name: 'ghost' }],
  ['/storm', { kind: 'storm', seed: undefined }],
  ['/storm 7', { kind: 'storm', seed: 7 }],
  ['/storm wild', { kind: 'storm', seed: undefined }],
  ['/calm', { kind: 'calm' }],
  ['/end', { kind: 'end' }],
  ['/q', { kind: 'quit' }],
  ['/?', { kind: 'help' }],
  ['/toString', { kind: 'unknown', word: 'toString' }],
  ['/ghosts', { kind: 'unknown', word: 'ghosts' }],
])('%j is %j', (line, due) => {
  expect(parseTyped(line, ['ghost'])).toEqual(due)
})

test.each([
  ['one two', ['one', 'two']],
  ['"one two"  three', ['one two', 'three']],
  [String.raw`'it''s' a\ b "say \"x\""`, ['its', 'a b', 'say "x"']],
  ["an open ' quote", ['an', 'open', "'", 'quote']],
  ["''", ['']],
  ['', []],
])('%j are the words %j', (text, due) => {
  expect(splitWords(text)).toEqual(due)
})
