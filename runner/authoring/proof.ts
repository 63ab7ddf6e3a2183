/** What `verify` finds out about a lesson: claims, each of them held or not, and complaints that say what to do. */

import type { Environment } from '../edge/environment.ts'

export interface Complaint {
  /** Where, as an author would type it: "lessons/01-tcp-echo/README.md:12". */
  readonly place: string
  readonly problem: string
  readonly remedy: string
}

/** `held` and `refuted` are findings; `not-run` could not be tried on this machine; `broken` is a checker's fault. */
export type ProofVerdict = 'held' | 'refuted' | 'not-run' | 'broken'

export interface Proof {
  readonly claim: string
  readonly verdict: ProofVerdict
  readonly complaints: readonly Complaint[]
  /** With `not-run`: why. With `held`: how it held, where that was not at once. */
  readonly note?: string
}

/** Creates a proof that holds exactly when there is nothing to complain about. */
export function createProof(claim: string, complaints: readonly Complaint[]): Proof {
  return { claim, verdict: complaints.length === 0 ? 'held' : 'refuted', complaints }
}

/**
 * Creates a proof that could not be tried because programs are missing. Where `CI` is set that refutes the claim, so that
 * everything is tried somewhere.
 * @param missing their names, at least one
 * @param place what would have been tried, as an author would type it
 */
export function createUntried(
  claim: string,
  missing: readonly string[],
  place: string,
  env: Environment,
): Proof {
  const note = missing.map((name) => `${name} is not installed`).join(', ')
  if (!env.CI) return { claim, verdict: 'not-run', complaints: [], note }
  const remedy = `Install ${missing.join(' and ')} where CI is set, so that everything is tried somewhere.`
  return createProof(claim, [{ place, problem: `This could not be tried: ${note}.`, remedy }])
}

/** Folds every run of blanks and line feeds into one blank, so that a sentence may be wrapped anywhere. */
export function foldBlanks(text: string): string {
  return text.replace(/\s+/gu, ' ').trim()
}
