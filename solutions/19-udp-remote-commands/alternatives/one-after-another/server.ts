// One command at a time: a request waits in a list until those before it
// have ended, and all that is known of it stands in one object. Choose it
// where commands would get in each other's way.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { constants } from 'node:os'
import { type Outcome, Refusal, Runner } from './given/run.ts'

const { HOST: host = '127.0.0.1', PORT: ownPort = '8081' } = process.env
const { COMMAND_TIMEOUT_MS: timeoutMs = '10000', MAX_OUTPUT_BYTES: maxOutputBytes = '102400' } = process.env

if (host !== '127.0.0.1') {
  console.error(`only 127.0.0.1 will do, and HOST is ${host}`)
  process.exit(1)
}

interface Job {
  readonly key: string
  readonly id: number
  readonly line: string
  readonly address: string
  readonly port: number
  /** Its answer, once it has one. */
  pieces?: readonly Buffer[]
}

const runner = new Runner({ timeoutMs: Number(timeoutMs), maxOutputBytes: Number(maxOutputBytes) })
const stopped = new AbortController()
/** All that is not forgotten: what waits, what runs, and what is answered. */
const jobs = new Map<string, Job>()
const waiting: Job[] = []
const answered: Job[] = []
let isBusy = false

const socket = createSocket('udp4')
socket.on('message', (datagram, { address, port }) => {
  if (datagram.length < 8) return
  const [id, piece, count, status] = readHeader(datagram)
  if (piece !== 0 || count !== 1 || status !== 0) return
  const key = `${address} ${port} ${id}`
  const known = jobs.get(key)
  if (known) return send(known)
  const job = { key, id, line: datagram.toString('utf8', 8), address, port }
  jobs.set(key, job)
  waiting.push(job)
  if (!isBusy) void work()
})

async function work(): Promise<void> {
  isBusy = true
  for (let job = waiting.shift(); job && !stopped.signal.aborted; job = waiting.shift()) {
    job.pieces = await carryOut(job)
    answered.push(job)
    if (answered.length > 20) jobs.delete(answered.shift()?.key ?? '')
    send(job)
  }
  isBusy = false
}

/** Sends an answer. Where there is none yet, nothing goes out. */
function send({ pieces = [], port, address }: Job): void {
  if (stopped.signal.aborted) return
  for (const piece of pieces) socket.send(piece, port, address, () => {})
}

function readHeader(datagram: Buffer): [id: number, piece: number, count: number, status: number] {
  const read = (place: number) => datagram.readUInt16BE(place)
  return [read(0), read(2), read(4), read(6)]
}

function cut(id: number, status: number, answer: Buffer): Buffer[] {
  const parts = [answer.subarray(0, 1_400)]
  for (let from = 1_400; from < answer.length; from += 1_400) parts.push(answer.subarray(from, from + 1_400))
  return parts.map((part, piece) => {
    const header = Buffer.alloc(8)
    for (const [index, number] of [id, piece, parts.length, status].entries())
      header.writeUInt16BE(number, 2 * index)
    return Buffer.concat([header, part])
  })
}

async function carryOut({ id, line }: Job): Promise<readonly Buffer[]> {
  const [program = '', ...words] = line.split(/ +/).filter((word) => word.length > 0)
  const said = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) }
  const hear = (from: keyof typeof said, bytes: Buffer) => (said[from] = Buffer.concat([said[from], bytes]))
  try {
    const outcome = await runner.run(program, words, hear, stopped.signal)
    return cut(id, findStatus(outcome), Buffer.concat([said.stdout, said.stderr]))
  } catch (error) {
    if (error instanceof Refusal) return cut(id, 126, Buffer.from('no'))
    throw error
  }
}

function findStatus({ exitCode, signal, timedOut }: Outcome): number {
  if (timedOut) return 124
  return signal ? 128 + constants.signals[signal] : (exitCode ?? 0)
}

function stop(): void {
  if (stopped.signal.aborted) return
  stopped.abort()
  socket.close()
}

process.on('SIGINT', stop)
process.on('SIGTERM', stop)

try {
  socket.bind(Number(ownPort), host)
  await once(socket, 'listening')
  console.log(`one command after another, on ${host}:${ownPort}`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
