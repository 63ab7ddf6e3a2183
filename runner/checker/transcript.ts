/**
 * A transcript is the record of one conversation, as data. The checker writes it, and everything that shows
 * it (the diagram in the terminal, the result file, a web page) is a drawing of it.
 *
 * There is one program under judgement (the subject's) and any number of peers of the checker's own around it.
 */

export const eventKinds = [
  'listening', // the program listens; `note` names the address
  'connect', // `by` opened a connection to the other
  'refused', // `by` tried to connect and was refused by the system
  'sent', // the peer sent bytes to the program
  'received', // the peer received bytes from the program
  'end', // FIN: `by` said that it will send no more
  'reset', // RST: `by` broke the connection off
  'stdin', // bytes typed into the program
  'stdin-end', // end of input was typed into the program
  'stdout', // bytes that the program printed
  'stderr', // bytes that the program printed as errors
  'signal', // a signal was sent to the program; `note` names it
  'exit', // the program ended; `note` says how, for example "exit code 0"
  'waited', // the peer waited in vain; `note` says for what and for how long
] as const

export type EventKind = (typeof eventKinds)[number]

export interface TranscriptEvent {
  /** Milliseconds since the check began. */
  readonly at: number
  /** Which of the checker's peers this happened with; for what happened to the program alone, its own name. */
  readonly peer: string
  readonly kind: EventKind
  /** Who did it, where both sides could have. */
  readonly by?: 'peer' | 'program'
  /** The beginning of the bytes, base64. */
  readonly bytes?: string
  /** How many bytes there were in all. */
  readonly length?: number
  readonly note?: string
}

export interface Transcript {
  /** What the program under judgement is called, for example "your server". */
  readonly program: string
  readonly events: readonly TranscriptEvent[]
  /** How many events in the middle were left out because there were too many. */
  readonly omitted: number
}
