// Lets the answer and the clock run a race, and keeps what
// is typed meanwhile in a list. Choose it where the next
// step depends on who was first, not on an error.
import { createSocket, type RemoteInfo } from 'node:dgram'
import { on } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'

const server = { address: process.env.HOST ?? '127.0.0.1', port: Number(process.env.PORT ?? 9900) }
const socket = createSocket('udp4').bind()
const keyboard = createInterface({ input: process.stdin })
const datagrams = on(socket, 'message') as AsyncIterableIterator<[Buffer, RemoteInfo]>
/** Goes on when the clock has won, and then it is for the next line. */
let answer = findAnswer()

for await (const [line] of on(keyboard, 'line', { close: ['close'] }) as AsyncIterable<[string]>) {
  if (line.trim() === 'exit') break
  socket.send(line, server.port, server.address)
  const first = await Promise.race([answer, pause(2_000, undefined)])
  if (first !== undefined) answer = findAnswer()
  console.log(first ?? `(${server.address} says nothing)`)
}
process.exit(0)

async function findAnswer(): Promise<string> {
  for (;;) {
    const { value } = await datagrams.next()
    const [bytes, sender] = value
    if (sender.address === server.address && sender.port === server.port) return bytes.toString()
  }
}
