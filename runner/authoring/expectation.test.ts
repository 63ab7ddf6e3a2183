import { describe, expect, test } from 'vitest'
import type { CheckReport, Stage } from '../checker/record/verdict.ts'
import { compareFailure, containsFragment, parseExpectation } from './expectation.ts'

describe('parseExpectation', () => {
  test.each([
    [
      '// fails "answers" at silent: sent nothing',
      { check: 'answers', stage: 'silent', fragment: 'sent nothing' },
    ],
    [
      '// fails "answers "a" at once" at wrong-bytes: sent "x" at silent',
      { check: 'answers "a" at once', stage: 'wrong-bytes', fragment: 'sent "x" at silent' },
    ],
  ])('%s', (line, expectation) => {
    expect(parseExpectation(line, 'mistake')).toEqual({ kind: 'expectation', expectation })
  })

  test('a starter need not give a sentence, but may', () => {
    expect(parseExpectation('// starter fails "answers" at silent', 'starter')).toEqual({
      kind: 'expectation',
      expectation: { check: 'answers', stage: 'silent' },
    })
    expect(parseExpectation('// starter fails "answers" at silent: x', 'starter')).toMatchObject({
      expectation: { fragment: 'x' },
    })
  })

  test.each([
    ['// fails "answers" at silent', /gives no fragment/],
    ['// fails "answers" at midnight: x', /no stage "midnight"/],
    ['// fails answers at silent: x', /not of the form/],
  ])('%s is malformed', (line, problem) => {
    expect(parseExpectation(line, 'mistake')).toEqual({
      kind: 'malformed',
      problem: expect.stringMatching(problem),
    })
  })

  test.each(['import net from "node:net"', '', '// starter fails "answers" at silent'])(
    '%j is none',
    (line) => {
      expect(parseExpectation(line, 'mistake')).toEqual({ kind: 'none' })
    },
  )
})

describe('containsFragment', () => {
  test.each([
    ['Your server sent\n  nothing.', 'server sent nothing', true],
    ['Your server sent nothing.', 'sent … bytes', false],
    ['It sent 11 bytes.', 'sent … bytes', true],
    ['refused at 127.0.0.1:41734.', 'refused at 127.0.0.1:9909', true],
    ['refused at 127.0.0.1:41734.', 'refused at 127.0.0.2:9909', false],
    ['It sent "a.c".', '"abc"', false],
    ['It sent "(a)".', '"(a)"', true],
  ])('%j contains %j: %s', (sentence, fragment, contains) => {
    expect(containsFragment(sentence, fragment)).toBe(contains)
  })
})

describe('compareFailure', () => {
  const pass = (name: string): CheckReport => ({ name, verdict: 'pass', durationMs: 1 })
  const fail = (name: string, stage: Stage): CheckReport => ({
    name,
    verdict: 'fail',
    durationMs: 1,
    failure: { stage, happened: 'Your server sent nothing.', help: '', printedLast: '', byHand: [] },
  })
  const expectation = { check: 'b', stage: 'silent', fragment: 'sent nothing' } as const

  test.each([
    ['as announced', [pass('a'), fail('b', 'silent'), fail('c', 'crashed')], undefined],
    ['another check first', [fail('a', 'crashed'), fail('b', 'silent')], /first fails "a" at crashed/],
    ['another stage', [pass('a'), fail('b', 'crashed')], /fails "b" at crashed, but should at silent/],
    ['no failure', [pass('a'), pass('b')], /It passes/],
    ['no such check', [pass('a')], /no check "b"/],
  ])('%s', (_, checks, problem) => {
    const found = compareFailure(expectation, checks)
    if (problem) expect(found).toMatch(problem)
    else expect(found).toBeUndefined()
  })

  test('another sentence', () => {
    const found = compareFailure({ ...expectation, fragment: 'sent "x"' }, [fail('b', 'silent')])
    expect(found).toMatch(/does not contain "sent "x"".*It is told: "Your server sent nothing\."/)
  })
})
