// fails "client: ignores what is not a time" at exited-early: when "2030- 2- 3  4: 5: 6" came
import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8080)
const patienceMs = Number(process.env.PATIENCE_MS ?? 500)
const mostQuestions = 3

// One socket for all questions: an answer to any of them comes to its port.
const socket = createSocket('udp4')
let questions = 0
let timer: NodeJS.Timeout

socket.on('message', (bytes, sender) => {
  const answer = bytes.toString()
  if (sender.address !== host || sender.port !== port || !isTime(answer)) return
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

/** YYYY-MM-DD HH:MM:SS */
function isTime(text: string): boolean {
  if (text.length !== 19 || text[10] !== ' ') return false
  return isNumbers(text.slice(0, 10).split('-'), [4, 2, 2]) && isNumbers(text.slice(11).split(':'), [2, 2, 2])
}

function isNumbers(parts: string[], lengths: number[]): boolean {
  if (parts.length !== lengths.length) return false
  return parts.every((part, index) => part.length === lengths[index] && !Number.isNaN(Number(part)))
}

function finish(): void {
  clearTimeout(timer)
  socket.close()
}
