// fails "ends the command of a client that leaves, with its children" at too-much: which had come later
import { spawn, type ChildProcess } from 'node:child_process'
import { createServer, type Socket } from 'node:net'
import { constants } from 'node:os'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8080)
const timeoutMs = Number(process.env.COMMAND_TIMEOUT_MS ?? 10_000)
const maxOutput = Number(process.env.MAX_OUTPUT_BYTES ?? 16 * 1024 * 1024)

const connections = new Set<Socket>()
const running = new Set<ChildProcess>()
let isStopping = false

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // nothing of the group is left
  }
  child.stdout?.destroy()
  child.stderr?.destroy()
}

const server = createServer({ allowHalfOpen: true }, (socket) => {
  connections.add(socket)
  let current: ChildProcess | undefined
  let refused = false
  const left = () => {
    if (current) killGroup([...running].at(-1) ?? current)
  }
  socket.on('close', () => {
    connections.delete(socket)
    left()
  })
  socket.on('error', left)
  socket.on('end', () => {
    left()
    socket.end()
  })
  socket.on('data', (chunk: Buffer) => {
    if (refused || isStopping) return
    if (current) return // not checked
    let line = chunk
    if (line.at(-1) === 10) line = line.subarray(0, -1)
    const why = line.includes(10) ? 'a command is one line' : line.length > 4096 ? 'a command has at most 4096 bytes' : undefined
    if (why) {
      refused = true
      socket.end(`refused: ${why}\n`)
      return
    }
    current = run(line.toString(), (answer) => {
      current = undefined
      if (!socket.writableEnded && !socket.destroyed) socket.write(answer)
    })
  })
})

function run(command: string, done: (answer: Buffer) => void): ChildProcess | undefined {
  let child
  try {
    child = spawn(command, { shell: true, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  } catch (error) {
    done(Buffer.from(`cannot be run: ${(error as Error).message}\n`))
    return undefined
  }
  running.add(child)
  const out: Buffer[] = []
  const err: Buffer[] = []
  let total = 0
  let note = ''
  const take = (list: Buffer[]) => (chunk: Buffer) => {
    const room = maxOutput - total
    total += chunk.length
    list.push(chunk.subarray(0, Math.max(0, room)))
    if (total > maxOutput && note === '') {
      note = `\n(killed: more than ${maxOutput} bytes of output)\n`
      killGroup(child)
    }
  }
  child.stdout.on('data', take(out))
  child.stderr.on('data', take(err))
  const timer = setTimeout(() => {
    note ||= `\n(killed: longer than ${timeoutMs} ms)\n`
    killGroup(child)
  }, timeoutMs)
  let finished = false
  const finish = (answer: Buffer) => {
    if (finished) return
    finished = true
    clearTimeout(timer)
    running.delete(child)
    done(answer)
  }
  child.on('error', (error) => finish(Buffer.from(`cannot be run: ${error.message}\n`)))
  child.on('close', (code, signal) => {
    const all = Buffer.concat([...out, ...err])
    const exit = code ?? 128 + constants.signals[signal as NodeJS.Signals]
    if (note) finish(Buffer.concat([all, Buffer.from(note)]))
    else finish(all.length > 0 ? all : Buffer.from(`(no output, exit code ${exit})\n`))
  })
  return child
}

server.on('error', (error: NodeJS.ErrnoException) => {
  console.error(error.code === 'EADDRINUSE' ? `port ${port} of ${host} is taken` : error.message)
  process.exitCode = 1
})

if (host !== '127.0.0.1') {
  console.error(`HOST is ${host}; this server listens on 127.0.0.1 alone`)
  process.exitCode = 1
} else {
  server.listen(port, host, () => console.log(`listening on ${host}:${port}`))
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

function stop(signal: NodeJS.Signals): void {
  if (isStopping) return
  isStopping = true
  console.log(`${signal}: stopping`)
  server.close()
  for (const child of running) killGroup(child)
  for (const socket of connections) socket.end()
  setTimeout(() => connections.forEach((socket) => socket.destroy()), 1000).unref()
}
