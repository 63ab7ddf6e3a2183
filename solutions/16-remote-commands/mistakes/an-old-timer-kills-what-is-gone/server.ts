// fails "ends a command that takes too long, with its children" at crashed: kill ESRCH
import { spawn, type ChildProcess } from 'node:child_process'
import { createServer, type Socket } from 'node:net'
import { constants } from 'node:os'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8080)
const timeoutMs = Number(process.env.COMMAND_TIMEOUT_MS ?? 10_000)
const maxOutput = Number(process.env.MAX_OUTPUT_BYTES ?? 16 * 1024 * 1024)
const maxCommand = 4096

const running = new Set<ChildProcess>()
const clients = new Set<Socket>()
let stopping = false

const server = createServer({ allowHalfOpen: true }, (socket) => {
  clients.add(socket)
  let child: ChildProcess | undefined
  let busy = false
  let refused = false
  socket.on('data', (chunk) => {
    if (refused || busy || stopping) return
    const line = chunk.at(-1) === 10 ? chunk.subarray(0, -1) : chunk
    if (line.includes(10)) return refuse('a command is one line')
    if (line.length > maxCommand) return refuse('a command has at most 4096 bytes')
    busy = true
    child = run(line.toString(), (answer) => {
      busy = false
      child = undefined
      if (socket.writable) socket.write(answer)
    })
  })
  socket.on('end', () => {
    if (child) kill(child)
    child = undefined
    socket.end()
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    clients.delete(socket)
    if (child) kill(child)
  })
  function refuse(why: string): void {
    refused = true
    socket.end(`${why}\n`)
  }
})

function run(command: string, done: (answer: Buffer) => void): ChildProcess {
  const child = spawn(command, { shell: true, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  running.add(child)
  const out: Buffer[] = []
  const err: Buffer[] = []
  let size = 0
  let why = ''
  const take = (into: Buffer[]) => (chunk: Buffer) => {
    if (why) return
    const room = maxOutput - size
    if (chunk.length > room) {
      into.push(chunk.subarray(0, room))
      size = maxOutput
      why = `the command said more than ${maxOutput} bytes and was killed\n`
      kill(child)
      return
    }
    size += chunk.length
    into.push(chunk)
  }
  child.stdout?.on('data', take(out))
  child.stderr?.on('data', take(err))
  const timer = setTimeout(() => {
    why = `the command took longer than ${timeoutMs} ms and was killed\n`
    kill(child)
  }, timeoutMs)
  child.on('error', (error) => {
    clearTimeout(timer)
    running.delete(child)
    done(Buffer.from(`${error.message}\n`))
  })
  child.on('close', (code, signal) => {
    running.delete(child)
    const all = Buffer.concat([...out, ...err])
    const n = signal ? 128 + constants.signals[signal] : code
    if (why) done(Buffer.concat([all, Buffer.from(why)]))
    else if (all.length === 0) done(Buffer.from(`(no output, exit code ${n})\n`))
    else done(all)
  })
  return child
}

function kill(child: ChildProcess): void {
  if (child.pid) process.kill(-child.pid, 'SIGKILL')
}

server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
if (host === '127.0.0.1') {
  server.listen(port, host, () => console.log(`listening on ${host}:${port}`))
} else {
  console.error(`only 127.0.0.1, not ${host}`)
  process.exitCode = 1
}

process.on('SIGINT', stop)
process.on('SIGTERM', stop)
function stop(): void {
  stopping = true
  server.close()
  for (const child of running) kill(child)
  process.exit(0)
}
