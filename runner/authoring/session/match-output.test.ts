import { describe, expect, test } from 'vitest'
import { matchOutput, splitOutput } from './match-output.ts'

const expectUntyped = (text: string) => ({ text, typedBefore: 0 })

describe('matchOutput', () => {
  test.each([
    ['nothing shown, nothing printed', [], [], 'exact'],
    ['the very lines', ['a', 'b'], ['a', 'b'], 'exact'],
    ['a line that is still to come', ['a', 'b'], ['a'], 'open'],
    ['another line', ['a', 'b'], ['a', 'c'], 'conflict at 1'],
    ['a line too many', ['a'], ['a', 'b'], 'complete, conflict at 1'],
    ['output where none is shown', [], ['a'], 'complete, conflict at 0'],
    ['an ellipsis in a line', ['pid … of 7'], ['pid 123 of 7'], 'exact'],
    ['an ellipsis for no lines', ['a', '…', 'b'], ['a', 'b'], 'exact'],
    ['an ellipsis for many lines', ['a', '…', 'b'], ['a', 'x', 'y', 'b'], 'exact'],
    ['an ellipsis at the end', ['a', '…'], ['a', 'x', 'y'], 'exact'],
    ['an ellipsis that must try again', ['…', 'a', 'b'], ['a', 'x', 'a', 'b'], 'exact'],
    ['blanks at the end', ['a'], ['a  '], 'exact'],
    ['characters with a meaning in patterns', ['(a) [b] $1.00?'], ['(a) [b] $1.00?'], 'exact'],
    ['a dot is a dot', ['a.c'], ['abc'], 'conflict at 0'],
    ['an ephemeral port', ['from 127.0.0.1:54321'], ['from 127.0.0.1:40004'], 'exact'],
    ['an ephemeral port of IPv6', ['from [::1]:54321'], ['from [::1]:40004'], 'exact'],
    ['a port in words', ['127.0.0.1 port 54321'], ['127.0.0.1 port 40004'], 'exact'],
    ['a port of the lesson', ['on 127.0.0.1:9909'], ['on 127.0.0.1:9910'], 'conflict at 0'],
  ])('%s', (_, expected, printed, outcome) => {
    const match = matchOutput(expected.map(expectUntyped), printed)
    const conflict = match.conflict === undefined ? [] : [`conflict at ${match.conflict}`]
    const state = match.exact ? ['exact'] : match.complete ? ['complete'] : []
    expect([...state, ...conflict].join(', ') || 'open').toBe(outcome)
  })

  test('counts the lines seen before the conflict', () => {
    expect(matchOutput(['a', 'b', 'c'].map(expectUntyped), ['a', 'b', 'x']).seen).toBe(2)
  })
})

describe('a prompt for input', () => {
  test.each([
    ['was answered by a typed line', 'HELLO', 1, '>>>: HELLO', true],
    ['was answered by two', 'HELLO', 2, '>>>: >>>: HELLO', true],
    ['need not be printed in a pipe', 'HELLO', 1, 'HELLO', true],
    ['stands before what comes when nobody has typed', 'left', 0, '>>>: left', false],
    ['is shown there', '>>>: left', 0, '>>>: left', true],
    ['is not shown where none is printed', '>>>: left', 0, 'left', false],
  ])('%s', (_, text, typedBefore, printed, isExact) =>
    expect(matchOutput([{ text, typedBefore }], [printed]).exact).toBe(isExact),
  )
})

describe('splitOutput', () => {
  test.each([
    ['', []],
    ['a\nb\n', ['a', 'b']],
    ['a\r\nb', ['a', 'b']],
    ['a\n\nb\n\n\n', ['a', '', 'b']],
    ['>>>: HELLO\n>>>: ', ['>>>: HELLO']],
    ['>>>: >>>: \nHELLO\n', ['HELLO']],
  ])('%j', (text, lines) => expect(splitOutput(text)).toEqual(lines))
})
