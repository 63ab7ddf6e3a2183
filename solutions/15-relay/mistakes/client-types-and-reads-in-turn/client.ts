// fails "client: prints what comes unasked" at wrong-output: what the partner said before anything was typed
import { once } from 'node:events'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9000)

const socket = connect(port, host)
const keyboard = createInterface({ input: process.stdin })

socket.on('end', () => leave(0, 'your partner has ended the conversation'))
socket.on('error', (error) => leave(1, error.message))

for await (const line of keyboard) {
  socket.write(`${line}\n`)
  const [answer] = await once(socket, 'data')
  process.stdout.write(answer)
}
socket.end()

function leave(exitCode: number, why: string): void {
  console.error(why)
  process.exitCode = exitCode
  keyboard.close()
}
