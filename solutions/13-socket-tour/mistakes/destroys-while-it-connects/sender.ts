// fails "sender: waits for a reader that stands still" at exited-early: Our reader had not accepted the connection yet
import { createReadStream } from 'node:fs'
import { connect } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

const file = createReadStream(process.argv[2] ?? '')
const socket = connect({ port, host, allowHalfOpen: true })

file.on('data', (chunk) => {
  if (!socket.write(chunk)) file.pause()
})
socket.on('drain', () => file.resume())
file.on('end', () => socket.destroy())

file.on('error', fail)
socket.on('error', fail)
socket.resume()

function fail(error: Error): void {
  console.error(error.message)
  process.exitCode = 1
  file.destroy()
  socket.destroy()
}
