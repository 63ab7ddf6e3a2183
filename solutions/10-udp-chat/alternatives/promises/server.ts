// Is the classic loop: take the next message, take the next
// line, send one to the sender of the other. Two queues give
// promises of what has not come yet. Choose it where a
// conversation has more steps than question and answer.
import { createSocket, type RemoteInfo } from 'node:dgram'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { colourNumbers, readContacts } from './given/contacts.ts'

/** What was put in comes out in order. Whoever takes from an empty queue gets a promise of what comes next. */
class Queue<T> {
  readonly #items: T[] = []
  readonly #waiting: ((item: T) => void)[] = []

  put(item: T): void {
    const resolve = this.#waiting.shift()
    if (resolve) resolve(item)
    else this.#items.push(item)
  }

  take(): Promise<T> {
    return new Promise((resolve) => {
      const item = this.#items.shift()
      if (item === undefined) this.#waiting.push(resolve)
      else resolve(item)
    })
  }
}

const { PORT = '9090', HOST = '127.0.0.1', NO_COLOR = '' } = process.env
const at = process.argv.indexOf('--contacts')
const contacts = at === -1 ? readContacts() : readContacts(process.argv[at + 1])
const senders = new Queue<RemoteInfo>()
const lines = new Queue<string>()

const socket = createSocket('udp4', (bytes, sender) => {
  show(bytes.toString('utf8'))
  senders.put(sender)
})
createInterface(process.stdin).on('line', (line) => lines.put(line))

try {
  socket.bind(Number(PORT), HOST)
  await once(socket, 'listening')
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
process.stdout.write('Everybody may write to me now.\n')

for (;;) {
  const { address, port } = await senders.take()
  process.stdout.write('>>>: ')
  socket.send(await takeAnswer(), port, address)
}

/** A blank line is refused when it would be the answer: whoever typed it early is told when the message comes. */
async function takeAnswer(): Promise<string> {
  for (;;) {
    const line = await lines.take()
    if (line.trim()) return line
    console.error('An empty line says nothing, so nobody gets it.')
  }
}

function show(message: string): void {
  const harmless = message.replaceAll(/[^\P{Cc}\t]/gu, '?')
  const [, name = ''] = /^\s*([^:]*?)\s*:/.exec(harmless) ?? []
  const colour = contacts.get(name)?.colour
  const begin = colour && process.stdout.isTTY && NO_COLOR === '' ? `\x1b[1;${colourNumbers[colour]}m` : ''
  process.stdout.write(`| ${begin}${harmless}${begin && '\x1b[0m'}\n`)
}
