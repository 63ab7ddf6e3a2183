// Sends stdout while the command still runs, and keeps only stderr until the end. pipe waits for a slow reader.
// Choose it where answers are long or late: the first line is there at once, and little is kept in memory.
import { type ChildProcess, spawn } from 'node:child_process'
import { createServer, type Socket } from 'node:net'
import { constants } from 'node:os'

const {
  HOST = '127.0.0.1',
  PORT = '8080',
  COMMAND_TIMEOUT_MS = '10000',
  MAX_OUTPUT_BYTES = '16777216',
} = process.env
const sockets = new Set<Socket>()

if (HOST === '127.0.0.1') startServer()
else {
  console.error(`${HOST} is not 127.0.0.1`)
  process.exitCode = 1
}

function startServer(): void {
  const server = createServer(serve)
  server.on('error', (error) => {
    console.error(error.message)
    process.exitCode = 1
  })
  server.listen(Number(PORT), HOST, () => console.log(`listening on ${HOST}:${PORT}`))
  const stop = () => {
    server.close()
    for (const socket of sockets) socket.destroy()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}

/** A client that asks again before its answer is out is refused: what came where could not be told apart. */
function serve(socket: Socket): void {
  let child: ChildProcess | undefined
  sockets.add(socket)
  socket.on('error', () => {})
  socket.on('end', () => kill(child))
  socket.on('close', () => {
    sockets.delete(socket)
    kill(child)
  })
  socket.on('data', (bytes) => {
    if (!socket.writable) return
    const command = bytes.toString().replace(/\n$/, '')
    if (command.includes('\n') || Buffer.byteLength(command) > 4_096 || child) {
      socket.end('one line, and one at a time\n')
      return
    }
    child = run(command, socket, () => (child = undefined))
  })
}

function run(command: string, socket: Socket, done: () => void): ChildProcess {
  const child = spawn('sh', ['-c', command], { detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  const kept: Buffer[] = []
  let length = 0
  let note = ''
  const stop = (why: string) => {
    note ||= `stopped: ${why}\n`
    kill(child)
    child.stdout.destroy()
    child.stderr.destroy()
  }
  const count = (chunk: Buffer) => {
    length += chunk.length
    if (length > Number(MAX_OUTPUT_BYTES)) stop('too much output')
  }
  child.stdout.on('data', count)
  child.stderr.on('data', (chunk: Buffer) => {
    kept.push(chunk)
    count(chunk)
  })
  child.stdout.pipe(socket, { end: false })
  const timer = setTimeout(() => stop('too much time'), Number(COMMAND_TIMEOUT_MS))
  child.on('error', (error) => (note ||= `${error.message}\n`))
  child.on('close', (code, signal) => {
    clearTimeout(timer)
    done()
    if (!socket.writable) return
    if (length === 0 && note === '')
      note = `(no output, exit code ${code ?? 128 + constants.signals[signal ?? 'SIGHUP']})\n`
    socket.write(Buffer.concat([...kept, Buffer.from(note)]))
  })
  return child
}

function kill(child: ChildProcess | undefined): void {
  if (child?.pid === undefined) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It has gone.
  }
}
