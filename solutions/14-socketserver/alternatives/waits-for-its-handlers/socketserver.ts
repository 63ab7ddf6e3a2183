// The next client's turn comes when the connection before is closed, and serveForever waits for every finish as well.
// Choose it where finish does what must be over before the program ends: it writes a file.
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'

export interface Address {
  readonly host: string
  readonly port: number
}

export type HandlerClass = new (
  request: Socket,
  clientAddress: Address,
  server: TCPServer,
) => BaseRequestHandler

export class BaseRequestHandler {
  readonly request: Socket
  readonly clientAddress: Address
  readonly server: TCPServer

  constructor(request: Socket, clientAddress: Address, server: TCPServer) {
    this.request = request
    this.clientAddress = clientAddress
    this.server = server
  }

  setup(): void | Promise<void> {}

  handle(): void | Promise<void> {}

  finish(): void | Promise<void> {}
}

/** One client, from its first byte to its last. */
class Visit {
  readonly request: Socket
  readonly address: Address
  readonly closed: Promise<unknown>
  done: Promise<void> = Promise.resolve()

  constructor(request: Socket) {
    this.request = request
    this.address = { host: request.remoteAddress ?? '?', port: request.remotePort ?? 0 }
    request.on('error', () => {})
    this.closed = new Promise((resolve) => request.on('close', resolve))
  }

  begin(Handler: HandlerClass, server: TCPServer): void {
    this.done = this.#serve(Handler, server)
      .catch((error: unknown) => console.error(this.address, error))
      .finally(() => this.refuse())
  }

  /** Says goodbye after all that was written, and lets go what was not read. */
  refuse(): void {
    this.request.end()
    this.request.resume()
  }

  async #serve(Handler: HandlerClass, server: TCPServer): Promise<void> {
    const handler = new Handler(this.request, this.address, server)
    await handler.setup()
    try {
      await handler.handle()
    } finally {
      await handler.finish()
    }
  }
}

export class TCPServer {
  protected isOneAtATime = true
  readonly #address: Address
  readonly #Handler: HandlerClass
  readonly #listener = createServer({ allowHalfOpen: true }, (request) => this.#welcome(new Visit(request)))
  /** Those who are here, in the order in which they came. */
  readonly #visits = new Set<Visit>()
  readonly #begun = new Set<Visit>()

  constructor(address: Address, Handler: HandlerClass) {
    this.#address = address
    this.#Handler = Handler
  }

  async serveForever(): Promise<void> {
    const { host, port } = this.#address
    const listening = once(this.#listener, 'listening')
    this.#listener.listen(port, host)
    const failure = await listening.then(
      () => '',
      (error: Error) => error.message,
    )
    if (failure) {
      console.error(`cannot serve: ${failure}`)
      process.exitCode = 1
      return
    }
    console.log(`serving on port ${port} of ${host}`)
    await once(this.#listener, 'close')
    await Promise.all([...this.#begun].map(({ done }) => done))
  }

  shutdown(): void {
    this.#listener.close()
    for (const visit of this.#visits) {
      if (this.#begun.has(visit)) visit.request.end()
      else visit.refuse()
    }
    const { GRACE_MS = '2000' } = process.env
    const giveUp = () => this.#visits.forEach(({ request }) => request.destroy())
    const grace = setTimeout(giveUp, Number(GRACE_MS))
    void once(this.#listener, 'close').then(() => clearTimeout(grace))
  }

  #welcome(visit: Visit): void {
    this.#visits.add(visit)
    void visit.closed.then(() => {
      this.#visits.delete(visit)
      void visit.done.then(() => this.#begun.delete(visit))
      this.#beginWhoseTurnItIs()
    })
    this.#beginWhoseTurnItIs()
  }

  #beginWhoseTurnItIs(): void {
    if (!this.#listener.listening) return
    const turns = this.isOneAtATime ? [...this.#visits].slice(0, 1) : [...this.#visits]
    for (const visit of turns) {
      if (this.#begun.has(visit)) continue
      this.#begun.add(visit)
      visit.begin(this.#Handler, this)
    }
  }
}

export class ThreadingTCPServer extends TCPServer {
  protected override isOneAtATime = false
}
