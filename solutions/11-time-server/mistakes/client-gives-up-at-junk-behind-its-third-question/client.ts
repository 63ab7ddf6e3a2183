// fails "client: takes a late answer to its first question" at exited-early: Your client had asked three times, and "good morning" came.
import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8080)
const patienceMs = Number(process.env.PATIENCE_MS ?? 500)
const mostQuestions = 3
const timeForm = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/

// One socket for all questions: an answer to any of them comes to its port.
const socket = createSocket('udp4')
let questions = 0
let timer: NodeJS.Timeout

socket.on('message', (bytes, sender) => {
  const answer = bytes.toString()
  if (sender.address !== host || sender.port !== port) return
  if (!timeForm.test(answer)) {
    // That attempt has failed. While there is another one, the timer makes it.
    if (questions === mostQuestions) giveUp()
    return
  }
  console.log(answer)
  finish()
})
ask()

/** Asks, unless that was done often enough, and comes back when no answer has come. */
function ask(): void {
  if (questions === mostQuestions) return giveUp()
  questions++
  // A question that cannot be sent is one more that is not answered.
  socket.send('get time', port, host, () => {})
  timer = setTimeout(ask, patienceMs)
}

function giveUp(): void {
  console.error(`no answer from ${host}:${port} to ${questions} questions`)
  process.exitCode = 1
  finish()
}

function finish(): void {
  clearTimeout(timer)
  socket.close()
}
