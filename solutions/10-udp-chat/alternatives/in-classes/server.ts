// Numbers the messages and keeps their senders in a map, so that
// one of them could also be answered out of turn, or be told
// that it waits. Choose it where the oldest is not always next.
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { stripVTControlCharacters } from 'node:util'
import { colourNumbers, readContacts } from './given/contacts.ts'

class Desk {
  readonly #socket: Socket
  readonly #contacts: ReturnType<typeof readContacts>
  /** Who waits, by the number of the message. A Map keeps the order in which they were put in. */
  readonly #open = new Map<number, RemoteInfo>()
  readonly #early: string[] = []
  #count = 0
  #rest = ''

  constructor(file: string | undefined) {
    this.#contacts = readContacts(file)
    this.#socket = createSocket({ type: 'udp4' })
    this.#socket.on('message', (bytes, sender) => {
      this.#open.set(++this.#count, sender)
      console.log('#%d %s', this.#count, this.#dress(stripVTControlCharacters(`${bytes}`)))
      this.#work()
    })
    this.#socket.on('error', ({ message }) => {
      process.stderr.write(`no desk here: ${message}\n`)
      process.exit(1)
    })
  }

  open(port: number, address: string): void {
    this.#socket.bind({ port, address })
    process.stdin.setEncoding('utf8').on('data', (text) => this.#read(String(text)))
  }

  #read(text: string): void {
    const lines = (this.#rest + text).split('\n')
    this.#rest = lines.pop() ?? ''
    for (const line of lines.map((line) => line.trim())) {
      if (line === '') console.log('(a line without words is not sent)')
      else this.#early.push(line)
    }
    this.#work()
  }

  /** As long as somebody waits and something was typed, the lowest number gets the first line. */
  #work(): void {
    for (const [number, { address, port }] of this.#open) {
      const line = this.#early.shift()
      if (line === undefined) return
      this.#open.delete(number)
      this.#socket.send(Buffer.from(line), port, address)
    }
  }

  #dress(message: string): string {
    const text = message.replace(/\p{Cc}/gu, (control) => (control === '\t' ? control : ''))
    const colour = this.#contacts.get(text.split(':')[0]?.trim() ?? '')?.colour
    if (!text.includes(':') || !colour || !process.stdout.isTTY || process.env['NO_COLOR']) return text
    return `\x1b[${colourNumbers[colour]}m${text}\x1b[m`
  }
}

const [, , , file] = process.argv
new Desk(file).open(Number(process.env['PORT'] || 9090), process.env['HOST'] || '127.0.0.1')
