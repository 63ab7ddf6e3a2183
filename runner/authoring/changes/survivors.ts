/**
 * The mutants of a solution that its checker accepts, each with the reason for which that is right. They stand in
 * `solutions/NN-slug/survivors.md`, an item each: `` - `server.ts`: `a < b` negated: never more than one comes. ``
 */
import type { Complaint } from '../proof.ts'
import type { ChangedSubject } from './changed-programs.ts'

/** The name of the list beside a solution. */
export const survivorsFile = 'survivors.md'

interface KeptSurvivor {
  /** The file and the change, as the list has them. */
  readonly key: string
  readonly reason: string
  readonly line: number
}

/**
 * Compares the mutants that survived with the list.
 * @param source the list; '' where there is none
 * @param path the list as an author would type it
 * @param isWhole whether all mutants of their kind were judged, so that one that is on the list and did not survive is none
 * @param others the mutants of another kind, of which the list may hold some too
 */
export function complainAboutSurvivors(
  survivors: readonly ChangedSubject[],
  source: string,
  path: string,
  {
    isWhole = true,
    others = [],
  }: { readonly isWhole?: boolean; readonly others?: readonly Pick<ChangedSubject, 'place' | 'what'>[] } = {},
): Complaint[] {
  const kept = parseSurvivors(source)
  const keys = [...survivors, ...others].map(nameSurvivor)
  const unknown = survivors.filter((survivor) => !kept.some(({ key }) => key === nameSurvivor(survivor)))
  return [
    ...unknown.map((survivor) => ({
      place: path,
      problem: `This mutant passes, at ${survivor.place}: ${survivor.what}`,
      remedy: `Add a mistake that shows it and the check that fails it. If it is right as well, write the reason into ${survivorsFile}:\n- ${nameSurvivor(survivor)}: REASON`,
    })),
    ...kept.flatMap(({ key, reason, line }) => {
      if (reason === '')
        return [
          {
            place: `${path}:${line}`,
            problem: 'This line gives no reason.',
            remedy: 'Write it behind a colon.',
          },
        ]
      if (keys.includes(key) || !isWhole) return []
      const problem = `This mutant does not survive, or there is no such mutant: ${key}`
      return [{ place: `${path}:${line}`, problem, remedy: 'Take the line out.' }]
    }),
  ]
}

/** How a mutant is named in the list: without its line, which moves. */
function nameSurvivor({ place, what }: Pick<ChangedSubject, 'place' | 'what'>): string {
  return `\`${place.replace(/:\d+$/u, '')}\`: ${what}`
}

function parseSurvivors(source: string): KeptSurvivor[] {
  return source.split('\n').flatMap((text, index) => {
    // The change may hold colons, but only inside of backticks.
    const match = /^- (`[^`]+`: (?:`[^`]*`|[^`:])*(?:`[^`]*`|[^`:\s]))(?::\s*(.*))?$/u.exec(text.trimEnd())
    return match ? [{ key: match[1] ?? '', reason: match[2]?.trim() ?? '', line: index + 1 }] : []
  })
}
