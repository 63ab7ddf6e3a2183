// fails "client: ignores a datagram from somebody else" at wrong-output: and your client had not said then that no answer had come
import { createSocket, type RemoteInfo } from 'node:dgram'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9900)
const patienceMs = 2_000

const socket = createSocket('udp4')

const lines = createInterface({ input: process.stdin })
for await (const line of lines) {
  if (line.trim() === 'exit') break
  try {
    const [answer] = await Promise.all([receive(), send(line)])
    console.log(answer.toString())
  } catch {
    console.log('no answer')
  }
}
lines.close()
socket.close()

/** Waits for the next datagram of the server, and passes over what others send. */
async function receive(): Promise<Buffer> {
  for (;;) {
    const signal = AbortSignal.timeout(patienceMs)
    const [bytes, sender] = (await once(socket, 'message', { signal })) as [Buffer, RemoteInfo]
    if (sender.address === host && sender.port === port) return bytes
  }
}

function send(text: string): Promise<void> {
  return new Promise((resolve, reject) =>
    socket.send(text, port, host, (error) => (error ? reject(error) : resolve())),
  )
}
