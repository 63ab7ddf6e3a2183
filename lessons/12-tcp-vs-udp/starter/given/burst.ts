/**
 * Sends 1,000 numbered messages to your measure.ts, over a TCP connection and then in datagrams, as fast as the system
 * takes them. It does not send "done": when it is time for that, you say. Nothing of it is yours to change.
 */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9200)
const count = 1_000

/** 100 bytes each, with the number first. */
const messages = Array.from({ length: count }, (_, index) => `${index + 1} `.padEnd(100, '.'))
const bytes = count * 100

try {
  const socket = connect(port, host)
  await once(socket, 'connect')
  // Its answer is not read, so there must be nothing to wait for but the end.
  socket.resume()
  for (const message of messages) socket.write(message)
  socket.end()
  await once(socket, 'close')
  console.log(`TCP: ${count} writes, ${bytes} bytes`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

const socket = createSocket('udp4')
let taken = 0
for (const message of messages) {
  socket.send(message, port, host, (error) => {
    if (error) console.error(error.message)
    taken++
    if (taken < count) return
    console.log(`UDP: ${count} datagrams, ${bytes} bytes`)
    socket.close()
  })
}
