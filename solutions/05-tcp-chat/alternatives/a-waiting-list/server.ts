// Keeps those who wait in a list of its own, and whose turn it is in
// one variable; there is no loop and no readline. Choose it where
// you want to say who is waiting, or to take somebody out of turn.
import { createServer, type Socket } from 'node:net'

type Turn = 'nobody' | 'client' | 'operator'
let turn: Turn = 'nobody'
let current: Socket | undefined
const waiting: Socket[] = []
const lines: string[] = []
let rest = ''

process.stdin.setEncoding('utf8')
process.stdin.on('data', (text) => {
  const pieces = (rest + text).split('\n')
  rest = pieces.pop() ?? ''
  for (const piece of pieces) {
    // A blank line is refused at once, whosever turn it is.
    if (piece.trim() === '') process.stdout.write('Blank lines are not sent.\n')
    else lines.push(piece.trim())
  }
  answer()
})

function answer(): void {
  if (turn !== 'operator') return
  const line = lines.shift()
  if (line === undefined) return
  turn = 'client'
  current?.write(line + '\r\n')
}

function next(): void {
  current = waiting.shift()
  turn = current ? 'client' : 'nobody'
  if (!current) return console.log('(nobody there)')
  console.log(`connected: ${current.remoteAddress}:${current.remotePort}`)
  current.resume()
}

/** Shows a control character in reverse video, as `cat -v` writes it: ESC is ^[, and what is above 127 is ^?. */
function showControls(text: string): string {
  return text.replace(/(?![\t\n])\p{Cc}/gu, (control) => {
    const code = control.charCodeAt(0)
    return `\x1b[7m^${code < 32 ? String.fromCharCode(code + 64) : '?'}\x1b[27m`
  })
}

const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (socket) => {
  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    console.log(`\x1b[36mclient says:\x1b[0m ${showControls(String(text))}`)
    turn = 'operator'
    answer()
  })
  socket.on('end', () => socket.end())
  socket.on('error', () => {})
  socket.on('close', () => {
    if (socket === current) {
      console.log('client has left')
      next()
    } else {
      waiting.splice(waiting.indexOf(socket), 1)
    }
  })
  waiting.push(socket)
  if (!current) next()
})
server.once('error', ({ message }) => {
  process.stderr.write(`cannot listen: ${message}\n`)
  process.exit(1)
})
server.listen({ port: Number(process.env.PORT || 8080), host: process.env.HOST || '127.0.0.1' })
