/** Somebody who takes part in a play and can be typed to. */
export interface Participant {
  /** How the screen calls it: "server", "client 1". */
  readonly name: string
  /** Whether typing to it still reaches anybody. */
  readonly isThere: boolean
  /** Hands it a line, without its line feed. */
  readonly say: (line: string) => void
  /** Says that no more will be typed. */
  readonly endInput: () => void
  /** Ends it with all that it started, and resolves when nothing of it is left. */
  readonly leave: () => Promise<void>
}
