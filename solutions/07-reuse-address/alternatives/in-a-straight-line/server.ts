// Waits for the signal at the end of the program, and then
// stops one thing after another. Choose it where more than
// a server has to be stopped, in an order that matters.
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

const host = process.env.HOST || '127.0.0.1'
const port = Number(process.env.PORT || 9909)
const graceMs = Number(process.env.GRACE_MS || 2_000)

const clients: Socket[] = []
const server = createServer()
server.on('connection', (client) => {
  clients.push(client)
  client.on('error', () => {})
  client.on('data', (chunk) => {
    if (!client.writableEnded) client.write(upperCase(chunk))
  })
})

try {
  await once(server.listen(port, host), 'listening')
} catch {
  console.error(`port ${port} is in use by another server`)
  process.exit(1)
}
console.log(`port ${port} is open`)

await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])
const closed = once(server.close(), 'close')
for (const client of clients) client.end()
await Promise.race([closed, pause(graceMs)])
process.exit(0)

function upperCase(bytes: Buffer): Buffer {
  for (const [index, byte] of bytes.entries()) if (byte >= 97 && byte <= 122) bytes[index] = byte - 32
  return bytes
}
