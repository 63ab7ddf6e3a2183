// Starts /bin/sh by name, and keeps all that belongs to one client in a class that is driven by events alone.
// Choose it where a client has much to remember: each thing that can happen to it is a method, and nothing waits.
import { type ChildProcess, spawn } from 'node:child_process'
import { createServer, type Socket } from 'node:net'
import { constants } from 'node:os'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8080)
const timeoutMs = Number(process.env.COMMAND_TIMEOUT_MS ?? 10_000)
const maxOutputBytes = Number(process.env.MAX_OUTPUT_BYTES ?? 16 * 1024 * 1024)
const maxCommandBytes = 4_096

class Client {
  static readonly all = new Set<Client>()
  readonly #socket: Socket
  readonly #waiting: Buffer[] = []
  #child: ChildProcess | undefined
  #timer: NodeJS.Timeout | undefined
  #stdout: Buffer[] = []
  #stderr: Buffer[] = []
  #length = 0
  #note = ''

  constructor(socket: Socket) {
    this.#socket = socket
    Client.all.add(this)
    socket.on('data', (bytes) => this.#take(bytes))
    socket.on('end', () => this.leave())
    socket.on('error', () => {})
    socket.on('close', () => this.leave())
  }

  leave(): void {
    Client.all.delete(this)
    this.#waiting.length = 0
    this.#kill()
    this.#socket.destroySoon()
  }

  #take(bytes: Buffer): void {
    if (!this.#socket.writable) return
    this.#waiting.push(bytes)
    if (!this.#child) this.#runNext()
  }

  #runNext(): void {
    const bytes = this.#waiting.shift()
    if (!bytes) return
    const command = bytes.toString().replace(/\r?\n$/, '')
    if (/[\n\0]/.test(command) || Buffer.byteLength(command) > maxCommandBytes) {
      this.#waiting.length = 0
      this.#socket.end(`only one line of at most ${maxCommandBytes} bytes\n`)
      return
    }
    const child = spawn('/bin/sh', ['-c', command], { detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
    this.#child = child
    this.#stdout = []
    this.#stderr = []
    this.#length = 0
    this.#note = ''
    child.stdout.on('data', (chunk: Buffer) => this.#keep(this.#stdout, chunk))
    child.stderr.on('data', (chunk: Buffer) => this.#keep(this.#stderr, chunk))
    child.on('error', (error) => (this.#note = `${error.message}\n`))
    child.on('close', (code, signal) => this.#answer(code ?? 128 + (signal ? constants.signals[signal] : 0)))
    this.#timer = setTimeout(() => this.#kill(`stopped after ${timeoutMs} ms\n`), timeoutMs)
  }

  #keep(list: Buffer[], chunk: Buffer): void {
    this.#length += chunk.length
    if (this.#length > maxOutputBytes) this.#kill(`stopped: more than ${maxOutputBytes} bytes\n`)
    else list.push(chunk)
  }

  #answer(code: number): void {
    clearTimeout(this.#timer)
    this.#child = undefined
    const output = Buffer.concat([...this.#stdout, ...this.#stderr, Buffer.from(this.#note)])
    if (!this.#socket.writable) return
    this.#socket.write(output.length > 0 ? output : `(no output, exit code ${code})\n`)
    this.#runNext()
  }

  #kill(note = ''): void {
    this.#note ||= note
    if (this.#child?.pid === undefined) return
    try {
      process.kill(-this.#child.pid, 'SIGKILL')
    } catch {
      // Nobody is left in the group.
    }
    this.#child.stdout?.destroy()
    this.#child.stderr?.destroy()
  }
}

const server = createServer((socket) => new Client(socket))

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

if (host !== '127.0.0.1') {
  console.error(`HOST is ${host}, and a shell belongs on 127.0.0.1 alone`)
  process.exitCode = 1
} else server.listen(port, host, () => console.log(`listening on port ${port}`))
