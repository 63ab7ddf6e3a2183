/** Judges one subject by one lesson's checker. */
import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { release } from 'node:os'
import { relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { endTree } from '../checker/end-tree.ts'
import type { CheckReport, LessonVerdict } from '../checker/verdict.ts'
import type { Lesson } from '../lessons/catalogue.ts'
import { type LessonResult, resultVersion } from '../results/result.ts'
import type { HostMessage, JudgeRequest } from './protocol.ts'
import { createStage, type Stage } from './stage.ts'

export interface Judgement {
  /** Root of the workbook. */
  readonly root: string
  readonly lesson: Lesson
  /** Absolute path of the folder to judge. */
  readonly subject: string
  /** Cancels: everything that was started is ended before the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal
  /** Called with each check's report as soon as it is known, in the order in which they end. */
  readonly onCheck?: (report: CheckReport) => void
}

/** A checker that takes longer than this hangs; every check in it has a far shorter limit of its own. */
const longestRunMs = 300_000

/** So long a host that was told to end may take to do so. */
const longestGoodbyeMs = 3_000

/**
 * Runs the checker and resolves with the result, whatever the learner's program does. A checker that cannot do
 * its work gives the verdict `broken`; only cancelling and a subject that cannot be read reject.
 * @throws {Refusal} when the subject's folder does not exist or work/ cannot be written.
 */
export async function judge({ root, lesson, subject, signal, onCheck }: Judgement): Promise<LessonResult> {
  signal?.throwIfAborted()
  const startedAt = new Date()
  const began = performance.now()
  await using stage = await createStage(root, lesson, subject)
  const shownAs = showFolder(root, subject)
  const outcome = existsSync(lesson.checker)
    ? await runHost({ root, lesson, stage, shownAs, signal, onCheck })
    : brokenFromTheStart(`The lesson has no checker: there is no file ${showFolder(root, lesson.checker)}.`)
  const checks = outcome.names.flatMap((name) => outcome.reports.get(name) ?? [])
  const broken = outcome.broken ?? findOmission(outcome.names, checks)
  return {
    version: resultVersion,
    lesson: { number: lesson.number, slug: lesson.slug, title: lesson.title },
    subject: { folder: shownAs, files: [...stage.files] },
    verdict: decideVerdict(checks, broken !== undefined),
    ...(broken && { broken }),
    expectedChecks: outcome.names.length,
    checks,
    startedAt: startedAt.toISOString(),
    durationMs: Math.round(performance.now() - began),
    system: { node: process.versions.node, platform: process.platform, release: release() },
  }
}

interface Trouble {
  readonly message: string
  readonly details: string
}

interface Outcome {
  readonly names: readonly string[]
  readonly reports: ReadonlyMap<string, CheckReport>
  readonly broken?: Trouble | undefined
}

function brokenFromTheStart(message: string): Outcome {
  return { names: [], reports: new Map(), broken: { message, details: '' } }
}

/** No evidence, no pass: every check that was declared must have told its outcome, and there must be some. */
function findOmission(names: readonly string[], checks: readonly CheckReport[]): Trouble | undefined {
  if (names.length === 0) return { message: 'The checker declares no checks.', details: '' }
  if (new Set(names).size < names.length)
    return { message: 'Two checks have the same name.', details: names.join('\n') }
  const missing = names.filter((name) => !checks.some((check) => check.name === name))
  if (missing.length > 0)
    return { message: `No outcome is known of the check "${missing[0]}".`, details: missing.join('\n') }
  const brokenCheck = checks.find((check) => check.verdict === 'broken')
  return (
    brokenCheck?.broken && {
      ...brokenCheck.broken,
      message: `In the check "${brokenCheck.name}": ${brokenCheck.broken.message}`,
    }
  )
}

function decideVerdict(checks: readonly CheckReport[], isBroken: boolean): LessonVerdict {
  // What a program of theirs did wrong is certain even if another check could not be judged.
  if (checks.some((check) => check.verdict === 'fail')) return 'failed'
  if (isBroken || !checks.every((check) => check.verdict === 'pass')) return 'broken'
  return 'passed'
}

interface HostRun {
  readonly root: string
  readonly lesson: Lesson
  readonly stage: Stage
  readonly shownAs: string
  readonly signal: AbortSignal | undefined
  readonly onCheck: ((report: CheckReport) => void) | undefined
}

async function runHost({ root, lesson, stage, shownAs, signal, onCheck }: HostRun): Promise<Outcome> {
  const mark = randomUUID()
  const loader = import.meta.resolve('tsx')
  const host = startHost(root, loader)
  const request: JudgeRequest = {
    root,
    checker: lesson.checker,
    subject: { folder: stage.folder, shownAs, mark, loader },
  }
  let names: readonly string[] = []
  const reports = new Map<string, CheckReport>()
  let broken: Trouble | undefined
  const said = collectOutput(host)
  const hasExited = new Promise<void>((resolve) => host.once('exit', () => resolve()))
  const end = new Promise<'done' | 'died' | 'too-long' | 'cancelled'>((resolve) => {
    host.on('message', (message: HostMessage) => {
      if (message.kind === 'declared') names = message.names
      else if (message.kind === 'report') {
        reports.set(message.report.name, message.report)
        onCheck?.(message.report)
      } else if (message.kind === 'broken') broken ??= { message: message.message, details: message.details }
      else resolve('done')
    })
    host.once('error', () => resolve('died'))
    host.once('exit', () => resolve('died'))
    setTimeout(() => resolve('too-long'), longestRunMs).unref()
    if (signal?.aborted) resolve('cancelled')
    signal?.addEventListener('abort', () => resolve('cancelled'), { once: true })
  })
  host.send(request, () => {})
  const how = await end
  await endHost(host, hasExited, mark, how === 'done')
  if (how === 'cancelled') throw signal?.reason
  if (how === 'died')
    broken ??= { message: 'The process that runs the checker ended before it was done.', details: said() }
  if (how === 'too-long')
    broken ??= { message: `The checker was not done after ${longestRunMs / 1000} s.`, details: said() }
  return { names, reports, broken }
}

function startHost(root: string, loader: string): ChildProcess {
  return fork(fileURLToPath(new URL('./host.ts', import.meta.url)), [], {
    cwd: root,
    execArgv: ['--import', loader],
    // NODE_OPTIONS of the user's could preload anything into the process that judges.
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
    // Out of the terminal's process group: Ctrl-C reaches the runner alone, which then ends this in good order.
    detached: process.platform !== 'win32',
  })
}

async function endHost(
  host: ChildProcess,
  hasExited: Promise<void>,
  mark: string,
  isDone: boolean,
): Promise<void> {
  if (isDone) {
    // Its programs are ended, so nothing is lost by not waiting until vitest has put its things away.
    host.kill('SIGKILL')
    await hasExited
    return
  }
  if (host.connected) host.disconnect()
  const tooLong = setTimeout(() => host.kill('SIGKILL'), longestGoodbyeMs)
  if (host.exitCode === null && host.signalCode === null) await hasExited
  clearTimeout(tooLong)
  await endTree(undefined, mark)
}

/** Keeps the end of what the host printed, which only matters when something went wrong. */
function collectOutput(host: ChildProcess): () => string {
  let text = ''
  const keep = (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-16_384)
  }
  host.stdout?.on('data', keep)
  host.stderr?.on('data', keep)
  return () => text
}

/** Writes a path as a user would type it: relative to the root where it lies below it, with slashes. */
export function showFolder(root: string, path: string): string {
  const below = relative(root, path)
  return below.startsWith('..') || below === '' ? path : below.split(sep).join('/')
}
