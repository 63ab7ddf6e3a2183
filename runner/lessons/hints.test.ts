import { expect, test } from 'vitest'
import { readCatalogue } from './catalogue.ts'
import { findFitting, isNamed, parseHints, readHints } from './hints.ts'
import { createTemporaryWorkbook } from '../testing/temporary-workbook.ts'

test('hints are the sections of their file', async () => {
  await using workbook = await createTemporaryWorkbook()
  const [first] = await readCatalogue(workbook.root)
  if (!first) throw new Error('There is no lesson.')
  const hints = await readHints(first)
  expect(hints).toHaveLength(2)
  expect(hints[0]?.source).toContain('## like this')
  expect(await readHints({ ...first, hints: '/nowhere' })).toEqual([])
})

test('what a hint answers stands below its heading and is not shown', () => {
  const [hint] = parseHints(
    '# Hints\n\n## One\n\nFor: silent,\nrefused at "takes a client"\n\nLook.\n\n\nThere.\n',
  )
  expect(hint).toEqual({
    title: 'One',
    line: 3,
    source: '## One\n\nLook.\n\nThere.\n',
    answers: [{ stage: 'silent' }, { stage: 'refused', check: 'takes a client' }],
    problems: [],
  })
})

test.each([
  ['"client: …"', [{ check: 'client: …' }]],
  ['silent at "client: …", crashed', [{ stage: 'silent', check: 'client: …' }, { stage: 'crashed' }]],
  // Names of real checks, with commas and quotation marks of their own.
  [
    'wrong-bytes at "answers "hello word" with "HELLO WORD", not a byte more", silent',
    [
      { stage: 'wrong-bytes', check: 'answers "hello word" with "HELLO WORD", not a byte more' },
      { stage: 'silent' },
    ],
  ],
  [
    'extra-bytes at ""exit" and "q": says goodbye, sends no more, and exits 0", "end of input: …"',
    [
      { stage: 'extra-bytes', check: '"exit" and "q": says goodbye, sends no more, and exits 0' },
      { check: 'end of input: …' },
    ],
  ],
])('For: %s', (list, answers) => {
  expect(parseHints(`## One\n\nFor: ${list}\n`)).toMatchObject([{ answers, problems: [] }])
})

test.each([
  ['For: quiet, silent', 'There is no stage "quiet".'],
  ['For: silent at answers', '"silent at answers" is neither a stage nor a check.'],
  ['For:', '"" is neither a stage nor a check.'],
  ['Look.\n\nFor: silent', 'A line that begins with "For:" stands elsewhere than below the heading.'],
  ['For: silent\n\nFor: crashed', 'A line that begins with "For:" stands elsewhere than below the heading.'],
])('%j is refused', (text, problem) => {
  expect(parseHints(`## One\n\n${text}\n`)).toMatchObject([{ problems: [problem] }])
})

test('a check closer than a stage, and both together closest', () => {
  const hints = parseHints(
    ['silent', '"client: …"', 'silent at "client: speaks …"', 'silent']
      .map((list) => `## H\n\nFor: ${list}\n`)
      .join('\n'),
  )
  expect(findFitting(hints, { check: 'answers', stage: 'silent' })).toEqual([0, 3])
  expect(findFitting(hints, { check: 'client: ends', stage: 'silent' })).toEqual([1])
  expect(findFitting(hints, { check: 'client: speaks first', stage: 'silent' })).toEqual([2])
  expect(findFitting(hints, { check: 'client: speaks first' })).toEqual([1])
  expect(findFitting(hints, { check: 'answers', stage: 'crashed' })).toEqual([])
})

test('… stands for anything in the name of a check, and nothing else does', () => {
  expect(isNamed('… (FIN): says …', 'client ends (FIN): says so')).toBe(true)
  expect(isNamed('client', 'client ends')).toBe(false)
  expect(isNamed('client.*', 'client ends')).toBe(false)
})
