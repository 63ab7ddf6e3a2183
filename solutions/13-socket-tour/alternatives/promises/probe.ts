// Waits for "connect" by a promise that a signal can
// call off: one await, and one catch for all that is
// not "open". Choose it where the probe is one step of
// several.
import { once } from 'node:events'
import { connect } from 'node:net'
import { parseArgs } from 'node:util'

const { values, positionals } = parseArgs({
  options: { timeout: { type: 'string' } },
  allowPositionals: true,
})
const [host, port] = positionals
const socket = connect(Number(port), host)

try {
  await once(socket, 'connect', { signal: AbortSignal.timeout(Number(values.timeout ?? 2_000)) })
  const { address, port: ownPort } = socket.address() as { address: string; port: number }
  console.log(`tcp ${address}:${ownPort} -> ${socket.remoteAddress}:${socket.remotePort} open`)
} catch (error) {
  const { name, code } = error as NodeJS.ErrnoException
  const [line, exitCode] =
    name === 'AbortError' ? ['timed out', 2] : code === 'ECONNREFUSED' ? ['refused', 1] : ['unreachable', 3]
  console.log(line)
  process.exitCode = exitCode
} finally {
  socket.destroy()
}
