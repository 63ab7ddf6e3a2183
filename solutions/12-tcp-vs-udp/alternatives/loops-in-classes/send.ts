// Makes a promise of send with promisify, and puts both outcomes into
// one try. Choose it where more is to be done after the sending.
import { createSocket } from 'node:dgram'
import { promisify } from 'node:util'

const { PORT = '9200', HOST = '127.0.0.1' } = process.env
const size = Number(process.argv[2])
// Of a longer one the system refuses this much already.
const content = Buffer.alloc(Math.min(size, 65_508))
const socket = createSocket({ type: 'udp4' })
const send = promisify((done: (error: Error | null) => void) =>
  socket.send(content, Number(PORT), HOST, done),
)

const rest = 1_500 - 20 - 8 - size
process.stdout.write(rest < 0 ? `does not fit: ${-rest} bytes too many\n` : `fits, with ${rest} bytes left\n`)
try {
  await send()
} catch (error) {
  process.stderr.write(`not sent: ${(error as NodeJS.ErrnoException).code}\n`)
  process.exitCode = 1
} finally {
  socket.close()
}
