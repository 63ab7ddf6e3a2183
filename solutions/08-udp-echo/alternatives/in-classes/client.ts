// Holds the socket in an object whose `ask` is a promise
// of one sentence, an answer or what went wrong. Choose
// it where a program asks in more than one place.
import { createSocket, type Socket } from 'node:dgram'
import { createInterface } from 'node:readline'

class EchoClient {
  readonly #socket: Socket = createSocket('udp4')
  #settle: (sentence: string) => void = () => {}

  /** Connects, which for UDP is a note in the system and no handshake. */
  start(port: number, host: string): Promise<void> {
    this.#socket.on('message', (bytes) => this.#settle(bytes.toString('utf8')))
    this.#socket.on('error', (error) => this.#settle(`refused: ${error.message}`))
    return new Promise((resolve) => this.#socket.connect(port, host, resolve))
  }

  async ask(line: string): Promise<string> {
    const answer = new Promise<string>((resolve) => (this.#settle = resolve))
    this.#socket.send(Buffer.from(line), (error) => {
      if (error) this.#settle(error.message)
    })
    const timer = setTimeout(() => this.#settle('(silence)'), 2000)
    try {
      return await answer
    } finally {
      clearTimeout(timer)
    }
  }

  end(): void {
    this.#socket.close()
  }
}

const client = new EchoClient()
await client.start(Number(process.env['PORT'] || 9900), process.env['HOST'] || '127.0.0.1')
const keyboard = createInterface({ input: process.stdin })
for await (const line of keyboard) {
  if (line.trim() === 'exit') break
  console.log(await client.ask(line))
}
keyboard.close()
client.end()
