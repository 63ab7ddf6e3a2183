// fails "probe: gives up when its time is over" at does-not-stop: was still running
import { connect } from 'node:net'
import { parseArgs } from 'node:util'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { timeout: { type: 'string', default: '2000' } },
})
const [host = '', port] = positionals

// connect answers at once, and its answer is "not yet". One of three events comes later.
const socket = connect({ host, port: Number(port) })

socket.on('connect', () => {
  const { localAddress, localPort, remoteAddress, remotePort } = socket
  conclude(0, `tcp ${localAddress}:${localPort} -> ${remoteAddress}:${remotePort} open`)
})
socket.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'ECONNREFUSED') conclude(1, 'refused')
  else conclude(3, `unreachable: ${error.message}`)
})

function conclude(exitCode: number, line: string): void {
  console.log(line)
  process.exitCode = exitCode
  socket.destroy()
}
