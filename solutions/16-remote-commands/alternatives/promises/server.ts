// Says in one place, an AbortSignal, why a command ends: its client has left, its time is over, or it has said too much.
// Choose it where the same work can be given up for many reasons: whoever does it listens to one signal only.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { constants } from 'node:os'
import type { Readable } from 'node:stream'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8080)
const timeoutMs = Number(process.env.COMMAND_TIMEOUT_MS ?? 10_000)
const maxOutputBytes = Number(process.env.MAX_OUTPUT_BYTES ?? 16 * 1024 * 1024)

const stopping = new AbortController()

const server = createServer(async (socket) => {
  const left = new AbortController()
  const leave = () => left.abort('its client has left')
  socket.on('end', leave).on('close', leave).on('error', leave)
  stopping.signal.addEventListener('abort', () => socket.destroy())
  for await (const command of takeCommands(socket)) {
    if (left.signal.aborted) break
    const answer = await run(command, left.signal).catch((error: Error) => `${error.message}\n`)
    if (socket.writable) socket.write(answer)
  }
})

try {
  if (host !== '127.0.0.1')
    throw new Error(`not on ${host}: whoever could connect there could do anything here`)
  server.listen(port, host)
  await once(server, 'listening')
  console.log(`ready on ${port}`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    server.close()
    stopping.abort()
  })
}

/** The commands of a client, until it leaves or sends what is none. Its end is heard by others meanwhile. */
async function* takeCommands(socket: Socket): AsyncGenerator<string> {
  const chunks: Buffer[] = []
  let wake = () => {}
  socket.on('data', (bytes) => {
    chunks.push(bytes)
    wake()
  })
  socket.on('close', () => wake())
  while (socket.writable) {
    const bytes = chunks.shift()
    if (!bytes) {
      await new Promise<void>((resolve) => (wake = resolve))
      continue
    }
    const line = bytes.toString().replace(/\n$/, '')
    if (line.includes('\n') || Buffer.byteLength(line) > 4_096) {
      socket.end('that is more than one line, or a long one\n')
      return
    }
    yield line
  }
}

async function run(command: string, left: AbortSignal): Promise<string | Buffer> {
  const limits = new AbortController()
  const timer = setTimeout(() => limits.abort('it took too long'), timeoutMs)
  const stop = AbortSignal.any([left, limits.signal])
  const child = spawn(command, { shell: true, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  stop.addEventListener('abort', () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    } catch {
      // It has ended by itself.
    }
    child.stdout.destroy()
    child.stderr.destroy()
  })
  let length = 0
  const read = async (stream: Readable): Promise<Buffer> => {
    const chunks: Buffer[] = []
    try {
      for await (const chunk of stream) {
        chunks.push(chunk)
        length += chunk.length
        if (length > maxOutputBytes) limits.abort('it said too much')
      }
    } catch {
      // A pipe that was destroyed. What had come counts.
    }
    return Buffer.concat(chunks)
  }
  const [stdout, stderr, [code, signal]] = await Promise.all([
    read(child.stdout),
    read(child.stderr),
    once(child, 'close'),
  ]).finally(() => clearTimeout(timer))
  const words = stop.aborted ? `stopped: ${stop.reason}\n` : ''
  const answer = Buffer.concat([stdout, stderr, Buffer.from(words)])
  if (answer.length > 0) return answer
  const number = code ?? 128 + constants.signals[signal as NodeJS.Signals]
  return `(no output, exit code ${number})\n`
}
