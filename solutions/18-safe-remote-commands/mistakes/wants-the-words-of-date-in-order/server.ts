// fails "streams stdout and stderr apart and says how it ended" at wrong-bytes: Your server refused "date +%Y -u"
import { createServer, type Socket } from 'node:net'
import { Decoder, encode, LengthError } from './given/frames.ts'
import { Runner } from './run.ts'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8081)
const types = { request: 16, stdout: 17, stderr: 18, end: 19, refusal: 255 }

const runner = new Runner({
  timeoutMs: Number(process.env.COMMAND_TIMEOUT_MS ?? 10_000),
  maxOutputBytes: Number(process.env.MAX_OUTPUT_BYTES ?? 1024 * 1024),
})
const sockets = new Set<Socket>()

const server = createServer((socket) => {
  const leaves = new AbortController()
  const decoder = new Decoder()
  let dead = false
  sockets.add(socket)
  socket.on('error', () => {})
  socket.on('end', () => leaves.abort())
  socket.on('close', () => {
    sockets.delete(socket)
    leaves.abort()
  })
  socket.on('data', (chunk) => {
    if (dead) return
    try {
      for (const { type, payload } of decoder.push(chunk)) void answer(socket, type, payload, leaves.signal)
    } catch (error) {
      if (!(error instanceof LengthError)) throw error
      dead = true
      socket.end(refusal(undefined, error.message))
    }
  })
})

async function answer(socket: Socket, type: number, payload: Buffer, leaves: AbortSignal): Promise<void> {
  const say = (bytes: Buffer) => {
    if (socket.writable) socket.write(bytes)
  }
  let id: number | undefined
  try {
    if (type !== types.request) throw new Error(`a request has type ${types.request}`)
    const request = parse(payload)
    id = request.id
    const name = Buffer.alloc(4)
    name.writeUInt32BE(id)
    const output = (from: 'stdout' | 'stderr', bytes: Buffer) => say(encode(types[from], Buffer.concat([name, bytes])))
    const how = await runner.run(request.program, request.args, output, leaves)
    say(encode(types.end, JSON.stringify({ id, ...how })))
  } catch (error) {
    say(refusal(id, error instanceof Error ? error.message : String(error)))
  }
}

function parse(payload: Buffer): { id: number; program: string; args: string[] } {
  const value: unknown = JSON.parse(payload.toString())
  if (typeof value !== 'object' || value === null) throw new Error('a request is an object')
  const { id, program, args } = value as Record<string, unknown>
  if (typeof id !== 'number' || !Number.isInteger(id) || id < 0 || id > 0xffff_ffff) throw new Error('a request has an id')
  if (typeof program !== 'string') throw new Error('a request has a program')
  if (!Array.isArray(args) || !args.every((word) => typeof word === 'string')) throw new Error('args are texts')
  return { id, program, args }
}

function refusal(id: number | undefined, message: string): Buffer {
  return encode(types.refusal, JSON.stringify({ id, message: message.slice(0, 1000) }))
}

server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})

if (host === '127.0.0.1') {
  server.listen(port, host, () => console.log(`listening on ${host}:${port}`))
} else {
  console.error(`HOST is ${host}, and this server runs commands for programs of this machine alone`)
  process.exitCode = 1
}

process.on('SIGINT', stop)
process.on('SIGTERM', stop)
function stop(): void {
  server.close()
  for (const socket of sockets) socket.destroy()
}
