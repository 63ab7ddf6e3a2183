// A pair is two pipes: pipe reads, writes, waits for a slow reader and passes on an end, all by itself. A reset it does
// not pass on, so that is done by hand. Choose it where bytes go through as they are.
import { BaseRequestHandler, ThreadingTCPServer } from './given/socketserver.ts'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9000)
const mostEarlyBytes = 1024 * 1024

/** Clients who have no partner yet: one or none. */
const waiting: Relay[] = []

class Relay extends BaseRequestHandler {
  /** Ends the conversation: what the framework waits for. */
  #conclude = () => {}
  readonly #early: Buffer[] = []
  #earlyBytes = 0
  readonly #keep = (chunk: Buffer) => {
    this.#early.push(chunk)
    this.#earlyBytes += chunk.length
    if (this.#earlyBytes > mostEarlyBytes) this.#refuse()
  }
  readonly #end = () => {
    if (this.#earlyBytes === 0) this.#leave()
  }

  override async handle(): Promise<void> {
    const over = new Promise<void>((resolve) => (this.#conclude = resolve))
    this.request.on('close', () => this.#leave())
    const first = waiting.pop()
    if (first) first.#join(this)
    else this.#wait()
    await over
  }

  #wait(): void {
    waiting.push(this)
    this.request.on('data', this.#keep).on('end', this.#end)
  }

  #leave(): void {
    if (waiting[0] === this) waiting.pop()
    this.#conclude()
  }

  #refuse(): void {
    this.request.off('data', this.#keep)
    this.request.write('more than 1 MiB is not kept for whoever comes next\n')
    this.#leave()
  }

  #join(second: Relay): void {
    const [left, right] = [this.request, second.request]
    left.off('data', this.#keep).off('end', this.#end)
    for (const chunk of this.#early) right.write(chunk)
    if (left.readableEnded) right.end()
    else left.pipe(right)
    right.pipe(left)
    left.on('error', () => right.resetAndDestroy())
    right.on('error', () => left.resetAndDestroy())
  }
}

await new ThreadingTCPServer({ host, port }, Relay).serveForever()
