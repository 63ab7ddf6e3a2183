// fails "client: ignores a datagram from somebody else" at wrong-output: and it printed that as it prints an answer.
import { createSocket } from 'node:dgram'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9900)

const socket = createSocket('udp4')
socket.on('error', () => {})
const receive = () =>
  new Promise<[Buffer]>((resolve, reject) => {
    const timer = setTimeout(() => {
      socket.removeAllListeners('message')
      reject(new Error('no answer'))
    }, 2_000)
    // Every machine has such a port, and on Linux this one has millions of addresses.
    socket.on('message', (answer, sender) => {
      if (sender.port !== port) return
      clearTimeout(timer)
      socket.removeAllListeners('message')
      resolve([answer])
    })
  })

const lines = createInterface({ input: process.stdin })
for await (const line of lines) {
  if (line.trim() === 'exit') break
  socket.send(line, port, host)
  await receive().then(([answer]) => console.log(String(answer)), () => console.log('no answer'))
}
lines.close()
socket.close()
