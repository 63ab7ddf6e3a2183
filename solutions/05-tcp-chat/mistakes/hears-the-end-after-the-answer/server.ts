// fails "notices a client that leaves in the operator's turn" at wrong-output: Your server printed nothing when its client left in the operator's turn.
import { on } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()

const server = createServer({ pauseOnConnect: true })
server.listen(Number(process.env.PORT ?? 8080), '127.0.0.1', () => console.log('ready'))
for await (const [socket] of on(server, 'connection')) await chat(socket)

async function chat(socket: Socket): Promise<void> {
  let hasLeft = false
  let said = () => {}
  console.log(`connected: ${socket.remoteAddress}:${socket.remotePort}`)
  socket.setEncoding('utf8')
  socket.on('error', () => {})
  socket.on('data', (text) => {
    console.log(String(text).replace(/(?![\t\n])\p{Cc}/gu, '?'))
    said()
  })
  socket.on('close', () => {
    hasLeft = true
    said()
  })
  socket.resume()
  while (!hasLeft) {
    await new Promise<void>((resolve) => (said = resolve))
    if (!hasLeft) socket.write(await ask())
  }
  console.log('client has left')
}

async function ask(): Promise<string> {
  for (;;) {
    const { value } = await lines.next()
    if (value?.trim()) return value.trim()
    console.log('a blank line is not sent')
  }
}
