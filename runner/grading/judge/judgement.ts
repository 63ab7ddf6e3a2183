/**
 * What is decided in a gradebook, apart from the record of how it came to that. A second run on unchanged input decides the
 * same; its record is another one: other ports and times, and what a program does at the same time in another order.
 */
import type { Gradebook } from '../gradebook.ts'
import { leaveGapsOpen } from './open-gaps.ts'

type Submission = Gradebook['submissions'][number]
type CheckMark = Submission['lessons'][number]['checks'][number]

/** Takes the record out of a gradebook: when it was made, transcripts, what was printed, and what stands in sentences' gaps. */
export function takeJudgement({ made: _made, submissions, ...heading }: Gradebook): object {
  return { ...heading, submissions: submissions.map(takeDecisions) }
}

/** What is decided of one submission. */
export function takeDecisions({ lessons, ...about }: Submission): object {
  return {
    ...about,
    lessons: lessons.map(({ checks, broken: _broken, ...lesson }) => ({
      ...lesson,
      checks: checks.map(takeCheck),
    })),
  }
}

function takeCheck({ name, verdict, points, waitsFor, failure, runs }: CheckMark): object {
  return {
    name,
    verdict,
    points,
    waitsFor,
    ...(failure && { stage: failure.stage, happened: leaveGapsOpen(failure.happened), file: failure.file }),
    ...(runs && { runs: runs.map((run) => run.verdict) }),
  }
}
