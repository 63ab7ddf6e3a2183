// fails "sender: a file that is not there gives one line and exit code 1" at does-not-stop: there was no such file, and our reader had not accepted the connection yet
import { createReadStream } from 'node:fs'
import { connect } from 'node:net'
import { pipeline } from 'node:stream'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

const socket = connect({ port, host, allowHalfOpen: true })
socket.on('error', fail)
socket.resume()

// Nothing is opened and nothing is read before there is somebody to send it to.
socket.on('connect', () => {
  pipeline(createReadStream(process.argv[2] ?? ''), socket, (error) => {
    if (error) fail(error)
  })
})

let hasFailed = false

function fail(error: Error): void {
  if (hasFailed) return
  hasFailed = true
  console.error(error.message)
  process.exitCode = 1
  socket.destroy()
}
