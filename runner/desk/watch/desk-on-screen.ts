/**
 * A learner at a lesson, on a terminal that can be drawn on: one picture in place, and a key for everything. What a check
 * told stays in sight whatever is chosen next. It checks when it is asked to or, while it watches, at every save.
 */
import { findFirstFailure } from '../../checker/record/verdict.ts'
import { type Words, say } from '../../language/say.ts'
import type { Lesson } from '../../lessons/catalogue.ts'
import { Refusal } from '../../edge/refusal.ts'
import { renderRefusal } from '../../screens/refusal.ts'
import { escapeText } from '../../text/visible.ts'
import { renderCheckLines } from '../../screens/result/check-lines.ts'
import { findLandmarks, listFailing, renderFailure } from '../../screens/result/result-failed.ts'
import {
  chooseBeginning,
  renderKeyLine,
  renderKeys,
  renderWatch,
  type KeyMeaning,
  type WatchFrame,
} from '../../screens/watch.ts'
import { captureOutput } from '../../terminal/captured-output.ts'
import { layText } from '../../terminal/lay-text.ts'
import { LiveScreen } from '../../terminal/live-screen.ts'
import { waitToGoOn } from '../../terminal/pager.ts'
import { movesByKey } from '../../terminal/scroll-keys.ts'
import { showText } from '../../terminal/show.ts'
import { renderSentences } from '../../text/screen.ts'
import type { Workbook } from '../../workbook.ts'
import { type ShownHint, showHint } from '../help/hint.ts'
import { listNextSteps, type NextStep } from '../next-steps.ts'
import { failureBefore, findFailureByKey, nextFailure } from './failure-keys.ts'
import { type Finding, LessonWatch, renderFinding, type WatchEnding } from './lesson-watch.ts'

export interface DeskWish {
  /** What there is to say before anything was checked. */
  readonly notes: readonly Words[]
  /** Whether every save is checked, from the beginning. */
  readonly watches: boolean
  /** Whether what stands there is checked at once. */
  readonly checksAtOnce: boolean
}

/**
 * Lasts until the learner leaves. What was in sight then stands in the normal screen.
 * @throws {Cancelled} on Ctrl-C and when the terminal goes away.
 */
export async function runDeskOnScreen(
  workbook: Workbook,
  lesson: Lesson,
  wish: DeskWish,
): Promise<WatchEnding> {
  await using desk = new Desk(workbook, lesson, wish)
  return await desk.run()
}

/** A text that is shown in place of the result until it is dismissed. */
interface Overlay {
  readonly text: string
  readonly keys: readonly KeyMeaning[]
  /** The hint that it is. */
  readonly hint?: ShownHint | undefined
  /** Which failure of the newest check it tells, from 1. */
  readonly failure?: number
}

const back: KeyMeaning = { key: 'Esc', short: say`back`, long: say`back to the result` }
const nextHint: KeyMeaning = { key: 'h', short: say`next hint`, long: say`the next hint` }
const dismissKeys = ['\x1b', '\r', '\n', 'q']
/** Set to anything, it asks for the bell. */
const bellVariable = 'SOCKET_WORKBOOK_BELL'
/** So often it is said anew for how long a check has gone on. */
const tickMs = 1_000

class Desk implements AsyncDisposable {
  readonly #workbook: Workbook
  readonly #lesson: Lesson
  readonly #wish: DeskWish
  readonly #watch: LessonWatch
  readonly #screen: LiveScreen
  readonly #ticking: NodeJS.Timeout
  #overlay: Overlay | undefined
  /** The line that the reader has scrolled to; undefined where the screen chooses it. */
  #offset: number | undefined
  #finding: Finding | undefined
  #body: readonly string[] = []
  #frame: WatchFrame = { lines: [], offset: 0, height: 1 }
  #action: Promise<void> | undefined
  #leave: (ending: WatchEnding) => void = () => {}
  #fail: (error: unknown) => void = () => {}

  constructor(workbook: Workbook, lesson: Lesson, wish: DeskWish) {
    this.#workbook = workbook
    this.#lesson = lesson
    this.#wish = wish
    this.#watch = new LessonWatch(workbook, lesson, () => this.#draw())
    this.#screen = new LiveScreen(workbook, {
      onKey: (key) => this.#press(key),
      onBlank: () => this.#draw(),
    })
    this.#ticking = setInterval(() => {
      if (this.#watch.state.running) this.#draw()
    }, tickMs)
  }

  async run(): Promise<WatchEnding> {
    const left = new Promise<WatchEnding>((resolve, reject) => {
      this.#leave = resolve
      this.#fail = reject
    })
    this.#draw()
    return await Promise.race([left, this.#runWatch()])
  }

  async #runWatch(): Promise<never> {
    await this.#watch.begin(this.#wish.watches)
    if (this.#wish.checksAtOnce && !this.#wish.watches) await this.#watch.askForCheck()
    return await this.#watch.run()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#ticking)
    await using _watch = this.#watch
    await this.#screen[Symbol.asyncDispose]()
    if (this.#overlay) this.#show(undefined)
    const { offset, height } = this.#frame
    const inSight = this.#body.slice(offset, offset + height)
    if (inSight.length > 0) showText(this.#workbook, ['', ...inSight].join('\n'))
  }

  #draw(): void {
    const { screen, rows } = this.#workbook
    const { state, finding, standing, isWatching, progress } = this.#watch
    if (finding !== this.#finding) {
      // Another result begins where it has to be read, wherever the reader was in the one before.
      this.#ringFor(finding)
      this.#finding = finding
      if (!this.#overlay) this.#offset = undefined
    }
    const check = finding?.kind === 'check' && !state.missing && !this.#overlay ? finding.check : undefined
    const landmarks = check && findLandmarks(check.result, screen, { ...check.context, isCounted: true })
    const failing = check && findFirstFailure(check.result.checks)
    this.#body = this.#renderBody()
    this.#frame = renderWatch(
      {
        ...standing,
        state,
        isWatching,
        elapsedMs: progress.elapsedMs,
        lesson: this.#lesson,
        body: this.#body,
        chooseOffset: (height) => this.#offset ?? (landmarks ? chooseBeginning(landmarks, height) : 0),
        ...(failing &&
          landmarks && { heading: { line: landmarks.failed, text: `✗ ${escapeText(failing.name)}` } }),
        keyLine: renderKeyLine(this.#overlay?.keys ?? this.#listKeys(), screen),
      },
      screen,
      rows,
    )
    this.#screen.draw(this.#frame.lines)
  }

  /** The terminal's bell, for who asked for it: another verdict than before. */
  #ringFor(finding: Finding | undefined): void {
    const verdict = (of: Finding | undefined) => (of?.kind === 'check' ? of.check.result.verdict : undefined)
    const isNews = verdict(finding) !== undefined && verdict(finding) !== verdict(this.#finding)
    if (isNews && this.#workbook.env[bellVariable]) this.#workbook.stdout.write('\x07')
  }

  #renderBody(): readonly string[] {
    const { screen } = this.#workbook
    if (this.#overlay) return layText(this.#overlay.text, screen)
    const lines = renderFinding(this.#watch, this.#lesson, screen, true)
    if (lines.some((line) => line !== '')) return lines
    const { state, progress } = this.#watch
    const words = state.running
      ? [
          say`What your programs in work/${this.#lesson.name} do is being looked at. What was seen is told here.`,
        ]
      : this.#wish.notes
    return [
      ...words.flatMap((sentence) => renderSentences(sentence, screen)),
      '',
      ...(state.running ? renderCheckLines(progress.reported, screen) : []),
    ]
  }

  get #steps(): NextStep[] {
    return listNextSteps(this.#watch.isWatching ? 'watch' : 'menu', this.#watch.standing)
  }

  #listKeys(): KeyMeaning[] {
    const { standing } = this.#watch
    return [
      ...this.#steps.map((step) => ({ key: step.key, short: step.name, long: step.describe(standing) })),
      ...(this.#countFailures() > 1 ? [nextFailure] : []),
    ]
  }

  #press(key: string): void {
    // What is being made ready is shown first. Ctrl-C is not among these keys.
    if (this.#action) return
    if (this.#overlay && dismissKeys.includes(key)) return this.#show(undefined)
    if (key === '?') return this.#showKeys()
    const run = this.#findAction(key)
    if (run) return this.#act(run)
    const move = movesByKey[key]
    if (!move) return
    const { offset, height } = this.#frame
    this.#offset = Math.max(0, move({ first: offset, height }))
    this.#draw()
  }

  #act(run: () => Promise<void>): void {
    this.#action = run()
      .catch((error: unknown) => {
        // Something that the learner can mend is no reason to end the visit.
        if (error instanceof Refusal)
          this.#show({ text: renderRefusal(error, this.#workbook.screen), keys: [back] })
        else this.#fail(error)
      })
      .finally(() => (this.#action = undefined))
  }

  #findAction(key: string): (() => Promise<void>) | undefined {
    const hint = this.#overlay?.hint
    if (hint && key === nextHint.key && hint.number < hint.count)
      return () => this.#captureHint(hint.number + 1)
    const failure = findFailureByKey(key, this.#overlay?.failure ?? 1, this.#countFailures())
    if (failure !== undefined) return async () => this.#showFailure(failure)
    const wanted = key === '\r' || key === '\n' ? 'Enter' : key
    const step = this.#steps.find((offered) => offered.key === wanted)
    return step && (() => this.#take(step))
  }

  #countFailures(): number {
    const { finding, state } = this.#watch
    return finding?.kind === 'check' && !state.missing ? listFailing(finding.check.result).length : 0
  }

  #showFailure(place: number): void {
    const { finding } = this.#watch
    if (finding?.kind !== 'check') return
    const { result, context } = finding.check
    const text = renderFailure(result, place, this.#workbook.screen, context).join('\n')
    this.#show({ text, keys: [back, nextFailure, failureBefore], failure: place })
  }

  async #take(step: NextStep): Promise<void> {
    if (step.word === 'hint') return await this.#captureHint()
    if ('run' in step) {
      if (step.needs === 'text') return await this.#capture((workbook) => step.run(workbook, this.#lesson))
      const { finding } = this.#watch
      const result = finding?.kind === 'check' ? finding.check.result : undefined
      return await this.#suspend((workbook) => step.run(workbook, this.#lesson, result))
    }
    if (step.word === 'next') return this.#leave('next')
    if (step.word === 'watch') return await this.#watch.startWatching()
    if (step.word === 'check') {
      if (this.#overlay) this.#show(undefined)
      return await this.#watch.askForCheck()
    }
    // Whoever began to watch from the menu is back there first.
    if (this.#watch.isWatching && !this.#wish.watches) return await this.#watch.stopWatching()
    this.#leave('quit')
  }

  #showKeys(): void {
    const text = renderKeys(this.#listKeys(), this.#workbook.screen).join('\n')
    this.#show({ text, keys: [back] })
  }

  async #suspend(run: (workbook: Workbook) => Promise<unknown>): Promise<void> {
    await this.#screen.suspend(async () => {
      showText(this.#workbook, '')
      if ((await run(this.#workbook)) === true) await waitToGoOn(this.#workbook)
    })
  }

  async #capture(show: (workbook: Workbook) => Promise<unknown>): Promise<void> {
    const { terminal: workbook, read } = captureOutput(this.#workbook)
    await show(workbook)
    this.#show({ text: read(), keys: [back] })
  }

  /** @param wanted the number of the hint; without it, the one that fits */
  async #captureHint(wanted?: number): Promise<void> {
    const { terminal: workbook, read } = captureOutput(this.#workbook)
    const hint = await showHint(workbook, this.#lesson, wanted)
    const hasNext = hint !== undefined && hint.number < hint.count
    this.#show({ text: read(), keys: hasNext ? [back, nextHint] : [back], hint })
  }

  #show(overlay: Overlay | undefined): void {
    this.#overlay = overlay
    this.#offset = undefined
    this.#draw()
  }
}
