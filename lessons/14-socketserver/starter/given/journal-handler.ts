import { setImmediate } from 'node:timers/promises'
import { BaseRequestHandler } from '../socketserver.ts'

/** Prints each call, with the address of its client, and does what its client has said first. */
export class JournalHandler extends BaseRequestHandler {
  readonly #chunks = this.request.iterator({ destroyOnReturn: false })
  #words = ''

  override async setup(): Promise<void> {
    this.#note('setup')
    const { value } = await this.#chunks.next()
    this.#words = String(value ?? '').trim()
    this.#throwIn('setup')
    if (this.#words === 'stay in setup') await this.#untilItHasLeft()
    this.#note('setup done')
  }

  // Not an async function: what it throws is thrown at once, and what it returns is a promise.
  override handle(): Promise<void> {
    this.#note('handle')
    this.#throwIn('handle')
    return this.#talk()
  }

  // Not an async function either.
  override finish(): Promise<void> {
    this.#note('finish')
    this.#throwIn('finish at once')
    return this.#putAway()
  }

  async #putAway(): Promise<void> {
    await this.#takeAWhile()
    this.#throwIn('finish')
    this.#note('finish done')
  }

  /** Says what it was told, and stays until its client has left. What it has begun it then brings to its end. */
  async #talk(): Promise<void> {
    if (this.#words === 'shut down') this.server.shutdown()
    else this.request.write(`you said: ${this.#words}\n`)
    const isThere = await this.#hearsMore()
    this.#throwIn('conversation')
    if (isThere) await this.#untilItHasLeft()
    await this.#takeAWhile()
    this.#note('handle done')
  }

  async #untilItHasLeft(): Promise<void> {
    let isThere = true
    while (isThere) isThere = await this.#hearsMore()
  }

  /** A client may say more, end its side, or break off. */
  async #hearsMore(): Promise<boolean> {
    try {
      return !(await this.#chunks.next()).done
    } catch {
      return false
    }
  }

  /** Lets other things happen, ten times, as one that has a file to close. */
  async #takeAWhile(): Promise<void> {
    for (let time = 1; time <= 10; time++) await setImmediate()
  }

  #note(call: string): void {
    console.log(`${this.clientAddress.host}:${this.clientAddress.port} ${call}`)
  }

  #throwIn(place: string): void {
    if (this.#words !== `throw in ${place}`) return
    // An iterator that is left in the middle goes on listening, and while it does resume() cannot let the rest go.
    this.request.removeAllListeners('readable')
    throw new Error(`thrown in ${place}`)
  }
}
