import { expect, test } from 'vitest'
import { editLine, emptyLine, type EditedLine, showLinePart } from './line-editor.ts'

/** Applies keys: a text is typed, a name in angle brackets is pressed. */
function type(...keys: string[]): EditedLine {
  return keys.reduce((line, key) => {
    const [, ctrl, name] = /^<(ctrl-)?(.+)>$/u.exec(key) ?? []
    if (name !== undefined) return editLine(line, undefined, { name, ctrl: ctrl !== undefined })
    return Array.from(key).reduce((typed, character) => editLine(typed, character, {}), line)
  }, emptyLine)
}

test.each([
  [['hello'], 'hello', ''],
  [['hello', '<left>', '<left>', 'p'], 'help', 'lo'],
  [['hello', '<home>', '<delete>', 'j'], 'j', 'ello'],
  [['世界', '<backspace>', 'x'], '世x', ''],
  [['e\u0301', '<left>'], '', 'e\u0301'],
  [['👩‍👩‍👧', '<backspace>'], '', ''],
  [['one two ', '<ctrl-w>'], 'one ', ''],
  [['one', '<ctrl-u>', 'two'], 'two', ''],
  [['one', '<ctrl-a>', '<ctrl-k>'], '', ''],
  [['one', '<left>', '<end>', '<right>'], 'one', ''],
  [['a\x1bb\x00\u009bc'], 'abc', ''],
  [['<f5>', '<pageup>', '<ctrl-z>'], '', ''],
])('%j leaves %j before the cursor and %j behind it', (keys, before, after) => {
  expect(type(...keys)).toEqual({ before, after })
})

test('the part of a long line that is shown has the cursor in it', () => {
  const line = type('the end of this line is typed last')
  expect(showLinePart(line, 40)).toEqual({ text: 'the end of this line is typed last', cursor: 34 })
  expect(showLinePart(line, 11)).toEqual({ text: 'typed last', cursor: 10 })
  expect(showLinePart(editLine(line, undefined, { name: 'home' }), 7)).toEqual({ text: 'the end', cursor: 0 })
  expect(showLinePart(type('世界世界'), 6)).toEqual({ text: '世界', cursor: 4 })
})
