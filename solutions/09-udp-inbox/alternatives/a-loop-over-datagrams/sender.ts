// Makes a promise of send with promisify, and ends the program with
// process.exit once the last line is out. Choose it where nothing
// else is open that would have to be closed first.
import { createSocket } from 'node:dgram'
import { createInterface } from 'node:readline/promises'
import { promisify } from 'node:util'

const { PORT = '7788', HOST = '127.0.0.1' } = process.env
const socket = createSocket({ type: 'udp4' })
const send = promisify((line: string, done: (error: Error | null) => void) =>
  socket.send(line, Number(PORT), HOST, done),
)
const keyboard = createInterface(process.stdin)

for await (const line of keyboard) {
  await send(line)
  if (line === 'exit') process.exit()
}
process.exit()
