import { expect, test } from 'vitest'
import { type DeclaredCheck, findFirstWanted, findReasonToSkip } from './wanted.ts'

function declare(name: string, ...needs: DeclaredCheck[]): DeclaredCheck {
  return { name, needs, verdict: Promise.resolve('pass') }
}

const answers = declare('answers')
const leaves = declare('leaves', answers)
const crowd = declare('crowd', leaves)
const client = declare('client')
const checks = [answers, leaves, client, crowd]

function listSkipped(wanted: { upTo?: string; only?: string }): string[] {
  return checks
    .filter((check) => findReasonToSkip(wanted, checks, check) !== undefined)
    .map(({ name }) => name)
}

test('nothing is skipped where nothing is said, or of a check that is not there', () => {
  expect(listSkipped({})).toEqual([])
  expect(listSkipped({ upTo: 'dances', only: 'sings' })).toEqual([])
})

test('what stands below the last check that is wanted is skipped', () => {
  expect(listSkipped({ upTo: 'leaves' })).toEqual(['client', 'crowd'])
})

test('one check is judged with all that it needs', () => {
  expect(listSkipped({ only: 'crowd' })).toEqual(['client'])
  expect(listSkipped({ only: 'client' })).toEqual(['answers', 'leaves', 'crowd'])
})

test('all but what it needs waits for the check that is wanted first', () => {
  const wait = checks.filter((check) => findFirstWanted({ first: 'leaves' }, checks, check) === leaves)
  expect(wait).toEqual([client, crowd])
  expect(findFirstWanted({}, checks, client)).toBeUndefined()
  expect(findFirstWanted({ first: 'dances' }, checks, client)).toBeUndefined()
})
