/**
 * Asks your server two things, and takes what one read brings for the answer, as many programs do. It starts your
 * server itself, on a port of its own, and ends it again. Nothing of it is yours to change.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { fileURLToPath } from 'node:url'

const port = await findFreePort()
const file = fileURLToPath(new URL('../server.ts', import.meta.url))
const server = spawn(process.execPath, [...process.execArgv, file], {
  env: { ...process.env, PORT: String(port) },
  stdio: ['ignore', 'pipe', 'inherit'],
})
// It says a line when it listens.
await once(server.stdout, 'data')

const socket = connect(port, '127.0.0.1')
const reads = socket[Symbol.asyncIterator]()
await ask('seq 100000')
await ask('echo second')
socket.destroy()
server.kill()

/** Sends a command and shows the beginning of what one read brings. */
async function ask(command: string): Promise<void> {
  socket.write(command)
  const { value } = await reads.next()
  const bytes: Buffer = value ?? Buffer.alloc(0)
  console.log(`asked for "${command}"`)
  console.log(`  one read brought ${bytes.length} bytes: ${JSON.stringify(bytes.toString().slice(0, 30))}…`)
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
