// Awaits the line and then the answer, and ends the
// program where the server goes. Choose it for a short
// program that has nothing to put away when it ends.
import { once } from 'node:events'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'

const socket = connect({ port: Number(process.env.PORT ?? 8080), host: process.env.HOST ?? '127.0.0.1' })
let isLeaving = false
socket.on('error', fail).on('end', () => fail(new Error('nobody there any more')))
// What nobody has asked for is dropped, and the end behind it is heard.
socket.resume()

function fail({ message }: Error): void {
  if (isLeaving) return
  process.stderr.write(`${message}\n`)
  // Nothing long has been printed, so nothing is cut off.
  process.exit(1)
}

await once(socket, 'connect')
process.stdout.write('>>>: ')
for await (const line of createInterface({ input: process.stdin })) {
  const text = line.trim()
  if (text === 'exit' || text === 'q') break
  if (text === '') {
    process.stdout.write('say something\n>>>: ')
    continue
  }
  socket.write(text)
  const [answer] = await once(socket, 'data')
  process.stdout.write(`${answer}\n>>>: `)
}
isLeaving = true
process.stdin.destroy()
socket.end()
