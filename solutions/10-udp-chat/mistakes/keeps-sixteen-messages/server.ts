// fails "answers thirty messages that wait, each with its own line" at wrong-bytes: Your server sent the datagram "answer 2" where what its operator had typed, the datagram "answer 1", was due
import { createSocket, type RemoteInfo } from 'node:dgram'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { colourNumbers, readContacts } from './given/contacts.ts'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9090)
const { values } = parseArgs({ options: { contacts: { type: 'string' } } })
const contacts = readContacts(values.contacts)

const socket = createSocket('udp4')
const keyboard = createInterface({ input: process.stdin })
const waiting: RemoteInfo[] = []
const typed: string[] = []

socket.on('message', (message, sender) => {
  console.log(colour(message.toString().replace(/[^\P{Cc}\t]/gu, '�')))
  waiting.push(sender)
  if (waiting.length > 16) waiting.shift()
  answer()
})

keyboard.on('line', (line) => {
  if (line.trim() === '') return console.log('a blank line is not sent')
  typed.push(line)
  answer()
})

socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
  keyboard.close()
})
socket.bind(port, host, () =>
  console.log(`receiving on ${host}:${port}, and knows ${contacts.size} contacts`),
)

function answer(): void {
  while (waiting.length > 0 && typed.length > 0) {
    const to = waiting.shift()!
    socket.send(typed.shift()!, to.port, to.address)
  }
}

function colour(text: string): string {
  const name = text.includes(':') ? text.split(':')[0]!.trim() : undefined
  const named = name === undefined ? undefined : contacts.get(name)?.colour
  if (!named || !process.stdout.isTTY || process.env.NO_COLOR !== undefined) return text
  return `\x1b[${colourNumbers[named]}m${text}\x1b[39m`
}
