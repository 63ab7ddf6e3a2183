// fails "sender: a file that is not there gives one line and exit code 1" at does-not-stop: our reader had not accepted the connection yet
import { createReadStream } from 'node:fs'
import { connect } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

const file = createReadStream(process.argv[2] ?? '')
// allowHalfOpen: a reader that has ended its own side still gets all of the file.
const socket = connect({ port, host, allowHalfOpen: true })

// false says "not yet": this piece is taken, and the next has to wait until the socket has got rid of what it keeps.
file.on('data', (chunk) => {
  if (!socket.write(chunk)) file.pause()
})
socket.on('drain', () => file.resume())
file.on('end', () => socket.end())

file.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
  socket.end()
})
socket.on('error', fail)
// What the other side says is dropped; unread, it would hold back the news of its end.
socket.resume()

function fail(error: Error): void {
  console.error(error.message)
  process.exitCode = 1
  file.destroy()
  socket.destroy()
}
