// fails "client: says so and exits 1 when the server leaves or breaks off" at wrong-exit: Your client ended with exit code 0, where exit code 1 was due after the server had left while the answer to the last line was due
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
let isInputOver = false
let isFine = false
keyboard.on('close', () => (isInputOver = true))
socket.on('end', () => {
  // Whoever had nothing more to say was about to leave anyway.
  isFine = isInputOver
  gone.abort(new Error('the server has ended the connection'))
})
socket.on('error', (error) => gone.abort(error))
// Bytes that nobody reads hold back the end behind them. So they are read, and dropped where no answer is due.
socket.resume()

// Collects lines from now on, also those that come while an answer is due.
const lines = on(keyboard, 'line', { close: ['close'], signal })

try {
  await once(socket, 'connect', { signal })
  ask()
  for await (const [line] of lines) {
    const text = line.trim()
    if (text === 'exit' || text === 'q') break
    if (text === '') console.log('a blank line is not sent: type something')
    else console.log(makeHarmless(await talk(text)))
    ask()
  }
} catch (error) {
  console.error(signal.aborted ? signal.reason.message : error)
  if (!isFine) process.exitCode = 1
}

socket.end()
keyboard.close()

function ask(): void {
  process.stdout.write('>>>: ')
}

/** Sends a text and waits for the answer. One chunk is taken for the whole of it, until lesson 17 knows better. */
async function talk(text: string): Promise<string> {
  socket.write(text)
  const [answer] = await once(socket, 'data', { signal })
  return answer.toString()
}

/** Replaces control characters, except tab and line feed: to a terminal they are commands. */
function makeHarmless(text: string): string {
  return text.replace(/(?![\t\n])\p{Cc}/gu, '\u{fffd}')
}
