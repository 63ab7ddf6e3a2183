/** Turns a transcript into the steps that are drawn: pieces joined, names made safe, the middle left out. */
import type { EventKind, Transcript, TranscriptEvent } from '../checker/transcript.ts'
import { escapeText } from './visible.ts'

export interface Step {
  readonly number: number
  /** Whose column it stands in, or with whom the program deals. */
  readonly peer: string
  readonly kind: EventKind
  readonly by: 'peer' | 'program'
  readonly bytes: Uint8Array
  /** How many bytes there were, of which `bytes` may be only the beginning. */
  readonly length: number
  /** How many events were joined. */
  readonly pieces: number
  readonly note: string
}

export interface Omission {
  readonly omitted: number
}

export interface Conversation {
  readonly program: string
  /** In the order in which they appeared, without the program. */
  readonly peers: readonly string[]
  readonly steps: readonly (Step | Omission)[]
}

/** More steps than this do not fit on a screen together with the words about them. */
export const defaultMaxSteps = 24
/** So few pieces are told one by one: that a message came in two is often the point. */
const fewPieces = 3
/** Of a conversation that is cut, so much is kept of its beginning; the end tells more. */
const keptOfBeginning = 1 / 3

const carriers: ReadonlySet<EventKind> = new Set(['sent', 'received', 'stdin', 'stdout', 'stderr'])

/** Prepares a transcript for drawing, cut in the middle to about `maxSteps`. */
export function readConversation(transcript: Transcript, maxSteps: number): Conversation {
  const program = escapeText(transcript.program)
  // The recorder keeps as much of the beginning as of the end and leaves out what lay between.
  const middle = transcript.omitted > 0 ? Math.floor(transcript.events.length / 2) : transcript.events.length
  const head = joinPieces(transcript.events.slice(0, middle))
  const tail = joinPieces(transcript.events.slice(middle))
  const omission = transcript.omitted > 0 ? [{ omitted: transcript.omitted }] : []
  const steps = cutMiddle(numberSteps([...head, ...omission, ...tail]), maxSteps)
  const peers = new Set(transcript.events.map((event) => escapeText(event.peer)))
  peers.delete(program)
  return { program, peers: [...peers], steps }
}

/** Reads an event that stands alone. */
export function readStep(event: TranscriptEvent): Step {
  return joinRun([event])
}

/** Tells a step from a place where steps were left out. */
export function isOmission(step: Step | Omission): step is Omission {
  return 'omitted' in step
}

function joinPieces(events: readonly TranscriptEvent[]): Step[] {
  const runs: TranscriptEvent[][] = []
  for (const event of events) {
    const run = runs.at(-1)
    if (run?.[0] && doesContinue(run[0], event)) run.push(event)
    else runs.push([event])
  }
  return runs.flatMap((run) =>
    run.length > fewPieces ? [joinRun(run)] : run.map((event) => joinRun([event])),
  )
}

function doesContinue(first: TranscriptEvent, next: TranscriptEvent): boolean {
  return (
    carriers.has(next.kind) &&
    first.kind === next.kind &&
    first.peer === next.peer &&
    first.note === next.note
  )
}

function joinRun(run: readonly TranscriptEvent[]): Step {
  const [first] = run
  if (!first) throw new RangeError('a run has at least one event')
  return {
    number: 0,
    peer: escapeText(first.peer),
    kind: first.kind,
    by: first.by ?? (first.kind === 'received' ? 'program' : 'peer'),
    bytes: joinBytes(run),
    length: run.reduce((sum, event) => sum + countBytes(event), 0),
    pieces: run.length,
    note: escapeText(first.note ?? ''),
  }
}

/** Joins bytes up to the first event that holds only the beginning of its own. */
function joinBytes(run: readonly TranscriptEvent[]): Uint8Array {
  const isCut = (event: TranscriptEvent) => decode(event).length < countBytes(event)
  const cut = run.findIndex(isCut)
  return Buffer.concat((cut === -1 ? run : run.slice(0, cut + 1)).map(decode))
}

function decode({ bytes = '' }: TranscriptEvent): Buffer {
  return Buffer.from(bytes, 'base64')
}

function countBytes(event: TranscriptEvent): number {
  return Math.max(event.length ?? 0, decode(event).length)
}

function numberSteps(steps: readonly (Step | Omission)[]): (Step | Omission)[] {
  let number = 0
  return steps.map((step) => {
    number += isOmission(step) ? step.omitted : 1
    return isOmission(step) ? step : { ...step, number }
  })
}

function cutMiddle(steps: readonly (Step | Omission)[], maxSteps: number): (Step | Omission)[] {
  if (steps.length <= Math.max(maxSteps, 3)) return [...steps]
  const kept = Math.max(maxSteps, 3) - 1
  const head = Math.max(1, Math.floor(kept * keptOfBeginning))
  const cut = steps.slice(head, steps.length - (kept - head))
  const omitted = cut.reduce((sum, step) => sum + (isOmission(step) ? step.omitted : 1), 0)
  return [...steps.slice(0, head), { omitted }, ...steps.slice(steps.length - (kept - head))]
}
