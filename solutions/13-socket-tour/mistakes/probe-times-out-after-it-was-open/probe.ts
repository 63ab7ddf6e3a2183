// fails "probe: open, with both addresses" at wrong-exit: exit code 0 was due
import { connect } from 'node:net'
import { parseArgs } from 'node:util'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { timeout: { type: 'string', default: '2000' } },
})
const [host = '', port] = positionals

// connect answers at once, and its answer is "not yet". One of three events comes later.
const socket = connect({ host, port: Number(port), timeout: Number(values.timeout) })

socket.on('connect', () => {
  const { localAddress, localPort, remoteAddress, remotePort } = socket
  console.log(`tcp ${localAddress}:${localPort} -> ${remoteAddress}:${remotePort} open`)
  process.exitCode = 0
  isOpen = true
  socket.end().resume()
})
let isOpen = false
socket.on('error', (error: NodeJS.ErrnoException) => {
  if (isOpen) return
  if (error.code === 'ECONNREFUSED') conclude(1, 'refused')
  else conclude(3, `unreachable: ${error.message}`)
})
// The time is only told. Whether that is the end is decided here.
socket.on('timeout', () => conclude(2, 'timed out'))

function conclude(exitCode: number, line: string): void {
  console.log(line)
  process.exitCode = exitCode
  socket.destroy()
}
