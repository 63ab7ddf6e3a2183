/** A watch on a terminal on which nothing is drawn again: each result is printed below the one before. */
import { say } from '../../language/say.ts'
import type { Lesson } from '../../lessons/catalogue.ts'
import { renderDeafness, renderLatest } from '../../screens/watch.ts'
import { readLine } from '../../terminal/read-line.ts'
import { showText, showWords } from '../../terminal/show.ts'
import { renderPairs, renderSentences, renderWords } from '../../text/screen.ts'
import { firstState, type WatchState } from '../../work/saves/watch-state.ts'
import type { Workbook } from '../../workbook.ts'
import { tolerateRefusal } from '../lesson/show-refusal.ts'
import { listNextSteps, type NextStep } from '../next-steps.ts'
import { LessonWatch, renderFinding, type WatchEnding } from './lesson-watch.ts'

const prompt = say`Enter: check again. ? and Enter: the other words.`

/**
 * Watches where all has to be said in words. What the learner wants is typed as a line.
 * @throws {Cancelled} on Ctrl-C and when the terminal goes away.
 */
export async function watchInLines(workbook: Workbook, lesson: Lesson): Promise<WatchEnding> {
  await using lines = new Lines(workbook, lesson)
  return await lines.run()
}

class Lines implements AsyncDisposable {
  readonly #workbook: Workbook
  readonly #lesson: Lesson
  readonly #watch: LessonWatch
  /** What has been printed of the state. */
  #printed: WatchState = firstState
  /** Whether something else is being read: what is new has to wait until it is. */
  #isBusy = true

  constructor(workbook: Workbook, lesson: Lesson) {
    this.#workbook = workbook
    this.#lesson = lesson
    this.#watch = new LessonWatch(workbook, lesson, () => this.#print(true))
  }

  async run(): Promise<WatchEnding> {
    showWords(this.#workbook, say`Watching work/${this.#lesson.name}.`)
    const watched = this.#watch.begin().then(() => this.#watch.run())
    return await Promise.race([this.#readWords(), watched])
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isBusy = true
    this.#workbook.stdin.pause()
    await this.#watch[Symbol.asyncDispose]()
  }

  async #readWords(): Promise<WatchEnding> {
    for (;;) {
      this.#isBusy = false
      this.#print(false)
      const word = (await readLine(this.#workbook, this.#renderPrompt()))?.trim().toLowerCase()
      this.#isBusy = true
      if (word === undefined) return 'quit'
      const step = this.#findStep(word)
      if (step?.word === 'quit' || step?.word === 'next') return step.word
      await tolerateRefusal(this.#workbook, () => this.#take(step))
    }
  }

  get #steps(): NextStep[] {
    return listNextSteps('watch', this.#watch.standing)
  }

  /** Finds the step that a line asks for, by its key or by the beginning of its word; Enter alone has no word. */
  #findStep(line: string): NextStep | undefined {
    return this.#steps.find(({ key, word }) =>
      line === '' ? key === 'Enter' : line === key || word.startsWith(line),
    )
  }

  async #take(step: NextStep | undefined): Promise<void> {
    if (step === undefined) showText(this.#workbook, this.#renderWords())
    else if ('run' in step) await step.run(this.#workbook, this.#lesson)
    else await this.#watch.askForCheck()
  }

  #renderWords(): string {
    const { standing } = this.#watch
    const words = this.#steps.map((step) => [step.key, step.describe(standing)] as const)
    return renderPairs(words, this.#workbook.screen).join('\n')
  }

  #renderPrompt(): string {
    return `${renderWords(prompt, this.#workbook.screen)} `
  }

  /** Prints what is new. @param isPrompted whether the prompt stands in the last line, and has to be repeated */
  #print(isPrompted: boolean): void {
    if (this.#isBusy) return
    const { screen, stdout } = this.#workbook
    const { state } = this.#watch
    const before = this.#printed
    this.#printed = state
    const isEnded = state.latest && state.latest.check !== before.latest?.check
    const isMissing = state.missing !== undefined && state.missing !== before.missing
    const isDeaf = state.deaf !== undefined && state.deaf !== before.deaf
    const isBegun = state.running && state.check !== before.check
    const news = [
      ...(isBegun ? renderSentences(say`Check ${state.check} is running.`, screen) : []),
      ...(isEnded && state.latest
        ? ['', ...renderSentences(renderLatest(state.latest, screen), screen), '']
        : []),
      ...(isEnded || isMissing ? [...renderFinding(this.#watch, this.#lesson, screen), ''] : []),
      ...(isDeaf ? [...renderDeafness(state, screen), ''] : []),
    ]
    if (news.length === 0) return
    showText(this.#workbook, (isPrompted ? '\n' : '') + news.join('\n'))
    if (isPrompted) stdout.write(this.#renderPrompt())
  }
}
