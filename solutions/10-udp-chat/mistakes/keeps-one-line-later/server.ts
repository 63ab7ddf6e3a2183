// fails "keeps what is typed before anybody has asked" at wrong-bytes: Your server sent the datagram "four" where the first of two lines that its operator had typed before, when every message had its answer
import { createSocket, type RemoteInfo } from 'node:dgram'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { colourNumbers, readContacts } from './given/contacts.ts'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9090)
const { values } = parseArgs({ options: { contacts: { type: 'string' } } })
const contacts = readContacts(values.contacts)
const isColourful = process.stdout.isTTY && !process.env.NO_COLOR

const socket = createSocket('udp4')
const keyboard = createInterface({ input: process.stdin })

// Whoever came first is answered first.
const unanswered: RemoteInfo[] = []
// What was typed before the first message came, and what is typed when all have been answered.
const early: string[] = []
let next: string | undefined
let hasBegun = false

socket.on('message', (message, sender) => {
  console.log(paint(makeHarmless(message.toString())))
  hasBegun = true
  let line = early.shift()
  if (line === undefined) {
    line = next
    next = undefined
  }
  if (line === undefined) unanswered.push(sender)
  else answer(line, sender)
})

keyboard.on('line', (line) => {
  const text = line.trim()
  if (text === '') return console.log('a blank line is not an answer: type something')
  const sender = unanswered.shift()
  if (sender !== undefined) answer(text, sender)
  else if (!hasBegun) early.push(text)
  else next = text
})

socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
  keyboard.close()
})
socket.bind(port, host, () => console.log(`receiving on ${host}:${port}`))

/** Whatever name stands in a message, its answer goes to where it came from. */
function answer(text: string, { address, port }: RemoteInfo): void {
  socket.send(text, port, address, (error) => {
    if (error) console.error(error.message)
  })
}

/** Gives a message the colour of the name that it claims. Whether it is true nobody knows. */
function paint(text: string): string {
  const colon = text.indexOf(':')
  const colour = colon === -1 ? undefined : contacts.get(text.slice(0, colon).trim())?.colour
  return isColourful && colour ? `\x1b[${colourNumbers[colour]}m${text}\x1b[39m` : text
}

/** Replaces control characters except tab: to a terminal they are commands, and a line feed begins another line. */
function makeHarmless(text: string): string {
  return text.replace(/(?!\t)\p{Cc}/gu, '\u{fffd}')
}
