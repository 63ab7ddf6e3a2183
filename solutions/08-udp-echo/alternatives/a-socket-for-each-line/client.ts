// Takes a new socket for each question: its port is new, so
// an answer that comes late is not taken for another one's.
// Choose it where answers can be late, and questions are few.
import { createSocket } from 'node:dgram'
import { createInterface } from 'node:readline/promises'

const host = process.env['HOST'] || '127.0.0.1'
const port = Number(process.env['PORT'] || 9900)

function ask(question: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4')
    const finish = (sentence: string) => {
      clearTimeout(timer)
      socket.close()
      resolve(sentence)
    }
    const timer = setTimeout(finish, 2_000, 'nobody has answered')
    socket.on('error', (error) => finish(`it did not work: ${error.message}`))
    socket.on('message', (answer, sender) => {
      if (sender.address === host && sender.port === port) finish(`${answer}`)
    })
    socket.send(question, port, host)
  })
}

for await (const line of createInterface(process.stdin)) {
  if (line.trim() === 'exit') process.exit()
  process.stdout.write(`${await ask(line)}\n`)
}
