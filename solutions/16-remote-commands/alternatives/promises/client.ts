// Gives all that comes to stdout by a pipe, and lets the keyboard's loop wait for the event 'data' beside it.
// Choose it where nothing is to be done with an answer but to show it. A slow terminal then slows the server down.
import { once } from 'node:events'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'

const socket = connect({ port: Number(process.env.PORT ?? 8080), host: process.env.HOST ?? '127.0.0.1' })
const keyboard = createInterface({ input: process.stdin })
const lines = keyboard[Symbol.asyncIterator]()
let isLeaving = false

socket.pipe(process.stdout)
socket.on('error', (error) => give(error.message))
socket.on('end', () => give('the server has ended the connection'))

await once(socket, 'connect').catch(() => {})
if (!socket.destroyed) await talk()

async function talk(): Promise<void> {
  ask()
  for (;;) {
    const { value, done } = await lines.next()
    const command = done ? 'q' : value.trim()
    if (command === 'q') break
    if (command !== '') {
      socket.write(command)
      await new Promise<void>((resolve) => {
        socket.once('data', () => resolve())
        socket.once('close', () => resolve())
      })
    }
    if (socket.destroyed) return
    ask()
  }
  isLeaving = true
  socket.end()
  keyboard.close()
}

function ask(): void {
  if (process.stdin.isTTY && !socket.destroyed) process.stdout.write('>>>: ')
}

function give(why: string): void {
  if (isLeaving) return
  isLeaving = true
  console.error(why)
  process.exitCode = 1
  socket.destroy()
  keyboard.close()
  process.stdin.destroy()
}
