// fails "shows a message in its sender's colour, and ends the colour" at wrong-output: The colour of that name is black (30), and your server printed it in no colour.
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

// Whoever came first is answered first. One of the two lists is always empty.
const unanswered: RemoteInfo[] = []
const typed: string[] = []

socket.on('message', (message, sender) => {
  console.log(paint(makeHarmless(message.toString())))
  const line = typed.shift()
  if (line === undefined) unanswered.push(sender)
  else answer(line, sender)
})

keyboard.on('line', (line) => {
  const text = line.trim()
  if (text === '') return console.log('a blank line is not an answer: type something')
  const sender = unanswered.shift()
  if (sender === undefined) typed.push(text)
  else answer(text, sender)
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
  // The colours of a terminal are numbered from 30 on, in this order.
  const number = Object.keys(colourNumbers).findIndex((name) => name === colour)
  return isColourful && number > 0 ? `\x1b[${30 + number}m${text}\x1b[39m` : text
}

/** Replaces control characters except tab: to a terminal they are commands, and a line feed begins another line. */
function makeHarmless(text: string): string {
  return text.replace(/(?!\t)\p{Cc}/gu, '\u{fffd}')
}
