/**
 * A transcript is the record of one conversation, as data. The checker writes it, and everything that shows
 * it (the diagram in the terminal, the result file, a web page) is a drawing of it.
 *
 * There is one program under judgement (the subject's) and any number of peers of the checker's own around it. What
 * happened is told in facts; sentences are made of them where they are shown.
 */
import type { Words } from '../../language/say.ts'
import type { SocketKind } from '../../processes/protocol.ts'

export const eventKinds = [
  'listening', // the program listens, or has bound its port: `address`
  'connect', // `by` opened a connection to the other
  'refused', // `by` tried to connect and was refused by the system
  'sent', // the peer sent bytes to the program
  'received', // the peer received bytes from the program; a datagram has the port that it came from: `fromPort`
  'end', // FIN: `by` said that it will send no more
  'reset', // RST: `by` broke the connection off
  'stdin', // bytes typed into the program
  'stdin-end', // end of input was typed into the program
  'stdout', // bytes that the program printed
  'stderr', // bytes that the program printed as errors
  'signal', // a signal was sent to the program: `signal`
  'exit', // the program ended: `exit`
  'waited', // the peer waited in vain: `waited`
] as const

export type EventKind = (typeof eventKinds)[number]

/** How a program ended: with a code, or by a signal. Neither is known of one that could not be started. */
export interface Exit {
  readonly code: number | null
  readonly signal: string | null
}

interface Address {
  readonly host: string
  readonly port: number
}

/** A wait in vain, and how long it was in truth. */
interface VainWait {
  /** What for, as a clause: "the answer", "an end (FIN)". */
  readonly forWhat: Words
  readonly ms: number
}

export interface TranscriptEvent {
  /** Milliseconds since the check began. */
  readonly at: number
  /** The id of the peer with whom this happened; for what happened to the program alone, its own. */
  readonly peer: string
  readonly kind: EventKind
  /** Who did it, where both sides could have. */
  readonly by?: 'peer' | 'program'
  /** The beginning of the bytes, base64. */
  readonly bytes?: string
  /** How many bytes there were in all. */
  readonly length?: number
  readonly address?: Address
  /** With `listening`: what kind of socket it is, if that is known. */
  readonly socket?: SocketKind
  readonly fromPort?: number
  readonly signal?: string
  readonly exit?: Exit
  readonly waited?: VainWait
}

/** Who takes part in a conversation. A program that is started again is the same participant. */
export interface Participant {
  readonly id: string
  /** What stands above its line: "your server", "first client". */
  readonly name: Words
  readonly kind: 'program' | 'peer'
}

export interface Transcript {
  /** The id of the program under judgement: the first one that the check has started. */
  readonly program: string
  readonly participants: readonly Participant[]
  readonly events: readonly TranscriptEvent[]
  /** How many events in the middle were left out because there were too many. */
  readonly omitted: number
}
