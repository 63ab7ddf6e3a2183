/** Numbers that look random and are the same for the same seed, on every machine and in every version of Node. */

/** Returns a whole number from 0 up to, but not including, `below`. */
export type Random = (below: number) => number

/** A sequence of numbers of its own for each seed (Mulberry32). */
export function createRandom(seed: number): Random {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b)
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}
