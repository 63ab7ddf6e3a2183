/** Says how long ago something was. */
import { renderCount } from '../../text/screen.ts'

const units: readonly (readonly [unit: string, ms: number])[] = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['week', 7 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

/** Describes an age in its largest whole unit: "12 minutes ago". Below a minute, and in the future: "moments ago". */
export function describeAge(ms: number): string {
  const found = units.find(([, size]) => ms >= size)
  return found ? `${renderCount(Math.floor(ms / found[1]), found[0])} ago` : 'moments ago'
}
