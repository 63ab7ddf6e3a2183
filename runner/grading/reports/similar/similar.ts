/** Which programs of a class are alike beyond what everybody was given: places to look, and no proof of anything. */
import { hashRuns, takeFingerprints, type Fingerprints } from './fingerprints.ts'

/** What one student handed in for one lesson, by file. */
export interface ComparedPrograms {
  readonly student: string
  readonly files: ReadonlyMap<string, Fingerprints>
}

export interface Likeness {
  readonly students: readonly [string, string]
  /** How many passages both have. */
  readonly shared: number
  /** What part that is of the passages of whoever has fewer, from 0 to 1. */
  readonly part: number
  /** Where they stand, for each of both: "server.ts 3-9 20-31". */
  readonly places: readonly [string, string]
}

/** A passage that more students have is taken for common: an idiom, or the way that the text suggests. */
const mostOwners = 10
/** Fewer passages than this are alike by chance. */
const fewestShared = 4
const smallestPart = 0.3

/** Takes the fingerprints of programs without those of what is known to everybody. */
export function preparePrograms(
  student: string,
  sources: ReadonlyMap<string, string>,
  known: ReadonlySet<string>,
): ComparedPrograms {
  const files = [...sources].map(([name, source]) => {
    const own = [...takeFingerprints(source)].filter(([hash]) => !known.has(hash))
    return [name, new Map(own)] as const
  })
  return { student, files: new Map(files) }
}

/** The hashes of all that everybody was given: starter, given files, solution and alternatives. */
export function hashKnown(sources: readonly string[]): ReadonlySet<string> {
  return new Set(sources.flatMap((source) => [...hashRuns(source)]))
}

/** Finds pairs that share more than chance and the lesson explain; those that share the most come first. */
export function findSimilar(everybody: readonly ComparedPrograms[]): Likeness[] {
  const hashes = new Map(everybody.map((programs) => [programs, collectHashes(programs)]))
  const owners = new Map<string, ComparedPrograms[]>()
  for (const [programs, own] of hashes) {
    for (const hash of own) owners.set(hash, [...(owners.get(hash) ?? []), programs])
  }
  const shared = new Map<ComparedPrograms, Map<ComparedPrograms, Set<string>>>()
  for (const [hash, all] of owners) {
    if (all.length > mostOwners) continue
    for (const [index, first] of all.entries()) {
      for (const second of all.slice(index + 1)) {
        const others = shared.get(first) ?? new Map<ComparedPrograms, Set<string>>()
        others.set(second, (others.get(second) ?? new Set()).add(hash))
        shared.set(first, others)
      }
    }
  }
  const isRare = (hash: string) => (owners.get(hash)?.length ?? 0) <= mostOwners
  const count = (programs: ComparedPrograms) => [...(hashes.get(programs) ?? [])].filter(isRare).length
  return [...shared]
    .flatMap(([first, others]) =>
      [...others].map(([second, both]) => ({
        students: [first.student, second.student] as const,
        shared: both.size,
        part: both.size / Math.min(count(first), count(second)),
        places: [describePlaces(first, both), describePlaces(second, both)] as const,
      })),
    )
    .filter(({ shared, part }) => shared >= fewestShared && part >= smallestPart)
    .sort((a, b) => b.part - a.part || b.shared - a.shared)
}

function collectHashes({ files }: ComparedPrograms): ReadonlySet<string> {
  return new Set([...files.values()].flatMap((fingerprints) => [...fingerprints.keys()]))
}

function describePlaces({ files }: ComparedPrograms, hashes: ReadonlySet<string>): string {
  return [...files]
    .flatMap(([name, fingerprints]) => {
      const spans = [...fingerprints].filter(([hash]) => hashes.has(hash)).map(([, lines]) => lines)
      return spans.length === 0 ? [] : [`${name} ${joinSpans(spans)}`]
    })
    .join('; ')
}

/** Joins spans of lines that touch. */
function joinSpans(spans: readonly (readonly [number, number])[]): string {
  const joined: [number, number][] = []
  for (const [first, last] of [...spans].sort(([a], [b]) => a - b)) {
    const before = joined.at(-1)
    if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last)
    else joined.push([first, last])
  }
  return joined.map(([first, last]) => `${first}-${last}`).join(' ')
}
