import { expect, test } from 'vitest'
import { inEnglish } from '../../language/say.ts'
import { findTerminalCommand, terminalCommands } from './terminal-commands.ts'

const find = (printed: string | Buffer) => inEnglish(findTerminalCommand(Buffer.from(printed)) ?? 'nothing')

test('names what a program has let through', () => {
  expect(find('a\x1b[2Jb')).toBe('ESC (27)')
  expect(find('a\rb')).toBe('carriage return (13)')
  expect(find('a\x01b')).toBe('the control character 1')
  expect(find('a\u{9b}b')).toBe('U+009B (155)')
  expect(find(Buffer.from([0x61, 0x9b, 0x62]))).toBe('a byte between 128 and 159 that is not UTF-8')
  expect(find(terminalCommands)).toBe('ESC (27)')
})

test('finds nothing in text, in colours of the program and in the ends of its lines', () => {
  expect(find('grüße\t\u{fffd}\r\nnext')).toBe('nothing')
  expect(find('\x1b[32mann : hello\x1b[0m\r\n')).toBe('nothing')
})

test('takes a colour that the message brought for a command', () => {
  expect(find('a\x1b[38;5;123mb')).toBe('ESC (27)')
})

test('finds nothing where each control character was replaced', () => {
  const text = terminalCommands.toString().replace(/\p{Cc}/gu, '\u{fffd}')
  expect(find(text)).toBe('nothing')
})
