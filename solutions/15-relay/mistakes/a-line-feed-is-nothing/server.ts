// fails "keeps the words of who left while waiting" at silent: said "\n". Nothing of it reached the second client
import { BaseRequestHandler, ThreadingTCPServer } from './given/socketserver.ts'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9000)

/** So much is kept of what a client says before its partner comes. */
const mostEarlyBytes = 1024 * 1024

/** Who has come and has no partner yet. */
let waiting: Relay | undefined

/** One client of a pair. What it says goes to its partner, no faster than the partner takes it, and so does its goodbye. */
class Relay extends BaseRequestHandler {
  #partner: Relay | undefined
  readonly #early: Buffer[] = []
  #earlyBytes = 0

  override async handle(): Promise<void> {
    const closed = new Promise((resolve) => this.request.once('close', resolve))
    this.#findPartner()
    try {
      for await (const chunk of this.request.iterator({ destroyOnReturn: false })) {
        // Nothing more is read until the partner's system has taken this. So whoever writes has to wait as well.
        if (this.#partner) await this.#partner.#send(chunk)
        else if (!this.#keep(chunk)) return this.#refuse()
      }
    } catch {
      return this.#breakOff()
    }
    if (this.#partner) this.#partner.request.end()
    else if (this.#hasSaidNothing()) return this.#leave()
    // Only one direction is over. The partner may go on, and this client may be waiting for it.
    await closed
  }

  #findPartner(): void {
    const first = waiting
    waiting = first ? undefined : this
    if (!first) return
    this.#partner = first
    first.#partner = this
    for (const chunk of first.#early.splice(0)) this.request.write(chunk)
    if (first.request.readableEnded) this.request.end()
  }

  /** @returns whether there is room for what a client without a partner has said */
  #keep(chunk: Buffer): boolean {
    this.#early.push(chunk)
    this.#earlyBytes += chunk.length
    return this.#earlyBytes <= mostEarlyBytes
  }

  /** An empty line is what somebody types to see whether anybody is there. */
  #hasSaidNothing(): boolean {
    return this.#early.every((chunk) => chunk.toString().trim() === '')
  }

  /** When handle is done, the framework ends the connection. */
  #refuse(): void {
    this.#leave()
    this.request.write('nobody else has come yet, and no more than 1 MiB is kept\n')
  }

  #leave(): void {
    if (waiting === this) waiting = undefined
  }

  /** One of the two has broken off. Its partner hears it in the same way. */
  #breakOff(): void {
    this.#leave()
    this.#partner?.request.resetAndDestroy()
  }

  /** Resolves when the system has taken the bytes. */
  #send(bytes: Buffer): Promise<void> {
    return new Promise((resolve, reject) =>
      this.request.write(bytes, (error) => (error ? reject(error) : resolve())),
    )
  }
}

await new ThreadingTCPServer({ host, port }, Relay).serveForever()
