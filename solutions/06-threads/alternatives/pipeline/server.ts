// Takes its clients in a loop, and lets two pipelines
// carry the bytes and one `catch` hear whatever fails.
// Choose it where cleaning up has to stand in one place.
import { on } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { startWorker } from './given/start-worker.ts'

const server = createServer({ allowHalfOpen: true, pauseOnConnect: true })
server.listen(Number(process.env.PORT ?? 8889), process.env.HOST ?? '127.0.0.1', () =>
  console.log('listening'),
)

try {
  // Not awaited: the loop takes the next client while this one is served.
  for await (const [socket] of on(server, 'connection')) void serve(socket)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

async function serve(socket: Socket): Promise<void> {
  const worker = startWorker(new URL('./worker.ts', import.meta.url), { stdin: true, stdout: true })
  const failed = new AbortController()
  worker.once('error', () => failed.abort())
  try {
    const there = worker.stdin ? pipeline(socket, worker.stdin, { signal: failed.signal }) : undefined
    await Promise.all([there, pipeline(worker.stdout, socket, { signal: failed.signal })])
  } catch {
    socket.destroy()
  } finally {
    await worker.terminate()
  }
}
