import { createSocket } from 'node:dgram'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8081)

const socket = createSocket('udp4')
const keyboard = createInterface({ input: process.stdin })

// It asks once, and takes for the answer whatever comes from whomever.
socket.on('message', (answer) => {
  process.stdout.write(answer)
  ask()
})

ask()
for await (const line of keyboard) {
  const command = line.trim()
  if (command === 'q') break
  if (command !== '') socket.send(command, port, host)
  else ask()
}
keyboard.close()
socket.close()

/** A prompt is for a person; in a pipe nobody would read it. */
function ask(): void {
  if (process.stdin.isTTY) process.stdout.write('>>>: ')
}
