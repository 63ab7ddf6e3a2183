// fails "client: says so of each line that gets no answer, also of two that are alike" at exited-early: …
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9900)
const patienceMs = 2_000

const socket = createSocket('udp4')
socket.connect(port, host)
await once(socket, 'connect')
// A refusal can arrive while nobody is waiting for an answer.
socket.on('error', () => {})

const queue: string[] = []
let working = false
let inputIsOver = false

const lines = createInterface({ input: process.stdin })
lines.on('line', (line) => {
  if (line.trim() === 'exit') process.exit(0)
  queue.push(line)
  void work()
})
lines.on('close', () => {
  inputIsOver = true
  if (!working) socket.close()
})

/** Sends what has been typed, one line after another. */
async function work(): Promise<void> {
  if (working) return
  working = true
  for (let line = queue.shift(); line !== undefined; line = queue.shift()) {
    try {
      const [[answer]] = await Promise.all([receive(), send(line)])
      console.log(String(answer))
    } catch (error) {
      console.log(explain(error))
    }
  }
  working = false
  if (inputIsOver) socket.close()
}

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
  return error.name === 'AbortError' ? `no answer within ${patienceMs / 1000} s` : `no answer: ${error.message}`
}
