// fails "does not run again what it still runs" at too-much: its request came twice, one datagram right behind the other
import { createSocket, type RemoteInfo } from 'node:dgram'
import { mkdtempSync, rmSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Outcome, Refusal, Runner } from './given/run.ts'
import { cut, decode } from './pieces.ts'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8081)

const runner = new Runner({
  timeoutMs: Number(process.env.COMMAND_TIMEOUT_MS ?? 10_000),
  maxOutputBytes: Number(process.env.MAX_OUTPUT_BYTES ?? 100 * 1024),
})
const stopped = new AbortController()

/** What runs, by sender and id; each answer is in a file of that name. Two senders may well choose the same id. */
const running = new Set<string>()
const folder = mkdtempSync(join(tmpdir(), 'answers-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

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
  const key = `${sender.address}_${sender.port}_${id}`
  // It has come again before it was answered. The answer is on its way.
  if (running.has(key)) return
  let kept = await find(key)
  if (!kept) {
    running.add(key)
    const { status, output } = await carryOut(line)
    const head = Buffer.alloc(2)
    head.writeUInt16BE(status)
    kept = Buffer.concat([head, output])
    await writeFile(join(folder, key), kept)
    running.delete(key)
  }
  if (stopped.signal.aborted) return
  const pieces = cut(id, kept.readUInt16BE(0), kept.subarray(2))
  for (const piece of pieces) socket.send(piece, sender.port, sender.address, () => {})
}

/** Reads a kept answer: its status, and what the command said. All of them are kept until the server ends. */
async function find(key: string): Promise<Buffer | undefined> {
  try {
    return await readFile(join(folder, key))
  } catch {
    return undefined
  }
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
