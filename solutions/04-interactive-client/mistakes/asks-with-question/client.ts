// fails "keeps lines that come faster than their answers, and sends each after the answer to the one before" at closed-early: Your client ended the connection (FIN)
import { once } from 'node:events'
import { connect } from 'node:net'
import { createInterface } from 'node:readline/promises'

const socket = connect(Number(process.env.PORT ?? 9999), process.env.HOST ?? '127.0.0.1')
const keyboard = createInterface({ input: process.stdin, output: process.stdout })
const gone = new AbortController()
socket.on('end', () => gone.abort(new Error('the server has gone')))
socket.on('error', (error) => gone.abort(error))
socket.resume()
const { signal } = gone

try {
  await once(socket, 'connect', { signal })
  for (;;) {
    const text = (await keyboard.question('>>>: ', { signal })).trim()
    if (text === 'exit' || text === 'q') break
    if (text === '') continue
    socket.write(text)
    const [answer] = await once(socket, 'data', { signal })
    console.log(answer.toString())
  }
} catch (error) {
  console.error(signal.aborted ? signal.reason.message : error)
  process.exitCode = 1
}
keyboard.close()
socket.end()
