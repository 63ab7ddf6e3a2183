// fails "shutdown: ends every connection, then the program" at wrong-output: when shutdown() had come and it had ended its side: setup, setup done, handle, handle done. Due was
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'

export interface Address {
  readonly host: string
  readonly port: number
}

/** What a server is given to make a handler of, for each client anew. */
export type HandlerClass = new (
  request: Socket,
  clientAddress: Address,
  server: TCPServer,
) => BaseRequestHandler

/** What one server does differently from another, in three methods. Each of them may be async. */
export class BaseRequestHandler {
  /** The connection to the client. It is open, and nothing has been read from it. */
  readonly request: Socket
  readonly clientAddress: Address
  readonly server: TCPServer

  constructor(request: Socket, clientAddress: Address, server: TCPServer) {
    this.request = request
    this.clientAddress = clientAddress
    this.server = server
  }

  setup(): void | Promise<void> {}

  /** The conversation. When this has returned, or what it returned has settled, the conversation is over. */
  handle(): void | Promise<void> {}

  /** Puts away what setup has made: called whenever setup has succeeded, whatever became of handle. */
  finish(): void | Promise<void> {}
}

/** Serves one client at a time. Those who come meanwhile wait. */
export class TCPServer {
  /** How many clients are served at once. */
  protected readonly mostAtOnce: number = 1
  readonly #address: Address
  readonly #Handler: HandlerClass
  // allowHalfOpen: a client that has ended its side still gets its answers.
  readonly #listener = createServer({ allowHalfOpen: true }, (socket) => this.#take(socket))
  readonly #connections = new Set<Socket>()
  readonly #waiting: [request: Socket, clientAddress: Address][] = []
  #serving = 0
  #isStopping = false

  constructor(address: Address, Handler: HandlerClass) {
    this.#address = address
    this.#Handler = Handler
  }

  /** Listens, and serves whoever comes. Resolves after a shutdown, when the last connection is closed. */
  async serveForever(): Promise<void> {
    const { host, port } = this.#address
    try {
      await once(this.#listener.listen(port, host), 'listening')
    } catch (error) {
      console.error(error instanceof Error ? error.message : error)
      process.exitCode = 1
      return
    }
    console.log(`listening on ${host}:${port}`)
    await once(this.#listener, 'close')
  }

  /** Takes no more clients, says goodbye to all, and gives up on those who have not gone when the grace is over. */
  shutdown(): void {
    this.#isStopping = true
    this.#listener.close()
    for (const request of this.#connections) request.end()
    for (const [request] of this.#waiting.splice(0)) request.resume()
    const giveUp = () => this.#connections.forEach((request) => request.destroy())
    const grace = setTimeout(giveUp, Number(process.env.GRACE_MS ?? 2_000))
    this.#listener.on('close', () => clearTimeout(grace))
  }

  #take(request: Socket): void {
    this.#connections.add(request)
    request.on('close', () => this.#connections.delete(request))
    // A client may break off when no handler listens, while it waits for example. Whoever reads from it is told as well.
    request.on('error', () => {})
    // The address is asked for now: a connection that has been broken off has none.
    const { remoteAddress: host = '', remotePort: port = 0 } = request
    this.#waiting.push([request, { host, port }])
    this.#serveWaiting()
  }

  #serveWaiting(): void {
    while (this.#serving < this.mostAtOnce) {
      const next = this.#waiting.shift()
      if (!next) return
      this.#serving++
      void this.#serve(...next).finally(() => {
        this.#serving--
        this.#serveWaiting()
      })
    }
  }

  /** Serves one client from setup to its end. Whatever its handler does, this resolves. */
  async #serve(request: Socket, clientAddress: Address): Promise<void> {
    const report = (error: unknown) =>
      console.error(`while serving ${clientAddress.host}:${clientAddress.port}:`, error)
    try {
      const handler = new this.#Handler(request, clientAddress, this)
      await handler.setup()
      try {
        await handler.handle()
      } catch (error) {
        report(error)
      }
      // From now on everything goes with the program.
      if (!this.#isStopping) await handler.finish()
    } catch (error) {
      report(error)
    }
    // end() says FIN after all that was written. Bytes left unread would turn it into a reset, so they are let go.
    request.end().resume()
  }
}

/** Serves all its clients at once. Python's class of this name gives each client a thread. Here nothing blocks, so none is needed. */
export class ThreadingTCPServer extends TCPServer {
  protected override readonly mostAtOnce = Infinity
}
