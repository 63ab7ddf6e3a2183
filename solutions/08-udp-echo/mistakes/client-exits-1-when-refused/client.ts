// fails "client: begins before its server, and works when that has come" at wrong-exit: …
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9900)
const patienceMs = 2_000

const socket = createSocket('udp4')
// Nothing is sent by this. From now on the system lets datagrams from that address through, and no others.
socket.connect(port, host)
await once(socket, 'connect')
// A refusal can arrive while nobody is waiting for an answer.
socket.on('error', () => {})

const lines = createInterface({ input: process.stdin })
for await (const line of lines) {
  if (line.trim() === 'exit') break
  try {
    const [[answer]] = await Promise.all([receive(), send(line)])
    console.log(String(answer))
  } catch (error) {
    console.log(explain(error))
    // That nobody has answered yet may still be the network. That nobody is there is a failure.
    if (error instanceof Error && error.name !== 'AbortError') process.exitCode = 1
  }
}
// Leaving the loop closes neither of the two, and either would keep the program alive.
lines.close()
socket.close()

/** Resolves with the next datagram; rejects when the socket reports an error, or after two seconds. */
function receive(): Promise<unknown[]> {
  return once(socket, 'message', { signal: AbortSignal.timeout(patienceMs) })
}

/** Resolves when the system has taken the datagram, which says nothing about whether it arrives. */
function send(text: string): Promise<void> {
  return new Promise((resolve, reject) => socket.send(text, (error) => (error ? reject(error) : resolve())))
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.name === 'AbortError'
    ? `no answer within ${patienceMs / 1000} s`
    : `no answer: ${error.message}`
}
