// fails "client: ignores what is not a time" at silent: Again and again something came that was not an answer
import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8080)
const patienceMs = Number(process.env.PATIENCE_MS ?? 500)
const form = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/

const socket = createSocket('udp4')
let asked = 0
let timer: NodeJS.Timeout | undefined

socket.on('message', (answer, sender) => {
  timer?.refresh()
  if (sender.address !== host || sender.port !== port) return
  const text = answer.toString()
  if (!form.test(text)) return
  clearTimeout(timer)
  console.log(text)
  socket.close()
})
ask()

function ask(): void {
  if (asked === 3) return giveUp()
  asked++
  socket.send('get time', port, host)
  timer = setTimeout(ask, patienceMs)
}

function giveUp(): void {
  console.error(`no answer from ${host}:${port} to 3 questions`)
  process.exitCode = 1
  socket.close()
}
