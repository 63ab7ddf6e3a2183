import { expect, test } from 'vitest'
import type { CheckReport } from '../checker/record/verdict.ts'
import { complainAboutPromises, renderPromises, saysWhatItHolds, type HoldingCheck } from './promises.ts'
import { parseDocument } from './readme/document.ts'
import { readTaskItems } from './readme/task.ts'

const text = `# Lesson

## Your task

Your program is \`server.ts\`.

1. The server \`listens\`,
   and says so.
2. It answers:
   1. in upper case,
   2. at once.
3. It likes you. (Not checked.)

Not checked: what it costs.

## Sources

1. This is no item.
`

const items = readTaskItems(parseDocument(text))

test('the items are those of the outermost list, with their numbers and lines', () => {
  expect(items).toEqual([
    { number: 1, line: 7, text: 'The server listens, and says so.', isUnchecked: false },
    { number: 2, line: 9, text: 'It answers: in upper case, at once.', isUnchecked: false },
    { number: 3, line: 12, text: 'It likes you. (Not checked.)', isUnchecked: true },
  ])
})

test('a second list goes on with the numbers that it is written with', () => {
  const document = parseDocument('## Your task\n\n1. a\n2. b\n\nThe client:\n\n3. c\n')
  expect(readTaskItems(document).map(({ number }) => number)).toEqual([1, 2, 3])
})

const report = (name: string, isFailed: boolean): CheckReport => ({
  name,
  verdict: isFailed ? 'fail' : 'pass',
  durationMs: 1,
})
const mistakes = [
  { name: 'deaf', checks: [report('listens', true), report('answers', true)] },
  { name: 'dumb', checks: [report('listens', false), report('answers', true)] },
]
const whole: HoldingCheck[] = [
  { name: 'listens', holds: [1] },
  { name: 'answers', holds: [2] },
]

const complain = (checks: readonly HoldingCheck[], broken = mistakes, found = items) =>
  complainAboutPromises(found, checks, broken, { text: 'README.md', checker: 'check.test.ts' }).map(
    ({ place, problem }) => `${place}: ${problem}`,
  )

test.each<[string, string[], string[]]>([
  ['all is held and broken', complain(whole), []],
  [
    'an item without a check',
    complain([
      { name: 'listens', holds: [1] },
      { name: 'answers', holds: [1] },
    ]),
    ['README.md:9: No check holds item 2: It answers: in upper case, at once.'],
  ],
  [
    'an item that no mistake fails first',
    complain(whole, mistakes.slice(0, 1)),
    ['README.md:9: No mistake breaks item 2: It answers: in upper case, at once.'],
  ],
  [
    'checks that hold nothing',
    complain([...whole, { name: 'sings' }, { name: 'dances', holds: [] }]),
    [
      'check.test.ts: The check "sings" holds no item of the task.',
      'check.test.ts: The check "dances" holds no item of the task.',
    ],
  ],
  [
    'a number that the task does not have',
    complain([...whole, { name: 'sings', holds: [1, 9] }]),
    ['check.test.ts: The check "sings" holds item 9, and the task has none of this number.'],
  ],
  [
    'an item that is checked after all',
    complain([...whole, { name: 'likes', holds: [3] }]),
    ['README.md:12: Item 3 says that it is not checked, but the check "likes" holds it.'],
  ],
  [
    'a number that stands there twice',
    complain(whole, mistakes, [
      ...items,
      { number: 1, line: 20, text: 'Once more. (Not checked.)', isUnchecked: true },
    ]),
    [
      'README.md:20: The task has a second item 1.',
      'README.md:20: Item 1 says that it is not checked, but the check "listens" holds it.',
    ],
  ],
])('%s', (_, found, complaints) => expect(found).toEqual(complaints))

test('a checker says what it holds as soon as one check does', () => {
  expect(saysWhatItHolds([{ name: 'a' }, { name: 'b' }])).toBe(false)
  expect(saysWhatItHolds([{ name: 'a' }, { name: 'b', holds: [] }])).toBe(true)
})

test('each item is shown with its checks and their mistakes', () => {
  const checks = [{ name: 'listens', holds: [1, 2] }]
  expect(renderPromises(items, checks, mistakes, 40)).toEqual([
    '1 The server listens, and says so.',
    '  ✓ listens',
    '    ✗ deaf',
    '2 It answers: in upper case, at once.',
    '  ✓ listens',
    '    ✗ deaf',
    '3 It likes you. (Not checked.)',
  ])
})
