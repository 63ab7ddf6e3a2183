// fails "client: takes a late answer to its first question" at wrong-output: Your client printed nothing on stdout
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8080)
const patienceMs = Number(process.env.PATIENCE_MS ?? 500)
const mostQuestions = 3
const timeForm = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/

// A socket for each question. The one before stays open, because its answer may be late.
let current: Socket | undefined
let previous: Socket | undefined
let questions = 0
let timer: NodeJS.Timeout

ask()

/** Asks, unless that was done often enough, and comes back when no answer has come. */
function ask(): void {
  if (questions === mostQuestions) {
    console.error(`no answer from ${host}:${port} to ${questions} questions`)
    process.exitCode = 1
    return finish()
  }
  questions++
  previous?.close()
  previous = current
  current = createSocket('udp4', hear)
  current.send('get time', port, host, () => {})
  timer = setTimeout(ask, patienceMs)
}

function hear(bytes: Buffer, sender: RemoteInfo): void {
  const answer = bytes.toString()
  if (sender.address !== host || sender.port !== port || !timeForm.test(answer)) return
  console.log(answer)
  finish()
}

function finish(): void {
  clearTimeout(timer)
  previous?.close()
  current?.close()
}
