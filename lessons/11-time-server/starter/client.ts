import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8080)
const patienceMs = Number(process.env.PATIENCE_MS ?? 500)

const socket = createSocket('udp4')

// It asks once, and believes whatever comes from whomever.
socket.on('message', (answer) => {
  console.log(answer.toString())
  clearTimeout(timer)
  socket.close()
})
socket.send('get time', port, host)
const timer = setTimeout(() => {
  console.error(`no answer from ${host}:${port}`)
  process.exitCode = 1
  socket.close()
}, patienceMs)
