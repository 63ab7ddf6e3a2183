import { createSocket } from 'node:dgram'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { readContacts } from './given/contacts.ts'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9090)
const { values } = parseArgs({ options: { contacts: { type: 'string' } } })
const contacts = readContacts(values.contacts)

const socket = createSocket('udp4')
const keyboard = createInterface({ input: process.stdin })

socket.on('message', (message, sender) => {
  // A message has come, from anybody. Print it, and remember who waits for an answer.
  console.log(`${message.length} bytes from ${sender.address}:${sender.port}`)
})

keyboard.on('line', (line) => {
  // The operator has typed a line. Whose answer is it?
  console.log(`still to be sent: ${line}`)
})

socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
  keyboard.close()
})
socket.bind(port, host, () =>
  console.log(`receiving on ${host}:${port}, and knows ${contacts.size} contacts`),
)
