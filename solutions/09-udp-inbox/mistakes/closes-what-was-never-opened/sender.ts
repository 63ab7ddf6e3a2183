// fails "sender: sends a last line without a line feed, and ends where nothing was typed" at crashed: …
import { createSocket, type Socket } from 'node:dgram'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 7788)
const lines = createInterface({ input: process.stdin })
let socket!: Socket

for await (const line of lines) {
  socket ??= createSocket('udp4')
  await new Promise((resolve) => socket.send(line, port, host, resolve))
  if (line === 'exit') break
}
lines.close()
socket.close()
