// fails "sender: waits for a reader that stands still" at too-much: with what nobody had taken yet
import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'

try {
  const bytes = await readFile(process.argv[2] ?? '')
  const socket = connect(Number(process.env.PORT ?? 9909), process.env.HOST ?? '127.0.0.1')
  socket.on('error', fail)
  socket.end(bytes)
} catch (error) {
  fail(error as Error)
}

function fail(error: Error): void {
  console.error(error.message)
  process.exitCode = 1
}
