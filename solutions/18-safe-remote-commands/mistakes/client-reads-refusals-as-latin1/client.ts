// fails "client: tells a refusal and goes on" at wrong-output: your client did not print it
import { on, once } from 'node:events'
import { connect } from 'node:net'
import { constants } from 'node:os'
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

// Collects lines from now on, also those that come while a command runs.
const lines = on(keyboard, 'line', { close: ['close'], signal })
let nextId = 1

try {
  await once(socket, 'connect', { signal })
  ask()
  for await (const [line] of lines) {
    const [program, ...args] = line.trim().split(/ +/)
    if (program === 'q' && args.length === 0) break
    if (program !== '') await request(program, args)
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

/** Sends a request and waits until it has been carried out or refused. */
async function request(program: string, args: readonly string[]): Promise<void> {
  socket.write(encode(16, JSON.stringify({ id: nextId++, program, args })))
  await once(socket, 'answered', { signal })
}

/** Shows what a frame brings. Bytes go on as they are: a frame may end inside a character. */
function show({ type, payload }: Frame): void {
  if (type === 17) process.stdout.write(payload.subarray(4))
  if (type === 18) process.stderr.write(payload.subarray(4))
  if (type === 19) console.log(`exit ${findExitCode(JSON.parse(payload.toString()))}`)
  if (type === 255) console.error(`refused: ${JSON.parse(payload.toString('latin1')).message}`)
  if (type === 19 || type === 255) socket.emit('answered')
}

/** A command that a signal has ended has no exit code; shells say 128 and the signal's number. */
function findExitCode({ exitCode, signal }: { exitCode: number; signal: NodeJS.Signals | null }): number {
  return signal === null ? exitCode : 128 + constants.signals[signal]
}
