import { expect, test } from 'vitest'
import { createMask } from './private-names.ts'

const mask = createMask({
  roots: ['/home/ada b/course'],
  homes: ['/home/ada b/', 'C:\\Users\\Ada'],
  users: ['ada', 'node', 'x'],
  computers: ['adas-box', 'localhost'],
})

test.each([
  ['at /home/ada b/course/work/server.ts:3', 'at ./work/server.ts:3'],
  ['(file:///home/ada%20b/course/work/server.ts)', '(file://./work/server.ts)'],
  ['/home/ada b/.ssh and /home/ada bc', '~/.ssh and /home/USER bc'],
  ['/home/ada b', '~'],
  ['C:\\Users\\Ada\\x, C:/Users/Ada/x, "C:\\\\Users\\\\Ada\\\\x"', '~\\x, ~/x, "~\\\\x"'],
  [
    'Ada of adas-box, adamant on localhost with node, x',
    'USER of COMPUTER, adamant on localhost with node, x',
  ],
])('%s', (text, masked) => expect(mask.text(text)).toBe(masked))

test('in what somebody has written no word is replaced', () => {
  expect(mask.written("read('/home/ada b/x') // ada")).toBe("read('~/x') // ada")
})

test('bytes keep their number', () => {
  const bytes = Buffer.from('a /home/ada b/course /home/ada b. ada adam')
  const masked = mask.bytes(bytes)
  expect(masked.toString()).toBe(`a ${'~'.repeat(18)} ${'~'.repeat(11)}. ~~~ adam`)
  expect(masked).toHaveLength(bytes.length)
})

test('the root of a disk is nobody’s home', () => {
  const { text } = createMask({ roots: [], homes: ['/', 'C:\\'], users: [], computers: [] })
  expect(text('/etc and C:\\x')).toBe('/etc and C:\\x')
})
