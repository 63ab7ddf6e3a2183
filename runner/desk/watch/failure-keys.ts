/** The keys that lead from one failure of a check to the next, and back. */
import { say } from '../../language/say.ts'
import type { KeyMeaning } from '../../screens/watch.ts'

export const nextFailure: KeyMeaning = {
  key: 'f',
  short: say`next failure`,
  long: say`the next check that failed`,
}
export const failureBefore: KeyMeaning = {
  key: 'F',
  short: say`the one before`,
  long: say`the failure before this one`,
}

/**
 * Finds the failure that a key asks for, round and round; undefined where the key asks for none, or where there is no
 * second one.
 * @param shown the failure in sight, from 1
 * @param count of how many
 */
export function findFailureByKey(key: string, shown: number, count: number): number | undefined {
  if (count < 2) return undefined
  if (key === nextFailure.key) return (shown % count) + 1
  return key === failureBefore.key ? ((shown - 2 + count) % count) + 1 : undefined
}
