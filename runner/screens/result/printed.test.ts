import { describe, expect, it } from 'vitest'
import { renderPrinted } from './printed.ts'
import { english } from '../../language/language.ts'

const screen = { width: 60, colour: false, plain: false, language: english }

describe('renderPrinted', () => {
  it.each<[string, string[]]>([
    ['', []],
    ['\n\n', []],
    ['client left\n', ['It printed last:    client left']],
    ['a\r\nb\n', ['It printed last:', '    a', '    b']],
    ['\x1b[2Jgone\rover', ['It printed last:    \\x1b[2Jgone\\rover']],
  ])('shows %j', (printed, lines) => {
    expect(renderPrinted(printed, screen)).toEqual(lines)
  })

  it('keeps the last lines and counts the earlier ones', () => {
    const lines = renderPrinted(Array.from({ length: 20 }, (_, index) => `line ${index}`).join('\n'), screen)
    expect(lines).toHaveLength(9)
    expect(lines[1]).toBe('    … 13 earlier lines')
    expect(lines.at(-1)).toBe('    line 19')
  })

  it('leaves out the report of a crash that is told already', () => {
    const report = [
      'work/a.ts:2',
      '  boom()',
      '  ^',
      '',
      'Error: x',
      '    at work/a.ts:2:3',
      '',
      'Node.js v20',
    ].join('\n')
    expect(renderPrinted(`one client\n${report}`, screen, true)).toEqual(['It printed last:    one client'])
    expect(renderPrinted(report, screen, true)).toEqual([])
  })

  it('begins a long stack with its error and leaves out the frames of Node', () => {
    const stack = [
      'node:events:497',
      "      throw er; // Unhandled 'error' event",
      '      ^',
      '',
      'Error: listen EADDRINUSE: address already in use 127.0.0.1:9909',
      '    at Server.setupListenHandle [as _listen2] (node:net:1908:16)',
      '    at start (work/01-tcp-echo/server.ts:12:8)',
      "Emitted 'error' event on Server instance at:",
      '    at emitErrorNT (node:net:1887:8)',
      "  code: 'EADDRINUSE',",
      '  errno: -98,',
      "  syscall: 'listen',",
      "  address: '127.0.0.1',",
      '  port: 9909',
      '}',
      '',
      'Node.js v20.20.2',
    ].join('\n')
    expect(renderPrinted(stack, screen)).toEqual(
      [
        'It printed last:',
        '    Error: listen EADDRINUSE: address already in use 127.0.…',
        '    at start (work/01-tcp-echo/server.ts:12:8)',
        "    Emitted 'error' event on Server instance at:",
        "      code: 'EADDRINUSE',",
        '      errno: -98,',
        "      syscall: 'listen',",
        "      address: '127.0.0.1',",
        '    … 4 more lines',
      ].map((line) => (line.startsWith('    at start') ? `    ${line}` : line)),
    )
  })
})
