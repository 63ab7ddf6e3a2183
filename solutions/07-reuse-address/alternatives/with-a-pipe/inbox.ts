// Reads the flag with `parseArgs`, and awaits the port. Choose it
// where more flags are to come: one that is misspelt is refused.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { parseArgs } from 'node:util'

const { values } = parseArgs({ options: { 'reuse-address': { type: 'boolean', default: false } } })
const socket = createSocket({ type: 'udp4', reuseAddr: values['reuse-address'] })

socket.on('message', (message, { address, port }) => process.stdout.write(`${address}:${port} ${message}\n`))
socket.bind(Number(process.env.PORT ?? 7788), process.env.HOST ?? '127.0.0.1')
try {
  await once(socket, 'listening')
} catch (error) {
  console.error('no inbox:', (error as Error).message)
  process.exit(1)
}
