// fails "does not run again what it has answered" at wrong-bytes: at least the last 16 answers are kept, however long they are
import { createSocket, type RemoteInfo } from 'node:dgram'
import { constants } from 'node:os'
import { type Outcome, Refusal, Runner } from './given/run.ts'
import { cut, decode } from './pieces.ts'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8081)
/** So many bytes of answers are kept for those who ask again. */
const mostKept = 1024 * 1024
let kept = 0

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
  const request = decode(datagram)
  if (request?.piece !== 0 || request.count !== 1 || request.status !== 0) return
  void answer(request.id, request.bytes.toString(), sender)
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
async function answer(id: number, line: string, sender: RemoteInfo): Promise<void> {
  const key = `${sender.address}:${sender.port} ${id}`
  // It has come again before it was answered. The answer is on its way.
  if (running.has(key)) return
  let pieces = answered.get(key)
  if (!pieces) {
    running.add(key)
    const { status, output } = await carryOut(line)
    running.delete(key)
    pieces = cut(id, status, output)
    keep(key, pieces)
  }
  if (stopped.signal.aborted) return
  for (const piece of pieces) socket.send(piece, sender.port, sender.address, () => {})
}

/** Keeps an answer, and forgets those that have been kept for longest when there are too many bytes. */
function keep(key: string, pieces: readonly Buffer[]): void {
  answered.set(key, pieces)
  kept += size(pieces)
  for (const [oldest, its] of answered) {
    if (kept <= mostKept) return
    answered.delete(oldest)
    kept -= size(its)
  }
}

function size(pieces: readonly Buffer[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0)
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
