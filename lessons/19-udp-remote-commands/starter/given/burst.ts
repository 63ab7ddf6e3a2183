/**
 * Sends an answer of 1 MiB in pieces to a client on 127.0.0.1 that is busy meanwhile: 749 pieces of 1,408 bytes, one
 * right after the other. Then the client reads. Nothing of it is yours to change.
 */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'

const host = '127.0.0.1'

for (const bytes of [100 * 1024, 1024 * 1024]) {
  const count = Math.ceil(bytes / 1_400)
  const client = createSocket('udp4')
  client.bind(0, host)
  await once(client, 'listening')
  const server = createSocket('udp4')
  server.connect(client.address().port, host)
  await once(server, 'connect')

  let came = 0
  client.on('message', () => came++)
  let taken = 0
  // In one turn of the loop: until all are sent nobody in this program reads.
  await new Promise<void>((resolve) => {
    for (let piece = 0; piece < count; piece++) {
      server.send(Buffer.alloc(1_408), () => {
        if (++taken === count) resolve()
      })
    }
  })
  await untilQuiet(() => came)
  console.log(`${count} pieces sent, each without an error; ${came} came`)
  client.close()
  server.close()
}

/** Waits until a number has not grown for a while. */
async function untilQuiet(read: () => number): Promise<void> {
  let before = -1
  while (read() !== before) {
    before = read()
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
