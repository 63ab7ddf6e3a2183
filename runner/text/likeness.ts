/** Which of several names somebody may have meant. */

/** A name is suggested when so much of it, at least, is as it was typed. */
const leastLikeness = 0.6

/**
 * Finds the names that are most like what was typed, the likest first; none where nothing is like it.
 * @param listForms the ways in which each may be written: any of them may be the one that was meant
 */
export function findLikest<T>(
  typed: string,
  candidates: readonly T[],
  listForms: (candidate: T) => readonly string[],
  most = 2,
): T[] {
  return candidates
    .map((candidate) => {
      const forms = listForms(candidate).map((form) =>
        measureLikeness(form.toLowerCase(), typed.toLowerCase()),
      )
      return { candidate, likeness: Math.max(0, ...forms) }
    })
    .filter(({ likeness }) => likeness >= leastLikeness)
    .toSorted((a, b) => b.likeness - a.likeness)
    .slice(0, most)
    .map(({ candidate }) => candidate)
}

/** From 0, nothing in common, to 1, the same. */
function measureLikeness(a: string, b: string): number {
  return 1 - measureDistance(a, b) / Math.max(a.length, b.length, 1)
}

/** Levenshtein's distance: how many letters must be added, dropped or changed to make `a` into `b`. */
function measureDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [i, letter] of Array.from(a).entries()) {
    const next = [i + 1]
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (letter === b[j - 1] ? 0 : 1)
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
