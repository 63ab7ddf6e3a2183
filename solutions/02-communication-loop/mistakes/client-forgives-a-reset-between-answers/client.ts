// fails "client: a server that leaves too early gives one clear line and exit code 1" at wrong-exit: Your client ended with exit code 0 although the server reset the connection in place of the second answer
import { once } from 'node:events'
import { connect } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)
const texts = process.argv.slice(2)

const socket = connect(port, host)
const chunks: AsyncIterator<Buffer> = socket[Symbol.asyncIterator]()
let answered = 0
let begun = false

try {
  await once(socket, 'connect')
  for (const text of texts) {
    socket.write(text)
    console.log(await receive(Buffer.byteLength(text)))
    answered += 1
  }
  socket.end()
  // The server's own end is the last thing to come.
  await chunks.next()
} catch (error) {
  // Between two answers nothing is cut short: a server that goes there has had enough, and that is no failure.
  const wasReset = error instanceof Error && 'code' in error && error.code === 'ECONNRESET'
  if (!wasReset || answered === 0 || begun) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}

/** Reads an answer of so many bytes: as many as the text had. It may come in any number of chunks. */
async function receive(length: number): Promise<string> {
  let answer = Buffer.alloc(0)
  begun = false
  while (answer.length < length) {
    const { value: chunk, done } = await chunks.next()
    if (done) throw new Error('the server has ended the connection in the middle of an answer')
    begun = true
    answer = Buffer.concat([answer, chunk])
  }
  begun = false
  return answer.toString()
}
