// Each client is chained to the one before it, by a promise: there is no list of those who wait, and no async function.
// Choose it where one thing has to follow another and nobody asks how many wait.
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

export class TCPServer {
  readonly #address: Address
  readonly #Handler: HandlerClass
  readonly #listener = createServer({ allowHalfOpen: true })
  readonly #connections = new Map<Socket, Address>()
  #lastTurn: Promise<void> = Promise.resolve()
  #isStopping = false

  constructor(address: Address, Handler: HandlerClass) {
    this.#address = address
    this.#Handler = Handler
    this.#listener.on('connection', (request: Socket) => {
      const { remoteAddress = 'nowhere', remotePort = 0 } = request
      this.#connections.set(request, { host: remoteAddress, port: remotePort })
      console.log(`${remoteAddress}:${remotePort} has connected`)
      request.on('close', () => this.#connections.delete(request))
      request.on('error', ({ message }) => console.log(`${remoteAddress}:${remotePort}: ${message}`))
      this.processRequest(request)
    })
  }

  serveForever(): Promise<void> {
    const { host, port } = this.#address
    return new Promise((resolve) => {
      this.#listener.on('error', ({ message }) => {
        console.error(message)
        process.exitCode = 1
        resolve()
      })
      this.#listener.on('close', resolve)
      this.#listener.listen({ host, port }, () => console.log(`listening on ${host}:${port}`))
    })
  }

  protected processRequest(request: Socket): void {
    this.#lastTurn = this.#lastTurn.then(() => this.serve(request))
  }

  /** What is thrown anywhere within then() becomes a rejection, whether it was thrown at once or later. */
  protected serve(request: Socket): Promise<void> {
    const clientAddress = this.#connections.get(request)
    if (!clientAddress || this.#isStopping) {
      request.resume()
      return Promise.resolve()
    }
    const report = (error: unknown) => console.error(`a handler of ${clientAddress.port} has thrown:`, error)
    return Promise.resolve()
      .then(() => new this.#Handler(request, clientAddress, this))
      .then((handler) =>
        Promise.resolve()
          .then(() => handler.setup())
          .then(() =>
            Promise.resolve()
              .then(() => handler.handle())
              .catch(report)
              .then(() => handler.finish()),
          ),
      )
      .catch(report)
      .then(() => {
        request.end()
        request.resume()
      })
  }

  shutdown(): void {
    if (this.#isStopping) return
    this.#isStopping = true
    this.#listener.close()
    const requests = [...this.#connections.keys()]
    requests.forEach((request) => request.end())
    const graceMs = Number(process.env.GRACE_MS ?? 2_000)
    const grace = setTimeout(() => requests.forEach((request) => request.destroy()), graceMs)
    this.#listener.on('close', () => clearTimeout(grace))
  }
}

export class ThreadingTCPServer extends TCPServer {
  protected override processRequest(request: Socket): void {
    void this.serve(request)
  }
}
