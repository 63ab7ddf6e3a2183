// fails "passes ten messages one way, without an answer" at missing-bytes: Your relay passed on one and waited for an answer
import { once } from 'node:events'
import { BaseRequestHandler, ThreadingTCPServer } from './given/socketserver.ts'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9000)


let waiting: Relay | undefined

class Relay extends BaseRequestHandler {
  #partner: Relay | undefined

  override async handle(): Promise<void> {
    if (!waiting) {
      waiting = this
      await once(this.request, 'close')
      return
    }
    this.#partner = waiting
    waiting = undefined
    const first: AsyncIterator<Buffer> = this.#partner.request[Symbol.asyncIterator]()
    const second: AsyncIterator<Buffer> = this.request[Symbol.asyncIterator]()
    for (;;) {
      this.request.write((await first.next()).value)
      this.#partner.request.write((await second.next()).value)
    }
  }
}

await new ThreadingTCPServer({ host, port }, Relay).serveForever()
