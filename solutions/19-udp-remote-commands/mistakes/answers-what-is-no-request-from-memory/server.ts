// fails "ignores what is not a request" at extra-bytes: with the id of an answered request, none of which is a request
import { createSocket, type RemoteInfo } from 'node:dgram'
import { constants } from 'node:os'
import { type Outcome, Refusal, Runner } from './given/run.ts'
import { cut, decode } from './pieces.ts'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8081)
/** So many answers are kept for those who ask again. Each has at most 100 KiB. */
const mostKept = 64

const runner = new Runner({
  timeoutMs: Number(process.env.COMMAND_TIMEOUT_MS ?? 10_000),
  maxOutputBytes: Number(process.env.MAX_OUTPUT_BYTES ?? 100 * 1024),
})
const stopped = new AbortController()

/** What runs and what is answered, by sender and id. Two senders may well choose the same id. */
const running = new Set<string>()
const answered = new Map<string, readonly Buffer[]>()

const socket = createSocket('udp4')

socket.on('message', (datagram, sender) => {
  // Without an id nobody knows whom it is about.
  if (datagram.length < 8) return
  void answer(datagram, sender)
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

/** Kills what runs. Nobody is waiting here then, and the program ends. */
function stop(): void {
  socket.close()
  stopped.abort()
}

/** Answers a request, and runs its command only when it comes for the first time. */
async function answer(datagram: Buffer, sender: RemoteInfo): Promise<void> {
  const id = datagram.readUInt16BE(0)
  const key = `${sender.address}:${sender.port} ${id}`
  // It has come again before it was answered. The answer is on its way.
  if (running.has(key)) return
  let pieces = answered.get(key)
  if (!pieces) {
    const request = decode(datagram)
    if (request?.piece !== 0 || request.count !== 1 || request.status !== 0) return
    running.add(key)
    const { status, output } = await carryOut(request.bytes.toString())
    running.delete(key)
    pieces = cut(id, status, output)
    keep(key, pieces)
  }
  if (stopped.signal.aborted) return
  for (const piece of pieces) socket.send(piece, sender.port, sender.address, () => {})
}

/** Keeps an answer, and forgets the one that has been kept for longest when there are too many. */
function keep(key: string, pieces: readonly Buffer[]): void {
  answered.set(key, pieces)
  const [oldest] = answered.keys()
  if (answered.size > mostKept && oldest !== undefined) answered.delete(oldest)
}

/** Runs a command to its end, and collects what it says. */
async function carryOut(line: string): Promise<{ status: number; output: Buffer }> {
  const [program = '', ...args] = line.split(' ').filter((word) => word !== '')
  const said: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] }
  try {
    const outcome = await runner.run(program, args, (from, bytes) => said[from].push(bytes), stopped.signal)
    return { status: findStatus(outcome), output: Buffer.concat([...said.stdout, ...said.stderr]) }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { status: 126, output: Buffer.from(`${error.message}\n`) }
  }
}

/** How a command has ended, as one number, as shells and `timeout` tell it. */
function findStatus({ exitCode, signal, timedOut }: Outcome): number {
  if (timedOut) return 124
  return signal === null ? (exitCode ?? 0) : 128 + constants.signals[signal]
}
