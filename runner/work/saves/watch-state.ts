/** What goes on while a lesson is watched, as a function: what was so, and what happened, to what is so and to be done. */
import type { LessonVerdict } from '../../checker/record/verdict.ts'
import type { Change } from './snapshot.ts'

export type WatchEvent =
  /** The folders were looked at: because an event told of something, or for another reason. */
  | {
      readonly kind: 'looked'
      readonly because: 'event' | 'other'
      readonly change: Change
      readonly missing?: Missing | undefined
    }
  /** Somebody wants a check, whether anything was saved or not. The folders have been looked at before. */
  | { readonly kind: 'asked' }
  | { readonly kind: 'declared'; readonly check: number; readonly count: number }
  | { readonly kind: 'reported'; readonly check: number }
  | { readonly kind: 'ended'; readonly check: number; readonly outcome: Outcome; readonly at: Date }
  | { readonly kind: 'deafened'; readonly reason: string }

/** `refused`: there was no judgement, for a reason that the learner can mend. */
type Outcome = LessonVerdict | 'refused'

/** The folder without which nothing can be checked. */
export type Missing = 'work' | 'lesson'

export interface WatchState {
  /** The number of the newest check, running or ended; 0 before the first. */
  readonly check: number
  /** The check that is running, how many of its checks have told their outcome, and of how many, once that is known. */
  readonly running?: { readonly ended: number; readonly expected?: number }
  /** The newest check that came to its end. */
  readonly latest?: { readonly check: number; readonly outcome: Outcome; readonly at: Date }
  readonly missing?: Missing
  /** Why saves may go unnoticed: the system said so, or one was found that nothing had told of. */
  readonly deaf?: { readonly reason: string } | 'proved'
  /** A save was found that no event has told of so far. */
  readonly isUntold: boolean
}

/** What is to be done: a running check is cancelled, and one of this number is started. */
export interface Orders {
  readonly cancel: boolean
  readonly start?: number
}

export const firstState: WatchState = { check: 0, isUntold: false }

type Decision = readonly [state: WatchState, orders: Orders]

const nothing: Orders = { cancel: false }

/** Decides what an event changes and what has to be done. */
export function decide(state: WatchState, event: WatchEvent): Decision {
  if (event.kind === 'looked') return decideAfterLook(noteHearing(state, event), event)
  if (event.kind === 'deafened') return [{ ...state, deaf: { reason: event.reason } }, nothing]
  // One that is running judges what stands there: the look before would have begun another one.
  if (event.kind === 'asked') return state.missing || state.running ? [state, nothing] : startCheck(state)
  // What a check tells that was cancelled is about files that are no longer there.
  if (event.check !== state.check || !state.running) return [state, nothing]
  if (event.kind === 'declared')
    return [{ ...state, running: { ...state.running, expected: event.count } }, nothing]
  if (event.kind === 'reported')
    return [{ ...state, running: { ...state.running, ended: state.running.ended + 1 } }, nothing]
  return [noteEnd(state, event), nothing]
}

function noteEnd(state: WatchState, end: Extract<WatchEvent, { kind: 'ended' }>): WatchState {
  const { running: _, deaf = state.isUntold ? 'proved' : undefined, ...rest } = state
  const { check, outcome, at } = end
  return { ...rest, latest: { check, outcome, at }, ...(deaf && { deaf }) }
}

type Look = Extract<WatchEvent, { kind: 'looked' }>

/** An event that came proves that events come. One that is told late finds nothing new, and is heard all the same. */
function noteHearing(state: WatchState, { because, change }: Look): WatchState {
  if (because === 'other')
    return change === 'same' || state.check === 0 ? state : { ...state, isUntold: true }
  const { deaf, ...rest } = state
  return { ...rest, ...(typeof deaf === 'object' && { deaf }), isUntold: false }
}

function decideAfterLook(state: WatchState, { change, missing }: Look): Decision {
  const { missing: wasMissing, running, ...rest } = state
  if (missing) return [{ ...rest, missing }, { cancel: running !== undefined }]
  if (wasMissing || change === 'changed') return startCheck(state)
  // What stands there is what is being checked, so the verdict to come is that of this save too.
  return change === 'saved-again' && !running ? startCheck(state) : [state, nothing]
}

function startCheck(state: WatchState): Decision {
  const { missing: _, running, ...rest } = state
  const check = state.check + 1
  return [
    { ...rest, check, running: { ended: 0 } },
    { cancel: running !== undefined, start: check },
  ]
}
