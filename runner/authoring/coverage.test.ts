import { expect, test } from 'vitest'
import type { CheckReport, CheckVerdict } from '../checker/record/verdict.ts'
import { findUncovered, renderCoverage } from './coverage.ts'

const report = (name: string, verdict: CheckVerdict): CheckReport => ({ name, verdict, durationMs: 1 })

const mistakes = [
  { name: 'says-nothing', checks: [report('a', 'fail'), report('b', 'skipped'), report('c', 'fail')] },
  { name: 'talks-too-much', checks: [report('a', 'pass'), report('b', 'fail'), report('c', 'pass')] },
]

test('a check is covered by the mistake that fails it first', () => {
  expect(findUncovered(['a', 'b', 'c'], mistakes)).toEqual(['c'])
  expect(findUncovered(['a', 'b', 'c'], mistakes.slice(0, 1))).toEqual(['b', 'c'])
})

test('the table has a sign where a mistake fails first', () => {
  expect(renderCoverage(['a', 'b', 'c'], mistakes, 80)).toEqual([
    '               1 2 3',
    'says-nothing   ✗ · ·',
    'talks-too-much · ✗ ·',
    '1 a',
    '2 b',
    '3 c',
  ])
})

test('a narrow screen cuts names, not marks', () => {
  expect(renderCoverage(['a', 'b', 'c'], mistakes, 16)[2]).toBe('talks-too… · ✗ ·')
})
