/** Says how long ago something was. */
import { say, sayCount, type Sentence } from '../../language/say.ts'

const dayMs = 86_400_000

const units: readonly (readonly [ms: number, tell: (count: number) => Sentence])[] = [
  [365 * dayMs, (count) => sayCount(count, say`${count} year ago`, say`${count} years ago`)],
  [30 * dayMs, (count) => sayCount(count, say`${count} month ago`, say`${count} months ago`)],
  [7 * dayMs, (count) => sayCount(count, say`${count} week ago`, say`${count} weeks ago`)],
  [dayMs, (count) => sayCount(count, say`${count} day ago`, say`${count} days ago`)],
  [3_600_000, (count) => sayCount(count, say`${count} hour ago`, say`${count} hours ago`)],
  [60_000, (count) => sayCount(count, say`${count} minute ago`, say`${count} minutes ago`)],
]

/** Describes an age in its largest whole unit: "12 minutes ago". Below a minute, and in the future: "moments ago". */
export function describeAge(ms: number): Sentence {
  const found = units.find(([size]) => ms >= size)
  return found ? found[1](Math.floor(ms / found[0])) : say`moments ago`
}
