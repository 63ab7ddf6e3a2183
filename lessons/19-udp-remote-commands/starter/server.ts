import { createSocket } from 'node:dgram'
import { Refusal, Runner } from './given/run.ts'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8081)

const runner = new Runner({
  timeoutMs: Number(process.env.COMMAND_TIMEOUT_MS ?? 10_000),
  maxOutputBytes: Number(process.env.MAX_OUTPUT_BYTES ?? 100 * 1024),
})
const stopped = new AbortController()

const socket = createSocket('udp4')

// All of the datagram is taken for a command, and all of the answer goes out in one datagram.
socket.on('message', async (datagram, sender) => {
  const [program = '', ...args] = datagram.toString().split(' ')
  const said: Buffer[] = []
  try {
    await runner.run(program, args, (_from, bytes) => said.push(bytes), stopped.signal)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    said.push(Buffer.from(`${error.message}\n`))
  }
  if (stopped.signal.aborted) return
  socket.send(Buffer.concat(said), sender.port, sender.address)
})

socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})

if (host === '127.0.0.1') {
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  socket.bind(port, host, () => console.log(`receiving on ${host}:${port}`))
} else {
  console.error(`HOST is ${host}, and this server runs commands for programs of this machine alone`)
  process.exitCode = 1
}

/** Kills what runs. */
function stop(): void {
  socket.close()
  stopped.abort()
}
