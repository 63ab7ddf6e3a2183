// fails "client: ignores what is not a time" at exited-early: when "03-02-2030 04:05:06" came
import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8080)
const patienceMs = Number(process.env.PATIENCE_MS ?? 500)
const mostQuestions = 3
const timeForm = /^[\d-]{10} [\d:]{8}$/

// One socket for all questions: an answer to any of them comes to its port.
const socket = createSocket('udp4')
let questions = 0
let timer: NodeJS.Timeout

socket.on('message', (bytes, sender) => {
  const answer = bytes.toString()
  if (sender.address !== host || sender.port !== port || !timeForm.test(answer)) return
  console.log(answer)
  finish()
})
ask()

/** Asks, unless that was done often enough, and comes back when no answer has come. */
function ask(): void {
  if (questions === mostQuestions) {
    console.error(`no answer from ${host}:${port} to ${questions} questions`)
    process.exitCode = 1
    return finish()
  }
  questions++
  // A question that cannot be sent is one more that is not answered.
  socket.send('get time', port, host, () => {})
  timer = setTimeout(ask, patienceMs)
}

function finish(): void {
  clearTimeout(timer)
  socket.close()
}
