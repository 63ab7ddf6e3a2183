/** What the judge and its host say to each other over the channel between the two processes. */
import type { Subject } from '../checker/program/subject.ts'
import type { CheckReport } from '../checker/record/verdict.ts'

/**
 * The descriptor of a pipe from the host to the runner. Nothing is ever written to it; that it is at its end tells that
 * the runner is gone.
 */
export const pipeToRunner = 4

export interface JudgeRequest {
  /** Absolute path of the lesson's check.test.ts. */
  readonly checker: string
  readonly subject: Subject
}

export type HostMessage =
  /** The checker was loaded and declares these checks, in this order. */
  | { readonly kind: 'declared'; readonly names: readonly string[] }
  | { readonly kind: 'report'; readonly report: CheckReport }
  /** The checker could not do its work. */
  | { readonly kind: 'broken'; readonly message: string; readonly details: string }
  | { readonly kind: 'done' }
