// fails "client: prints each answer" at wrong-output: then three blanks and UEBER: " ".
import { once } from 'node:events'
import { connect } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)
const texts = process.argv.slice(2)

const socket = connect(port, host)
const chunks: AsyncIterator<Buffer> = socket[Symbol.asyncIterator]()

try {
  await once(socket, 'connect')
  for (const text of texts) {
    socket.write(text)
    const answer = await receive(Buffer.byteLength(text))
    if (answer.trim() !== '') console.log(answer)
  }
  socket.end()
  // The server's own end is the last thing to come.
  await chunks.next()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

/** Reads an answer of so many bytes: as many as the text had. It may come in any number of chunks. */
async function receive(length: number): Promise<string> {
  let answer = Buffer.alloc(0)
  while (answer.length < length) {
    const { value: chunk, done } = await chunks.next()
    if (done) throw new Error('the server has ended the connection in the middle of an answer')
    answer = Buffer.concat([answer, chunk])
  }
  return answer.toString()
}
