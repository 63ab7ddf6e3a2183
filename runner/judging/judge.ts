/** Judges one subject by one lesson's checker. */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { release } from 'node:os'
import { join, relative, sep } from 'node:path'
import type { CheckReport, LessonVerdict, Obstacle } from '../checker/record/verdict.ts'
import { say, type Words } from '../language/say.ts'
import type { Lesson } from '../lessons/catalogue.ts'
import { type LessonResult, resultVersion } from '../results/result.ts'
import { type Bounds, watchBounds } from '../processes/bounds.ts'
import type { Confinement } from '../processes/confinement.ts'
import { giveFolder } from '../processes/give-folder.ts'
import { compilePrograms } from './compile.ts'
import { HostProcess } from './host-process.ts'
import { describeJudge, hashList } from './provenance.ts'
import type { HostMessage, JudgeRequest } from './protocol.ts'
import { createCopy } from './copy.ts'
import { couldWriteFiles } from './writes-files.ts'

export interface Judgement {
  /** Root of the workbook. */
  readonly root: string
  readonly lesson: Lesson
  /** Absolute path of the folder to judge. */
  readonly subject: string
  /** What sentences call that folder; without it, its path as a user would type it. */
  readonly shownAs?: string
  /** Cancels: everything that was started is ended before the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal
  /** The last check, in the checker's order, that is wanted: those below it are skipped. All are where it is missing. */
  readonly upTo?: string | undefined
  /** The one check that is wanted, with those that it needs: the others are skipped. All are where it is missing. */
  readonly only?: string | undefined
  /** The check whose verdict is wanted before all others. */
  readonly first?: string | undefined
  /** Whether one failure is all that is asked for: no other check is begun after it. */
  readonly stopsAtFailure?: boolean | undefined
  /** Whether every program is started through tsx, as by hand, also where that could make no difference. */
  readonly asTyped?: boolean | undefined
  /**
   * Whether judgements are to come that may cancel one another: after this one a second host is
   * kept ready, because a host is ended with the judgement that it was cancelled in.
   */
  readonly keepsSpare?: boolean
  /** Told how many checks there are, before any of them. */
  readonly onDeclared?: ((count: number) => void) | undefined
  /** Called with each check's report as soon as it is known, in the order in which they end. */
  readonly onCheck?: (report: CheckReport) => void
  /** Told when the programs were ended because they held too much, or were too many; see createJudge. */
  readonly onExceeded?: ((what: 'memory' | 'processes') => void) | undefined
}

/** Judges any number of subjects, one after another or side by side, and keeps its hosts warm in between. */
export interface Judge extends AsyncDisposable {
  /**
   * Runs the checker and resolves with the result, whatever the learner's program does. A checker that cannot do
   * its work gives the verdict `broken`; only cancelling and a subject that cannot be read reject.
   * @throws {Refusal} when the subject's folder does not exist or work/ cannot be written.
   */
  judge(judgement: Judgement): Promise<LessonResult>
}

/**
 * Creates a judge. Disposing of it ends its hosts.
 * @param confinement how programs are shut in, in a network that is theirs and their checker's alone
 * @param bounds what all programs of a judgement may take together
 */
export function createJudge(confinement?: Confinement, bounds?: Bounds): Judge {
  const loader = import.meta.resolve('tsx')
  const idle: HostProcess[] = []
  const takeIdle = () => {
    const index = idle.findIndex(({ isAlive }) => isAlive)
    return index === -1 ? undefined : idle.splice(index, 1)[0]
  }
  return {
    async judge(judgement) {
      judgement.signal?.throwIfAborted()
      // The host is on its way up while the subject is copied and compiled.
      const host = takeIdle() ?? HostProcess.start(confinement)
      try {
        const isolation = { confinement: confinement && chooseUser(confinement), bounds }
        return await judgeOnHost(loader, host, judgement, isolation)
      } finally {
        if (host.isAlive) {
          idle.push(host)
          // Not earlier, so that its start takes no time from a judgement.
          const ready = idle.filter(({ isAlive }) => isAlive)
          if (judgement.keepsSpare && ready.length < 2) idle.push(HostProcess.start(confinement))
        }
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(idle.map((host) => host.endNow()))
    },
  }
}

/** How many users there are for programs, one above another. */
const mostUsers = 1_000
let judgements = 0

/** Each judgement has a user of its own, so that what is counted by user is counted for it alone. */
function chooseUser(confinement: Confinement): Confinement {
  const { user } = confinement
  return user === undefined ? confinement : { ...confinement, user: user + (judgements++ % mostUsers) }
}

async function judgeOnHost(
  loader: string,
  host: HostProcess,
  judgement: Judgement,
  { confinement, bounds }: { confinement: Confinement | undefined; bounds: Bounds | undefined },
): Promise<LessonResult> {
  const { root, lesson, subject, upTo, only, first, stopsAtFailure, asTyped } = judgement
  const startedAt = new Date()
  const began = performance.now()
  await using copy = await createCopy(root, lesson, subject)
  const shownAs = judgement.shownAs ?? showFolder(root, subject)
  const mark = randomUUID()
  const { home, folder, leftOut } = copy
  const isGiven = (name: string) => name.startsWith('given/') && existsSync(join(lesson.starter, name))
  const [compiled, writesFiles] = await Promise.all([
    asTyped ? {} : compilePrograms({ home, folder, isGiven }),
    couldWriteFiles(folder, isGiven),
  ])
  await giveFolder(home, confinement)
  const judgedBy = describeJudge(lesson.checker)
  const request = {
    checker: lesson.checker,
    subject: {
      folder,
      shownAs,
      mark,
      loader,
      compiled,
      leftOut,
      confinement,
      dataBytes: bounds?.dataBytes,
      writesFiles,
      upTo,
      only,
      first,
      stopsAtFailure,
    },
  }
  using _watch = bounds && watchBounds(mark, bounds, (what) => judgement.onExceeded?.(what))
  const outcome = existsSync(lesson.checker)
    ? await runOnHost(host, request, judgement)
    : brokenFromTheStart(
        say`The lesson has no checker: there is no file ${showFolder(root, lesson.checker)}.`,
      )
  const checks = outcome.names.flatMap((name) => outcome.reports.get(name) ?? [])
  const broken = outcome.broken ?? findOmission(outcome.names, checks)
  return {
    version: resultVersion,
    lesson: { number: lesson.number, slug: lesson.slug, title: lesson.title },
    subject: { folder: shownAs, files: [...copy.files], sha256: hashList(copy.files) },
    judgedBy: await judgedBy,
    verdict: decideVerdict(checks, broken !== undefined),
    ...(broken && { broken }),
    expectedChecks: outcome.names.length,
    checks,
    startedAt: startedAt.toISOString(),
    durationMs: Math.round(performance.now() - began),
    system: { node: process.versions.node, platform: process.platform, release: release() },
  }
}

async function runOnHost(
  host: HostProcess,
  request: JudgeRequest,
  { signal, onDeclared, onCheck }: Judgement,
): Promise<Outcome> {
  let names: readonly string[] = []
  let broken: Obstacle | undefined
  const reports = new Map<string, CheckReport>()
  const hear = (message: HostMessage) => {
    if (message.kind === 'declared') {
      names = message.names
      onDeclared?.(names.length)
    } else if (message.kind === 'broken') broken ??= { message: message.message, details: message.details }
    else if (message.kind === 'report') {
      reports.set(message.report.name, message.report)
      onCheck?.(message.report)
    }
  }
  const ending = await host.run(request, hear, signal)
  if (ending === 'cancelled') throw signal?.reason
  if (ending === 'died')
    broken ??= {
      message: say`The process that runs the checker ended before it was done.`,
      details: host.output,
    }
  if (ending === 'stopped')
    broken ??= {
      message: say`The process that runs the checker was made to stand still (SIGSTOP), by the program that was judged or by somebody at a keyboard.`,
      details: '',
    }
  if (ending === 'too-long')
    broken ??= { message: say`The checker did not come to an end.`, details: host.output }
  return { names, reports, broken }
}

interface Outcome {
  readonly names: readonly string[]
  readonly reports: ReadonlyMap<string, CheckReport>
  readonly broken?: Obstacle | undefined
}

function brokenFromTheStart(message: Words): Outcome {
  return { names: [], reports: new Map(), broken: { message, details: '' } }
}

/** No evidence, no pass: every check that was declared must have told its outcome, and there must be some. */
function findOmission(names: readonly string[], checks: readonly CheckReport[]): Obstacle | undefined {
  if (names.length === 0) return { message: say`The checker declares no checks.`, details: '' }
  if (new Set(names).size < names.length)
    return { message: say`Two checks have the same name.`, details: names.join('\n') }
  const missing = names.filter((name) => !checks.some((check) => check.name === name))
  if (missing.length > 0)
    return {
      message: say`No outcome is known of the check "${missing[0] ?? ''}".`,
      details: missing.join('\n'),
    }
  const brokenCheck = checks.find((check) => check.verdict === 'broken')
  return (
    brokenCheck?.broken && {
      ...brokenCheck.broken,
      message: say`In the check "${brokenCheck.name}": ${brokenCheck.broken.message}`,
    }
  )
}

function decideVerdict(checks: readonly CheckReport[], isBroken: boolean): LessonVerdict {
  // What a program of theirs did wrong is certain even if another check could not be judged.
  if (checks.some((check) => check.verdict === 'fail')) return 'failed'
  if (isBroken || !checks.every((check) => check.verdict === 'pass')) return 'broken'
  return 'passed'
}

/** Writes a path as a user would type it: relative to the root where it lies below it, with slashes. */
export function showFolder(root: string, path: string): string {
  const below = relative(root, path)
  return below.startsWith('..') || below === '' ? path : below.split(sep).join('/')
}
