// Has a connected socket for each contact: the system drops what
// strangers send, and no address has to be compared. Choose
// it for few contacts who speak only when they are spoken to.
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { colourNumbers, readContacts } from './given/contacts.ts'

/** The word behind another one on the command line. */
function findOption(option: string): string | undefined {
  const words = process.argv.slice(2)
  return words.includes(option) ? words[words.indexOf(option) + 1] : undefined
}

const sockets = new Map<string, Socket>()
for (const [name, { host, port, colour }] of readContacts(findOption('--contacts'))) {
  const socket = createSocket('udp4')
  socket.connect(port, host)
  await once(socket, 'connect')
  // One who is not there is no reason to stop.
  socket.on('error', ({ message }) => console.error(`${name} does not seem to be there: ${message}`))
  const isColourful = colour && process.stdout.isTTY && !process.env.NO_COLOR
  const shownName = isColourful ? `\x1b[${colourNumbers[colour]}m${name}\x1b[39m` : name
  socket.on('message', (message) => console.log(`${shownName}: ${escapeControls(message.toString())}`))
  sockets.set(name, socket)
}

const me = findOption('--name') ?? 'me'
let current: Socket | undefined
const sent: Promise<void>[] = []
process.stdout.write(`You know ${[...sockets.keys()].join(' and ')}. Who is it to be?\n`)
const lines = createInterface({ input: process.stdin })
for await (const line of lines) {
  const text = line.trim()
  if (text === 'exit' || text === 'q') break
  const wanted = current === undefined ? text : /^\/to (.*)/.exec(text)?.[1]
  if (text === '') process.stdout.write('Please type something.\n')
  else if (wanted !== undefined) current = find(wanted) ?? current
  else sent.push(send(`${me} : ${text}`))
}
await Promise.all(sent)
lines.close()
for (const socket of sockets.values()) socket.close()

function find(name: string): Socket | undefined {
  if (!sockets.has(name)) process.stdout.write(`You do not know "${name}". Who is it to be?\n`)
  return sockets.get(name)
}

function send(text: string): Promise<void> {
  return new Promise((resolve) => {
    if (current) current.send(text, () => resolve())
    else resolve()
  })
}

/** Shows ESC as \u001b, as JSON does. */
function escapeControls(text: string): string {
  return text.replaceAll(/(?!\t)\p{Cc}/gu, (control) => {
    const code = control.charCodeAt(0).toString(16)
    return `\\u${code.padStart(4, '0')}`
  })
}
