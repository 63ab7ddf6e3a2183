// Starts this same file as the worker, and not before the client has
// said something. Choose it where many connect and few of them ask.
import { Server, type Socket } from 'node:net'
import { isMainThread, parentPort, type Worker } from 'node:worker_threads'
import { startWorker } from './given/start-worker.ts'

/** A client with its thread, which is started when the client first says something. */
class Conversation {
  #worker: Worker | undefined
  readonly #socket: Socket

  constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (chunk) => this.#thread().postMessage(chunk))
    socket.on('end', () => (this.#worker ? this.#worker.postMessage(null) : socket.end()))
    socket.on('error', (error) => console.log(error.message))
    socket.on('close', () => void this.#worker?.terminate())
  }

  #thread(): Worker {
    if (this.#worker) return this.#worker
    const worker = startWorker(new URL(import.meta.url))
    worker.on('message', (answer: Uint8Array | null) => {
      if (answer === null) this.#socket.end()
      else this.#socket.write(answer)
    })
    worker.on('error', () => this.#socket.resetAndDestroy())
    return (this.#worker = worker)
  }
}

/** Its own equivalent of the given work. It does not compute while it is slow; it holds its thread still. */
function work(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1')
  if (text === 'boom') throw new RangeError('too much')
  if (text.startsWith('slow '))
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number.parseInt(text.slice(5)))
  return bytes.map((byte) => (byte > 96 && byte < 123 ? byte - 32 : byte))
}

if (isMainThread) {
  const server = new Server({ allowHalfOpen: true }, (socket) => new Conversation(socket))
  server.on('error', (error) => {
    console.error(error.message)
    process.exit(1)
  })
  server.listen(Number(process.env.PORT ?? 8889), process.env.HOST ?? '127.0.0.1', () => console.log('open'))
} else {
  parentPort?.on('message', (bytes: Uint8Array | null) =>
    parentPort?.postMessage(bytes === null ? null : work(bytes)),
  )
}
