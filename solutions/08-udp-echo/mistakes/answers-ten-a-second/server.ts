// fails "answers five clients at once, each with its own" at missing-bytes: that were waiting
import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9900)
/** Nobody types faster than this. Whoever sends more in a second wants to keep us busy. */
const perSecond = 10

const socket = createSocket('udp4')
const counts = new Map<string, { since: number; count: number }>()

// One socket serves everybody. Each datagram brings the address that its answer has to go to.
socket.on('message', (message, sender) => {
  const name = `${sender.address}:${sender.port}`
  if (isTooMuch(name)) return
  console.log(`${message.length} bytes from ${name}`)
  socket.send(toUpperCaseAscii(message), sender.port, sender.address, (error) => {
    if (error) console.error(error.message)
  })
})

socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
socket.bind(port, host, () => console.log(`receiving on ${host}:${port}`))

function isTooMuch(name: string): boolean {
  const now = Date.now()
  let entry = counts.get(name)
  if (!entry || now - entry.since >= 1_000) {
    entry = { since: now, count: 0 }
    counts.set(name, entry)
  }
  entry.count += 1
  return entry.count > perSecond
}

/** Changes the letters a–z and leaves every other byte alone, so that no UTF-8 character is harmed. */
function toUpperCaseAscii(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
}
