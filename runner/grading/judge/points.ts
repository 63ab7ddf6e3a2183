/** How many points a check gives: one, unless a file of the instructor's says otherwise. */
import { readFile } from 'node:fs/promises'
import * as v from 'valibot'
import { describeError } from '../../edge/error-facts.ts'
import { Refusal } from '../../edge/refusal.ts'
import { say } from '../../language/say.ts'
import type { Gradebook } from '../gradebook.ts'

const weight = v.pipe(v.number(), v.minValue(0))

/** By the name of the lesson's folder, then by the name of the check: its points, and whether it is hidden. */
const pointsSchema = v.record(
  v.string(),
  v.record(
    v.string(),
    v.union([
      weight,
      v.strictObject({ points: v.exactOptional(weight, 1), hidden: v.exactOptional(v.boolean(), false) }),
    ]),
  ),
)

export type Points = v.InferOutput<typeof pointsSchema>

type GradedChecks = Gradebook['lessons'][number]['checks']

/** @throws {Refusal} when the file cannot be read or says something else than points */
export async function readPoints(file: string): Promise<Points> {
  try {
    return v.parse(pointsSchema, JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    throw new Refusal(
      say`The points could not be read from ${file}: ${describeError(error)}`,
      say`Its form: {"03-connection-loop": {"NAME OF A CHECK": 2, "ANOTHER": {"points": 1, "hidden": true}}}`,
    )
  }
}

/**
 * Gives each check of a lesson its points.
 * @throws {Refusal} when the file names a check that the lesson does not have: it was renamed, or is misspelt
 */
export function weighChecks(lesson: string, names: readonly string[], points: Points): GradedChecks {
  const own = points[lesson] ?? {}
  const unknown = Object.keys(own).find((name) => !names.includes(name))
  if (unknown !== undefined) {
    throw new Refusal(say`The points name a check "${unknown}", and ${lesson} has none of that name.`, [
      say`Its checks are:`,
      ...names,
    ])
  }
  return names.map((name) => {
    const given = own[name] ?? 1
    return typeof given === 'number' ? { name, points: given, hidden: false } : { name, ...given }
  })
}
