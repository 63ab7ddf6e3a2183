// A request is a generator of frames, and sending is a loop over it: what a command says is taken from it only as fast as
// its client reads. Choose it where answers are long, for a command then waits for its reader instead of filling memory.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { realpath } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { relative } from 'node:path'
import { PassThrough } from 'node:stream'
import { Decoder, encode } from './given/frames.ts'

const host = process.env.HOST ?? '127.0.0.1'
const limits = {
  ms: Number(process.env.COMMAND_TIMEOUT_MS ?? 10_000),
  bytes: Number(process.env.MAX_OUTPUT_BYTES ?? 1_048_576),
}
let free = 8

/** What each program may be given beside paths, and whether it may be given these. */
const list = new Map([
  ['date', { words: /^(-u|\+.*)$/s, paths: false }],
  ['echo', { words: /^.*$/s, paths: false }],
  ['ls', { words: /^-(l|a|la)$/, paths: true }],
  ['uname', { words: /^-[asr]$/, paths: false }],
  ['sleep', { words: /^\d+(\.\d+)?$/, paths: false }],
  ['cat', { words: /^(?!)/, paths: true }],
])

async function isAllowed(program: string, args: readonly string[]): Promise<boolean> {
  const rule = list.get(program)
  if (!rule) return false
  const home = await realpath('.')
  for (const word of args) {
    if (rule.words.test(word)) continue
    if (!rule.paths || word.startsWith('-')) return false
    const place = await realpath(word).catch(() => '/')
    if (/^\.\.(\/|$)/.test(relative(home, place))) return false
  }
  return true
}

interface Request {
  readonly id: number
  readonly program: string
  readonly args: readonly string[]
}

/** The frames that answer a request. Whoever stops looping over them ends the command. */
async function* answer(request: Request, left: AbortSignal): AsyncGenerator<Buffer> {
  const { id, program, args } = request
  if (!(await isAllowed(program, args))) throw new Error('not allowed')
  if (left.aborted) return
  if (free === 0) throw new Error('eight commands are running')
  free--
  try {
    yield* run(id, program, args, left)
  } finally {
    free++
  }
}

async function* run(
  id: number,
  program: string,
  args: readonly string[],
  left: AbortSignal,
): AsyncGenerator<Buffer> {
  const late = new AbortController()
  const child = spawn(program, args, {
    env: { PATH: process.env.PATH },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: AbortSignal.any([left, late.signal]),
    killSignal: 'SIGKILL',
  })
  // That it was ended by a signal of ours is told as an error too.
  child.on('error', () => {})
  const ended = once(child, 'close').catch(() => once(child, 'close'))
  const timer = setTimeout(() => late.abort(), limits.ms)
  const prefix = Buffer.alloc(4)
  prefix.writeUInt32BE(id)
  let room = limits.bytes
  let truncated = false
  try {
    for await (const { type, bytes } of merge(child.stdout, child.stderr)) {
      if (truncated) continue
      truncated = bytes.length > room
      if (truncated) late.abort()
      else room -= bytes.length
      if (!truncated) yield encode(type, Buffer.concat([prefix, bytes]))
    }
    const [exitCode, signal] = await ended
    yield encode(19, JSON.stringify({ id, exitCode, signal, truncated }))
  } finally {
    clearTimeout(timer)
    child.kill('SIGKILL')
  }
}

/** The chunks of both outputs as they come, each with the type of its frame. */
async function* merge(stdout: NodeJS.ReadableStream, stderr: NodeJS.ReadableStream) {
  const both = new PassThrough({ objectMode: true, highWaterMark: 1 })
  let open = 2
  for (const [type, stream] of [
    [17, stdout],
    [18, stderr],
  ] as const) {
    stream.on('data', (bytes) => both.write({ type, bytes }))
    stream.on('end', () => --open === 0 && both.end())
    stream.on('error', () => {})
    stream.on('close', () => both.end())
  }
  for await (const each of both) yield each as { type: number; bytes: Buffer }
}

/** Takes nothing for granted that a stranger has written. */
function parse(type: number, payload: Buffer): Request {
  if (type !== 16) throw new Error('a request is of type 16')
  const { id, program, args } = JSON.parse(payload.toString())
  if (!Number.isInteger(id) || id < 0 || id >= 2 ** 32) throw new Error('the id is not one')
  if (typeof program !== 'string') throw new Error('the program has to be a text')
  if (!Array.isArray(args) || args.some((word) => typeof word !== 'string'))
    throw new Error('the words have to be texts')
  return { id, program, args }
}

async function send(socket: Socket, type: number, payload: Buffer, left: AbortSignal): Promise<void> {
  let id: number | undefined
  try {
    const request = parse(type, payload)
    ;({ id } = request)
    for await (const frame of answer(request, left)) {
      if (!socket.writable) return
      if (!socket.write(frame)) await once(socket, 'drain', { signal: left })
    }
  } catch (error) {
    if (left.aborted) return
    const message = error instanceof SyntaxError ? 'this is not JSON' : String(error).slice(0, 80)
    socket.write(encode(255, JSON.stringify({ id, message })))
  }
}

const server = createServer(async (socket) => {
  const leaving = new AbortController()
  const stopThis = () => socket.destroy()
  process.on('SIGINT', stopThis)
  process.on('SIGTERM', stopThis)
  socket.on('error', () => {})
  socket.on('close', () => {
    leaving.abort()
    process.off('SIGINT', stopThis)
    process.off('SIGTERM', stopThis)
  })
  const sending = new Set<Promise<void>>()
  try {
    const decoder = new Decoder()
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
      for (const frame of decoder.push(chunk)) {
        const sent = send(socket, frame.type, frame.payload, leaving.signal)
        sending.add(sent)
        void sent.then(() => sending.delete(sent))
      }
    }
    socket.destroy()
  } catch {
    socket.resume()
    await Promise.all(sending)
    if (socket.writable) socket.end(encode(255, '{"message":"no frame has such a length"}'))
  }
})

process.setMaxListeners(0)
process.on('SIGINT', () => server.close())
process.on('SIGTERM', () => server.close())
server.on('error', complain)
if (host === '127.0.0.1')
  server.listen(Number(process.env.PORT ?? 8081), host, () => console.log('listening'))
else complain(new Error(`${host} is no place for this server`))

function complain({ message }: Error): void {
  console.error(message)
  process.exitCode = 1
}
