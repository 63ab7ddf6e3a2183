// Connects, and so names its receiver once. The system then tells it
// that nobody is there, which it passes on and otherwise ignores.
// Choose it where all datagrams go to one place.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

const { PORT = '7788', HOST = '127.0.0.1' } = process.env
const socket = createSocket('udp4')
socket.connect(Number(PORT), HOST)
await once(socket, 'connect')
socket.on('error', (error) => console.log(`(${error.message}: that one is lost)`))

const keyboard = createInterface({ input: process.stdin, output: process.stdout, terminal: false })
keyboard.setPrompt('> ')
keyboard.prompt()
for await (const line of keyboard) {
  await new Promise<void>((resolve) => socket.send(Buffer.from(line), () => resolve()))
  if (line === 'exit') break
  keyboard.prompt()
}
keyboard.close()
socket.close()
