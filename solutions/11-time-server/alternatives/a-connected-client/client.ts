// Connects, so that the system lets in its server alone, and waits
// for each answer in a loop. A refusal ends it. Choose it where a
// program talks to one server and may give up when nobody is there.
import { createSocket } from 'node:dgram'
import { on, once } from 'node:events'

const { HOST = '127.0.0.1', PORT = '8080', PATIENCE_MS = '500' } = process.env
const socket = createSocket('udp4')
socket.connect(Number(PORT), HOST)
await once(socket, 'connect')
// From the beginning to the end: what comes between two questions is not lost.
const datagrams = on(socket, 'message') as AsyncIterableIterator<[Buffer]>

try {
  console.log(await askUpTo(3))
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
} finally {
  socket.close()
}

async function askUpTo(most: number): Promise<string> {
  let received = datagrams.next()
  for (let asked = 0; asked < most; asked++) {
    socket.send('get time')
    const isOver = AbortSignal.timeout(Number(PATIENCE_MS))
    const silence = once(isOver, 'abort')
    for (;;) {
      const first = await Promise.race([received, silence])
      if (Array.isArray(first)) break
      received = datagrams.next()
      const text = String(first.value[0])
      if (/^\d{4}(-\d\d){2} \d\d(:\d\d){2}$/.test(text)) return text
    }
  }
  throw new Error('the server is silent')
}
