/** The keys that move a text, the same wherever one is shown. */

interface Place {
  /** The line that stands first. */
  readonly first: number
  /** Lines in sight. */
  readonly height: number
}

type Move = (place: Place) => number

const lineBack: Move = ({ first }) => first - 1
const lineOn: Move = ({ first }) => first + 1
const pageBack: Move = ({ first, height }) => first - height
const pageOn: Move = ({ first, height }) => first + height
const top: Move = () => 0
const end: Move = () => Infinity

/** By key, the line that stands first afterwards; it may lie beyond the ends of the text. */
export const movesByKey: Readonly<Record<string, Move>> = {
  '\x1b[A': lineBack,
  '\x1bOA': lineBack,
  k: lineBack,
  '\x1b[B': lineOn,
  '\x1bOB': lineOn,
  j: lineOn,
  '\x1b[5~': pageBack,
  b: pageBack,
  '\x1b[6~': pageOn,
  ' ': pageOn,
  f: pageOn,
  '\x1b[H': top,
  '\x1b[1~': top,
  '\x1bOH': top,
  g: top,
  '\x1b[F': end,
  '\x1b[4~': end,
  '\x1bOF': end,
  G: end,
}
