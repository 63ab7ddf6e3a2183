/** What a measurement came to. It is told and written down, and nothing depends on it. */

/** The rows by the names that a user calls them by. */
export const rowNames = ['a', 'b', 'c', 'd', 'e', 'f'] as const
export type RowName = (typeof rowNames)[number]

/** What a ratio should be. Missing it is said and fails nothing: how fast a machine is is no fact about the code. */
export interface Aim {
  readonly bound: 'at most' | 'at least'
  readonly ratio: number
}

/** What something is measured against, in the same run and by turns with it. */
export interface Reference {
  readonly name: string
  readonly samples: readonly number[]
  readonly median: number
  /** The median of what is measured, divided by this one. */
  readonly ratio: number
  readonly aim?: Aim
}

export interface Measurement {
  readonly row: RowName
  readonly name: string
  readonly unit: 'ms' | 'answers a second' | 'MiB'
  readonly samples: readonly number[]
  readonly median: number
  readonly references: readonly Reference[]
}

/** Something that could not be measured on this machine, and why, as a sentence. */
interface Omission {
  readonly row: RowName
  readonly reason: string
}

export type RowResult = Measurement | Omission

export interface BenchReport {
  readonly version: 1
  readonly node: string
  readonly system: string
  readonly processors: number
  readonly processor: string
  /** When it began, in ISO 8601. */
  readonly startedAt: string
  /** Programs that wanted to run at that time, as a mean over a minute; undefined where the system does not count them. */
  readonly load?: number
  readonly samples: number
  readonly results: readonly RowResult[]
}

/** Whether a ratio is what it should be. */
export function meetsAim(ratio: number, aim: Aim): boolean {
  return aim.bound === 'at most' ? ratio <= aim.ratio : ratio >= aim.ratio
}
