import { on, once } from 'node:events'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { Decoder, encode, type Frame } from './given/frames.ts'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8081)

const socket = connect(port, host)
const keyboard = createInterface({ input: process.stdin })

// The server may go at any time. Whoever waits for something else is told of that by a signal.
const gone = new AbortController()
const { signal } = gone
socket.on('end', () => gone.abort(new Error('the server has ended the connection')))
socket.on('error', (error) => gone.abort(error))

const decoder = new Decoder()
socket.on('data', (chunk) => {
  try {
    for (const frame of decoder.push(chunk)) show(frame)
  } catch (error) {
    gone.abort(error)
  }
})

// Collects lines from now on, also those that come while an answer is due.
const lines = on(keyboard, 'line', { close: ['close'], signal })

try {
  await once(socket, 'connect', { signal })
  ask()
  for await (const [line] of lines) {
    const text = line.trim()
    if (text === 'q') break
    if (text !== '') await request(text)
    ask()
  }
} catch (error) {
  console.error(signal.aborted ? signal.reason.message : error)
  process.exitCode = 1
}

socket.end()
keyboard.close()

/** A prompt is for a person; in a pipe nobody would read it. */
function ask(): void {
  if (process.stdin.isTTY) process.stdout.write('>>>: ')
}

/** Sends a line in a frame, as in lesson 17, and waits for one frame. */
async function request(text: string): Promise<void> {
  socket.write(encode(1, text))
  await once(socket, 'answered', { signal })
}

function show({ type, payload }: Frame): void {
  console.log(`a frame of type ${type}: ${payload.toString()}`)
  socket.emit('answered')
}
