// fails "sender: sends a file byte for byte, then FIN" at wrong-bytes: where the file
import { createReadStream } from 'node:fs'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

const input = createReadStream(process.argv[2] ?? '')
const file = createInterface({ input })
const socket = connect(port, host)

// false says "not yet": this piece is taken, and the next has to wait until the socket has got rid of what it keeps.
file.on('line', (line) => {
  if (!socket.write(`${line}\n`)) file.pause()
})
socket.on('drain', () => file.resume())
file.on('close', () => socket.end())

input.on('error', fail)
socket.on('error', fail)
// What the other side says is dropped; unread, it would hold back the news of its end.
socket.resume()

function fail(error: Error): void {
  console.error(error.message)
  process.exitCode = 1
  file.close()
  socket.destroy()
}
