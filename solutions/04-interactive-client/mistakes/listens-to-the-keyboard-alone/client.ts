// fails "server ends (FIN): says so and exits 1, without waiting for another line" at does-not-stop: Your client was still running
import { once } from 'node:events'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'

const socket = connect(Number(process.env.PORT ?? 9999), process.env.HOST ?? '127.0.0.1')
const keyboard = createInterface({ input: process.stdin })
const lines = keyboard[Symbol.asyncIterator]()
const chunks = socket[Symbol.asyncIterator]()

try {
  await once(socket, 'connect')
  for (;;) {
    process.stdout.write('>>>: ')
    // The classic blocking way: while it waits for a line, nobody looks at the socket.
    const { value: line, done } = await lines.next()
    if (done) break
    const text = line.trim()
    if (text === 'exit' || text === 'q') break
    if (text === '') continue
    socket.write(text)
    const answer = await chunks.next()
    if (answer.done) throw new Error('the server has gone')
    console.log(answer.value.toString())
  }
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
keyboard.close()
socket.end()
