/**
 * Turns a transcript into the steps that are told: pieces joined, the middle left out. Bytes stay bytes and names stay
 * words; what becomes of them on a screen is the screens' business.
 */
import type { EventKind, Participant, Transcript, TranscriptEvent } from '../checker/record/transcript.ts'
import type { Stage } from '../checker/record/verdict.ts'
import type { Words } from '../language/say.ts'
import type { Fault } from './fault.ts'

type Facts = Pick<TranscriptEvent, 'address' | 'socket' | 'fromPort' | 'signal' | 'exit' | 'waited'>

export interface Step extends Facts {
  readonly number: number
  /** The id of the peer with whom the program deals, or of the program for what happened to it alone. */
  readonly peer: string
  /** `failed` stands at the end where a check failed and nothing of what happened was wrong. */
  readonly kind: EventKind | 'failed'
  readonly by: 'peer' | 'program'
  readonly bytes: Uint8Array
  /** How many bytes there were, of which `bytes` may be only the beginning. */
  readonly length: number
  /** How many events were joined. */
  readonly pieces: number
  /** With `failed`: which rung was missed. */
  readonly stage?: Stage
  /** Whether it came, or went, as a message of its own, so that its border means something. */
  readonly isDatagram: boolean
  /** Whether this is where the check failed. */
  readonly isFault: boolean
  /** Whether a program reports on stderr the error that it dies of. What that says is told beside the picture. */
  readonly isReport: boolean
}

export interface Omission {
  readonly omitted: number
}

/** Who stands in a conversation, and what is written above their line. */
export type Named = Pick<Participant, 'id' | 'name'>

export interface Conversation {
  readonly program: Named
  /** In the order in which they appeared, without the program. */
  readonly peers: readonly Named[]
  readonly steps: readonly (Step | Omission)[]
}

/** More steps than this do not fit on a screen together with the words about them. */
export const defaultMaxSteps = 24
/** So many bytes fit on the narrowest arrow. */
const shortBytes = 12
/** So few pieces are told one by one: that a message came in two is often the point. */
const fewPieces = 3
/** Of a conversation that is cut, so much is kept of its beginning; the end tells more. */
const keptOfBeginning = 1 / 3

const carriers: ReadonlySet<EventKind> = new Set(['sent', 'received', 'stdin', 'stdout', 'stderr'])

/** An event with what can be known of it only from the others. */
interface Happening extends TranscriptEvent {
  readonly isDatagram: boolean
  readonly isFault: boolean
  readonly isReport: boolean
}

/** Prepares a transcript for telling, cut in the middle to about `maxSteps`, and at the fault where that ends it. */
export function readConversation(transcript: Transcript, maxSteps: number, fault?: Fault): Conversation {
  const { program, omitted, events } = transcript
  // The recorder keeps as much of the beginning as of the end and leaves out what lay between.
  const middle = omitted > 0 ? Math.floor(events.length / 2) : events.length
  const end = fault?.isLast === true && fault.index !== undefined ? fault.index + 1 : Infinity
  const happenings = readHappenings(transcript, fault)
  const head = joinPieces(setInOrder(happenings.slice(0, Math.min(middle, end))))
  const tail = joinPieces(setInOrder(happenings.slice(middle, end)))
  const omission = omitted > 0 && end > middle ? [{ omitted }] : []
  const failed =
    fault && fault.index === undefined && happenings.length > 0 ? [createFailedStep(program, fault)] : []
  const steps = cutMiddle(numberSteps([...head, ...omission, ...tail, ...failed]), maxSteps)
  const ids = new Set(events.map(({ peer }) => peer))
  ids.delete(program)
  const name = (id: string) => ({ id, name: findName(transcript, id) })
  return { program: name(program), peers: [...ids].map(name), steps }
}

/** What a participant is called; its id where nobody has introduced it. */
export function findName({ participants }: Transcript, id: string): Words {
  return participants.find((participant) => participant.id === id)?.name ?? id
}

/** Reads an event that stands alone. */
export function readStep(event: TranscriptEvent): Step {
  return joinRun([{ ...event, isDatagram: false, isFault: false, isReport: false }])
}

/**
 * Whether a picture of it may lack something that the transcript has: steps, the borders of pieces, or the middle of
 * bytes that are too many for an arrow.
 */
export function mayBeCut({ steps }: Conversation): boolean {
  return steps.some(
    (step) => isOmission(step) || step.pieces > 1 || (step.length > shortBytes && !step.isReport),
  )
}

function createFailedStep(program: string, { stage }: Fault): Step {
  const nothing = { bytes: new Uint8Array(), length: 0, pieces: 1, isDatagram: false, isReport: false }
  return { ...nothing, number: 0, peer: program, kind: 'failed', by: 'program', stage, isFault: true }
}

function readHappenings(transcript: Transcript, fault?: Fault): Happening[] {
  const { events, omitted } = transcript
  const connected = new Set(events.flatMap(({ kind, peer }) => (kind === 'connect' ? [peer] : [])))
  // Of a peer whose beginning may have been left out nothing is known, unless nobody ever connected.
  const isDatagramPeer = (peer: string) => !connected.has(peer) && (omitted === 0 || connected.size === 0)
  const usualPorts = events.flatMap(({ kind, address }) =>
    kind === 'listening' && address ? [address.port] : [],
  )
  const reports = findReport(transcript, fault)
  return events.map((event, index) => {
    const { fromPort, ...rest } = event
    // A port is news only where another one was due.
    const isUnusual = fromPort !== undefined && usualPorts.length > 0 && !usualPorts.includes(fromPort)
    return {
      ...(isUnusual ? event : rest),
      isDatagram: ['sent', 'received'].includes(event.kind) && isDatagramPeer(event.peer),
      isFault: index === fault?.index,
      isReport: reports.has(index),
    }
  })
}

/** The events in which a program that died reported its error: all that it printed on stderr around its end. */
function findReport({ events }: Transcript, fault?: Fault): ReadonlySet<number> {
  const found = new Set<number>()
  const exit = fault?.index === undefined ? undefined : events[fault.index]
  if (fault?.isCrash !== true || fault.index === undefined || exit?.kind !== 'exit') return found
  for (const way of [-1, 1]) {
    for (let index = fault.index + way; ; index += way) {
      const event = events[index]
      if (event === undefined || (event.peer === exit.peer && event.kind !== 'stderr')) break
      if (event.peer === exit.peer) found.add(index)
    }
  }
  return found
}

/**
 * That a program listens is found out by looking at the kernel's tables, a moment before or after its own words about
 * it are read. Its words come second.
 */
function setInOrder(happenings: readonly Happening[]): Happening[] {
  const ordered: Happening[] = []
  for (const happening of happenings) {
    let place = ordered.length
    if (happening.kind === 'listening') while (isPrintedBy(happening.peer, ordered[place - 1])) place--
    ordered.splice(place, 0, happening)
  }
  return ordered
}

function isPrintedBy(program: string, happening: Happening | undefined): boolean {
  return happening?.peer === program && (happening.kind === 'stdout' || happening.kind === 'stderr')
}

/** Tells a step from a place where steps were left out. */
export function isOmission(step: Step | Omission): step is Omission {
  return 'omitted' in step
}

function joinPieces(events: readonly Happening[]): Step[] {
  const runs: Happening[][] = []
  for (const event of events) {
    const run = runs.at(-1)
    if (run?.[0] && doesContinue(run[0], event)) run.push(event)
    else runs.push([event])
  }
  return runs.flatMap((run) =>
    run.length > fewPieces || run[0]?.isReport ? [joinRun(run)] : run.map((event) => joinRun([event])),
  )
}

function doesContinue(first: Happening, next: Happening): boolean {
  return (
    carriers.has(next.kind) &&
    ![first, next].some(({ isDatagram, isFault }) => isDatagram || isFault) &&
    first.kind === next.kind &&
    first.peer === next.peer &&
    first.fromPort === next.fromPort &&
    first.isReport === next.isReport
  )
}

function joinRun(run: readonly Happening[]): Step {
  const [first] = run
  if (!first) throw new RangeError('a run has at least one event')
  const { address, socket, fromPort, signal, exit, waited } = first
  return {
    ...(address && { address }),
    ...(socket && { socket }),
    ...(fromPort !== undefined && { fromPort }),
    ...(signal !== undefined && { signal }),
    ...(exit && { exit }),
    ...(waited && { waited }),
    number: 0,
    peer: first.peer,
    kind: first.kind,
    by: first.by ?? (first.kind === 'received' ? 'program' : 'peer'),
    bytes: joinBytes(run),
    length: run.reduce((sum, event) => sum + countBytes(event), 0),
    pieces: run.length,
    isDatagram: first.isDatagram,
    isFault: first.isFault,
    isReport: first.isReport,
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
