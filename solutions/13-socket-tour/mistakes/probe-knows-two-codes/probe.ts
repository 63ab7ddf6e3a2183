// fails "probe: unreachable" at wrong-exit: where exit code 3 was due after the system had refused to connect to fe80::1
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
  conclude(0, `tcp ${localAddress}:${localPort} -> ${remoteAddress}:${remotePort} open`)
})
socket.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'ECONNREFUSED') conclude(1, 'refused')
  else if (error.code === 'ENETUNREACH' || error.code === 'EHOSTUNREACH') conclude(3, 'unreachable')
})
// The time is only told. Whether that is the end is decided here.
socket.on('timeout', () => conclude(2, 'timed out'))

function conclude(exitCode: number, line: string): void {
  console.log(line)
  process.exitCode = exitCode
  socket.destroy()
}
