import { describe, expect, test } from 'vitest'
import { parseExperiment } from './parse-experiment.ts'
import { parsePrediction } from './parse-prediction.ts'

const whole = [
  'Both programs wait to receive first.',
  'What happens?',
  '( ) One of them gives up with an error',
  '(x) Nothing,',
  '    for ever',
  '() The system sends an empty message',
  'Why: each waits for the other,',
  'and nobody tells them.',
  'Run: npx tsx work/07-reuse-address/given/lab.ts',
]

const parse = (lines: readonly string[]) => parsePrediction(`${lines.join('\n')}\n`)

describe('parsePrediction', () => {
  test('reads all parts, wrapped or not', () => {
    expect(parse(whole)).toEqual({
      kind: 'prediction',
      prediction: {
        question: 'Both programs wait to receive first. What happens?',
        choices: [
          'One of them gives up with an error',
          'Nothing, for ever',
          'The system sends an empty message',
        ],
        answer: 1,
        why: 'each waits for the other, and nobody tells them.',
        run: expect.objectContaining({ file: 'work/07-reuse-address/given/lab.ts' }),
      },
    })
  })

  test('blank lines, other line ends and no Run', () => {
    const parsed = parsePrediction('What?\r\n\r\n(X) this\r\n( ) that\r\n\r\nWhy: so\r\n')
    expect(parsed).toMatchObject({ prediction: { question: 'What?', choices: ['this', 'that'], answer: 0 } })
    expect(parsed).not.toHaveProperty('prediction.run')
  })

  const without = (pattern: RegExp) => whole.filter((line) => !pattern.test(line))
  const changed = (pattern: RegExp, line: string) => whole.map((old) => (pattern.test(old) ? line : old))
  const two = ['What?', '(x) a', '( ) b']

  test.each<[string, readonly string[], [line: number, problem: RegExp][]]>([
    [
      'nothing',
      [],
      [
        [1, /asks nothing/],
        [1, /why/],
        [1, /0 choices/],
        [1, /0 choices are marked/],
      ],
    ],
    ['no question', ['(x) a', '( ) b', 'Why: so'], [[1, /asks nothing/]]],
    ['no why', [...two], [[1, /does not say why/]]],
    ['an empty why', [...two, 'Why:'], [[4, /Nothing stands here/]]],
    ['one choice', ['What?', '(x) a', 'Why: so'], [[2, /1 choices/]]],
    [
      'six choices',
      ['What?', '(x) a', ...'bcdef']
        .map((word) => (word.length === 1 ? `( ) ${word}` : word))
        .concat('Why: so'),
      [[2, /6 choices/]],
    ],
    ['no answer', ['What?', '( ) a', '( ) b', 'Why: so'], [[2, /0 choices are marked/]]],
    ['two answers', ['What?', '(x) a', '(x) b', 'Why: so'], [[3, /2 choices are marked/]]],
    ['an empty choice', ['What?', '(x) a', '( )', 'Why: so'], [[3, /Nothing stands here/]]],
    ['a choice twice', ['What?', '(x) a', '( ) a', 'Why: so'], [[3, /twice/]]],
    ['two whys', [...two, 'Why: so', 'Why: too'], [[5, /second time/]]],
    ['a choice after the why', ['What?', '(x) a', 'Why: so', '( ) b'], [[4, /too far down/]]],
    ['a Run before the why', [...two, 'Run: npx tsx work/01-a/server.ts', 'Why: so'], [[5, /too far down/]]],
    ['a Run that is none', changed(/^Run/, 'Run: rm -rf work'), [[9, /"rm -rf work" is no command/]]],
  ])('%s', (_, lines, complaints) => {
    const parsed = parse(lines)
    expect(parsed).toEqual({
      kind: 'malformed',
      complaints: complaints.map(([line, problem]) => ({
        line,
        problem: expect.stringMatching(problem),
        remedy: expect.any(String),
      })),
    })
  })

  test('it is whole without its Run', () => expect(parse(without(/^Run/)).kind).toBe('prediction'))
})

describe('parseExperiment', () => {
  test('names, program and words', () => {
    expect(parseExperiment('PORT=9910 MODE=x=y npx tsx work/05-tcp-chat/given/lab.ts one 2')).toEqual({
      command: 'PORT=9910 MODE=x=y npx tsx work/05-tcp-chat/given/lab.ts one 2',
      file: 'work/05-tcp-chat/given/lab.ts',
      args: ['one', '2'],
      env: { PORT: '9910', MODE: 'x=y' },
    })
  })

  test.each([
    'npx tsx work/01-a/server.ts && echo',
    'npx tsx work/01-a/server.ts > out',
    'npx tsx work/01-a/server.ts "two words"',
    'npx tsx work/../../etc/x.ts',
    'npx tsx /etc/x.ts',
    'npx tsx runner/main.ts',
    'npx tsx',
    'npx other work/01-a/server.ts',
    'node work/01-a/server.ts',
    'npm run check 1',
    '',
  ])('refuses %j', (command) => expect(parseExperiment(command)).toBeUndefined())
})
