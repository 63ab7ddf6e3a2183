/** What a row of the tour is, and the connection that most rows need. */
import { once } from 'node:events'
import {
  type AddressInfo,
  connect,
  createServer,
  type Server,
  type ServerOpts,
  Socket,
  type TcpNetConnectOpts,
} from 'node:net'

export interface Row {
  /** The classic name: a call, an option or a parameter. */
  readonly classic: string
  /** What Node has for it, or "none". */
  readonly node: string
  /** Tries it and says in a sentence what came of it. */
  run(): string | Promise<string>
}

export const loopback = '127.0.0.1'

/** Listens on a free port of loopback. */
export async function listen(server: Server, host = loopback): Promise<number> {
  server.listen(0, host)
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

export interface Sides {
  readonly client: Socket
  /** The server's end of the same connection. */
  readonly served: Socket
  readonly port: number
}

export interface How {
  readonly clientOptions?: Partial<TcpNetConnectOpts>
  readonly serverOptions?: ServerOpts
}

/** Makes a connection with both of its ends in this program, and closes whatever is left of it. */
export async function withConnection(
  use: (sides: Sides) => string | Promise<string>,
  { clientOptions = {}, serverOptions = {} }: How = {},
): Promise<string> {
  const server = createServer(serverOptions)
  const port = await listen(server)
  const client = connect({ ...clientOptions, port, host: loopback })
  const [[served]] = (await Promise.all([once(server, 'connection'), once(client, 'connect')])) as [
    [Socket],
    unknown,
  ]
  // Whoever wants to hear of an error listens for it too; none of them is to end the tour.
  for (const socket of [client, served]) socket.on('error', () => {})
  try {
    return await use({ client, served, port })
  } finally {
    client.destroy()
    served.destroy()
    server.close()
  }
}

/** A port of loopback where nobody listens: one that has been free a moment ago. */
export async function findClosedPort(): Promise<number> {
  const server = createServer()
  const port = await listen(server)
  server.close()
  await once(server, 'close')
  return port
}

/** The next of an event's arguments, the first of them. */
export async function next<T>(emitter: NodeJS.EventEmitter, event: string): Promise<T> {
  const [first] = (await once(emitter, event)) as [T]
  return first
}
