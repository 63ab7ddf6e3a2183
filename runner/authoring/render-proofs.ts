/** The words in which proofs are shown. Data in, text out. */
import { createColors } from 'picocolors'
import { padText, wrapText } from '../text/width.ts'
import { renderCoverage } from './coverage.ts'
import { renderPromises, saysWhatItHolds } from './promises.ts'
import type { Complaint, Proof, ProofVerdict } from './proof.ts'
import type { LessonProofs } from './proof-desk.ts'

export interface ProofScreen {
  /** Columns. */
  readonly width: number
  readonly colour: boolean
}

const marks: Record<ProofVerdict, string> = { held: '✓', refuted: '✗', 'not-run': '·', broken: '!' }

/** Renders the proofs of one lesson, each with its complaints, then item → checks → mistakes, and check × mistake. */
export function renderLessonProofs(
  { lesson, proofs, checks, items, mistakes }: LessonProofs,
  screen: ProofScreen,
): string {
  const colours = createColors(screen.colour)
  const checkNames = checks.map(({ name }) => name)
  const promises = saysWhatItHolds(checks) ? renderPromises(items, checks, mistakes, screen.width - 4) : []
  const hasTable = checkNames.length > 0 && mistakes.length > 0
  const table = hasTable ? renderCoverage(checkNames, mistakes, screen.width - 4) : []
  const title = colours.bold(`Lesson ${lesson.number} · ${lesson.title}`)
  return [
    title,
    ...proofs.flatMap((proof) => renderProof(proof, screen)),
    ...(promises.length > 0
      ? ['', '    item of the task (✓ checks that hold it, ✗ mistakes that fail one first)']
      : []),
    ...promises.map((line) => `    ${line}`),
    ...(hasTable ? ['', '    mistake × check (✗ fails it first)'] : []),
    ...table.map((line) => `    ${line}`),
    '',
    '',
  ].join('\n')
}

function renderProof(proof: Proof, screen: ProofScreen): string[] {
  const colours = createColors(screen.colour)
  const paint = { held: colours.green, refuted: colours.red, 'not-run': colours.yellow, broken: colours.red }
  const [first = '', ...rest] = wrapText(describeProof(proof), screen.width - 4)
  return [
    `  ${paint[proof.verdict](marks[proof.verdict])} ${first}`,
    ...rest.map((line) => `    ${line}`),
    ...proof.complaints.flatMap((complaint) => renderComplaint(complaint, screen)),
  ]
}

function describeProof({ claim, verdict, note }: Proof): string {
  if (note === undefined) return claim
  return verdict === 'not-run' ? `${claim}: not run, ${note}` : `${claim}: ${note}`
}

function renderComplaint({ place, problem, remedy }: Complaint, screen: ProofScreen): string[] {
  const colours = createColors(screen.colour)
  return [
    padText('', 6) + colours.cyan(place),
    ...indent(problem, 8, screen.width),
    ...indent(`→ ${remedy}`, 8, screen.width),
  ]
}

function indent(text: string, columns: number, width: number): string[] {
  return wrapText(text, Math.max(20, width - columns)).map((line) => ' '.repeat(columns) + line)
}

/**
 * Renders the last lines: once more what did not hold at once, so that the end of a long log tells it; what was
 * complained about and not run; then `proofs: 41 passed, 0 failed`.
 * @param kept how many proofs were made by an earlier run
 */
export function renderSummary(all: readonly LessonProofs[], kept: number, screen: ProofScreen): string {
  const proofs = all.flatMap((lesson) => lesson.proofs)
  const notRun = proofs.filter(({ verdict }) => verdict === 'not-run').length
  const held = proofs.filter(({ verdict }) => verdict === 'held').length
  const complaints = proofs.flatMap((proof) => proof.complaints).length
  const parts = [
    count(all.length, 'lesson'),
    ...(notRun > 0 ? [`${notRun} not run`] : []),
    count(complaints, 'complaint'),
    ...(kept > 0 ? [`${count(kept, 'proof')} kept because nothing has changed (-- --all makes all)`] : []),
  ]
  const lines = [
    ...all.flatMap((lesson) => renderTroubles(lesson, screen)),
    parts.join(', '),
    `proofs: ${held} passed, ${proofs.length - held - notRun} failed`,
  ]
  return `${lines.join('\n')}\n`
}

function renderTroubles({ lesson, proofs }: LessonProofs, screen: ProofScreen): string[] {
  const troubles = proofs.filter(
    ({ verdict, note }) => verdict !== 'not-run' && (verdict !== 'held' || note !== undefined),
  )
  if (troubles.length === 0) return []
  const haveAllHeld = troubles.every(({ verdict }) => verdict === 'held')
  return [
    `Lesson ${lesson.number}: ${haveAllHeld ? 'held at the second try' : 'did not hold'}`,
    ...troubles.flatMap((proof) => renderProof(proof, screen)),
    '',
  ]
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
