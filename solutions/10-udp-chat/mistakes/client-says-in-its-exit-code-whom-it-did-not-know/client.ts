// fails "client: "exit" and "q" end it" at wrong-exit: Your client ended with exit code 1, where exit code 0 was due
import { createSocket } from 'node:dgram'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { type Contact, readContacts } from './given/contacts.ts'

const { values } = parseArgs({ options: { name: { type: 'string' }, contacts: { type: 'string' } } })
const { name = 'somebody' } = values
const contacts = readContacts(values.contacts)

const socket = createSocket('udp4')
const keyboard = createInterface({ input: process.stdin })
let contact: Contact | undefined

// What comes is printed whenever it comes, if it comes from where a contact is.
socket.on('message', (message, { address, port }) => {
  for (const [name, { host, port: theirs }] of contacts) {
    if (address === host && port === theirs) console.log(`${name}: ${makeHarmless(message.toString())}`)
  }
})
socket.on('error', (error) => console.error(error.message))

ask()
for await (const line of keyboard) {
  const text = line.trim()
  if (text === 'exit' || text === 'q') break
  if (text === '') console.log('a blank line is not sent: type something')
  else if (contact === undefined) choose(text)
  else if (text.startsWith('/to ')) choose(text.slice('/to '.length).trim())
  else await send(`${name} : ${text}`, contact)
}
keyboard.close()
socket.close()

function ask(): void {
  console.log(`whom do you want to talk to? ${[...contacts.keys()].join(', ')}`)
}

/** Takes another contact, or says that there is none of that name and keeps the present one. */
function choose(wanted: string): void {
  const found = contacts.get(wanted)
  if (found) contact = found
  else complain(`I do not know ${wanted}`)
  if (!contact) ask()
}

function complain(what: string): void {
  console.error(what)
  process.exitCode = 1
}

/** Resolves when the system has taken the datagram: a socket that is closed before that loses it. */
function send(text: string, { host, port }: Contact): Promise<void> {
  return new Promise((resolve) => {
    socket.send(text, port, host, (error) => {
      if (error) console.error(error.message)
      resolve()
    })
  })
}

/** Replaces control characters except tab: to a terminal they are commands, and a line feed begins another line. */
function makeHarmless(text: string): string {
  return text.replace(/(?!\t)\p{Cc}/gu, '\u{fffd}')
}
