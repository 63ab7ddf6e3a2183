// Lets Intl write the time: in Sweden it is written in just this
// form. Choose it where times of several zones are to be told: a
// formatter can be made for each of them.
import { createSocket, type RemoteInfo } from 'node:dgram'
import { on, once } from 'node:events'

const { HOST = '127.0.0.1', PORT = '8080' } = process.env
const clock = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium' })
const socket = createSocket('udp4')

try {
  await once(socket.bind({ port: Number(PORT), address: HOST }), 'listening')
} catch (error) {
  console.error(`no clock here: ${error instanceof Error ? error.message : String(error)}`)
  process.exit(1)
}
for await (const [, sender] of on(socket, 'message') as AsyncIterable<[Buffer, RemoteInfo]>) {
  socket.send(clock.format(), sender.port, sender.address)
}
