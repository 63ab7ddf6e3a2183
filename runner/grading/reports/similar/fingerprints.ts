/**
 * Winnowing, as Schleimer, Wilkerson and Aiken describe it ("Winnowing: Local Algorithms for Document Fingerprinting",
 * SIGMOD 2003): of the hashes of all runs of tokens, the least in every window. What two programs share over at least
 * `runLength + windowLength - 1` tokens is surely found, and nothing that is shorter than a run.
 */
import { createHash } from 'node:crypto'
import { listTokens } from './tokens.ts'

const runLength = 20
const windowLength = 10

/** Hashes of runs, each with the line in which it begins and the one in which it ends. */
export type Fingerprints = ReadonlyMap<string, readonly [first: number, last: number]>

/** The hashes of all runs of a program that is known to everybody, chosen or not. */
export function hashRuns(source: string): ReadonlySet<string> {
  return new Set(listRuns(source).map(({ hash }) => hash))
}

/** The fingerprints of a program. */
export function takeFingerprints(source: string): Fingerprints {
  const runs = listRuns(source)
  const chosen = new Map<string, readonly [number, number]>()
  for (let start = 0; start + Math.min(windowLength, runs.length) <= runs.length; start++) {
    const window = runs.slice(start, start + windowLength)
    // Of equal ones the last: it stays in the window for the longest time.
    const [first, ...others] = window
    if (!first) break
    const least = others.reduce((least, run) => (run.hash <= least.hash ? run : least), first)
    chosen.set(least.hash, least.lines)
  }
  return chosen
}

function listRuns(source: string) {
  const tokens = listTokens(source)
  return tokens.slice(runLength - 1).map((last, start) => {
    const run = tokens.slice(start, start + runLength)
    const hash = createHash('sha1')
      .update(run.map(({ kind }) => kind).join(' '))
      .digest('hex')
      .slice(0, 16)
    return { hash, lines: [run[0]?.line ?? last.line, last.line] as const }
  })
}
