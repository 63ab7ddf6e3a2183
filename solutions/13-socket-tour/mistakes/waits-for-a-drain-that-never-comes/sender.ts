// fails "sender: a reader that resets gives one line and exit code 1" at wrong-exit: exit code 13
import { once } from 'node:events'
import { open } from 'node:fs/promises'
import { connect } from 'node:net'

const socket = connect(Number(process.env.PORT ?? 9909), process.env.HOST ?? '127.0.0.1')

try {
  const [file] = await Promise.all([open(process.argv[2] ?? ''), once(socket, 'connect')])
  socket.on('error', () => {})
  for await (const chunk of file.createReadStream()) {
    if (!socket.write(chunk)) await new Promise((resolve) => socket.once('drain', resolve))
  }
  socket.end()
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
  socket.destroy()
}
