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

/** Is to serve one client at a time. So far it listens, takes clients, and says goodbye to them, as in lesson 7. */
export class TCPServer {
  readonly #address: Address
  readonly #listener = createServer({ allowHalfOpen: true }, (request) => this.#take(request))
  readonly #connections = new Set<Socket>()

  constructor(address: Address, _Handler: HandlerClass) {
    this.#address = address
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
    this.#listener.close()
    for (const request of this.#connections) request.end()
    const giveUp = () => this.#connections.forEach((request) => request.destroy())
    const grace = setTimeout(giveUp, Number(process.env.GRACE_MS ?? 2_000))
    this.#listener.on('close', () => clearTimeout(grace))
  }

  #take(request: Socket): void {
    this.#connections.add(request)
    request.on('close', () => this.#connections.delete(request))
    request.on('error', () => {})
  }
}

/** Is to serve all its clients at once. */
export class ThreadingTCPServer extends TCPServer {}
