/**
 * The whole terminal as one picture that is drawn again in place, and its keys. It uses the alternate screen, which
 * terminals keep apart: what stood there before comes back, nothing scrolls, and a resize breaks no lines.
 */
import type { Terminal } from './terminal.ts'
import { openKeyboard } from './keyboard.ts'
import { guardTerminal } from './terminal-guard.ts'

const enter = '\x1b[?1049h\x1b[?25l'
const leave = '\x1b[?25h\x1b[?1049l'
const leaveForPrintf = leave.replaceAll('\x1b', String.raw`\033`)
const home = '\x1b[H'
const eraseLine = '\x1b[2K'
const eraseBelow = '\x1b[J'

export interface LiveScreenOptions {
  readonly onKey: (key: string) => void
  /** Called when nothing of the picture stands any more: the terminal has another size, or was given back. */
  readonly onBlank: () => void
}

export class LiveScreen implements AsyncDisposable {
  readonly #terminal: Terminal
  readonly #options: LiveScreenOptions
  readonly #guard: AsyncDisposable
  /** There as long as the terminal is taken over. */
  #keyboard: Disposable | undefined
  #drawn = ''

  /** Takes the terminal over, until it is disposed of. */
  constructor(terminal: Terminal, options: LiveScreenOptions) {
    this.#terminal = terminal
    this.#options = options
    this.#guard = guardTerminal(terminal.stdout, leaveForPrintf)
    this.#enter()
  }

  /** Draws a picture: lines that are no wider and no more than the terminal's. */
  draw(lines: readonly string[]): void {
    const picture = home + lines.map((line) => eraseLine + line).join('\r\n') + eraseBelow
    if (!this.#keyboard || picture === this.#drawn) return
    this.#drawn = picture
    this.#terminal.stdout.write(picture)
  }

  /** Gives the terminal back for as long as `action` lasts, for what asks and shows by itself. */
  async suspend(action: () => Promise<void>): Promise<void> {
    this.#leave()
    try {
      await action()
    } finally {
      this.#enter()
      this.#drawAnew()
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#leave()
    await this.#guard[Symbol.asyncDispose]()
  }

  readonly #drawAnew = (): void => {
    this.#drawn = ''
    this.#options.onBlank()
  }

  #enter(): void {
    const { stdout, cancel } = this.#terminal
    this.#drawn = ''
    this.#keyboard = openKeyboard(this.#terminal, {
      onKeys: (keys) => {
        for (const key of keys) if (this.#keyboard) this.#options.onKey(key)
      },
      onInterrupt: cancel,
      onEnd: cancel,
      onSuspend: () => void stdout.write(leave),
      onResume: () => {
        stdout.write(enter)
        this.#drawAnew()
      },
    })
    stdout.on('resize', this.#drawAnew)
    stdout.write(enter)
  }

  #leave(): void {
    if (!this.#keyboard) return
    const { stdout } = this.#terminal
    stdout.off('resize', this.#drawAnew)
    this.#keyboard[Symbol.dispose]()
    this.#keyboard = undefined
    stdout.write(leave)
  }
}
