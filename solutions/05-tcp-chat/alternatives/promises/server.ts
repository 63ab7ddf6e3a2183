// Puts messages and lines into boxes from which it takes them in
// turn, so that the conversation is a loop that reads as it is
// spoken. Choose it where the order matters more than the events.
import { on, once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { stripVTControlCharacters } from 'node:util'

/** What was put in comes out in order; whoever takes from an empty one waits. */
class Box<T> {
  #items: T[] = []
  #wake = () => {}

  put(item: T): void {
    this.#items.push(item)
    this.#wake()
  }

  clear(): void {
    this.#items = []
  }

  /** Resolves with the next item, or with undefined when the signal says that nobody wants it any more. */
  async take(signal: AbortSignal): Promise<T | undefined> {
    while (this.#items.length === 0 && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
        signal.addEventListener('abort', () => resolve(), { once: true })
      })
    }
    return signal.aborted ? undefined : this.#items.shift()
  }
}

const typed = new Box<string>()
createInterface({ input: process.stdin }).on('line', (line) => typed.put(line))

const server = createServer({ pauseOnConnect: true })
server.on('error', ({ message }) => {
  console.error(message)
  process.exit(1)
})
server.listen(Number(process.env.PORT ?? 8080), process.env.HOST ?? '127.0.0.1')
await once(server, 'listening')
console.log('waiting for somebody to talk with')
for await (const [socket] of on(server, 'connection')) await chat(socket)

async function chat(socket: Socket): Promise<void> {
  const left = new AbortController()
  const messages = new Box<string>()
  const decoder = new TextDecoder()
  socket.on('data', (bytes) => {
    const text = decoder.decode(bytes, { stream: true })
    process.stdout.write(`    ${stripVTControlCharacters(text).replace(/[^\P{Cc}\t\n]/gu, '')}\n`)
    messages.put(text)
  })
  socket.on('error', ({ message }) => console.error(message))
  socket.on('close', () => left.abort())
  console.log(`connected: ${socket.remoteAddress}:${socket.remotePort}`)
  socket.resume()
  while (!left.signal.aborted) {
    await messages.take(left.signal)
    const line = await takeLine(left.signal)
    messages.clear()
    if (line !== undefined) socket.write(`${line.trim()}\n`)
  }
  console.log('The client has gone home.')
}

async function takeLine(signal: AbortSignal): Promise<string | undefined> {
  for (;;) {
    const line = await typed.take(signal)
    if (line === undefined || line.trim()) return line
    console.error('Nothing to send. Your answer, please:')
  }
}
