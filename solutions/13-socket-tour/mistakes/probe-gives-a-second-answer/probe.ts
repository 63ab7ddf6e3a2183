// fails "probe: open, with both addresses" at wrong-output: and "unreachable" as well
import { connect } from 'node:net'
import { parseArgs } from 'node:util'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { timeout: { type: 'string', default: '2000' } },
})
const [host = '', port] = positionals

const socket = connect({ host, port: Number(port) })
const timer = setTimeout(() => {
  answer(2, 'timed out')
  socket.destroy()
}, Number(values.timeout))

socket.on('connect', () => {
  clearTimeout(timer)
  const { localAddress, localPort, remoteAddress, remotePort } = socket
  answer(0, `tcp ${localAddress}:${localPort} -> ${remoteAddress}:${remotePort} open`)
  // A clean goodbye: our FIN, and then the one of the other side.
  socket.end()
  socket.resume()
})
socket.on('error', (error: NodeJS.ErrnoException) => {
  clearTimeout(timer)
  if (error.code === 'ECONNREFUSED') answer(1, 'refused')
  else answer(3, `unreachable: ${error.message}`)
})

function answer(exitCode: number, line: string): void {
  console.log(line)
  // The first answer decides.
  process.exitCode ??= exitCode
}
