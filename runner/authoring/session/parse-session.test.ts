import { describe, expect, test } from 'vitest'
import { parseDocument } from '../readme/document.ts'
import { listPrograms, parseSessions } from './parse-session.ts'

const parse = (...lines: string[]) => parseSessions(parseDocument(lines.join('\n')).fences, 'README.md')

describe('parseSessions', () => {
  test('reads commands, what they print and what is typed, each with its place', () => {
    const [parsed] = parse(
      '```console',
      '# terminal 2',
      '$ nc 127.0.0.1 9909',
      'hello ⏎',
      'HELLO',
      '⏎',
      '^D',
      '```',
    )
    expect(parsed?.complaints).toEqual([])
    expect(parsed?.session.commands).toEqual([
      {
        terminal: 2,
        command: 'nc 127.0.0.1 9909',
        place: { line: 3, fence: 0 },
        items: [
          { kind: 'typing', text: 'hello', place: { line: 4, fence: 0 } },
          { kind: 'output', text: 'HELLO', place: { line: 5, fence: 0 } },
          { kind: 'typing', text: '', place: { line: 6, fence: 0 } },
          { kind: 'end-of-input', text: '^D', place: { line: 7, fence: 0 } },
        ],
      },
    ])
  })

  test('continues a command in a later fence of its terminal', () => {
    const first = ['```console', '$ server', 'listening', '```', 'Then:']
    const second = ['```console', '# terminal 2', '$ client', '```', 'And:']
    const third = ['```console', '# terminal 1', 'client left', '^C', '$', '```']
    const [parsed] = parse(...first, ...second, ...third)
    expect(
      parsed?.session.commands.map(({ terminal, items }) => [terminal, items.map(({ kind }) => kind)]),
    ).toEqual([
      [1, ['output', 'output', 'interrupt', 'prompt']],
      [2, []],
    ])
  })

  test('makes one session of the fences between two headings', () => {
    const fence = ['```console', '$ true', '```']
    const sessions = parse('## Try', ...fence, 'text', ...fence, '### Again', ...fence)
    expect(sessions.map(({ session }) => session.commands.length)).toEqual([2, 1])
  })

  test('joins continued commands and drops blank lines that are layout', () => {
    const [parsed] = parse('```console', '$ echo a \\', '    b', 'a b', '', '$ echo', '', 'x', '', '```')
    expect(
      parsed?.session.commands.map(({ command, items }) => [command, items.map(({ text }) => text)]),
    ).toEqual([
      ['echo a b', ['a b']],
      ['echo', ['', 'x']],
    ])
  })

  test('takes the prompt for input away from what is typed', () => {
    const [parsed] = parse('```console', '$ client', '>>>: hello ⏎', '```')
    expect(parsed?.session.commands[0]?.items[0]).toMatchObject({ kind: 'typing', text: 'hello' })
  })

  test.each([
    ['$ sleep 1', /hope/],
    ['$ echo a; sleep 1', /hope/],
    ['$ npm run check 1', /workbook/],
    ['$ cat &', /background/],
    ['HELLO', /Nothing was started in terminal 1/],
  ])('complains about %s', (line, problem) => {
    const [parsed] = parse('```console', line, '```')
    expect(parsed?.complaints).toEqual([
      { place: 'README.md:2', problem: expect.stringMatching(problem), remedy: expect.any(String) },
    ])
  })
})

test.each([
  ['nc 127.0.0.1 9909', ['nc']],
  ['PORT=9910 npx tsx work/01-tcp-echo/server.ts &', ['npx']],
  ['printf "a | b; c" | nc -N 127.0.0.1 9909 2>&1', ['printf', 'nc']],
  ["python3 -c 'import socket; x = 1'", ['python3']],
  ['cat < file && echo $(ss -ltn)', ['cat', 'echo', 'ss']],
  ["(printf 'a'; cat) | nc 127.0.0.1 9909", ['printf', 'cat', 'nc']],
])('listPrograms of %s', (command, programs) => expect(listPrograms(command)).toEqual(programs))
