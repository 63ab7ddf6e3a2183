// Finds the sender of what comes in a map from address and port
// to the name, and asks with readline's own prompt. Choose it
// for many contacts, and for a person who edits lines.
import { createSocket, type Socket } from 'node:dgram'
import { createInterface, type Interface } from 'node:readline'
import { parseArgs } from 'node:util'
import { type Contact, readContacts } from './given/contacts.ts'

class Chat {
  readonly #me: string
  readonly #contacts: ReadonlyMap<string, Contact>
  readonly #names: ReadonlyMap<string, string>
  readonly #socket: Socket
  readonly #keyboard: Interface
  #to: Contact | undefined
  /** How many datagrams the system has not taken yet. */
  #onTheirWay = 0
  #isOver = false

  constructor(me: string, contacts: ReadonlyMap<string, Contact>) {
    this.#me = me
    this.#contacts = contacts
    this.#names = new Map([...contacts].map(([name, { host, port }]) => [`${host}:${port}`, name]))
    this.#socket = createSocket('udp4', (bytes, { address, port }) =>
      this.#hear(`${address}:${port}`, bytes.toString()),
    )
    const output = process.stdout
    this.#keyboard = createInterface({ input: process.stdin, output, prompt: '>>>: ' })
    this.#keyboard.on('line', (line) => this.#take(line.trim()))
    this.#keyboard.on('close', () => this.#end())
    this.#keyboard.prompt()
  }

  #hear(place: string, text: string): void {
    const name = this.#names.get(place)
    if (name === undefined) return console.log(`(ignored something from ${place})`)
    console.log(`\n${name} says: ${text.replace(/\p{Cc}+/gu, ' ')}`)
    this.#keyboard.prompt()
  }

  #take(line: string): void {
    if (line === 'q' || line === 'exit') return this.#keyboard.close()
    if (line.length === 0) console.log('You have typed nothing.')
    else if (!this.#to || /^\/to\s/.test(line)) this.#change(line.replace(/^\/to\s+/, ''))
    else this.#send(Buffer.from(`${this.#me} : ${line}`), this.#to)
    this.#keyboard.prompt()
  }

  #change(name: string): void {
    const contact = this.#contacts.get(name)
    if (contact) this.#to = contact
    else console.log(`There is no ${name}, only ${[...this.#contacts.keys()]}.`)
  }

  #send(bytes: Buffer, { host, port }: Contact): void {
    this.#onTheirWay++
    this.#socket.send(bytes, port, host, () => {
      this.#onTheirWay--
      if (this.#isOver) this.#end()
    })
  }

  #end(): void {
    this.#isOver = true
    if (this.#onTheirWay === 0) this.#socket.close()
  }
}

const { values } = parseArgs({ options: { name: { type: 'string' }, contacts: { type: 'string' } } })
// oxlint-disable-next-line no-new -- it lives by its listeners
new Chat(values.name ?? 'me', readContacts(values.contacts))
