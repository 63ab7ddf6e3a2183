// fails "sender: a reader that resets gives one line and exit code 1" at wrong-exit
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { connect } from 'node:net'

const socket = connect(Number(process.env.PORT ?? 9909), process.env.HOST ?? '127.0.0.1')
socket.on('error', fail)

try {
  for await (const chunk of createReadStream(process.argv[2] ?? '')) {
    if (!socket.write(chunk)) await new Promise((resolve) => socket.once('drain', resolve))
  }
  socket.end()
} catch (error) {
  fail(error as Error)
}

function fail(error: Error): void {
  console.error(error.message)
  process.exitCode = 1
  socket.destroy()
}
