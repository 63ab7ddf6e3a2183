/** Whether each alternative says what is different about it: after passing, that is what a learner chooses by. */
import { listPrograms, type Alternative } from '../lessons/alternatives.ts'
import type { Complaint } from './proof.ts'

/** A reason is read in a list, beside others. */
const longestReason = 240
/** `npm run diff 3 NAME` takes these for something else. */
const reservedNames = ['starter', 'solution']

/** Complains about alternatives that do not say why one would choose them, and about names that mean something else. */
export function complainAboutAlternatives(alternatives: readonly Alternative[], path: string): Complaint[] {
  return alternatives.flatMap((alternative) => {
    const place = `${path}/alternatives/${alternative.name}`
    const named = reservedNames.includes(alternative.name)
      ? [
          {
            place,
            problem: `An alternative can not be called "${alternative.name}".`,
            remedy: 'Name it by how it is written: with-events, in-a-class.',
          },
        ]
      : []
    return [
      ...named,
      ...listPrograms(alternative.files).flatMap((file) => {
        const problem = findProblem(alternative.reasons.find((reason) => reason.file === file)?.text)
        const remedy =
          'Open the file with one or two sentences in `//` lines: what is different from the solution, and when one would choose it.'
        return problem === undefined ? [] : [{ place: `${place}/${file}:1`, problem, remedy }]
      }),
    ]
  })
}

function findProblem(reason: string | undefined): string | undefined {
  if (reason === undefined) return 'It does not open with what is different about it.'
  if (!reason.endsWith('.')) return 'What it opens with is no sentence: it has no full stop.'
  return reason.length > longestReason
    ? `What it opens with has ${reason.length} characters; ${longestReason} are the most.`
    : undefined
}
