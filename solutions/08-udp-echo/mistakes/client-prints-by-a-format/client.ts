// fails "client: prints each answer" at wrong-output: the answer to "two"
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9900)

const socket = createSocket('udp4')
socket.connect(port, host)
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
await once(socket, 'connect')

for (;;) {
  const { value: line, done } = await lines.next()
  if (done || line.trim() === 'exit') break
  console.log(await ask(line), '')
}
socket.close()
process.stdin.destroy()

function ask(line: string): Promise<string> {
  return new Promise((resolve) => {
    const finish = (text: string) => {
      clearTimeout(timer)
      socket.off('message', hear)
      socket.off('error', fail)
      resolve(text)
    }
    const hear = (bytes: Buffer) => finish(bytes.toString())
    const fail = (error: Error) => finish(`no answer: ${error.message}`)
    const timer = setTimeout(() => finish('no answer within 2 s'), 2000)
    socket.on('message', hear)
    socket.on('error', fail)
    socket.send(line)
  })
}
