/** What may be run, on which paths, and within which limits. Nothing in here knows who asks, or over which wire. */

/** The request was heard, and nothing was run. The message is for whoever asked. */
export class Refusal extends Error {}

export interface Limits {
  readonly timeoutMs: number
  /** Of stdout and stderr together. */
  readonly maxOutputBytes: number
}

export class Runner {
  readonly #limits: Limits

  constructor(limits: Limits) {
    this.#limits = limits
  }

  /**
   * Runs a command without a shell.
   * @throws {Refusal} when it is not allowed. So far nothing is: that is safe already, and of no use.
   */
  async run(program: string, args: readonly string[]): Promise<void> {
    const { timeoutMs } = this.#limits
    const line = [program, ...args].join(' ').slice(0, 100)
    throw new Refusal(`nothing is on the list so far, not even for ${timeoutMs} ms: ${line}`)
  }
}
