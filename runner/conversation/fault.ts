/** The place in a conversation where a check failed, as the checker has named it. */
import type { CheckReport, Stage } from '../checker/record/verdict.ts'

export interface Fault {
  readonly stage: Stage
  /** The index of the event that was wrong; without it, nothing of what happened was, but what did not. */
  readonly index?: number
  /** Whether what came after it tells nothing more about it. */
  readonly isLast: boolean
  /** Whether a program died there of an error, and said so on stderr. */
  readonly isCrash?: boolean
}

/** Reads where a failed check failed; undefined of one that did not. */
export function readFault({
  failure,
  transcript,
}: Pick<CheckReport, 'failure' | 'transcript'>): Fault | undefined {
  if (!failure || !transcript) return undefined
  const { stage, event: index, crash } = failure
  const kind = index === undefined ? undefined : transcript.events[index]?.kind
  if (index === undefined || kind === undefined) return { stage, isLast: true }
  const isLast = kind === 'received' || kind === 'waited'
  return { stage, index, isLast, ...(crash && { isCrash: true }) }
}
