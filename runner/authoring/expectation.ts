/** The line by which a wrong program says how it must fail, and whether a result agrees with it. */
import { type CheckReport, findFirstFailure, type Stage, stages } from '../checker/record/verdict.ts'
import { inEnglish } from '../language/say.ts'
import { toPatternSource } from './ellipsis.ts'
import { foldBlanks } from './proof.ts'

export interface Expectation {
  /** The name of the first check, in the order of the checker, that must fail. */
  readonly check: string
  readonly stage: Stage
  /** What the sentence of the failure must contain; `…` stands for anything. */
  readonly fragment?: string
}

/** What is read from one line; `none` where the line is no expectation at all. */
export type ParsedExpectation =
  | { readonly kind: 'none' }
  | { readonly kind: 'malformed'; readonly problem: string }
  | { readonly kind: 'expectation'; readonly expectation: Expectation }

/** How the line of a mistake looks, and that of a starter. */
export const mistakeForm = '// fails "CHECK NAME" at STAGE: FRAGMENT OF THE SENTENCE'
export const starterForm = '// starter fails "CHECK NAME" at STAGE'

/**
 * Parses the first line of a file.
 * @param subject for a starter the line begins with `// starter fails`, for a mistake with `// fails` and must
 * give a fragment of the sentence
 */
export function parseExpectation(line: string, subject: 'mistake' | 'starter'): ParsedExpectation {
  const opening = subject === 'mistake' ? '// fails ' : '// starter fails '
  if (!line.startsWith(opening)) return { kind: 'none' }
  const form = subject === 'mistake' ? mistakeForm : starterForm
  const match = /^"(.+?)" at ([a-z-]+)(?::\s*(.*))?$/u.exec(line.slice(opening.length).trim())
  if (!match) return { kind: 'malformed', problem: `The first line is not of the form: ${form}` }
  const [, check = '', word = '', fragment = ''] = match
  const stage = stages.find((known) => known === word)
  if (!stage) return { kind: 'malformed', problem: `There is no stage "${word}".` }
  if (subject === 'mistake' && fragment === '') {
    return {
      kind: 'malformed',
      problem: `The first line gives no fragment of the sentence. Its form: ${form}`,
    }
  }
  return { kind: 'expectation', expectation: { check, stage, ...(fragment && { fragment }) } }
}

/** What keeps the first failure of a result from being the expected one; undefined where it is. */
export function compareFailure(expectation: Expectation, checks: readonly CheckReport[]): string | undefined {
  const { check, stage, fragment } = expectation
  if (!checks.some(({ name }) => name === check)) return `The checker has no check "${check}".`
  const first = findFirstFailure(checks)
  if (!first?.failure) return `It passes, but should fail "${check}" at ${stage}.`
  const told = `"${foldBlanks(inEnglish(first.failure.happened))}"`
  if (first.name !== check) {
    return `It first fails "${first.name}" at ${first.failure.stage}, but should fail "${check}". It is told: ${told}`
  }
  if (first.failure.stage !== stage) {
    return `It fails "${check}" at ${first.failure.stage}, but should at ${stage}. It is told: ${told}`
  }
  if (fragment !== undefined && !containsFragment(inEnglish(first.failure.happened), fragment)) {
    return `It fails "${check}" at ${stage}, but its sentence does not contain "${fragment}". It is told: ${told}`
  }
  return undefined
}

/** Whether a sentence contains a fragment: blanks folded, ports of addresses equal, `…` stands for anything. */
export function containsFragment(sentence: string, fragment: string): boolean {
  const pattern = toPatternSource(normalise(fragment), (part) => part.trim())
  return new RegExp(pattern, 'su').test(normalise(sentence))
}

function normalise(text: string): string {
  return foldBlanks(text).replace(/(\b\d{1,3}(?:\.\d{1,3}){3}|\[[\da-f:]+\]):\d{1,5}\b/giu, '$1:PORT')
}
