/**
 * `check` declares one fact about the learner's program. This is the only file of the room that knows vitest:
 * a check is a vitest test whose outcome is our own report and not vitest's opinion.
 */
import { inject, recordArtifact, test, type TestArtifactBase } from 'vitest'
import type { CheckOptions } from './check-options.ts'
import type { CheckContext } from './context.ts'
import { judgeCheck } from './judge-check.ts'
import type { Subject } from '../program/subject.ts'
import { Turns } from './turns.ts'
import type { CheckReport, CheckVerdict } from '../record/verdict.ts'
import { type DeclaredCheck, findFirstWanted, findReasonToSkip } from './wanted.ts'

declare module 'vitest' {
  interface ProvidedContext {
    subject: Subject
  }
  interface TestArtifactRegistry {
    report: ReportArtifact
  }
}

/** How a report reaches the host's reporter. */
interface ReportArtifact extends TestArtifactBase {
  readonly type: 'report'
  readonly report: CheckReport
}

/**
 * Declares a check.
 * @param name the fact, as it stands in the list on the screen: "serves the next client after the first has left".
 * @param body drives the learner's program through `t` and throws {@link CheckFailure}, mostly by its expectations.
 */
export function check(
  name: string,
  options: CheckOptions,
  body: (t: CheckContext) => Promise<void>,
): DeclaredCheck {
  let settle: (verdict: CheckVerdict) => void = () => {}
  const verdict = new Promise<CheckVerdict>((resolve) => (settle = resolve))
  const { holds, after } = options
  const own = { name, ...(holds && { holds }), verdict, needs: after === undefined ? [] : [after].flat() }
  declared.set(name, own)
  // How long it may take is counted from its turn.
  test.concurrent(name, { timeout: 0 }, async ({ task }) => {
    const subject = inject('subject')
    const checks = task.file.tasks.flatMap((sibling) => declared.get(sibling.name) ?? [])
    let report: CheckReport | undefined
    try {
      report = await judgeInTurn(subject, checks, own, () => judgeCheck(subject, name, options, body))
      // Sent at once. What vitest tells of a test by itself it gathers for 100 ms, and at times until another test ends.
      await recordArtifact(task, { type: 'report', report })
    } finally {
      settle(report?.verdict ?? 'broken')
    }
  })
  return own
}

/** All checks that were declared, by their names. This file stays loaded from one run to the next: the newest is meant. */
const declared = new Map<string, DeclaredCheck>()

const turns = new Turns()

/** The check that failed last, and in which run. */
let lastFailure: { readonly mark: string; readonly name: string } | undefined

/** Judges when all that goes first is done and there is room, or says because of which check that was not wanted. */
async function judgeInTurn(
  subject: Subject,
  checks: readonly DeclaredCheck[],
  own: DeclaredCheck,
  judgeIt: () => Promise<CheckReport>,
): Promise<CheckReport> {
  await findFirstWanted(subject, checks, own)?.verdict
  const waitsFor = findReasonToSkip(subject, checks, own) ?? (await findUnmetCheck(own))
  return await turns.run(checks.indexOf(own), async () => {
    const because = waitsFor ?? findEarlierFailure(subject)
    if (because !== undefined) return skip(own, because)
    const report = await judgeIt()
    if (report.verdict === 'fail') lastFailure = { mark: subject.mark, name: own.name }
    return report
  })
}

function skip({ name, holds }: DeclaredCheck, waitsFor: string): CheckReport {
  return { name, ...(holds && { holds }), verdict: 'skipped', waitsFor, durationMs: 0 }
}

/** A check of this run that has failed, if one failure is all that is asked for. */
function findEarlierFailure({ mark, stopsAtFailure }: Subject): string | undefined {
  return stopsAtFailure && lastFailure?.mark === mark ? lastFailure.name : undefined
}

/** The first check that this one needs and that did not pass. */
async function findUnmetCheck({ needs }: DeclaredCheck): Promise<string | undefined> {
  for (const needed of needs) if ((await needed.verdict) !== 'pass') return needed.name
  return undefined
}
