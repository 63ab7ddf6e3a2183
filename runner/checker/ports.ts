import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
import { CannotJudge } from './failure.ts'

/**
 * Ports below the range from which Linux (32768) and others (49152) take ports for outgoing connections, so that
 * none of those can sit on a port between the moment it was found free and the moment a program listens on it.
 */
const defaultRange = { from: 20_000, to: 31_999 }

/**
 * Finds a port of 127.0.0.1 that is free for TCP and for UDP.
 * @throws {CannotJudge} when every port of the range is taken.
 */
export async function findFreePort(range: { from: number; to: number } = defaultRange): Promise<number> {
  const size = range.to - range.from + 1
  const first = Math.floor(Math.random() * size)
  for (let step = 0; step < size; step++) {
    const port = range.from + ((first + step) % size)
    if ((await isTcpPortFree(port)) && (await isUdpPortFree(port))) return port
  }
  throw new CannotJudge(`No free port was found on 127.0.0.1 between ${range.from} and ${range.to}.`)
}

function isTcpPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)))
  })
}

function isUdpPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4')
    socket.once('error', () => resolve(false))
    socket.bind({ port, address: '127.0.0.1', exclusive: true }, () => socket.close(() => resolve(true)))
  })
}
