// fails "sender: waits for a reader that stands still" at too-much: Our reader had not accepted the connection yet
import { createReadStream } from 'node:fs'
import { connect } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

const file = createReadStream(process.argv[2] ?? '')
// allowHalfOpen: a reader that has ended its own side still gets all of the file.
const socket = connect({ port, host, allowHalfOpen: true })

// false says "not yet": this piece is taken, and the next has to wait until the socket has got rid of what it keeps.
const early: (string | Buffer)[] = []
file.on('data', (chunk) => {
  // Nothing can be sent before there is a connection.
  if (socket.connecting) early.push(chunk)
  else if (!socket.write(chunk)) file.pause()
})
socket.on('connect', () => {
  for (const chunk of early.splice(0)) if (!socket.write(chunk)) file.pause()
  if (hasEnded) socket.end()
})
let hasEnded = false
socket.on('drain', () => file.resume())
file.on('end', () => {
  hasEnded = true
  if (!socket.connecting) socket.end()
})

file.on('error', fail)
socket.on('error', fail)
// What the other side says is dropped; unread, it would hold back the news of its end.
socket.resume()

function fail(error: Error): void {
  console.error(error.message)
  process.exitCode = 1
  file.destroy()
  socket.destroy()
}
