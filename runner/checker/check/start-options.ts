/** How a check has a program of the learner's started. */
import type { Words } from '../../language/say.ts'
import type { Protocol } from '../../processes/protocol.ts'

export interface ServerOptions {
  /** What sentences call it: "inbox" makes "your inbox". Without it, "server". */
  readonly role?: Words
  readonly file?: string
  readonly protocol?: Protocol
  /** A port that it has to have, for a restart where another one listened before. Without it, a free one is found. */
  readonly port?: number
  /** What HOST names; without it HOST is not set. */
  readonly host?: string
  readonly args?: readonly string[]
  /** Added to its environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** On a real pseudo-terminal of its own, as a person would use it, in place of pipes. */
  readonly terminal?: boolean
  /** What it leaves behind at its end stays until the check is over, so that the check can find it. */
  readonly sparesChildren?: boolean
}

export interface ClientOptions {
  /** What sentences call it: "sender" makes "your sender". Without it, "client". */
  readonly role?: Words
  readonly file?: string
  /** What HOST names; without it HOST is not set. */
  readonly host?: string
  readonly args?: readonly string[]
  /** Added to its environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** On a real pseudo-terminal of its own, as a person would use it, in place of pipes. */
  readonly terminal?: boolean
  /** What it leaves behind at its end stays until the check is over, so that the check can find it. */
  readonly sparesChildren?: boolean
}
