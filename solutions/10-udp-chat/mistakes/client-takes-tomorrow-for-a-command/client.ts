// fails "client: /to changes the contact, an unknown one does not" at silent: …
import { createSocket } from 'node:dgram'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { type Contact, readContacts } from './given/contacts.ts'

const { values } = parseArgs({ options: { name: { type: 'string' }, contacts: { type: 'string' } } })
const { name = 'somebody' } = values
const contacts = readContacts(values.contacts)

const socket = createSocket('udp4')
const keyboard = createInterface({ input: process.stdin })
let chosen: Contact | undefined

socket.on('message', (bytes, sender) => {
  for (const [who, contact] of contacts) {
    if (contact.host !== sender.address || contact.port !== sender.port) continue
    console.log(`${who}: ${bytes.toString().replace(/[^\P{Cc}\t]/gu, '�')}`)
  }
})

console.log(`whom do you want to talk to? ${[...contacts.keys()].join(', ')}`)
for await (const line of keyboard) {
  const text = line.trim()
  if (text === 'exit' || text === 'q') break
  const wanted = text.startsWith('/to') ? text.slice(3).trim() : chosen ? undefined : text
  if (text === '') console.log('a blank line is not sent')
  else if (wanted !== undefined) {
    if (contacts.has(wanted)) chosen = contacts.get(wanted)
    else console.log(`I do not know ${wanted}`)
  } else if (chosen) {
    const { host, port } = chosen
    await new Promise((resolve) => socket.send(`${name} : ${line}`, port, host, resolve))
  }
}
keyboard.close()
socket.close()
