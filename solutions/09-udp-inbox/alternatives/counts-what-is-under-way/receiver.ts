// Keeps every message as an object with its sender, and makes the
// line of it elsewhere. Choose it where more is to be done with a
// message than to print it.
import { createSocket, type RemoteInfo } from 'node:dgram'
import { EventEmitter } from 'node:events'

interface Message {
  readonly from: string
  readonly text: string
}

class Inbox extends EventEmitter<{ message: [Message]; exit: [] }> {
  readonly #socket = createSocket('udp4', (bytes, sender) => this.#take(bytes, sender))

  open(port: number, host: string): void {
    this.#socket.on('error', ({ message }) => {
      console.error(`no inbox here: ${message}`)
      process.exit(1)
    })
    this.#socket.bind({ port, address: host })
  }

  close(): void {
    this.#socket.close()
  }

  #take(bytes: Buffer, { address, port }: RemoteInfo): void {
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
    if (text === 'exit') this.emit('exit')
    else this.emit('message', { from: `${address}:${port}`, text })
  }
}

const inbox = new Inbox()
inbox.on('message', ({ from, text }) => console.log(from, text))
inbox.on('exit', () => {
  console.log('exit')
  inbox.close()
})
inbox.open(Number(process.env.PORT ?? 7788), process.env.HOST ?? '127.0.0.1')
