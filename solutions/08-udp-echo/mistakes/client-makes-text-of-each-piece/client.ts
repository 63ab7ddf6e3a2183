// fails "client: sends each line as one datagram, an empty line too" at wrong-bytes: Your client sent
import { createSocket } from 'node:dgram'
import { once } from 'node:events'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9900)

const socket = createSocket('udp4')
socket.connect(port, host)
await once(socket, 'connect')
let settle = (_result: string) => {}
socket.on('message', (bytes) => settle(bytes.toString()))
socket.on('error', (error) => settle(`no answer: ${error.message}`))

let rest = ''
outer: for await (const chunk of process.stdin) {
  const lines = (rest + chunk.toString()).split('\n')
  rest = lines.pop() ?? ''
  for (const line of lines) {
    if (line.trim() === 'exit') break outer
    console.log(await ask(line))
  }
}
socket.close()

function ask(line: string): Promise<string> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => settle('no answer within 2 s'), 2000)
    settle = (result) => {
      clearTimeout(timer)
      settle = () => {}
      resolve(result)
    }
    socket.send(line)
  })
}
