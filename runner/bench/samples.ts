/** Samples of several things, taken by turns, so that a machine that is busy for a while is so for all of them. */
import type { Aim, Measurement, Reference, RowName } from './report.ts'

export interface Turns {
  readonly count: number
  readonly signal: AbortSignal
  /** Called before each sample with its number, from 1; 0 is the one that warms up and is not kept. */
  readonly onSample: (number: number) => void
}

/**
 * Measures each of the contestants `count` times: the first, the second …, the first again. One round before that is
 * not kept: what is loaded for the first time comes from the disk, and what runs for the first time is not yet compiled.
 * @param contestants by name; each resolves with one sample
 * @returns what tells the samples of each
 * @throws the signal's reason when cancelled, and whatever a contestant throws
 */
export async function takeTurns<Name extends string>(
  contestants: Readonly<Record<Name, () => Promise<number>>>,
  { count, signal, onSample }: Turns,
): Promise<(name: Name) => readonly number[]> {
  const kept = new Map<string, number[]>()
  for (let number = 0; number <= count; number++) {
    onSample(number)
    for (const [name, measure] of Object.entries<() => Promise<number>>(contestants)) {
      signal.throwIfAborted()
      const sample = await measure()
      if (number > 0) kept.set(name, [...(kept.get(name) ?? []), sample])
    }
  }
  return (name) => kept.get(name) ?? []
}

/** The value in the middle, or the mean of the two there. @throws {RangeError} without any value */
export function findMedian(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]]
  if (low === undefined || high === undefined) throw new RangeError('There is no median of no values.')
  return (low + high) / 2
}

interface Comparison {
  readonly row: RowName
  readonly name: string
  readonly unit: Measurement['unit']
  readonly samples: readonly number[]
  readonly references: readonly {
    readonly name: string
    readonly samples: readonly number[]
    readonly aim?: Aim
  }[]
}

/** Works out what samples come to. */
export function compareSamples({ references, ...measured }: Comparison): Measurement {
  const median = findMedian(measured.samples)
  const compare = (reference: Comparison['references'][number]): Reference => {
    const own = findMedian(reference.samples)
    return { ...reference, median: own, ratio: median / own }
  }
  return { ...measured, median, references: references.map(compare) }
}
