import type { Socket } from 'node:net'
import { createInterface } from 'node:readline'

/** The lines of the one keyboard. Each goes to whoever has waited longest for it and is still there. */
export class Keyboard {
  readonly #input = createInterface({ input: process.stdin })
  readonly #lines: string[] = []
  #waiting: ((line?: string) => void)[] = []
  #hasEnded = false

  constructor() {
    this.#input.on('line', (line) => {
      const first = this.#waiting.shift()
      if (first) first(line)
      else this.#lines.push(line)
    })
    this.#input.on('close', () => {
      this.#hasEnded = true
      for (const tell of this.#waiting.splice(0)) tell()
    })
  }

  /** Resolves with a line, or with undefined when the connection is closed before one is typed, or none will come. */
  readLine(request: Socket): Promise<string | undefined> {
    if (this.#lines.length > 0 || this.#hasEnded || request.destroyed) {
      return Promise.resolve(request.destroyed ? undefined : this.#lines.shift())
    }
    return new Promise((resolve) => {
      const tell = (line?: string) => {
        request.off('close', giveUp)
        resolve(line)
      }
      const giveUp = () => {
        this.#waiting = this.#waiting.filter((other) => other !== tell)
        resolve(undefined)
      }
      request.once('close', giveUp)
      this.#waiting.push(tell)
    })
  }

  /** No line is waited for any more, so that the program can end. */
  close(): void {
    this.#input.close()
  }
}
