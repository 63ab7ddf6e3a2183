import { describe, expect, test } from 'vitest'
import { foldAnswers } from './fold-answers.ts'
import { parseExperiment } from './parse-experiment.ts'
import { parsePrediction } from './parse-prediction.ts'

const details = '<details><summary>Answer</summary>'
const whole = [
  'Both programs wait to receive first.',
  'What happens?',
  '(a) One of them gives up with an error',
  '(b) Nothing,',
  '    for ever',
  '(c) The system sends an empty message',
  'Run: npx tsx work/07-reuse-address/given/lab.ts',
  '',
  details,
  '',
  '(b) each waits for the other,',
  'and nobody tells them.',
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
    const parsed = parsePrediction(`What?\r\n\r\n(a) this\r\n(b) that\r\n\r\n${details}\r\n\r\n(a) so\r\n`)
    expect(parsed).toMatchObject({ prediction: { question: 'What?', choices: ['this', 'that'], answer: 0 } })
    expect(parsed).not.toHaveProperty('prediction.run')
  })

  const without = (pattern: RegExp) => whole.filter((line) => !pattern.test(line))
  const changed = (pattern: RegExp, line: string) => whole.map((old) => (pattern.test(old) ? line : old))
  const two = ['What?', '(a) a', '(b) b']
  const answer = [details, '(a) so']

  test.each<[string, readonly string[], [line: number, problem: RegExp][]]>([
    [
      'nothing',
      [],
      [
        [1, /asks nothing/],
        [1, /0 choices/],
        [1, /does not tell the answer/],
      ],
    ],
    ['no question', ['(a) a', '(b) b', ...answer], [[1, /asks nothing/]]],
    ['no answer', two, [[1, /does not tell the answer/]]],
    ['an empty answer', [...two, details], [[4, /Nothing stands here/]]],
    ['a letter without a why', [...two, details, '(a)'], [[5, /Nothing stands here/]]],
    ['an answer without a letter', [...two, details, 'so'], [[5, /does not begin with the letter/]]],
    ['an answer that is no choice', [...two, details, '(c) so'], [[5, /\(c\), and there is no such/]]],
    ['one choice', ['What?', '(a) a', ...answer], [[2, /1 choices/]]],
    [
      'six choices',
      ['What?', ...'abcdef'].map((word) => (word.length === 1 ? `(${word}) ${word}` : word)).concat(answer),
      [[2, /6 choices/]],
    ],
    ['a letter left out', ['What?', '(a) a', '(c) b', ...answer], [[3, /\(c\) is not the next/]]],
    ['an empty choice', ['What?', '(a) a', '(b)', ...answer], [[3, /Nothing stands here/]]],
    ['a choice twice', ['What?', '(a) a', '(b) a', ...answer], [[3, /twice/]]],
    [
      'a choice after the Run',
      ['What?', '(a) a', 'Run: npx tsx work/01-a/server.ts', '(b) b', ...answer],
      [[4, /too far down/]],
    ],
    ['a Run that is none', changed(/^Run/, 'Run: rm -rf work'), [[7, /"rm -rf work" is no command/]]],
    ['a choice that is marked', ['What?', '(x) a', '( ) b', 'Why: so'], [[2, /beside the question/]]],
    ['a why beside the question', [...two, 'Why: so', ...answer], [[4, /beside the question/]]],
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

describe('foldAnswers', () => {
  const text = [
    'Text.',
    '',
    '```predict',
    'What?',
    '(a) a',
    '(b) b',
    '```',
    '',
    details,
    '',
    '(b) so',
    '',
    '</details>',
    '',
    'On.',
  ]

  test('puts the answer into the fence, and no line changes its number', () => {
    const folded = foldAnswers(text.join('\n')).split('\n')
    expect(folded).toHaveLength(text.length)
    expect(folded[6]).toBe('')
    expect(folded.slice(8, 13)).toEqual([details, '', '(b) so', '', '```'])
    expect(parse(folded.slice(3, 12)).kind).toBe('prediction')
  })

  test.each([
    ['another fence', text.map((line) => line.replace('predict', 'text'))],
    ['an answer further down', text.toSpliced(7, 0, 'Between.')],
    ['an answer without an end', text.filter((line) => line !== '</details>')],
    ['a fence that shows one', ['````markdown', ...text, '````']],
  ])('leaves %s as it is', (_, lines) => expect(foldAnswers(lines.join('\n'))).toBe(lines.join('\n')))
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
