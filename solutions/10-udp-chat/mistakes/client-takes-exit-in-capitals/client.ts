// fails "client: sends "NAME : TEXT" to the contact chosen" at exited-early: and had not sent ann the line "Exit"
import { createSocket } from 'node:dgram'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { type Contact, readContacts } from './given/contacts.ts'

const { values } = parseArgs({ options: { name: { type: 'string' }, contacts: { type: 'string' } } })
const contacts = readContacts(values.contacts)
const socket = createSocket('udp4')
const keyboard = createInterface({ input: process.stdin })
let chosen: Contact | undefined

socket.on('message', (bytes, sender) => {
  const isKnown = [...contacts.values()].some(
    ({ host, port }) => host === sender.address && port === sender.port,
  )
  if (isKnown) console.log(bytes.toString().replace(/(?!\t)\p{Cc}/gu, '?'))
})

console.log('whom do you want to talk to?')
for await (const line of keyboard) {
  const text = line.trim()
  if (text.toLowerCase() === 'exit' || text === 'q') break
  const wanted = text.startsWith('/to ') ? text.slice(4).trim() : chosen ? undefined : text
  if (text === '') console.log('a blank line is not sent')
  else if (wanted !== undefined) {
    if (contacts.has(wanted)) chosen = contacts.get(wanted)
    else console.log(`I do not know ${wanted}`)
  } else if (chosen) {
    const { host, port } = chosen
    await new Promise((resolve) => socket.send(`${values.name} : ${text}`, port, host, resolve))
  }
}
keyboard.close()
socket.close()
