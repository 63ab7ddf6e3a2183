// fails "refuses a blank line that was typed early" at wrong-output: Two blank lines were typed before the client spoke.
import { createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8080)

type Guest = { socket: Socket; name: string }
const waiting: Guest[] = []
const typed: string[] = []
let current: Guest | undefined
let ours = false

const server = createServer({ pauseOnConnect: true }, (socket) => {
  socket.on('error', () => {})
  const guest = { socket, name: `${socket.remoteAddress}:${socket.remotePort}` }
  waiting.push(guest)
  next()
})
server.on('error', (error) => {
  console.error(error.message)
  process.exit(1)
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

function next(): void {
  if (current) return
  const guest = waiting.shift()
  if (!guest) return
  current = guest
  ours = false
  console.log(`connected: ${guest.name}`)
  guest.socket.setEncoding('utf8')
  guest.socket.on('data', (text) => {
    console.log(clean(String(text)))
    ours = true
    answer()
  })
  guest.socket.on('end', () => guest.socket.destroySoon())
  guest.socket.on('close', () => {
    console.log(`left: ${guest.name}`)
    current = undefined
    next()
  })
  guest.socket.resume()
}

function clean(text: string): string {
  return text.replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, '?')
}

function answer(): void {
  while (ours && current && typed.length > 0) {
    const line = typed.shift()!.trim()
    if (line === '') {
      console.log('a blank line is no answer, please type another')
      continue
    }
    ours = false
    current.socket.write(line)
  }
}

createInterface({ input: process.stdin }).on('line', (line) => {
  if (!ours && line.trim() === '') return
  typed.push(line)
  answer()
})
