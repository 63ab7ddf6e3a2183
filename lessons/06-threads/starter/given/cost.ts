/** What does one more client cost: as a thread, and as a connection of the event loop? Measured on this machine. */
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { Worker } from 'node:worker_threads'

const count = Number(process.argv[2] ?? 20)

/** Starts so many of something, one after another, keeps them all, and prints what one costs. */
async function measure(what: string, startOne: () => Promise<() => unknown>): Promise<void> {
  const endOne = await startOne() // the first one pays for what all of them share
  const memoryBefore = process.memoryUsage.rss()
  const startedAt = performance.now()
  const started: (() => unknown)[] = []
  for (let number = 0; number < count; number++) started.push(await startOne())
  const ms = (performance.now() - startedAt) / count
  const mebibytes = (process.memoryUsage.rss() - memoryBefore) / count / 1024 / 1024
  console.log(`${what.padEnd(12)} ${ms.toFixed(1).padStart(6)} ms  ${mebibytes.toFixed(2).padStart(6)} MiB`)
  await Promise.all([endOne, ...started].map((end) => end()))
}

console.log(`each of ${count}      time      memory`)

const server = createServer((socket) => socket.resume())
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const address = server.address()
const port = typeof address === 'object' && address ? address.port : 0
await measure('connection', async () => {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  return () => socket.destroy()
})
server.close()

await measure('thread', async () => {
  // Plain JavaScript, so that the cost of loading TypeScript is not counted.
  const worker = new Worker('setInterval(() => {}, 1000)', { eval: true, execArgv: [] })
  await once(worker, 'online')
  return () => worker.terminate()
})
