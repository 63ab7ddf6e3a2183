/** Which mistake fails which check: the table by which a checker shows that every check of it can fail. */
import type { CheckReport } from '../checker/record/verdict.ts'
import { cutText, measureWidth, padText } from '../text/width.ts'
import { findFirstFailure } from '../checker/record/verdict.ts'

export interface JudgedMistake {
  readonly name: string
  readonly checks: readonly CheckReport[]
}

/** The names of the checks that no mistake fails first: nothing shows that such a check is of any use. */
export function findUncovered(checkNames: readonly string[], mistakes: readonly JudgedMistake[]): string[] {
  return checkNames.filter((name) => !mistakes.some((mistake) => isFirstFailure(mistake, name)))
}

/**
 * Renders the table, a row a mistake and a column a check, for there are more mistakes than checks: `✗` where a
 * mistake fails first.
 * @param width columns of the screen
 */
export function renderCoverage(
  checkNames: readonly string[],
  mistakes: readonly JudgedMistake[],
  width: number,
): string[] {
  const numbers = checkNames.map((_, index) => String(index + 1))
  const cell = Math.max(1, ...numbers.map((number) => number.length))
  const room = Math.max(10, width - checkNames.length * (cell + 1))
  const title = Math.min(room, Math.max(0, ...mistakes.map(({ name }) => measureWidth(name))))
  const row = (name: string, cells: readonly string[]) =>
    padText(cutText(name, title), title) + cells.map((text) => ` ${padText(text, cell, 'right')}`).join('')
  return [
    row('', numbers),
    ...mistakes.map((mistake) =>
      row(
        mistake.name,
        checkNames.map((name) => (isFirstFailure(mistake, name) ? '✗' : '·')),
      ),
    ),
    ...checkNames.map((name, index) =>
      cutText(`${padText(numbers[index] ?? '', cell, 'right')} ${name}`, width),
    ),
  ]
}

function isFirstFailure(mistake: JudgedMistake, name: string): boolean {
  return findFirstFailure(mistake.checks)?.name === name
}
