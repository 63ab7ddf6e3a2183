/** Whether a lesson's hints are a ladder of three or four steps, and whether they answer what goes wrong. */
import type { Stage } from '../checker/record/verdict.ts'
import { findFitting, isNamed, parseHints } from '../lessons/hints.ts'
import type { JudgedMistake } from './coverage.ts'
import { findFirstFailure } from '../checker/record/verdict.ts'
import type { Complaint } from './proof.ts'
import { parseDocument, type Section } from './readme/document.ts'

/** Of a file that could not be loaded the compiler says where it is wrong; no hint can say more. */
const needsNoHint: Stage = 'did-not-start'

/** Complains about the number of hints, about empty ones, and about what they answer where it is not understood. */
export function complainAboutHints(source: string, path: string): Complaint[] {
  const { sections } = parseDocument(source)
  const remedy = 'Write three or four hints, one `##` each, the gentlest first.'
  const number = sections.length
  const complaints: Complaint[] =
    number >= 3 && number <= 4 ? [] : [{ place: path, problem: `There are ${number} hints.`, remedy }]
  for (const section of sections) {
    const hint = parseHints(source).find(({ line }) => line === section.line)
    for (const problem of hint?.problems ?? []) {
      complaints.push({ place: `${path}:${section.line}`, problem, remedy: remedyOfAnswers })
    }
    if (hasContent(section, hint?.answers.length !== 0)) continue
    const problem = `The hint "${section.title}" is empty.`
    complaints.push({
      place: `${path}:${section.line}`,
      problem,
      remedy: 'Write what to look at, or take it out.',
    })
  }
  return complaints
}

const remedyOfAnswers =
  'Write below the heading, in a paragraph of its own, which failures the hint answers: `For: crashed, silent at "CHECK", "client: …"`.'

function hasContent({ tokens }: Section, isAnswering: boolean): boolean {
  const content = tokens.filter(({ type }) => type === 'inline' || type === 'fence')
  return content.length > (isAnswering ? 1 : 0)
}

/**
 * Complains about hints that answer a check which does not exist, and about mistakes whose failure no hint answers:
 * the learner who makes one is offered a hint by its place only.
 */
export function complainAboutAnswers(
  source: string,
  checkNames: readonly string[],
  mistakes: readonly JudgedMistake[],
  path: string,
): Complaint[] {
  const hints = parseHints(source)
  const named = hints.flatMap(({ line, answers }) => answers.map(({ check }) => ({ line, check })))
  const unknown = named.flatMap(({ line, check }) =>
    check === undefined || checkNames.some((name) => isNamed(check, name)) ? [] : [{ line, check }],
  )
  const unanswered = mistakes.flatMap((mistake) => {
    const first = findFirstFailure(mistake.checks)
    const stage = first?.failure?.stage
    if (!first || stage === needsNoHint) return []
    return findFitting(hints, { check: first.name, stage }).length > 0
      ? []
      : [`No hint answers "${first.name}" at ${stage}, where the mistake ${mistake.name} fails.`]
  })
  return [
    ...unknown.map(({ line, check }) => ({
      place: `${path}:${line}`,
      problem: `The checker has no check "${check}".`,
      remedy: 'Name one that it has; `…` stands for anything.',
    })),
    ...unanswered.map((problem) => ({
      place: path,
      problem,
      remedy: 'Name the stage, or the check, below the heading of the hint that somebody should read first.',
    })),
  ]
}
