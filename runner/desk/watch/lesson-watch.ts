/** Watches the learner's work on a lesson and checks it at every save. What is shown of it is for others. */
import { type CheckReport, findFirstFailure } from '../../checker/record/verdict.ts'
import type { Lesson } from '../../lessons/catalogue.ts'
import { Refusal } from '../../edge/refusal.ts'
import { renderRefusal } from '../../screens/refusal.ts'
import { renderResult } from '../../screens/result/result.ts'
import type { Screen } from '../../text/screen.ts'
import { renderMissing } from '../../screens/watch.ts'
import { captureOutput } from '../../terminal/captured-output.ts'
import { wrapText } from '../../text/width.ts'
import { untilCancelled } from '../../edge/cancelled.ts'
import type { Workbook } from '../../workbook.ts'
import { watchFolders } from '../../work/saves/file-events.ts'
import { compareSnapshots, readSnapshot, type Snapshot } from '../../work/saves/snapshot.ts'
import { decide, firstState, type WatchEvent, type WatchState } from '../../work/saves/watch-state.ts'
import { findWorkFolder } from '../../work/folders/work-folder.ts'
import { findErrorCode } from '../../edge/error-facts.ts'
import { judgeOwnWork, renderRemarks, type OwnCheck } from '../lesson/check.ts'
import { readProgressQuietly } from '../lesson/own-progress.ts'
import { readStanding, type Standing, unknownStanding } from '../lesson/standing.ts'
import { showTakenPort } from '../port/port-doctor.ts'

/**
 * How long the folders must be quiet before they are looked at, in milliseconds: one save is often several events, and
 * several files are often saved at once. It only spares checks; one that began too early is cancelled by the next look.
 */
const quietMs = 30
/** A folder in which something happens all the time is looked at this long after the first event, in milliseconds. */
const longestNoiseMs = 500

/** What the newest check came to. `asides` is text for the terminal: who holds a port, what could not be saved. */
export type Finding =
  | { readonly kind: 'check'; readonly check: OwnCheck; readonly asides: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly asides: string }

/** Why the learner left: to be elsewhere, or to go on with the next lesson. */
export type WatchEnding = 'quit' | 'next'

/** Tells, in lines for this screen, what is the matter, or what the newest check that ended came to. */
export function renderFinding(
  { state, finding }: LessonWatch,
  lesson: Lesson,
  screen: Screen,
  isCounted = false,
): string[] {
  const texts = state.missing
    ? [renderMissing(state.missing, lesson, screen).join('\n')]
    : finding
      ? [...renderOutcome(finding, screen, isCounted), finding.asides.trim()]
      : []
  return texts
    .filter((text) => text !== '')
    .join('\n\n')
    .split('\n')
    .flatMap((line) => wrapText(line, screen.width))
}

function renderOutcome(finding: Finding, screen: Screen, isCounted: boolean): string[] {
  if (finding.kind === 'refused') return [renderRefusal(finding.refusal, screen)]
  const { result, context, remarks } = finding.check
  return [renderResult(result, screen, { ...context, isCounted }), renderRemarks(remarks, screen).trim()]
}

export class LessonWatch implements AsyncDisposable {
  readonly #workbook: Workbook
  readonly #lesson: Lesson
  readonly #work: string
  readonly #onChange: () => void
  readonly #failure = new AbortController()
  readonly #runs = new Set<Promise<void>>()
  #events: AsyncDisposable | undefined
  #state = firstState
  #finding: Finding | undefined
  #reported: CheckReport[] = []
  #startedAt = 0
  #standing = unknownStanding
  #seen: Snapshot | undefined
  #running = new AbortController()
  #looking: Promise<void> = Promise.resolve()
  #timer: NodeJS.Timeout | undefined
  #noiseSince: number | undefined
  #isDisposed = false
  #begun: Promise<void> | undefined

  /** @param onChange called whenever there is something new to show */
  constructor(workbook: Workbook, lesson: Lesson, onChange: () => void) {
    this.#workbook = workbook
    this.#lesson = lesson
    this.#work = findWorkFolder(workbook.root, lesson)
    this.#onChange = onChange
  }

  /** Begins to watch, and begins the first check; unless it watches, it waits until it is asked for one. */
  begin(watches = true): Promise<void> {
    return (this.#begun = this.#readStanding().then(() =>
      watches ? this.startWatching() : this.#onChange(),
    ))
  }

  /** Checks at every save from now on, and first what stands there now. */
  async startWatching(): Promise<void> {
    if (this.#events || this.#isDisposed) return
    const folders = [this.#work, this.#lesson.folder]
    this.#events = await watchFolders(this.#workbook.root, folders, {
      onEvent: () => this.#hear(),
      onTrouble: (error) => this.#tell({ kind: 'deafened', reason: findErrorCode(error) ?? String(error) }),
    })
    await this.#look('other')
  }

  /** Checks only when it is asked to, from now on. */
  async stopWatching(): Promise<void> {
    const events = this.#events
    this.#events = undefined
    clearTimeout(this.#timer)
    await events?.[Symbol.asyncDispose]()
    this.#onChange()
  }

  get isWatching(): boolean {
    return this.#events !== undefined
  }

  /** What the check that is running has found so far, and for how long it has gone on, in milliseconds. */
  get progress(): { readonly reported: readonly CheckReport[]; readonly elapsedMs: number } {
    return { reported: this.#reported, elapsedMs: performance.now() - this.#startedAt }
  }

  get state(): WatchState {
    return this.#state
  }

  /** What the newest check that ended came to; undefined before the first. */
  get finding(): Finding | undefined {
    return this.#finding
  }

  get standing(): Standing {
    return this.#standing
  }

  /** Never resolves. @throws {Cancelled} on Ctrl-C and when the terminal goes away; else what ended the watch */
  async run(): Promise<never> {
    const ended = AbortSignal.any([this.#workbook.signal, this.#failure.signal])
    return await untilCancelled(new Promise<never>(() => {}), ended)
  }

  /** Checks what stands there, saved anew or not. */
  async askForCheck(): Promise<void> {
    await this.#look('other')
    this.#tell({ kind: 'asked' })
  }

  /** Ends the check that is running, and resolves when nothing of it is left. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true
    clearTimeout(this.#timer)
    this.#running.abort()
    // Whoever began it hears of what went wrong there.
    await this.#begun?.catch(() => {})
    await this.#events?.[Symbol.asyncDispose]()
    await this.#looking
    await Promise.all(this.#runs)
  }

  #hear(): void {
    if (this.#isDisposed || !this.isWatching) return
    const now = performance.now()
    this.#noiseSince ??= now
    const restMs = this.#noiseSince + longestNoiseMs - now
    clearTimeout(this.#timer)
    this.#timer = setTimeout(
      () => {
        this.#noiseSince = undefined
        void this.#look('event')
      },
      Math.max(0, Math.min(quietMs, restMs)),
    )
  }

  /** Looks at the folders; one look after another, so that each is compared with the one before. */
  #look(because: 'event' | 'other'): Promise<void> {
    this.#looking = this.#looking
      .then(async () => {
        if (this.#isDisposed) return
        const now = await readSnapshot(this.#work, this.#lesson.folder)
        const missing = now.work ? (now.lesson ? undefined : 'lesson') : 'work'
        const change = compareSnapshots(this.#seen, now)
        this.#seen = now
        this.#tell({ kind: 'looked', because, change, missing })
      })
      .catch((error: unknown) => this.#failure.abort(error))
    return this.#looking
  }

  #tell(event: WatchEvent): void {
    if (this.#isDisposed) return
    const [state, orders] = decide(this.#state, event)
    this.#state = state
    if (orders.cancel) this.#running.abort()
    if (orders.start !== undefined) this.#start(orders.start)
    this.#onChange()
  }

  #start(number: number): void {
    const running = new AbortController()
    this.#running = running
    this.#reported = []
    this.#startedAt = performance.now()
    const run = this.#check(number, running.signal)
      .catch((error: unknown) => {
        if (!running.signal.aborted && !this.#workbook.signal.aborted) this.#failure.abort(error)
      })
      .finally(() => this.#runs.delete(run))
    this.#runs.add(run)
  }

  async #check(number: number, cancelled: AbortSignal): Promise<void> {
    const finding = await this.#judge(number, AbortSignal.any([this.#workbook.signal, cancelled]))
    await this.#readStanding()
    if (cancelled.aborted) return
    this.#finding = finding
    const outcome = finding.kind === 'check' ? finding.check.result.verdict : 'refused'
    this.#tell({ kind: 'ended', check: number, outcome, at: this.#workbook.clock() })
    // What was saved meanwhile without an event is found now, and not at the next save.
    if (this.isWatching) await this.#look('other')
  }

  async #judge(number: number, signal: AbortSignal): Promise<Finding> {
    const { terminal: workbook, read } = captureOutput(this.#workbook)
    // What failed last is what the learner has just been at.
    const first =
      this.#finding?.kind === 'check' ? findFirstFailure(this.#finding.check.result.checks) : undefined
    try {
      const check = await judgeOwnWork(workbook, this.#lesson, (subject) =>
        workbook.judge({
          root: workbook.root,
          lesson: this.#lesson,
          subject,
          signal,
          keepsSpare: true,
          first: first?.name,
          onDeclared: (count) => this.#tell({ kind: 'declared', check: number, count }),
          onCheck: (report) => {
            if (!signal.aborted) this.#reported.push(report)
            if (report.name === first?.name && !signal.aborted) this.#tellEarly(report)
            this.#tell({ kind: 'reported', check: number })
          },
        }),
      )
      if (check.result.verdict !== 'passed') await showTakenPort(workbook, check.result)
      return { kind: 'check', check, asides: read() }
    } catch (error) {
      if (signal.aborted || !(error instanceof Refusal)) throw error
      return { kind: 'refused', refusal: error, asides: read() }
    }
  }

  /** Shows that what failed last fails still, while all else is being judged. */
  #tellEarly(report: CheckReport): void {
    if (report.verdict !== 'fail' || this.#finding?.kind !== 'check') return
    const { check } = this.#finding
    const result = { ...check.result, checks: [report] }
    this.#finding = { kind: 'check', check: { ...check, result, remarks: [] }, asides: '' }
  }

  async #readStanding(): Promise<void> {
    try {
      const progress = await readProgressQuietly(this.#workbook)
      this.#standing = await readStanding(this.#workbook, this.#lesson, progress)
    } catch (error) {
      // What cannot be read of the lessons is told by the check. Until then what was known is shown.
      if (!(error instanceof Refusal)) throw error
    }
  }
}
