// fails "keeps to the turns when the operator types early" at silent: The early one was lost, without a word.
import { on } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'

const keyboard = createInterface({ input: process.stdin, output: process.stdout })
const server = createServer({ pauseOnConnect: true })
server.listen(Number(process.env.PORT ?? 8080), '127.0.0.1', () => console.log('ready'))
for await (const [socket] of on(server, 'connection')) await chat(socket)

async function chat(socket: Socket): Promise<void> {
  console.log(`connected: ${socket.remoteAddress}:${socket.remotePort}`)
  socket.setEncoding('utf8')
  socket.on('error', () => {})
  socket.on('data', (text) => {
    console.log(String(text).replace(/(?![\t\n])\p{Cc}/gu, '?'))
    // question() hears the lines that come while it asks. Those that come before are lost.
    ask(socket)
  })
  socket.resume()
  await new Promise((resolve) => socket.once('close', resolve))
  console.log('client has left')
}

function ask(socket: Socket): void {
  keyboard.question('answer: ', (line) => {
    if (line.trim() !== '') return void socket.write(line.trim())
    console.log('a blank line is not sent')
    ask(socket)
  })
}
