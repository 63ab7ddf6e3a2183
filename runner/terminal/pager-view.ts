/** A text on the whole terminal, in which a reader moves: by pages and lines, to its ends, and to words. */
import { stripVTControlCharacters } from 'node:util'
import { say, type Words } from '../language/say.ts'
import { countLetters, findLine } from '../text/letters.ts'
import { createPaint, renderPairs, renderSafely, renderWords } from '../text/screen.ts'
import { cutText, measureWidth } from '../text/width.ts'
import { untilCancelled } from '../edge/cancelled.ts'
import { createDeferred } from './deferred.ts'
import { layText } from './lay-text.ts'
import { LiveScreen } from './live-screen.ts'
import type { DrawText, PageOptions, Reading } from './pager.ts'
import { movesByKey } from './scroll-keys.ts'
import type { Terminal } from './terminal.ts'

const leaveKeys: readonly string[] = ['q', 'Q', '\x1b', '\x04']
const enterKeys: readonly string[] = ['\r', '\n']

export class PagerView {
  readonly #terminal: Terminal
  readonly #draw: DrawText
  readonly #options: PageOptions
  readonly #end = createDeferred<boolean>()
  #lines: string[] = []
  #width = 0
  #first = 0
  #isKeysShown = false
  /** The word that is looked for, as it is typed, in the bytes of the keyboard. */
  #typed: string | undefined
  #wanted = ''
  #notice: Words | undefined
  #screen: LiveScreen | undefined

  constructor(terminal: Terminal, draw: DrawText, options: PageOptions) {
    this.#terminal = terminal
    this.#draw = draw
    this.#options = options
  }

  /** The lines that are in sight. */
  get page(): readonly string[] {
    return this.#lines.slice(this.#first, this.#first + this.#height)
  }

  /** Lasts until the reader goes on or leaves. @throws {Cancelled} on Ctrl-C */
  async run(): Promise<Reading> {
    this.#lay()
    const { screen } = this.#terminal
    const { chooseFirst, lettersAbove = 0 } = this.#options
    this.#move(chooseFirst?.(screen, this.#height) ?? findLine(this.#lines, lettersAbove))
    await using live = new LiveScreen(this.#terminal, {
      onKey: (key) => this.#press(key),
      onBlank: () => this.#redraw(),
    })
    this.#screen = live
    this.#redraw()
    const isRead = await untilCancelled(this.#end.promise, this.#terminal.signal)
    return { isRead, lettersAbove: countLetters(this.#lines.slice(0, this.#first)) }
  }

  get #height(): number {
    return Math.max(1, this.#terminal.rows - 1)
  }

  get #isAtEnd(): boolean {
    return this.#first + this.#height >= this.#lines.length
  }

  /** Lays the text for the window as it is now; what stood at the top stays there. */
  #lay(): void {
    const { screen } = this.#terminal
    if (screen.width === this.#width) return
    const above = countLetters(this.#lines.slice(0, this.#first))
    this.#lines = layText(this.#draw(screen), screen)
    this.#width = screen.width
    this.#first = findLine(this.#lines, above)
  }

  #move(first: number): void {
    this.#first = Math.max(0, Math.min(first, this.#lines.length - this.#height))
  }

  #press(key: string): void {
    this.#notice = undefined
    if (this.#typed !== undefined) this.#type(key)
    else if (this.#isKeysShown) this.#isKeysShown = false
    else this.#obey(key)
    this.#redraw()
  }

  #obey(key: string): void {
    const move = movesByKey[key]
    if (move) return this.#move(move({ first: this.#first, height: this.#height }))
    if (leaveKeys.includes(key)) return this.#end.resolve(false)
    if (enterKeys.includes(key)) {
      if (this.#isAtEnd) return this.#end.resolve(true)
      return this.#move(this.#first + this.#height)
    }
    if (key === '/') this.#typed = ''
    if (key === 'n') this.#search(1)
    if (key === 'N') this.#search(-1)
    if (key === '?') this.#isKeysShown = true
  }

  /** Takes a key of the word that is looked for. */
  #type(key: string): void {
    const typed = this.#typed ?? ''
    if (key === '\x1b') this.#typed = undefined
    else if (enterKeys.includes(key)) {
      this.#wanted = Buffer.from(typed, 'latin1').toString()
      this.#typed = undefined
      this.#search(1, this.#first)
    } else if (key === '\x7f' || key === '\b')
      this.#typed = Buffer.from([...Buffer.from(typed, 'latin1').toString()].slice(0, -1).join('')).toString(
        'latin1',
      )
    else if (key.length === 1 && key >= ' ') this.#typed = typed + key
  }

  /** Goes to the next line, or to the one before, that has the word; behind the last one comes the first again. */
  #search(step: 1 | -1, from = this.#first + step): void {
    if (this.#wanted === '') return
    const count = this.#lines.length
    for (let look = 0; look < count; look++) {
      const index = (from + step * look + count * 2) % count
      if (!this.#has(this.#lines[index] ?? '')) continue
      if (step === 1 && index < from) this.#notice = say`from the top again`
      return this.#move(index)
    }
    this.#notice = say`"${this.#wanted}" is not there`
  }

  #has(line: string): boolean {
    return stripVTControlCharacters(line).toLowerCase().includes(this.#wanted.toLowerCase())
  }

  #redraw(): void {
    this.#lay()
    this.#move(this.#first)
    const { screen } = this.#terminal
    const body = this.#isKeysShown ? this.#renderKeys() : this.#renderBody()
    const blanks = Array.from({ length: Math.max(0, this.#height - body.length) }, () => '')
    this.#screen?.draw([...body, ...blanks, this.#renderFoot()].map((line) => cutText(line, screen.width)))
  }

  #renderBody(): string[] {
    const { screen } = this.#terminal
    const shown = this.page.map((line) => (this.#wanted !== '' && this.#has(line) ? this.#mark(line) : line))
    const pinned = this.#options.findPinned?.(screen)
    return pinned && pinned.line < this.#first ? [pinned.text, ...shown.slice(1)] : shown
  }

  /** Marks the word that was looked for; the colours of the line would end the mark. */
  #mark(line: string): string {
    const plain = stripVTControlCharacters(line)
    const at = plain.toLowerCase().indexOf(this.#wanted.toLowerCase())
    const end = at + this.#wanted.length
    const { inverse } = createPaint(this.#terminal.screen)
    return plain.slice(0, at) + inverse(plain.slice(at, end)) + plain.slice(end)
  }

  #renderFoot(): string {
    const { screen } = this.#terminal
    const { dim } = createPaint(screen)
    if (this.#typed !== undefined) return `/${Buffer.from(this.#typed, 'latin1').toString()}`
    if (this.#notice !== undefined) return dim(` ${renderSafely(this.#notice, screen)}`)
    if (this.#isKeysShown) return dim(` ${renderWords(say`any key: back to the text`, screen)}`)
    const where = this.#isAtEnd ? say`Enter: go on` : say`${this.#percent} % · Space: on`
    const lines = [
      say`${where} · b: back · /: search · q: leave · ?: all keys`,
      say`${where} · b: back · q: leave · ?: all keys`,
      say`${where} · ?: all keys`,
    ].map((words) => ` ${renderWords(words, screen)}`)
    return dim(lines.find((line) => measureWidth(line) < screen.width) ?? lines.at(-1) ?? '')
  }

  get #percent(): number {
    const seen = countLetters(this.#lines.slice(0, this.#first + this.#height))
    const all = this.#options.lettersInAll ?? countLetters(this.#lines)
    return Math.min(99, Math.floor((seen / Math.max(1, all)) * 100))
  }

  #renderKeys(): string[] {
    const { screen } = this.#terminal
    const pairs: (readonly [string, Words])[] = [
      ['Space', say`a page on`],
      ['b', say`a page back`],
      ['↓ ↑', say`a line on, a line back`],
      ['Home End', say`to the top, to the end (g and G too)`],
      ['/', say`looks for a word; n and N: the next one, the one before`],
      ['Enter', say`a page on; at the end, goes on`],
      ['q', say`leaves`],
    ]
    return renderPairs(pairs, screen)
  }
}
