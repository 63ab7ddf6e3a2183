/**
 * A relay for TCP. It passes on bytes, ends (FIN) and resets (RST) as they come: a chunk that it reads is one write, an
 * end of one side leaves the other side open, and who stops reading stops the other from sending.
 */
import { connect, createServer, type Server, type Socket } from 'node:net'
import { isKernelReadable } from '../processes/proc-files.ts'
import { findSocketRow, socketStates } from '../processes/socket-table.ts'
import { findFreePort } from '../processes/claimed-ports.ts'
import { inEnglish, say } from '../language/say.ts'
import type { Relay, RelayOptions } from './relay.ts'

type Side = 'peer' | 'program'

const host = '127.0.0.1'

export async function createTcpRelay(options: RelayOptions): Promise<Relay> {
  const port = await findFreePort()
  const sockets = new Set<Socket>()
  let server: Server | undefined
  let count = 0
  const accept = (front: Socket) => {
    count += 1
    // A program may connect more than once, and each connection is a conversation of its own.
    const name = count === 1 ? options.name : say`${options.name}, connection ${count}`
    const participant = { id: inEnglish(name), name, kind: 'peer' } as const
    options.onIntroduced(participant)
    for (const socket of relayConnection(front, participant.id, options)) {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
    }
  }
  const close = () => {
    server?.close()
    server = undefined
  }
  return {
    port,
    open: async () => {
      server ??= await listen(port, accept)
    },
    close,
    [Symbol.dispose]: () => {
      close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

function listen(port: number, accept: (socket: Socket) => void): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true }, accept)
    server.once('error', reject)
    server.listen({ port, host }, () => resolve(server))
  })
}

/** Connects to the server for a client that has come, and returns both sockets. @param name the client's id */
function relayConnection(
  front: Socket,
  name: string,
  { serverPort, onHappening }: RelayOptions,
): [Socket, Socket] {
  const back = connect({ port: serverPort, host, allowHalfOpen: true, noDelay: true })
  const refuse = (error: NodeJS.ErrnoException) => {
    // A reset that comes as soon as the connection stands is reported as if it had never stood.
    const wasTaken = error.code === 'ECONNRESET'
    onHappening({ peer: name, kind: wasTaken ? 'connect' : 'refused', by: 'peer' })
    if (wasTaken) onHappening({ peer: name, kind: 'reset', by: 'program' })
    front.resetAndDestroy()
  }
  const ignore = () => {}
  front.on('error', ignore)
  back.once('error', refuse)
  back.once('connect', () => {
    onHappening({ peer: name, kind: 'connect', by: 'peer' })
    back.off('error', refuse)
    front.off('error', ignore)
    let isBroken = false
    const breakOff = (by: Side) => {
      if (isBroken) return
      isBroken = true
      onHappening({ peer: name, kind: 'reset', by })
      for (const socket of [front, back]) socket.resetAndDestroy()
    }
    const pass = (from: Socket, to: Socket, by: Side) => {
      from.on('data', (bytes: Buffer) => {
        onHappening({ peer: name, kind: by === 'peer' ? 'sent' : 'received', bytes })
        if (to.write(bytes)) return
        from.pause()
        to.once('drain', () => from.resume())
      })
      from.on('end', () => {
        if (wasReset(from)) return breakOff(by)
        onHappening({ peer: name, kind: 'end', by })
        to.end()
      })
      // Once we have broken both off ourselves, nothing that they report is news.
      from.on('error', () => breakOff(by))
    }
    pass(front, back, 'peer')
    pass(back, front, 'program')
    // pauseOnConnect has held it still so far.
    front.resume()
  })
  return [front, back]
}

/**
 * Node 20 reports a reset that comes together with unread data as an end. The kernel knows better: after a FIN the
 * connection is there, in CLOSE_WAIT, and after an RST it is not.
 */
function wasReset(socket: Socket): boolean {
  const { localPort, remotePort, writableEnded } = socket
  if (!isKernelReadable || writableEnded || localPort === undefined) return false
  const isOwn = (row: { port: number; remotePort: number; state: string }) =>
    row.port === localPort && row.remotePort === remotePort && row.state !== socketStates.timeWait
  return findSocketRow('tcp', localPort, isOwn) === undefined
}
