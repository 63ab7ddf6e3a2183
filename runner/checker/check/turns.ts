/**
 * Lets a few checks of a lesson run side by side. A check takes its turn when nothing else holds it back, so that one
 * that waits for another takes nobody's place meanwhile; of those that are ready, the one that was declared first goes first.
 */
import { availableParallelism } from 'node:os'

interface Waiting {
  readonly rank: number
  readonly begin: () => void
}

export class Turns {
  readonly #atOnce: number
  readonly #waiting: Waiting[] = []
  #running = 0

  /** @param atOnce how many may run side by side. Programs under judgement wait more than they compute. */
  constructor(atOnce = availableParallelism() + 2) {
    this.#atOnce = atOnce
  }

  /**
   * Runs a body when there is room for it.
   * @param rank of those that wait, the one with the lowest goes first
   */
  async run<T>(rank: number, body: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#atOnce)
      await new Promise<void>((begin) => {
        this.#waiting.push({ rank, begin })
        this.#waiting.sort((one, other) => one.rank - other.rank)
      })
    else this.#running++
    try {
      return await body()
    } finally {
      // The place goes to the next in the line, so that nobody can take it in between.
      const next = this.#waiting.shift()
      if (next) next.begin()
      else this.#running--
    }
  }
}
