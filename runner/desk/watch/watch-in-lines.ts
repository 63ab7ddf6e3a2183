/** A watch on a terminal on which nothing is drawn again: each result is printed below the one before. */
import { readCatalogue, type Lesson } from '../../lessons/catalogue.ts'
import { Refusal } from '../../edge/refusal.ts'
import { renderRefusal } from '../../screens/refusal.ts'
import { renderPairs, renderSentences } from '../../text/screen.ts'
import { renderDeafness, renderLatest } from '../../screens/watch.ts'
import { readLine } from '../../terminal/read-line.ts'
import { firstState, type WatchState } from '../../work/saves/watch-state.ts'
import { showNotices, showText } from '../../terminal/show.ts'
import type { Workbook } from '../../workbook.ts'
import { showDifferences } from '../help/differences.ts'
import { showHint } from '../help/hint.ts'
import { showLessonText } from '../lesson/lesson-text.ts'
import { LessonWatch, renderTold, type WatchEnding } from './lesson-watch.ts'
import { showLessons } from '../lesson/overview.ts'
import { runPlay } from '../play/play.ts'
import { readOwnProgress } from '../lesson/record.ts'

const prompt = 'Enter: check again. ? and Enter: the other words. '

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
    showText(
      this.#workbook,
      renderSentences(`Watching work/${this.#lesson.name}.`, this.#workbook.screen).join('\n'),
    )
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
      const word = (await readLine(this.#workbook, prompt))?.trim().toLowerCase()
      this.#isBusy = true
      if (word === undefined || 'quit'.startsWith(word || '-')) return 'quit'
      const { hasPassed, next } = this.#watch.standing
      if (hasPassed && next && 'next'.startsWith(word || '-')) return 'next'
      await this.#run(word)
    }
  }

  async #run(word: string): Promise<void> {
    const [workbook, lesson] = [this.#workbook, this.#lesson]
    const actions: Readonly<Record<string, () => Promise<unknown>>> = {
      hint: () => showHint(workbook, lesson),
      diff: () => showDifferences(workbook, lesson, 'starter'),
      read: () => showLessonText(workbook, lesson),
      play: () => runPlay(workbook, lesson),
      list: async () =>
        showLessons(workbook, await readCatalogue(workbook.root), await readOwnProgress(workbook)),
    }
    const wanted = Object.keys(actions).find((name) => word !== '' && name.startsWith(word))
    try {
      if (word === '') await this.#watch.askForCheck()
      else if (wanted === undefined) showText(workbook, this.#renderWords())
      else await actions[wanted]?.()
    } catch (error) {
      // Something that the learner can mend is no reason to end the watch.
      if (!(error instanceof Refusal)) throw error
      showNotices(workbook, [renderRefusal(error, workbook.screen)])
    }
  }

  #renderWords(): string {
    const { hasPassed, next } = this.#watch.standing
    const words: [string, string][] = [
      ['Enter', 'check again'],
      ['h', 'hint'],
      ['d', 'diff: what you have changed'],
      ['r', 'read the text'],
      ['p', 'play: your server and clients in this terminal'],
      ...(hasPassed && next ? [['n', `next: lesson ${next.number}`] satisfies [string, string]] : []),
      ['l', 'list of lessons'],
      ['q', 'quit'],
    ]
    return renderPairs(words, this.#workbook.screen).join('\n')
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
    const news = [
      ...(state.running && state.check !== before.check ? [`Check ${state.check} is running.`] : []),
      ...(isEnded && state.latest ? ['', `${renderLatest(state.latest, screen)}.`, ''] : []),
      ...(isEnded || isMissing ? [...renderTold(this.#watch, this.#lesson, screen), ''] : []),
      ...(isDeaf ? [...renderDeafness(state, screen), ''] : []),
    ]
    if (news.length === 0) return
    showText(this.#workbook, (isPrompted ? '\n' : '') + news.join('\n'))
    if (isPrompted) stdout.write(prompt)
  }
}
