/**
 * The two questions of lesson 16, asked over frames. The server is in here too; your Decoder finds the frames, on both
 * sides. Nothing of it is yours to change.
 */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { Decoder, encode } from '../frames.ts'

const answers = new Map([
  ['seq 100000', Array.from({ length: 100_000 }, (_, index) => `${index + 1}\n`).join('')],
  ['echo second', 'second\n'],
])

const server = createServer((socket) => {
  const decoder = new Decoder()
  socket.on('data', (chunk) => {
    for (const { payload } of decoder.push(chunk))
      socket.write(encode(1, answers.get(payload.toString()) ?? 'no such question'))
  })
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const { port } = server.address() as AddressInfo

const socket = connect(port, '127.0.0.1')
const reads = socket[Symbol.asyncIterator]()
const decoder = new Decoder()
await ask('seq 100000')
await ask('echo second')
socket.destroy()
server.close()

/** Sends a question in a frame, and shows the beginning of the frame that answers it. */
async function ask(question: string): Promise<void> {
  socket.write(encode(1, question))
  let isAnswered = false
  for (let count = 1; !isAnswered; count++) {
    const { value: chunk } = await reads.next()
    if (chunk === undefined) return console.log('the connection is over')
    for (const { payload } of decoder.push(chunk)) {
      isAnswered = true
      console.log(`asked for "${question}"`)
      console.log(
        `  ${payload.length} bytes, in so many reads: ${count}. They begin with ${JSON.stringify(payload.toString().slice(0, 16))}`,
      )
    }
  }
}
