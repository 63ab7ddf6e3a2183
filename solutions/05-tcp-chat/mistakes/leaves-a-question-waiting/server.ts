// fails "notices a client that leaves in the operator's turn" at silent: The second client sent
import { createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8080)
const waiting: { socket: Socket; name: string }[] = []
let busy = false
const typed: string[] = []
const askers: ((line: string) => void)[] = []
createInterface({ input: process.stdin }).on('line', (line) => {
  const asker = askers.shift()
  if (asker) asker(line)
  else typed.push(line)
})
// each question waits for one line; that of a client who has left is still waiting
function readLine(): Promise<string> {
  const line = typed.shift()
  if (line !== undefined) return Promise.resolve(line)
  return new Promise((resolve) => askers.push(resolve))
}
const server = createServer({ pauseOnConnect: true }, (socket) => {
  socket.on('error', () => {})
  waiting.push({ socket, name: `${socket.remoteAddress}:${socket.remotePort}` })
  next()
})
server.on('error', (error) => {
  console.error(error.message)
  process.exit(1)
})
server.listen(port, host, () => console.log('listening'))
function next(): void {
  const guest = busy ? undefined : waiting.shift()
  if (!guest) return
  busy = true
  const { socket, name } = guest
  let asking = false
  console.log(`connected: ${name}`)
  socket.setEncoding('utf8')
  socket.on('data', async (text) => {
    console.log(String(text).replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, '?'))
    if (asking) return
    asking = true
    let line = ''
    while ((line = (await readLine()).trim()) === '') console.log('a blank line is not an answer')
    asking = false
    if (socket.writable) socket.write(line)
  })
  socket.on('close', () => {
    console.log(`left: ${name}`)
    busy = false
    next()
  })
  socket.resume()
}
