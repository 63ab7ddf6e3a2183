/** Which mistake fails which check: the table by which a checker shows that every check of it can fail. */
import type { CheckReport } from '../checker/verdict.ts'
import { cutText, padText } from '../text/width.ts'
import { findFirstFailure } from './expectation.ts'

export interface JudgedMistake {
  readonly name: string
  readonly checks: readonly CheckReport[]
}

/** The names of checks that no mistake fails. A check that was skipped has proved nothing. */
export function findUncovered(checkNames: readonly string[], mistakes: readonly JudgedMistake[]): string[] {
  return checkNames.filter((name) => !mistakes.some((mistake) => markOf(mistake, name) !== '·'))
}

/**
 * Renders the table check × mistake: `✗` the first failure of that mistake, `x` fails too, `·` passes or is skipped.
 * @param width columns of the screen
 */
export function renderCoverage(
  checkNames: readonly string[],
  mistakes: readonly JudgedMistake[],
  width: number,
): string[] {
  const numbers = mistakes.map((_, index) => String(index + 1))
  const cell = numbers.at(-1)?.length ?? 1
  const nameWidth = Math.max(20, width - 4 - mistakes.length * (cell + 1))
  const longest = Math.min(nameWidth, Math.max(0, ...checkNames.map((name) => [...name].length)) + 2)
  const row = (title: string, cells: readonly string[]) =>
    `    ${padText(cutText(title, longest), longest)}${cells.map((text) => ` ${padText(text, cell, 'right')}`).join('')}`
  return [
    row('', numbers),
    ...checkNames.map((name) =>
      row(
        name,
        mistakes.map((mistake) => markOf(mistake, name)),
      ),
    ),
    ...mistakes.map(({ name }, index) => `    ${padText(numbers[index] ?? '', cell, 'right')} ${name}`),
  ].map((line) => line.trimEnd())
}

function markOf(mistake: JudgedMistake, name: string): '✗' | 'x' | '·' {
  if (findFirstFailure(mistake.checks)?.name === name) return '✗'
  return mistake.checks.some((check) => check.name === name && check.verdict === 'fail') ? 'x' : '·'
}
