// The server is a loop over its connections, as with the classic calls, and whether the loop waits is all that tells the
// two servers apart. Choose it where the order of things is to be read from top to bottom.
import { on, once } from 'node:events'
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
  readonly #connections = new Set<Socket>()
  #isStopping = false

  constructor(address: Address, Handler: HandlerClass) {
    this.#address = address
    this.#Handler = Handler
  }

  async serveForever(): Promise<void> {
    const { host, port } = this.#address
    this.#listener.on('connection', (request: Socket) => {
      this.#connections.add(request)
      request.on('close', () => this.#connections.delete(request))
      request.on('error', () => {})
    })
    // It has to listen for connections before the first one can come, and it is over when the server is closed.
    const connections = on(this.#listener, 'connection', { close: ['close'] })
    try {
      await once(this.#listener.listen(port, host), 'listening')
    } catch (error) {
      console.error(error instanceof Error ? error.message : error)
      process.exitCode = 1
      return
    }
    console.log(`listening on ${host}:${port}`)
    for await (const [request] of connections as AsyncIterable<[Socket]>) {
      if (this.#isStopping) request.resume()
      else await this.processRequest(request)
    }
  }

  /** The loop takes the next client when this has resolved. */
  protected async processRequest(request: Socket): Promise<void> {
    await this.serve(request)
  }

  /** Calls what the handler has, and says goodbye. Whatever the handler does, this resolves. */
  protected async serve(request: Socket): Promise<void> {
    const { remoteAddress: host = '', remotePort: port = 0 } = request
    try {
      const handler = new this.#Handler(request, { host, port }, this)
      await handler.setup()
      try {
        await handler.handle()
      } finally {
        await handler.finish()
      }
    } catch (error) {
      console.error(`${host}:${port}`, error)
    } finally {
      request.end()
      request.resume()
    }
  }

  shutdown(): void {
    this.#isStopping = true
    this.#listener.close()
    for (const request of this.#connections) request.end()
    const giveUp = () => {
      for (const request of this.#connections) request.destroy()
    }
    const grace = setTimeout(giveUp, Number(process.env.GRACE_MS ?? 2_000))
    this.#listener.once('close', () => clearTimeout(grace))
  }
}

export class ThreadingTCPServer extends TCPServer {
  /** Does not wait for the end of the conversation, so the loop goes on at once. */
  protected override async processRequest(request: Socket): Promise<void> {
    void this.serve(request)
  }
}
