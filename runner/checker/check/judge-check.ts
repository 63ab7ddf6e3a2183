/** Judges one check: runs its body, and makes a report of what came of it. */
import type { CheckOptions } from './check-options.ts'
import { CheckContext } from './context.ts'
import { CannotJudge } from '../../processes/cannot-judge.ts'
import { CheckFailure } from '../record/failure.ts'
import { say, type Words } from '../../language/say.ts'
import { Recorder } from '../record/recorder.ts'
import type { Subject } from '../program/subject.ts'
import type { CheckReport, Obstacle, Stage } from '../record/verdict.ts'

/** A check that hangs is our fault: every wait of its has a deadline of its own, far below this. */
const longestCheckMs = 120_000

/**
 * Runs the body of a check and reports what came of it. Whatever it throws that is not a failed expectation is our fault.
 * @param body drives the learner's program through `t` and throws {@link CheckFailure}, mostly by its expectations.
 */
export async function judgeCheck(
  subject: Subject,
  name: string,
  options: CheckOptions,
  body: (t: CheckContext) => Promise<void>,
): Promise<CheckReport> {
  const startedAt = performance.now()
  const recorder = new Recorder()
  const context = new CheckContext(subject, recorder)
  let thrown: unknown
  let hasThrown = false
  try {
    if (subject.writesFiles) await context.useOwnFolder()
    await endInTime(body(context))
  } catch (error) {
    thrown = error
    hasThrown = true
  }
  if (thrown instanceof CheckFailure) {
    const interference = await context.findInterference()
    if (interference !== undefined) thrown = new CannotJudge(interference)
  }
  // The conversation is over once there is a verdict; tidying up is no part of it.
  const transcript = recorder.toTranscript()
  const printed = context.lastProgram?.printedLast ?? ''
  const file = context.lastProgram?.file
  await context.dispose()
  const base = {
    name,
    ...tellHeld(options),
    durationMs: Math.round(performance.now() - startedAt),
    transcript,
  }
  if (!hasThrown) return { ...base, verdict: 'pass' }
  if (!(thrown instanceof CheckFailure))
    return { ...base, verdict: 'broken', broken: describeOurFault(thrown) }
  const { stage, happened, parts } = thrown
  const help = parts.help ?? chooseHelp(options, stage)
  const event = parts.happening === undefined ? undefined : recorder.findIndex(parts.happening)
  return {
    ...base,
    verdict: 'fail',
    failure: {
      stage,
      happened: context.strangers === 0 ? happened : tellStrangers(happened),
      ...(help !== undefined && { help }),
      ...(parts.crash && { crash: parts.crash }),
      ...(parts.peer !== undefined && { peer: parts.peer }),
      ...(event !== undefined && { event }),
      ...(parts.bytes && { bytes: parts.bytes }),
      printedLast: printed,
      byHand: options.byHand.map((command) => command.replaceAll('{subject}', subject.shownAs)),
      ...(file !== undefined && { file }),
    },
  }
}

/** @throws when a body hangs */
async function endInTime(body: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<never>((_, reject) => {
    const problem = new Error(`The check did not come to an end within ${longestCheckMs / 1_000} s.`)
    timer = setTimeout(() => reject(problem), longestCheckMs)
  })
  try {
    await Promise.race([body, tooLong])
  } finally {
    clearTimeout(timer)
  }
}

function tellHeld({ holds }: CheckOptions): Pick<CheckReport, 'holds'> {
  return holds === undefined ? {} : { holds }
}

/** What the check itself suggests. Of a crash it knows nothing; see {@link CheckOptions.help}. */
function chooseHelp({ help }: CheckOptions, stage: Stage): Words | undefined {
  if (stage === 'crashed') return undefined
  return typeof help === 'object' && 'default' in help ? (help[stage] ?? help.default) : help
}

function tellStrangers(happened: Words): Words {
  return say`${happened} Meanwhile another program of this machine connected to our server, and was sent away.`
}

function describeOurFault(thrown: unknown): Obstacle {
  if (thrown instanceof CannotJudge) return { message: thrown.reason, details: '' }
  if (thrown instanceof Error)
    return { message: `${thrown.name}: ${thrown.message}`, details: thrown.stack ?? '' }
  return { message: String(thrown), details: '' }
}
