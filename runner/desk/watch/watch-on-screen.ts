/** A watch that is drawn: one picture in place, and a key for everything. */
import { say } from '../../language/say.ts'
import type { Lesson } from '../../lessons/catalogue.ts'
import { Refusal } from '../../edge/refusal.ts'
import { renderRefusal } from '../../screens/refusal.ts'
import { escapeText } from '../../text/visible.ts'
import {
  chooseBeginning,
  renderKeyLines,
  renderKeys,
  renderWatch,
  type KeyMeaning,
  type WatchFrame,
} from '../../screens/watch.ts'
import { captureOutput } from '../../terminal/captured-output.ts'
import { LiveScreen } from '../../terminal/live-screen.ts'
import { waitToGoOn } from '../../terminal/pager.ts'
import { findLandmarks } from '../../screens/result/result-failed.ts'
import { showText } from '../../terminal/show.ts'
import { wrapText } from '../../text/width.ts'
import type { Workbook } from '../../workbook.ts'
import { listNextSteps, type NextStep } from '../next-steps.ts'
import { LessonWatch, renderTold, type Told, type WatchEnding } from './lesson-watch.ts'

/**
 * Watches on a terminal that can be drawn on. On leaving, what was told last stands in the normal screen.
 * @throws {Cancelled} on Ctrl-C and when the terminal goes away.
 */
export async function watchOnScreen(workbook: Workbook, lesson: Lesson): Promise<WatchEnding> {
  await using desk = new Desk(workbook, lesson)
  return await desk.run()
}

/** A text that is shown in place of the result until it is dismissed. */
interface Overlay {
  readonly text: string
  readonly keys: readonly KeyMeaning[]
}

const back: KeyMeaning = { key: 'Esc', short: say`back`, long: say`back to the result` }
const nextHint: KeyMeaning = { key: 'h', short: say`next hint`, long: say`the next hint` }

const scrollKeys: Readonly<Record<string, (frame: WatchFrame) => number>> = {
  '\x1b[A': ({ offset }) => offset - 1,
  '\x1b[B': ({ offset }) => offset + 1,
  k: ({ offset }) => offset - 1,
  j: ({ offset }) => offset + 1,
  '\x1b[5~': ({ offset, height }) => offset - height,
  '\x1b[6~': ({ offset, height }) => offset + height,
  ' ': ({ offset, height }) => offset + height,
  '\x1b[H': () => 0,
  '\x1b[1~': () => 0,
  '\x1b[F': () => Infinity,
  '\x1b[4~': () => Infinity,
}
const dismissKeys = ['\x1b', '\r', '\n', 'q']

class Desk implements AsyncDisposable {
  readonly #workbook: Workbook
  readonly #lesson: Lesson
  readonly #watch: LessonWatch
  readonly #screen: LiveScreen
  #overlay: Overlay | undefined
  /** The line that the reader has scrolled to; undefined where the screen chooses it. */
  #offset: number | undefined
  #told: Told | undefined
  #frame: WatchFrame = { lines: [], offset: 0, height: 1 }
  #action: Promise<void> | undefined
  #leave: (ending: WatchEnding) => void = () => {}
  #fail: (error: unknown) => void = () => {}

  constructor(workbook: Workbook, lesson: Lesson) {
    this.#workbook = workbook
    this.#lesson = lesson
    this.#watch = new LessonWatch(workbook, lesson, () => this.#draw())
    this.#screen = new LiveScreen(workbook, {
      onKey: (key) => this.#press(key),
      onBlank: () => this.#draw(),
    })
  }

  async run(): Promise<WatchEnding> {
    const left = new Promise<WatchEnding>((resolve, reject) => {
      this.#leave = resolve
      this.#fail = reject
    })
    this.#draw()
    const watched = this.#watch.begin().then(() => this.#watch.run())
    return await Promise.race([left, watched])
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await using _watch = this.#watch
    await this.#screen[Symbol.asyncDispose]()
    const lines = renderTold(this.#watch, this.#lesson, this.#workbook.screen)
    if (lines.length > 0) showText(this.#workbook, ['', ...lines].join('\n'))
  }

  #draw(): void {
    const { screen, rows } = this.#workbook
    const { state, told, standing } = this.#watch
    if (told !== this.#told) {
      // Another result begins where it has to be read, wherever the reader was in the one before.
      this.#told = told
      if (!this.#overlay) this.#offset = undefined
    }
    const check = told?.kind === 'check' && !state.missing ? told.check : undefined
    const landmarks = check && findLandmarks(check.result, screen, { ...check.context, isCounted: true })
    const body = this.#overlay
      ? this.#overlay.text.split('\n').flatMap((line) => wrapText(line, screen.width))
      : renderTold(this.#watch, this.#lesson, screen, true)
    const failing = check?.result.checks.find(({ verdict }) => verdict === 'fail')
    this.#frame = renderWatch(
      {
        ...standing,
        state,
        lesson: this.#lesson,
        body,
        chooseOffset: (height) =>
          this.#offset ?? (landmarks && !this.#overlay ? chooseBeginning(landmarks, height) : 0),
        ...(failing && !this.#overlay && { heading: `✗ ${escapeText(failing.name)}` }),
        keyLines: renderKeyLines(this.#overlay?.keys ?? this.#listKeys(), screen),
      },
      screen,
      rows,
    )
    this.#screen.draw(this.#frame.lines)
  }

  #listKeys(): KeyMeaning[] {
    const { standing } = this.#watch
    return listNextSteps('watch', standing).map((step) => ({
      key: step.key,
      short: step.name,
      long: step.describe(standing),
    }))
  }

  #press(key: string): void {
    // What is being made ready is shown first. Ctrl-C is not among these keys.
    if (this.#action) return
    const scroll = scrollKeys[key]
    if (scroll) {
      this.#offset = Math.max(0, scroll(this.#frame))
      return this.#draw()
    }
    if (this.#overlay && dismissKeys.includes(key)) return this.#show(undefined)
    const run = this.#findAction(key)
    if (!run) return
    this.#action = run()
      .catch((error: unknown) => {
        // Something that the learner can mend is no reason to end the watch.
        if (error instanceof Refusal)
          this.#show({ text: renderRefusal(error, this.#workbook.screen), keys: [back] })
        else this.#fail(error)
      })
      .finally(() => (this.#action = undefined))
  }

  #findAction(key: string): (() => Promise<void>) | undefined {
    if (key === '?') return async () => this.#showKeys()
    const wanted = key === '\r' || key === '\n' ? 'Enter' : key.toLowerCase()
    const step = listNextSteps('watch', this.#watch.standing).find((offered) => offered.key === wanted)
    return step && (() => this.#take(step))
  }

  async #take(step: NextStep): Promise<void> {
    if ('run' in step) {
      const keys = step.word === 'hint' ? [back, nextHint] : [back]
      if (step.needs === 'text') await this.#capture((workbook) => step.run(workbook, this.#lesson), keys)
      else await this.#suspend((workbook) => step.run(workbook, this.#lesson))
    } else if (step.word === 'check') await this.#watch.askForCheck()
    else this.#leave(step.word === 'next' ? 'next' : 'quit')
  }

  #showKeys(): void {
    const text = renderKeys(this.#listKeys(), this.#workbook.screen).join('\n')
    this.#show({ text, keys: [back] })
  }

  async #suspend(run: (workbook: Workbook) => Promise<boolean | void>): Promise<void> {
    await this.#screen.suspend(async () => {
      showText(this.#workbook, '')
      // Whoever leaves a text wants to be back at once; its end would be gone before it was read.
      if (await run(this.#workbook)) await waitToGoOn(this.#workbook)
    })
  }

  async #capture(show: (workbook: Workbook) => Promise<unknown>, keys: readonly KeyMeaning[]): Promise<void> {
    const { terminal: workbook, read } = captureOutput(this.#workbook)
    await show(workbook)
    this.#show({ text: read().replace(/\n+$/, ''), keys })
  }

  #show(overlay: Overlay | undefined): void {
    this.#overlay = overlay
    this.#offset = undefined
    this.#draw()
  }
}
