// fails "takes all that has come before the answer as one turn" at extra-bytes: came in two pieces
import { on } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()

const server = createServer({ pauseOnConnect: true })
server.listen(Number(process.env.PORT ?? 8080), '127.0.0.1', () => console.log('ready'))
for await (const [socket] of on(server, 'connection')) await chat(socket)

// Reads like the classic loop: recv, print, input, send. While it waits for input it hears nothing else.
async function chat(socket: Socket): Promise<void> {
  console.log(`connected: ${socket.remoteAddress}:${socket.remotePort}`)
  socket.on('error', () => {})
  try {
    for await (const chunk of socket) {
      console.log(String(chunk).replace(/(?![\t\n])\p{Cc}/gu, '?'))
      socket.write(await ask())
    }
  } catch {}
  console.log('client has left')
}

async function ask(): Promise<string> {
  for (;;) {
    const { value } = await lines.next()
    if (value?.trim()) return value.trim()
    console.log('a blank line is not sent')
  }
}
