// Refuses a line that comes out of turn, in words, and keeps
// nothing of it, so that nothing can be answered twice. Choose
// it where an early line is more likely a mistake than a plan.
import { createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'

const waiting: Socket[] = []
let answer: ((line: string) => void) | undefined

createInterface(process.stdin).on('line', (line) => {
  if (!line.trim()) console.log('That was blank. Once more:')
  else if (answer) answer(line.trim())
  else console.log(`It is not your turn. Not sent: ${line}`)
})

const server = createServer({ pauseOnConnect: true }, (socket) => {
  if (waiting.push(socket) === 1) serve(socket)
})
server.on('error', (error) => {
  console.error(error.message)
  process.exit(1)
})
server.listen(Number(process.env.PORT ?? 8080), process.env.HOST ?? '127.0.0.1')

function serve(socket: Socket): void {
  const from = `${socket.remoteAddress}:${socket.remotePort}`
  console.log('connected:', from)
  socket.setEncoding('utf8').resume()
  socket.on('error', (error) => console.log(from, error.message))
  socket.on('data', (text) => {
    for (const line of String(text).split('\n')) console.log('<', line.replaceAll(/[^\P{Cc}\t]/gu, ''))
    answer = (line) => {
      answer = undefined
      socket.write(`${line}\n`)
    }
  })
  socket.on('close', () => {
    answer = undefined
    console.log(from, 'has hung up')
    waiting.shift()
    if (waiting[0]) serve(waiting[0])
  })
}
