// fails "leaves none behind when stopped" at does-not-stop: of which one has said nothing
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { Decoder, encode } from './given/frames.ts'
import { Refusal, Runner } from './run.ts'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8081)

const runner = new Runner({
  timeoutMs: Number(process.env.COMMAND_TIMEOUT_MS ?? 10_000),
  maxOutputBytes: Number(process.env.MAX_OUTPUT_BYTES ?? 1024 * 1024),
})
const clients = new Set<Socket>()

const server = createServer((socket) => {
  // However a connection comes to its end, that is the end of its commands.
  const leaves = new AbortController()
  socket.on('close', () => {
    clients.delete(socket)
    leaves.abort()
  })
  socket.on('error', (error) => console.log(`a client has broken off: ${error.message}`))
  void serve(socket, leaves.signal)
})

server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})

if (host === '127.0.0.1') {
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  server.listen(port, host, () => console.log(`listening on ${host}:${port}`))
} else {
  console.error(`HOST is ${host}, and this server runs commands for programs of this machine alone`)
  process.exitCode = 1
}

/** Takes no more clients and leaves those who are there. Their commands end with them, and then the program does. */
function stop(): void {
  server.close()
  for (const socket of clients) socket.destroy()
}

/** Answers the requests of one client, each as soon as it can be answered, until the client leaves. */
async function serve(socket: Socket, leaves: AbortSignal): Promise<void> {
  const decoder = new Decoder()
  const unanswered = new Set<Promise<void>>()
  try {
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
      for (const { type, payload } of decoder.push(chunk)) {
        // Whoever does not read gets nothing more done: the answers would pile up in here.
        if (socket.writableNeedDrain) await once(socket, 'drain', { signal: leaves })
        clients.add(socket)
        const answered = answer(socket, type, payload, leaves)
        unanswered.add(answered)
        void answered.then(() => unanswered.delete(answered))
      }
    }
    socket.destroy()
  } catch (error) {
    // After a length that cannot be one, nobody knows where the next frame begins. What still comes is read and dropped,
    // and the requests before it are answered first.
    socket.resume()
    await Promise.all(unanswered)
    refuse(socket, undefined, error)
    socket.end()
  }
}

/** Has a request carried out, and sends what comes of it. */
async function answer(socket: Socket, type: number, payload: Buffer, leaves: AbortSignal): Promise<void> {
  let id: number | undefined
  try {
    const request = parseRequest(type, payload)
    id = request.id
    const prefix = Buffer.alloc(4)
    prefix.writeUInt32BE(request.id)
    const output = (from: 'stdout' | 'stderr', bytes: Buffer) =>
      send(socket, from === 'stdout' ? 17 : 18, Buffer.concat([prefix, bytes]))
    const { exitCode, signal, truncated } = await runner.run(request.program, request.args, output, leaves)
    send(socket, 19, JSON.stringify({ id, exitCode, signal, truncated }))
  } catch (error) {
    refuse(socket, id, error)
  }
}

interface Request {
  readonly id: number
  readonly program: string
  readonly args: readonly string[]
}

/** Takes nothing for granted that a stranger has written. @throws {Refusal} when it is not a request. */
function parseRequest(type: number, payload: Buffer): Request {
  if (type !== 16) throw new Refusal(`a request is of type 16, and this is of type ${type}`)
  const { id, program, args } = parseObject(payload.toString())
  const isId = typeof id === 'number' && Number.isInteger(id) && id >= 0 && id <= 0xffff_ffff
  if (!isId) throw new Refusal('"id" has to be a whole number from 0 to 4294967295')
  if (typeof program !== 'string') throw new Refusal('"program" has to be a string')
  if (!isListOfStrings(args)) throw new Refusal('"args" has to be an array of strings')
  return { id, program, args }
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (isObject(value)) return value
  } catch {
    // Told below.
  }
  throw new Refusal('a request is an object in JSON')
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isListOfStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string')
}

function refuse(socket: Socket, id: number | undefined, error: unknown): void {
  // A message repeats words of the request, and a request can be as long as a frame.
  const message = (error instanceof Error ? error.message : String(error)).slice(0, 200)
  send(socket, 255, JSON.stringify({ id, message }))
}

/** What is due to a client who has left is due to nobody. */
function send(socket: Socket, type: number, payload: string | Buffer): void {
  if (socket.writable) socket.write(encode(type, payload))
}
