/** The parts of the course. A lesson's number says to which of them it belongs. */
import { say, type Sentence } from '../language/say.ts'

export interface CoursePart {
  /** The number of its first lesson. */
  readonly from: number
  readonly title: Sentence
}

const parts: readonly CoursePart[] = [
  { from: 1, title: say`TCP` },
  { from: 8, title: say`UDP` },
  { from: 13, title: say`Servers and protocols` },
]

/** The part to which a lesson of this number belongs. */
export function findPart(number: number): CoursePart | undefined {
  return parts.findLast(({ from }) => from <= number)
}
