/** Proves that programs are judged as they run by hand: started as they are judged, and started through tsx. */
import type { Lesson } from '../lessons/catalogue.ts'
import type { LessonResult } from '../results/result.ts'
import { findFirstFailure } from '../checker/record/verdict.ts'
import { readVariants } from './lesson-files.ts'
import { judgeInTurn, showPath, type ProofDesk } from './proof-desk.ts'
import { createProof, type Complaint, type Proof } from './proof.ts'

/** Judges the solution, all alternatives and all mistakes both ways, and compares the verdicts. */
export async function proveAsTyped(desk: ProofDesk, lesson: Lesson): Promise<Proof> {
  const judge = judgeInTurn(desk, lesson)
  const variants = [
    ...(await readVariants(lesson, 'alternatives')),
    ...(await readVariants(lesson, 'mistakes')),
  ]
  const folders = [lesson.solution, ...variants.map(({ folder }) => folder)]
  const complaints = await Promise.all(
    folders.map(async (folder) => {
      const [judged, typed] = await Promise.all([judge(folder), judge(folder, { asTyped: true })])
      return compareVerdicts(judged, typed, showPath(desk, folder))
    }),
  )
  return createProof(`${folders.length} programs are judged the same through tsx`, complaints.flat())
}

/** Complains where a program is judged otherwise when it is started as by hand. */
export function compareVerdicts(judged: LessonResult, typed: LessonResult, place: string): Complaint[] {
  const [one, other] = [describeVerdict(judged), describeVerdict(typed)]
  if (one === other) return []
  const problem = `As it is judged: ${one}. As it is typed: ${other}.`
  return [{ place, problem, remedy: 'Mend how programs are compiled and started, in judging/ and checker/.' }]
}

function describeVerdict({ verdict, checks }: LessonResult): string {
  const first = findFirstFailure(checks)
  return first ? `it ${verdict} "${first.name}" at ${first.failure?.stage}` : `it ${verdict}`
}
