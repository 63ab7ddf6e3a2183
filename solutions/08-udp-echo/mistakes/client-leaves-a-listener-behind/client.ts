// fails "client: nobody answers: says so and goes on with the next line" at wrong-output: your client printed that 2 times
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
  const trouble = await ask(line)
  if (trouble) console.log(trouble)
}
socket.close()
process.stdin.destroy()

function ask(line: string): Promise<string> {
  return new Promise((resolve) => {
    const finish = (text: string) => {
      clearTimeout(timer)
      socket.off('error', fail)
      resolve(text)
    }
    const hear = (bytes: Buffer) => {
      socket.off('message', hear)
      clearTimeout(timer)
      console.log(bytes.toString())
      finish('')
    }
    const fail = (error: Error) => finish(`no answer: ${error.message}`)
    const timer = setTimeout(() => finish('no answer within 2 s'), 2000)
    socket.on('message', hear)
    socket.on('error', fail)
    socket.send(line)
  })
}
