// Keeps answers in a list and sends them later, each
// to its own sender. Choose it where the work for an
// answer takes long, or has to wait for something.
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'

class UpperCaseServer {
  readonly #socket: Socket = createSocket('udp4', (bytes, sender) => this.#answer(bytes, sender))
  /** Answers that wait for their turn, oldest first. */
  readonly #due: { bytes: Buffer; sender: RemoteInfo }[] = []

  start(port: number, host: string): void {
    this.#socket.on('error', ({ message }) => {
      process.stderr.write(`${message}\n`)
      process.exit(1)
    })
    this.#socket.bind(port, host, () => process.stdout.write(`port ${port} is mine\n`))
  }

  // The work is done later, as it would be if it took long. Each answer remembers whose it is.
  #answer(bytes: Buffer, sender: RemoteInfo): void {
    this.#due.push({ bytes, sender })
    setImmediate(() => {
      const next = this.#due.shift()
      if (next) this.#send(next.bytes, next.sender)
    })
  }

  #send(bytes: Buffer, sender: RemoteInfo): void {
    const answer = Buffer.alloc(bytes.length)
    for (const [index, byte] of bytes.entries())
      answer[index] = byte >= 97 && byte <= 122 ? byte & 0xdf : byte
    this.#socket.send(answer, 0, answer.length, sender.port, sender.address)
  }
}

new UpperCaseServer().start(Number(process.env['PORT'] || 9900), process.env['HOST'] || '127.0.0.1')
