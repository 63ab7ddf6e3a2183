/** Who speaks in a play, and who takes part in it and can be typed to. */
import { say, type Words } from '../language/say.ts'

export interface Speaker {
  /** By which one is known: "server", "client 1". */
  readonly id: string
  /** How the screen calls it. */
  readonly name: Words
  readonly role: 'server' | 'client'
  /** Which of the clients it is, from 1; the server has none. */
  readonly number?: number
}

export interface Participant extends Speaker {
  /** Whether typing to it still reaches anybody. */
  readonly isThere: boolean
  /** Hands it a line, without its line feed. */
  readonly say: (line: string) => void
  /** Says that no more will be typed. */
  readonly endInput: () => void
  /** Ends it with all that it started, and resolves when nothing of it is left. */
  readonly leave: () => Promise<void>
}

export const serverSpeaker: Speaker = { id: 'server', name: say`server`, role: 'server' }

/** The client of that number. */
export function createClientSpeaker(number: number): Speaker {
  return { id: `client ${number}`, name: say`client ${number}`, role: 'client', number }
}
