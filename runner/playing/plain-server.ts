/** A server of ours, for a lesson in which the learner writes only a client. */
import { createServer, type Socket } from 'node:net'
import { toUpperCaseAscii } from '../checker/bytes/bytes.ts'
import { serverSpeaker, type Participant } from './participant.ts'

/**
 * Listens on a port of 127.0.0.1, answers every chunk in upper case and ends when its client has ended. What is typed
 * goes, as it is, to the client that came last; the end of input ends every connection (FIN).
 */
export function createPlainServer(port: number): Promise<Participant> {
  const clients = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    clients.add(socket)
    socket.on('data', (bytes: Buffer) => {
      if (!socket.writableEnded) socket.write(toUpperCaseAscii(bytes))
    })
    socket.on('end', () => socket.end())
    // The play shows a reset where it sees it, on the wire. Here it only must not end the program.
    socket.on('error', () => {})
    socket.on('close', () => clients.delete(socket))
  })
  const endAll = () => {
    for (const socket of clients) socket.end()
  }
  const participant: Participant = {
    ...serverSpeaker,
    get isThere() {
      return server.listening
    },
    say: (line) => {
      const last = [...clients].findLast((socket) => !socket.writableEnded)
      if (line !== '') last?.write(line)
    },
    endInput: endAll,
    leave: async () => {
      server.close()
      for (const socket of clients) socket.destroy()
    },
  }
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host: '127.0.0.1' }, () => resolve(participant))
  })
}
