/** What stands between a client and a server to see what they say to each other. */
import type { Happening } from '../checker/record/recorder.ts'
import type { Participant } from '../checker/record/transcript.ts'
import type { Words } from '../language/say.ts'
import type { Weather } from './weather.ts'

export interface RelayOptions {
  /** What the wire calls the client that goes through it, for example "client 1". */
  readonly name: Words
  /** The server's port on 127.0.0.1. */
  readonly serverPort: number
  /** Told of everything that passes, with all of its bytes, in the order in which it passes. */
  readonly onHappening: (happening: Happening) => void
  /** The weather that a datagram meets when it comes; none is fine weather. */
  readonly weather?: () => Weather | undefined
  /** Told who takes part, before anything happens to them. */
  readonly onIntroduced: (participant: Participant) => void
}

export interface Relay extends Disposable {
  /** The port on 127.0.0.1 that the client is given in place of the server's. */
  readonly port: number
  /** Takes clients. While it does not, the system refuses them, as it does where there is no server. */
  open: () => Promise<void>
  /** Takes no more clients. What is connected stays so. */
  close: () => void
}
