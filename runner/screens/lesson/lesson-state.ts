/** How far the learner has come with a lesson, in a sign and in words. */
import { say, type Sentence } from '../../language/say.ts'
import { describeAge } from './age.ts'
import { createPaint, type Screen } from '../../text/screen.ts'
import { escapeText } from '../../text/visible.ts'

export const lessonStates = ['not-started', 'started', 'failed', 'done'] as const
export type LessonState = (typeof lessonStates)[number]

export interface LessonRow {
  readonly number: number
  readonly title: string
  readonly state: LessonState
  /** How long ago it came to this state. */
  readonly ageMs?: number
  /** With `failed`: the name of the first check that failed. */
  readonly failedCheck?: string
}

const words: Record<LessonState, Sentence> = {
  'not-started': say`· not started`,
  started: say`○ started`,
  failed: say`✗ failed`,
  done: say`✓ done`,
}

/** The sign and the word of a state: `✓ done`. The sign differs as well, so that it is found without colour. */
export function nameState(state: LessonState): Sentence {
  return words[state]
}

/** Colours what tells a state. */
export function paintState(text: string, state: LessonState, screen: Screen): string {
  const { green, red, dim } = createPaint(screen)
  if (state === 'done') return green(text)
  if (state === 'failed') return red(text)
  return state === 'not-started' ? dim(text) : text
}

/** Says in words how far a lesson is: `failed 12 minutes ago at "serves the next client"`. */
export function describeLessonState({ state, ageMs, failedCheck }: LessonRow): Sentence {
  if (state === 'not-started') return say`not started`
  const age = ageMs === undefined ? undefined : describeAge(ageMs)
  if (state === 'started') return age ? say`started ${age}` : say`started`
  if (state === 'done') return age ? say`done ${age}` : say`done`
  const failed = age ? say`failed ${age}` : say`failed`
  return failedCheck === undefined ? failed : say`${failed} at "${escapeText(failedCheck)}"`
}
