// fails "puts a line together that comes in pieces" at closed-early: Your client gave up by itself while its first line was still being typed.
import { on, once } from 'node:events'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9999)

const socket = connect(port, host)
const keyboard = createInterface({ input: process.stdin })

// Two things can happen at any time: a line is typed, or the server goes. Whoever waits is told of the second by a signal.
const gone = new AbortController()
const { signal } = gone
socket.on('end', () => gone.abort(new Error('the server has ended the connection')))
socket.on('error', (error) => gone.abort(error))
// Bytes that nobody takes would hold the end back. Now they are dropped.
socket.resume()

// Somebody who starts a client and types nothing has forgotten it.
const forgotten = setTimeout(() => gone.abort(new Error('nothing was typed: good bye')), 3_000)
keyboard.once('line', () => clearTimeout(forgotten))
keyboard.once('close', () => clearTimeout(forgotten))
signal.addEventListener('abort', () => clearTimeout(forgotten))

// Collects lines from now on, also those that come while an answer is due.
const lines = on(keyboard, 'line', { close: ['close'], signal })

try {
  await once(socket, 'connect', { signal })
  ask()
  for await (const [line] of lines) {
    const text = line.trim()
    if (text === 'exit' || text === 'q') break
    if (text !== '') console.log(await talk(text))
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

/** Sends a text and waits for the answer. One chunk is taken for the whole of it, until lesson 17 knows better. */
async function talk(text: string): Promise<string> {
  socket.write(text)
  const [answer] = await once(socket, 'data', { signal })
  return answer.toString()
}
