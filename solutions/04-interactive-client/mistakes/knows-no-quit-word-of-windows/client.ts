// fails ""exit" and "q": says goodbye with an end (FIN), sends no more, and exits 0" at extra-bytes: Your client sent 4 bytes more than was due: "exit"
import { EventEmitter, on, once } from 'node:events'
import { connect } from 'node:net'
import { StringDecoder } from 'node:string_decoder'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9999)

const socket = connect(port, host)
const keyboard = readLines()

// Two things can happen at any time: a line is typed, or the server goes. Whoever waits is told of the second by a signal.
const gone = new AbortController()
const { signal } = gone
socket.on('end', () => gone.abort(new Error('the server has ended the connection')))
socket.on('error', (error) => gone.abort(error))
// Bytes that nobody takes would hold the end back. Now they are dropped.
socket.resume()

// Collects lines from now on, also those that come while an answer is due.
const lines = on(keyboard, 'line', { close: ['close'], signal })

try {
  await once(socket, 'connect', { signal })
  ask()
  for await (const [line] of lines) {
    if (/^[ \t]*(exit|q)[ \t]*$/.test(line)) break
    const text = line.trim()
    if (text !== '') console.log(await talk(text))
    ask()
  }
} catch (error) {
  console.error(signal.aborted ? signal.reason.message : error)
  process.exitCode = 1
}

socket.end()
process.stdin.destroy()

/** Tells each line of stdin by 'line', and the end of the input by 'close'. */
function readLines(): EventEmitter {
  const lines = new EventEmitter()
  const decoder = new StringDecoder('utf8')
  let rest = ''
  process.stdin.on('data', (chunk: Buffer) => {
    const parts = (rest + decoder.write(chunk)).split('\n')
    rest = parts.pop() ?? ''
    for (const part of parts) lines.emit('line', part)
  })
  process.stdin.on('end', () => {
    rest += decoder.end()
    if (rest !== '') lines.emit('line', rest)
    lines.emit('close')
  })
  return lines
}

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
