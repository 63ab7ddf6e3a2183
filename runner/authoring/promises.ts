/**
 * From sentence to check: each item of a lesson's task is held by a check and broken by a mistake, and each check
 * holds an item. So nothing is promised that is not judged, and nothing judged that was not promised.
 */
import { cutText, padText, wrapText } from '../text/width.ts'
import type { JudgedMistake } from './coverage.ts'
import { findFirstFailure } from '../checker/record/verdict.ts'
import type { Complaint } from './proof.ts'
import { uncheckedMark, type TaskItem } from './readme/task.ts'

/** A check with the numbers of the items that it says it holds. */
export interface HoldingCheck {
  readonly name: string
  readonly holds?: readonly number[] | undefined
}

/** Where the text and the checker stand, as an author would type it. */
export interface PromisePlaces {
  readonly text: string
  readonly checker: string
}

/** Whether a checker says of any of its checks which items they hold. */
export function saysWhatItHolds(checks: readonly HoldingCheck[]): boolean {
  return checks.some(({ holds }) => holds !== undefined)
}

/**
 * Complains about items without a check or without a mistake, about checks that hold nothing, and about numbers that
 * the task does not have.
 */
export function complainAboutPromises(
  items: readonly TaskItem[],
  checks: readonly HoldingCheck[],
  mistakes: readonly JudgedMistake[],
  places: PromisePlaces,
): Complaint[] {
  return [
    ...complainAboutNumbers(items, places),
    ...checks.flatMap((check) => complainAboutCheck(check, items, places)),
    ...items.flatMap((item) => complainAboutItem(item, checks, mistakes, places)),
  ]
}

function complainAboutNumbers(items: readonly TaskItem[], { text }: PromisePlaces): Complaint[] {
  return items
    .filter(({ number }, index) => items.findIndex((other) => other.number === number) < index)
    .map(({ number, line }) => ({
      place: `${text}:${line}`,
      problem: `The task has a second item ${number}.`,
      remedy: 'Number the items through, so that a check can name one.',
    }))
}

function complainAboutCheck(
  { name, holds = [] }: HoldingCheck,
  items: readonly TaskItem[],
  { checker }: PromisePlaces,
): Complaint[] {
  if (holds.length === 0) {
    const problem = `The check "${name}" holds no item of the task.`
    const remedy = 'Name the numbers of its items: `holds: [2, 3]`. If there is none, the task has to say it.'
    return [{ place: checker, problem, remedy }]
  }
  return holds
    .filter((number) => !items.some((item) => item.number === number))
    .map((number) => ({
      place: checker,
      problem: `The check "${name}" holds item ${number}, and the task has none of this number.`,
      remedy: `The task has items ${items.map((item) => item.number).join(', ')}.`,
    }))
}

function complainAboutItem(
  item: TaskItem,
  checks: readonly HoldingCheck[],
  mistakes: readonly JudgedMistake[],
  { text }: PromisePlaces,
): Complaint[] {
  const place = `${text}:${item.line}`
  const holding = findHolding(item, checks)
  const [first] = holding
  if (item.isUnchecked && first) {
    const problem = `Item ${item.number} says that it is not checked, but the check "${first.name}" holds it.`
    return [
      { place, problem, remedy: `Take "${uncheckedMark}" out of the text, or the number out of the check.` },
    ]
  }
  if (item.isUnchecked) return []
  if (!first) {
    const problem = `No check holds item ${item.number}: ${cutText(item.text, 60)}`
    const remedy = `Add a check, or its number to one: \`holds: [${item.number}]\`. What is not checked says so at its end: ${uncheckedMark}`
    return [{ place, problem, remedy }]
  }
  if (holding.some(({ name }) => listBreaking(name, mistakes).length > 0)) return []
  const problem = `No mistake breaks item ${item.number}: ${cutText(item.text, 60)}`
  const remedy = `Add a program to mistakes/ that gets all right but this, and fails ${holding.map(({ name }) => `"${name}"`).join(' or ')} first.`
  return [{ place, problem, remedy }]
}

function findHolding({ number }: TaskItem, checks: readonly HoldingCheck[]): HoldingCheck[] {
  return checks.filter(({ holds }) => holds?.includes(number))
}

/** The mistakes whose first failure is a check. */
function listBreaking(check: string, mistakes: readonly JudgedMistake[]): string[] {
  return mistakes
    .filter((mistake) => findFirstFailure(mistake.checks)?.name === check)
    .map(({ name }) => name)
}

/** Renders each item with the checks that hold it and the mistakes that fail these first. */
export function renderPromises(
  items: readonly TaskItem[],
  checks: readonly HoldingCheck[],
  mistakes: readonly JudgedMistake[],
  width: number,
): string[] {
  const digits = Math.max(1, ...items.map(({ number }) => String(number).length))
  return items.flatMap((item) => [
    cutText(`${padText(String(item.number), digits, 'right')} ${item.text}`, width),
    ...findHolding(item, checks).flatMap(({ name }) => {
      const breaking = listBreaking(name, mistakes)
      const broken = breaking.length === 0 ? 'no mistake' : breaking.join(', ')
      const lines = wrapText(`✗ ${broken}`, width - digits - 3)
      return [
        cutText(`${' '.repeat(digits + 1)}✓ ${name}`, width),
        ...lines.map((line) => ' '.repeat(digits + 3) + line),
      ]
    }),
  ])
}
