/** So much of what a program prints is kept, from its end; it may print without end. */
const maxKept = 256 * 1024

/**
 * The end of a text that may grow without end. Places are counted from the beginning of the whole of it, so that a
 * place noted before is the same one later, however much has been dropped in between.
 */
export class KeptText {
  #kept = ''
  #dropped = 0

  add(text: string): void {
    const grown = this.#kept + text
    this.#kept = grown.slice(-maxKept)
    this.#dropped += grown.length - this.#kept.length
  }

  /** What is kept of it. */
  get text(): string {
    return this.#kept
  }

  /** How many characters it has in all, with those that were dropped. The place at its end. */
  get length(): number {
    return this.#dropped + this.#kept.length
  }

  /** What is kept of it from a place on. */
  since(place: number): string {
    return this.#kept.slice(Math.max(0, place - this.#dropped))
  }

  /** The place behind the first `wanted` from a place on; undefined when it is not there. */
  findEnd(wanted: string, from: number): number | undefined {
    const index = this.#kept.indexOf(wanted, Math.max(0, from - this.#dropped))
    return index === -1 ? undefined : this.#dropped + index + wanted.length
  }
}
