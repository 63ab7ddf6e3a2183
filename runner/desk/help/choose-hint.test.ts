import { expect, test } from 'vitest'
import { parseHints } from '../../lessons/hints.ts'
import { noteHints, noteOpened, noteReset, noteVerdict } from '../../work/progress/changes.ts'
import { emptyProgress, findProgress, type Progress } from '../../work/progress/progress.ts'
import { chooseHint } from './choose-hint.ts'

const now = new Date('2026-11-21T12:00:00.000Z')
const hints = parseHints(
  ['## One', '## Two\n\nFor: silent', '## Three\n\nFor: crashed, "goes"', '## Four'].join('\n\n'),
)
const silent = { check: 'answers', stage: 'silent' }

/** Says which hint is offered at each step; `hint` reads it, and what else it holds is a failure. */
function follow(...steps: readonly ('hint' | 'pass' | 'reset' | typeof silent)[]) {
  let progress: Progress = noteOpened(emptyProgress, 'a', now)
  const offer = () => chooseHint(hints, findProgress(progress, 'a'))
  return steps.flatMap((step) => {
    const offered = offer()
    if (step === 'pass') progress = noteVerdict(progress, 'a', now)
    else if (step === 'reset') progress = noteReset(progress, 'a', now)
    else if (step !== 'hint') progress = noteVerdict(progress, 'a', now, step)
    if (step !== 'hint') return []
    const number = (offered?.index ?? -1) + 1
    progress = noteHints(progress, 'a', now, [number])
    return [`${number}${offered?.isFitting ? ' fits' : ''}${offered?.isRead ? ' again' : ''}`]
  })
}

test('with nothing told, hints come one after another', () => {
  expect(follow('hint', 'hint', 'hint', 'hint', 'hint')).toEqual(['1', '2', '3', '4', '4 again'])
})

test('after a failure the one that fits comes first, and the next when it has come again', () => {
  expect(follow(silent, 'hint', 'hint', silent, 'hint', 'hint', silent, 'hint', silent, 'hint')).toEqual([
    '2 fits',
    '2 fits again',
    '3',
    '3 again',
    '4',
    '1',
  ])
})

test('failing often without a hint leads to the one that fits', () => {
  expect(follow(silent, silent, silent, 'hint')).toEqual(['2 fits'])
})

test('one that was read for another failure is offered again where it fits', () => {
  const crashed = { check: 'answers', stage: 'crashed' }
  expect(follow('hint', 'hint', silent, 'hint', silent, 'hint', crashed, 'hint')).toEqual([
    '1',
    '2',
    '2 fits again',
    '3',
    '3 fits again',
  ])
})

test('where none fits, and after a fresh start, hints come one after another', () => {
  const refused = { check: 'answers', stage: 'refused' }
  expect(follow(refused, 'hint', 'hint', silent, 'reset', 'hint')).toEqual(['1', '2', '3'])
  expect(follow({ check: 'goes', stage: 'refused' }, 'hint')).toEqual(['3 fits'])
})

test('when all were read, the one that fits is offered', () => {
  expect(follow('hint', 'hint', 'hint', 'hint', silent, 'hint', silent, 'hint').slice(4)).toEqual([
    '2 fits again',
    '2 fits again',
  ])
})

test('a failure of which an older workbook noted only the check is answered as far as it is known', () => {
  const lesson = {
    state: 'failed' as const,
    failedCheck: 'goes',
    lastSeenAt: now.toISOString(),
    attempts: 1,
    hintsSeen: 1,
  }
  expect(chooseHint(hints, lesson)).toEqual({ index: 2, isFitting: true, isRead: false, later: [3, 1] })
  expect(chooseHint([], lesson)).toBeUndefined()
})
