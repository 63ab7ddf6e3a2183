// fails "does not run again what it still runs" at too-much: Then it ended, and its answer came, the last of all
import { createSocket, type RemoteInfo } from 'node:dgram'
import { constants } from 'node:os'
import { Refusal, Runner } from './given/run.ts'
import { cut, decode } from './pieces.ts'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8081)

const runner = new Runner({
  timeoutMs: Number(process.env.COMMAND_TIMEOUT_MS ?? 10_000),
  maxOutputBytes: Number(process.env.MAX_OUTPUT_BYTES ?? 100 * 1024),
})
const stopped = new AbortController()

const socket = createSocket('udp4')

interface Entry {
  pieces?: Buffer[]
}
const known = new Map<string, Entry>()
const keep = 16

socket.on('message', async (datagram, sender) => {
  const request = decode(datagram)
  if (!request || request.piece !== 0 || request.count !== 1 || request.status !== 0) return
  const key = `${sender.address} ${sender.port} ${request.id}`
  const entry = known.get(key)
  if (entry) {
    send(entry.pieces ?? [], sender)
    return
  }
  const fresh: Entry = {}
  known.set(key, fresh)
  const { status, said } = await carryOut(request.bytes.toString())
  if (stopped.signal.aborted) return
  fresh.pieces = cut(request.id, status, said)
  send(fresh.pieces, sender)
  const answered = [...known].filter(([, { pieces }]) => pieces)
  if (answered.length > keep) known.delete(answered[0]![0])
})

async function carryOut(line: string): Promise<{ status: number; said: Buffer }> {
  const [program = '', ...args] = line.trim().split(/ +/)
  const out: Buffer[] = []
  const err: Buffer[] = []
  const output = (from: 'stdout' | 'stderr', bytes: Buffer) => void (from === 'stdout' ? out : err).push(bytes)
  try {
    const { exitCode, signal, timedOut } = await runner.run(program, args, output, stopped.signal)
    const status = timedOut ? 124 : signal ? 128 + constants.signals[signal] : (exitCode ?? 0)
    return { status, said: Buffer.concat([...out, ...err]) }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { status: 126, said: Buffer.from(`${error.message}\n`) }
  }
}

function send(pieces: readonly Buffer[], to: RemoteInfo): void {
  for (const piece of pieces) socket.send(piece, to.port, to.address)
}

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
