import { expect, test } from 'vitest'
import type { CheckReport, Stage } from '../checker/record/verdict.ts'
import { complainAboutAnswers, complainAboutHints } from './hints.ts'

const hint = (number: number) => `## Hint ${number}\n\nLook there.\n`

test.each([
  [[hint(1), hint(2), hint(3)], []],
  [[hint(1), hint(2), hint(3), '## With code\n\n```ts\nlet a\n```\n'], []],
  [[hint(1), hint(2)], ['There are 2 hints.']],
  [[1, 2, 3, 4, 5].map(hint), ['There are 5 hints.']],
  [[hint(1), '## Empty\n', hint(3)], ['The hint "Empty" is empty.']],
  [[hint(1), '## Empty\n\nFor: silent\n', hint(3)], ['The hint "Empty" is empty.']],
  [[hint(1), '## Hint 2\n\nFor: silent, "client: …"\n\nLook.\n', hint(3)], []],
  [[hint(1), '## Hint 2\n\nFor: quiet\n\nLook.\n', hint(3)], ['There is no stage "quiet".']],
])('%#', (parts, problems) => {
  expect(complainAboutHints(parts.join('\n'), 'hints.md').map(({ problem }) => problem)).toEqual(problems)
})

const fail = (name: string, stage: Stage): CheckReport => ({
  name,
  verdict: 'fail',
  durationMs: 1,
  failure: { stage, happened: '', help: '', printedLast: '', byHand: [] },
})

test('every failure of a mistake is answered by a hint, and every check that a hint names exists', () => {
  const hints = '## One\n\nFor: silent, "client: …", crashed at "sings"\n\nLook.\n'
  const mistakes = [
    { name: 'says-nothing', checks: [fail('answers', 'silent'), fail('sings', 'wrong-bytes')] },
    { name: 'client-stays', checks: [fail('client: leaves', 'does-not-stop')] },
    { name: 'talks-too-much', checks: [fail('answers', 'extra-bytes')] },
    { name: 'is-no-program', checks: [fail('answers', 'did-not-start')] },
    { name: 'is-right', checks: [] },
  ]
  const complaints = complainAboutAnswers(hints, ['answers', 'client: leaves'], mistakes, 'hints.md')
  expect(complaints.map(({ place, problem }) => [place, problem])).toEqual([
    ['hints.md:1', 'The checker has no check "sings".'],
    ['hints.md', 'No hint answers "answers" at extra-bytes, where the mistake talks-too-much fails.'],
  ])
})
