/** Finds the place in a transcript where a check failed: the byte, the silence or the goodbye that was wrong. */
import type { Transcript, TranscriptEvent } from '../checker/transcript.ts'
import type { ByteDifference, CheckReport, Stage } from '../checker/verdict.ts'

export interface Fault {
  readonly stage: Stage
  /** The index of the event that was wrong; without it, nothing of what happened was, but what did not. */
  readonly index?: number
  /** Whether what came after it tells nothing more about it. */
  readonly isLast: boolean
}

type Find = (transcript: Transcript, difference?: ByteDifference) => number | undefined

/** Finds the fault of a failed check. It names an event only where that is certain. */
export function findFault({ failure, transcript }: CheckReport): Fault | undefined {
  if (!failure || !transcript) return undefined
  const index = finders[failure.stage]?.(transcript, failure.bytes)
  const isLast = index === undefined || ['received', 'waited'].includes(transcript.events[index]?.kind ?? '')
  return { stage: failure.stage, ...(index !== undefined && { index }), isLast }
}

const finders: Partial<Record<Stage, Find>> = {
  silent: (transcript) => findWait(transcript),
  'blocks-others': (transcript) => findWait(transcript),
  'never-closed': (transcript) => findWait(transcript),
  'wrong-bytes': (transcript, difference) => findWrongBytes(transcript, difference),
  'extra-bytes': (transcript, difference) => findWrongBytes(transcript, difference),
  'missing-bytes': (transcript, difference) => findWait(transcript) ?? findWrongBytes(transcript, difference),
  'closed-early': (transcript) => findGoodbye(transcript),
  'wrong-goodbye': (transcript) => findGoodbye(transcript),
  refused: (transcript) => findLast(transcript, ({ kind }) => kind === 'refused'),
  'did-not-start': (transcript) => findLast(transcript, ({ kind }) => kind === 'exit'),
  'exited-early': (transcript) => findLast(transcript, ({ kind }) => kind === 'exit'),
  crashed: (transcript) => findLast(transcript, ({ kind }) => kind === 'exit'),
  'wrong-exit': (transcript) => findLast(transcript, ({ kind }) => kind === 'exit'),
}

/** Whoever waits in vain is the last one that something happened to, but for what went on meanwhile. */
function findWait(transcript: Transcript): number | undefined {
  return findLast(transcript, ({ kind }) => kind === 'waited')
}

/** The goodbye to the peer that spoke last; of several peers it cannot be told otherwise whose was wrong. */
function findGoodbye(transcript: Transcript): number | undefined {
  const isGoodbye = ({ kind, by }: TranscriptEvent) =>
    (kind === 'end' || kind === 'reset') && by === 'program'
  const peers = new Set(transcript.events.filter(isGoodbye).map(({ peer }) => peer))
  const speaker = transcript.events.findLast(({ kind }) => kind === 'sent')?.peer
  if (peers.size > 1 && (speaker === undefined || !peers.has(speaker))) return undefined
  return findLast(transcript, (event) => isGoodbye(event) && (peers.size === 1 || event.peer === speaker))
}

function findLast({ events }: Transcript, isWanted: (event: TranscriptEvent) => boolean): number | undefined {
  const index = events.findLastIndex(isWanted)
  return index === -1 ? undefined : index
}

/** The event that brought the first wrong byte: the one in that place of the events that brought just these bytes. */
function findWrongBytes({ events }: Transcript, difference?: ByteDifference): number | undefined {
  const last = events.at(-1)?.kind === 'received' ? events.length - 1 : undefined
  if (!difference) return last
  const received = events.flatMap((event, index) => (event.kind === 'received' ? [{ ...event, index }] : []))
  const found = new Map<string, number>()
  for (const peer of new Set(received.map((event) => event.peer))) {
    const own = received.filter((event) => event.peer === peer)
    const index = findInEvents(own, difference)
    if (index !== undefined) found.set(peer, index)
  }
  if (found.size === 0) return last
  if (found.size === 1) return [...found.values()][0]
  // The same bytes came to several: it is the one that had just asked for others.
  return found.get(events.findLast(({ kind }) => kind === 'sent')?.peer ?? '')
}

interface Received extends TranscriptEvent {
  readonly index: number
}

/** Looks, from the end on, for events of one peer that together brought what was received. */
function findInEvents(own: readonly Received[], difference: ByteDifference): number | undefined {
  const wrong = Math.min(difference.firstDifference, difference.actualLength - 1)
  for (let end = own.length; end > 0; end--) {
    let start = difference.actualLength
    let found: number | undefined
    for (const event of own.slice(0, end).toReversed()) {
      start -= event.length ?? 0
      if (!doesHold(event, start, difference)) break
      if (start <= wrong) found ??= event.index
      if (start <= 0) break
    }
    if (start === 0 && found !== undefined) return found
  }
  return undefined
}

/** Whether what is kept of the event's bytes is what the difference holds of that place. */
function doesHold(event: TranscriptEvent, start: number, { actual, offset }: ByteDifference): boolean {
  const window = Buffer.from(actual, 'base64')
  const bytes = Buffer.from(event.bytes ?? '', 'base64')
  const from = Math.max(start, offset)
  const to = Math.min(start + bytes.length, offset + window.length)
  return (
    from >= to || bytes.subarray(from - start, to - start).equals(window.subarray(from - offset, to - offset))
  )
}
