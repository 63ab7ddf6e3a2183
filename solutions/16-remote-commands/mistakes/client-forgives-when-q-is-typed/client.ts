// fails "client: says so and exits 1 when the server leaves" at wrong-exit: after the server had reset the connection without an answer
import { on, once } from 'node:events'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8080)

const socket = connect(port, host)
const keyboard = createInterface({ input: process.stdin })

// Two things can happen at any time: a line is typed, or the server goes. Whoever waits is told of the second by a signal.
const gone = new AbortController()
const { signal } = gone
socket.on('end', () => gone.abort(new Error('the server has ended the connection')))
socket.on('error', (error) => gone.abort(error))

// Where an answer ends, nothing tells. So all that comes is printed when it comes, byte for byte.
socket.on('data', (bytes) => process.stdout.write(bytes))

// Collects lines from now on, also those that come while an answer is due.
let hasSaidGoodbye = false
keyboard.on('line', (line) => (hasSaidGoodbye ||= line.trim() === 'q'))
const lines = on(keyboard, 'line', { close: ['close'], signal })

try {
  await once(socket, 'connect', { signal })
  ask()
  for await (const [line] of lines) {
    const command = line.trim()
    if (command === 'q') break
    if (command !== '') {
      socket.write(command)
      // The first bytes of the answer, or what is left of the one before: lesson 17 can tell them apart.
      await once(socket, 'data', { signal })
    }
    ask()
  }
} catch (error) {
  console.error(signal.aborted ? signal.reason.message : error)
  // Whoever has typed q wanted it to be over.
  process.exitCode = hasSaidGoodbye ? 0 : 1
}

// What the server has still to say is printed as well; its own end is the last thing to come.
socket.end()
keyboard.close()

/** A prompt is for a person; in a pipe nobody would read it. */
function ask(): void {
  if (process.stdin.isTTY) process.stdout.write('>>>: ')
}
