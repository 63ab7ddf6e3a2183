// Each client is an object that knows its socket and its children, and everything happens in listeners. Nothing is
// awaited but the paths. Choose it where a client has more to remember than its commands: a name, a quota, a log.
import { type ChildProcess, spawn } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { sep } from 'node:path'
import { Decoder, encode } from './given/frames.ts'

const { HOST: host = '127.0.0.1', PORT, COMMAND_TIMEOUT_MS, MAX_OUTPUT_BYTES, PATH } = process.env
const port = Number(PORT ?? 8081)
const timeoutMs = Number(COMMAND_TIMEOUT_MS ?? 10_000)
const maxOutputBytes = Number(MAX_OUTPUT_BYTES ?? 1024 * 1024)
const mostAtOnce = 8

/** Asked without waiting, so that nothing comes between the look at a path and the start of its command. */
function isInside(path: string): boolean {
  try {
    const home = realpathSync.native('.')
    return `${realpathSync.native(path)}${sep}`.startsWith(`${home}${sep}`)
  } catch {
    return false
  }
}

function isAllowed(program: string, args: readonly string[]): boolean {
  const isPath = (word: string) => !word.startsWith('-') && isInside(word)
  switch (program) {
    case 'echo':
      return true
    case 'date':
      return args.every((word) => /^(-u$|\+)/.test(word))
    case 'uname':
      return args.every((word) => /^-[asr]$/.test(word))
    case 'sleep':
      return args.length === 1 && /^[\d.]+$/.test(args[0] ?? '')
    case 'ls':
      return args.every((word) => /^-(l|a|la)$/.test(word) || isPath(word))
    case 'cat':
      return args.every(isPath)
    default:
      return false
  }
}

class Client {
  static readonly all = new Set<Client>()
  static running = 0
  readonly #socket: Socket
  readonly #children = new Set<ChildProcess>()
  readonly #decoder = new Decoder()

  constructor(socket: Socket) {
    this.#socket = socket
    Client.all.add(this)
    socket.on('data', (chunk) => this.#take(chunk))
    socket.on('end', () => this.leave())
    socket.on('error', (error) => console.log(`a client has broken off: ${error.message}`))
    socket.on('close', () => this.leave())
  }

  /** Ends the connection and whatever runs for it. */
  leave(): void {
    Client.all.delete(this)
    for (const child of this.#children) child.kill('SIGKILL')
    this.#socket.destroy()
  }

  #take(chunk: Buffer): void {
    try {
      for (const { type, payload } of this.#decoder.push(chunk)) this.#answer(type, payload)
    } catch (error) {
      this.#refuse(String(error))
      this.#socket.end()
      this.#socket.removeAllListeners('data').resume()
    }
  }

  #answer(type: number, payload: Buffer): void {
    const request = type === 16 ? parse(payload) : undefined
    if (!request) return this.#refuse('this is not a request')
    const { id, program, args } = request
    if (!isAllowed(program, args)) return this.#refuse('this is not allowed here')
    if (Client.running >= mostAtOnce) return this.#refuse('too much is running already')
    try {
      this.#run(id, spawn(program, args, { env: { PATH }, stdio: ['ignore', 'pipe', 'pipe'] }))
    } catch {
      this.#refuse('the system does not take these words')
    }
  }

  #run(id: number, child: ChildProcess): void {
    Client.running++
    this.#children.add(child)
    const prefix = Buffer.alloc(4)
    prefix.writeUInt32BE(id)
    let said = 0
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs)
    const pass = (type: number, bytes: Buffer) => {
      const rest = Math.max(0, maxOutputBytes - said)
      said += bytes.length
      if (rest > 0) this.#send(type, Buffer.concat([prefix, bytes.subarray(0, rest)]))
      if (said > maxOutputBytes) child.kill('SIGKILL')
    }
    child.stdout?.on('data', (bytes) => pass(17, bytes))
    child.stderr?.on('data', (bytes) => pass(18, bytes))
    child.on('error', (error) => console.error(error.message))
    child.on('close', (exitCode, signal) => {
      Client.running--
      this.#children.delete(child)
      clearTimeout(timer)
      if (exitCode !== null && exitCode < 0) this.#refuse('it could not be started')
      else this.#send(19, JSON.stringify({ id, exitCode, signal, truncated: said > maxOutputBytes }))
    })
  }

  /** The id may be left out, and nobody who asks one thing after another misses it. */
  #refuse(message: string): void {
    this.#send(255, JSON.stringify({ message }))
  }

  #send(type: number, payload: Buffer | string): void {
    if (this.#socket.writable) this.#socket.write(encode(type, payload))
  }
}

function parse(payload: Buffer): { id: number; program: string; args: string[] } | undefined {
  try {
    const { id, program, args } = JSON.parse(payload.toString())
    const isRequest =
      typeof id === 'number' && id >>> 0 === id && typeof program === 'string' && Array.isArray(args)
    return isRequest && args.every((word) => typeof word === 'string') ? { id, program, args } : undefined
  } catch {
    return undefined
  }
}

const server = createServer((socket) => void new Client(socket))

server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    server.close()
    for (const client of Client.all) client.leave()
  })
}

if (host === '127.0.0.1') server.listen(port, host, () => console.log(`listening on ${host}:${port}`))
else {
  console.error('HOST has to be 127.0.0.1: nobody else may run commands here')
  process.exitCode = 1
}
