/** What the first lines of a hostile program promise: how it is judged at each level of isolation. */
import type { IsolationLevel } from '../isolation/levels.ts'

/**
 * Reads what may come of a program at a level: "passes", "broken", or "fails at STAGE". A line that says "fails at STAGE or
 * STAGE" allows two, for what a busy machine may show earlier or later.
 * @param program its text
 * @returns none where it promises nothing for this level
 */
export function readHostileOutcomes(program: string, level: IsolationLevel): string[] {
  for (const line of program.split('\n')) {
    const [, levels = '', outcome, other] =
      /^\/\/ ([a-z, -]+): (passes|broken|fails at [a-z-]+)(?: or ([a-z-]+))?$/u.exec(line) ?? []
    if (outcome === undefined || !levels.split(', ').includes(level)) continue
    return other === undefined ? [outcome] : [outcome, `fails at ${other}`]
  }
  return []
}
