// Lets the next line race against the end of the
// connection, and so needs no signal that both waits
// can hear. Choose it where each wait has one rival.
import { once } from 'node:events'
import { connect } from 'node:net'
import { stdin, stdout } from 'node:process'
import { createInterface } from 'node:readline'

const socket = connect(Number(process.env.PORT ?? 9999), process.env.HOST ?? '127.0.0.1')
const keyboard = createInterface({ input: stdin })
const lines = keyboard[Symbol.asyncIterator]()
const chunks: AsyncIterator<Buffer> = socket[Symbol.asyncIterator]()

process.exitCode = await converse().then(
  () => 0,
  (error: Error) => {
    console.error(error.message)
    return 1
  },
)
keyboard.close()
socket.destroy()

async function converse(): Promise<void> {
  await once(socket, 'connect')
  for (;;) {
    // One chunk is always asked for in advance: with no answer due, only the end can come.
    const chunk = chunks.next()
    let text = ''
    while (text === '') {
      if (stdin.isTTY) stdout.write('>>>: ')
      const line = await Promise.race([lines.next(), chunk.then(refuse)])
      if (line.done) return
      text = line.value.trim()
    }
    if (text === 'exit' || text === 'q') return
    socket.write(text)
    const { value: answer, done } = await chunk
    if (done) refuse()
    stdout.write(`${answer}\n`)
  }
}

function refuse(): never {
  throw new Error('The server has gone away.')
}
