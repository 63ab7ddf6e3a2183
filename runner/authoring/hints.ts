/** Whether a lesson's hints are a ladder of three or four steps. */
import type { Complaint } from './proof.ts'
import { parseDocument } from './readme/document.ts'

/** Complains about the number of hints and about empty ones. */
export function complainAboutHints(source: string, path: string): Complaint[] {
  const { sections } = parseDocument(source)
  const remedy = 'Write three or four hints, one `##` each, the gentlest first.'
  const number = sections.length
  const complaints: Complaint[] =
    number >= 3 && number <= 4 ? [] : [{ place: path, problem: `There are ${number} hints.`, remedy }]
  for (const section of sections) {
    if (section.tokens.some(({ type }) => type === 'inline' || type === 'fence')) continue
    const problem = `The hint "${section.title}" is empty.`
    complaints.push({
      place: `${path}:${section.line}`,
      problem,
      remedy: 'Write what to look at, or take it out.',
    })
  }
  return complaints
}
