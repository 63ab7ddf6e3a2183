/** Where the mark of a menu goes at a key. */

const steps: Readonly<Record<string, (place: number, last: number) => number>> = {
  '\x1b[A': (place, last) => (place === 0 ? last : place - 1),
  '\x1b[B': (place, last) => (place === last ? 0 : place + 1),
  '\x1bOA': (place, last) => (place === 0 ? last : place - 1),
  '\x1bOB': (place, last) => (place === last ? 0 : place + 1),
  k: (place, last) => (place === 0 ? last : place - 1),
  j: (place, last) => (place === last ? 0 : place + 1),
  '\t': (place, last) => (place === last ? 0 : place + 1),
  '\x1b[H': () => 0,
  '\x1b[1~': () => 0,
  '\x1bOH': () => 0,
  '\x1b[F': (_, last) => last,
  '\x1b[4~': (_, last) => last,
  '\x1bOF': (_, last) => last,
  '\x1b[5~': () => 0,
  '\x1b[6~': (_, last) => last,
}

/** The place among `count` after a key; the same where the key moves nothing. */
export function movePlace(place: number, key: string, count: number): number {
  return steps[key]?.(place, count - 1) ?? place
}
