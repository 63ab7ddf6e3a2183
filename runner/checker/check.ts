/**
 * `check` declares one fact about the learner's program. This is the only file of the room that knows vitest:
 * a check is a vitest test whose outcome is our own report and not vitest's opinion.
 */
import { inject, test } from 'vitest'
import { CheckContext } from './context.ts'
import { CannotJudge } from '../processes/cannot-judge.ts'
import { CheckFailure, type FailureParts } from './failure.ts'
import { inEnglish, say, type Words } from '../language/say.ts'
import { Recorder } from './recorder.ts'
import type { Subject } from './subject.ts'
import type { CheckReport, CheckVerdict, Stage } from './verdict.ts'

declare module 'vitest' {
  interface ProvidedContext {
    subject: Subject
  }
  interface TaskMeta {
    report?: CheckReport
  }
}

export interface CheckOptions {
  /** One thing to try when it fails: one sentence for all stages, or sentences by stage with a `default`. */
  readonly help: Words | ({ readonly default: Words } & { readonly [S in Stage]?: Words })
  /** Commands that repeat it by hand, one a terminal. `{subject}` stands for the learner's folder. */
  readonly byHand: readonly string[]
  /** The numbers of the items of the lesson's task that this check holds. */
  readonly holds?: readonly number[]
  /** Checks without which this one tells nothing. If one of them does not pass, this one is skipped. */
  readonly after?: DeclaredCheck | readonly DeclaredCheck[]
}

export interface DeclaredCheck {
  readonly name: string
  readonly verdict: Promise<CheckVerdict>
}

/** A check that hangs is our fault: every wait of its has a deadline of its own, far below this. */
const longestCheckMs = 120_000

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
  test.concurrent(name, { timeout: longestCheckMs }, async ({ task }) => {
    try {
      const siblings = task.file.tasks.map((sibling) => sibling.name)
      const unmet = findLastWanted(siblings, name) ?? findEarlierFailure() ?? (await findUnmetCheck(options))
      task.meta.report =
        unmet === undefined
          ? await judge(name, options, body)
          : { name, ...tellHeld(options), verdict: 'skipped', waitsFor: unmet, durationMs: 0 }
      if (task.meta.report.verdict === 'fail') lastFailure = { mark: inject('subject').mark, name }
    } finally {
      settle(task.meta.report?.verdict ?? 'broken')
    }
  })
  return { name, verdict }
}

/** The check that is the last one wanted, if this one stands below it. */
function findLastWanted(siblings: readonly string[], name: string): string | undefined {
  const { upTo } = inject('subject')
  const last = upTo === undefined ? -1 : siblings.indexOf(upTo)
  return last !== -1 && siblings.indexOf(name) > last ? upTo : undefined
}

/** The check that failed last, and in which run: this file stays loaded from one run to the next. */
let lastFailure: { readonly mark: string; readonly name: string } | undefined

/** A check of this run that has failed, if one failure is all that is asked for. */
function findEarlierFailure(): string | undefined {
  const { mark, stopsAtFailure } = inject('subject')
  return stopsAtFailure && lastFailure?.mark === mark ? lastFailure.name : undefined
}

/** The first check that this one needs and that did not pass. */
async function findUnmetCheck({ after }: CheckOptions): Promise<string | undefined> {
  for (const needed of after === undefined ? [] : [after].flat()) {
    if ((await needed.verdict) !== 'pass') return needed.name
  }
  return undefined
}

async function judge(
  name: string,
  options: CheckOptions,
  body: (t: CheckContext) => Promise<void>,
): Promise<CheckReport> {
  const startedAt = performance.now()
  const subject = inject('subject')
  const recorder = new Recorder()
  const context = new CheckContext(subject, recorder)
  let thrown: unknown
  let hasThrown = false
  try {
    await body(context)
  } catch (error) {
    thrown = error
    hasThrown = true
  }
  if (thrown instanceof CheckFailure) {
    const interference = await context.findInterference()
    if (interference !== undefined) thrown = new CannotJudge(inEnglish(interference))
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
  const help = parts.help ?? chooseHelp(options, stage, parts)
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

function tellHeld({ holds }: CheckOptions): Pick<CheckReport, 'holds'> {
  return holds === undefined ? {} : { holds }
}

/** What the check itself suggests. A crash says by its own words what is wrong, and the check does not know better. */
function chooseHelp({ help }: CheckOptions, stage: Stage, { crash }: FailureParts): Words | undefined {
  if (crash) return undefined
  return typeof help === 'object' && 'default' in help ? (help[stage] ?? help.default) : help
}

function tellStrangers(happened: Words): Words {
  return say`${happened} Meanwhile another program of this machine connected to our server, and was sent away.`
}

function describeOurFault(thrown: unknown): { message: string; details: string } {
  if (thrown instanceof CannotJudge) return { message: thrown.message, details: '' }
  if (thrown instanceof Error)
    return { message: `${thrown.name}: ${thrown.message}`, details: thrown.stack ?? '' }
  return { message: String(thrown), details: '' }
}
