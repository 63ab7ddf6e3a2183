import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8080)

const server = createSocket('udp4')

server.on('message', (question, sender) => {
  // Lesson 8 has answered the question with itself. The local time is due, as YYYY-MM-DD HH:MM:SS.
  server.send(question, sender.port, sender.address)
})
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.bind(port, host, () => console.log(`telling the time on ${host}:${port}`))
