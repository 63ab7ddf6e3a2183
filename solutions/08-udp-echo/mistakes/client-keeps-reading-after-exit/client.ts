// fails "client: "exit" ends it and is not sent" at does-not-stop: Your client was still running
import { createSocket } from 'node:dgram'
import { createInterface } from 'node:readline'

const socket = createSocket('udp4')
let timer: NodeJS.Timeout | undefined
socket.on('error', () => {})
socket.on('message', (answer) => {
  clearTimeout(timer)
  console.log(answer.toString())
})
socket.connect(Number(process.env.PORT ?? 9900), process.env.HOST ?? '127.0.0.1', () => {
  createInterface({ input: process.stdin }).on('line', (line) => {
    // The socket is closed, and the keyboard is still listened to.
    if (line.trim() === 'exit') return socket.close()
    timer = setTimeout(() => console.log('no answer'), 2000)
    socket.send(line)
  })
})
