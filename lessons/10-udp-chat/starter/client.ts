import { createSocket } from 'node:dgram'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { readContacts } from './given/contacts.ts'

const { values } = parseArgs({ options: { name: { type: 'string' }, contacts: { type: 'string' } } })
const { name = 'somebody' } = values
const contacts = readContacts(values.contacts)

const socket = createSocket('udp4')
const keyboard = createInterface({ input: process.stdin })

console.log(`whom do you want to talk to? ${[...contacts.keys()].join(', ')}`)
for await (const line of keyboard) {
  const text = line.trim()
  if (text === 'exit' || text === 'q') break
  // The first line names a contact. Those after it go there, and what your contacts send is printed.
  console.log(`${name} : ${text} (still to be sent)`)
}
keyboard.close()
socket.close()
