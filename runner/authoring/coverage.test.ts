import { expect, test } from 'vitest'
import type { CheckReport, CheckVerdict } from '../checker/verdict.ts'
import { findUncovered, renderCoverage } from './coverage.ts'

const report = (name: string, verdict: CheckVerdict): CheckReport => ({ name, verdict, durationMs: 1 })

const mistakes = [
  { name: 'says-nothing', checks: [report('a', 'fail'), report('b', 'skipped'), report('c', 'fail')] },
  { name: 'talks-too-much', checks: [report('a', 'pass'), report('b', 'fail'), report('c', 'pass')] },
]

test('a check that was only skipped is not covered', () => {
  expect(findUncovered(['a', 'b', 'c'], mistakes)).toEqual([])
  expect(findUncovered(['a', 'b', 'c'], mistakes.slice(0, 1))).toEqual(['b'])
})

test('the table tells first failures from others', () => {
  expect(renderCoverage(['a', 'b', 'c'], mistakes, 80)).toEqual([
    '               1 2 3',
    'says-nothing   ✗ · x',
    'talks-too-much · ✗ ·',
    '1 a',
    '2 b',
    '3 c',
  ])
})

test('a narrow screen cuts names, not marks', () => {
  expect(renderCoverage(['a', 'b', 'c'], mistakes, 16)[2]).toBe('talks-too… · ✗ ·')
})
