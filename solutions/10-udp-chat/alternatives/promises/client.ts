// Has two loops that run side by side, one over the lines and
// one over the datagrams; neither waits for the other. Choose
// it where what happens to each is best told from top to end.
import { createSocket, type RemoteInfo } from 'node:dgram'
import { on } from 'node:events'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { readContacts } from './given/contacts.ts'

const { values } = parseArgs({ options: { name: { type: 'string' }, contacts: { type: 'string' } } })
const contacts = readContacts(values.contacts)
const socket = createSocket('udp4').bind(0)
const keyboard = createInterface({ input: process.stdin })
const datagrams = on(socket, 'message') as AsyncIterable<[Buffer, RemoteInfo]>

void listen()
await speak()
process.exit(0)

async function listen(): Promise<void> {
  for await (const [message, sender] of datagrams) {
    const isKnown = [...contacts.values()].some(
      ({ host, port }) => host === sender.address && port === sender.port,
    )
    if (isKnown) process.stdout.write(`${message.toString().replace(/[\0-\x08\x0a-\x1f\x7f-\x9f]/g, '.')}\n`)
  }
}

async function speak(): Promise<void> {
  process.stdout.write('To whom? ')
  let to = ''
  for await (const line of keyboard) {
    const [first = '', ...others] = line.trim().split(/\s+/)
    const wanted = to === '' ? line.trim() : first === '/to' ? others.join(' ') : undefined
    if (line.trim() === '') process.stdout.write('Nothing to send.\n')
    else if (['exit', 'q'].includes(line.trim())) return
    else if (wanted === undefined) await tell(to, `${values.name} : ${line.trim()}`)
    else if (contacts.has(wanted)) to = wanted
    else process.stdout.write('Nobody is called so.\n')
  }
}

function tell(to: string, text: string): Promise<unknown> {
  const { host, port } = contacts.get(to) ?? { host: '127.0.0.1', port: 0 }
  return new Promise((resolve) => socket.send(text, port, host, resolve))
}
