// Two classes, one for each protocol, with the classic loops in them:
// over connections and their chunks, and over datagrams. Choose it
// where what is counted will grow and has to be tried by itself.
import { createSocket } from 'node:dgram'
import { on, once } from 'node:events'
import { createServer, type Socket } from 'node:net'

class Streams {
  readonly #server = createServer({ pauseOnConnect: true })

  async open(port: number, host: string): Promise<void> {
    this.#server.listen({ port, host })
    await once(this.#server, 'listening')
    void this.#serve()
  }

  async #serve(): Promise<void> {
    // Not awaited: the next connection is taken while this one is there.
    for await (const [socket] of on(this.#server, 'connection')) void this.#count(socket)
  }

  async #count(socket: Socket): Promise<void> {
    const total = { protocol: 'tcp', chunks: 0, bytes: 0 }
    try {
      for await (const chunk of socket as AsyncIterable<Buffer>) {
        total.chunks += 1
        total.bytes += chunk.byteLength
      }
    } catch {
      // A reset ends the loop with an error, and the connection with it.
    }
    process.stdout.write(`${JSON.stringify(total)}\n`)
  }
}

class Datagrams {
  readonly #socket = createSocket({ type: 'udp4' })
  #count = 0
  #bytes = 0
  #numbers: number[] = []

  async open(port: number, address: string): Promise<void> {
    this.#socket.bind({ port, address })
    await once(this.#socket, 'listening')
    void this.#receive()
  }

  async #receive(): Promise<void> {
    const done = Buffer.from('done')
    for await (const [datagram] of on(this.#socket, 'message') as AsyncIterable<[Buffer]>) {
      if (datagram.equals(done)) this.#tell()
      else this.#add(datagram)
    }
  }

  #add(datagram: Buffer): void {
    this.#count += 1
    this.#bytes += datagram.byteLength
    const blank = datagram.indexOf(' ')
    const word = datagram.subarray(0, Math.max(blank, 0)).toString('latin1')
    if (/^[0-9]+$/.test(word)) this.#numbers.push(Number.parseInt(word, 10))
  }

  #tell(): void {
    const missing: number[] = []
    let due = 1
    for (const number of [...new Set(this.#numbers)].sort((a, b) => a - b)) {
      for (; due < number; due++) missing.push(due)
      due = number + 1
    }
    const line = { protocol: 'udp', datagrams: this.#count, bytes: this.#bytes, missing }
    process.stdout.write(`${JSON.stringify(line)}\n`)
    this.#count = this.#bytes = 0
    this.#numbers = []
  }
}

const { PORT = '9200', HOST = '127.0.0.1' } = process.env
try {
  await new Datagrams().open(Number(PORT), HOST)
  await new Streams().open(Number(PORT), HOST)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
