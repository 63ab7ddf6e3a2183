// fails "runs nothing of more than one line" at unsafe: a line feed and then a command
import { type ChildProcess, spawn } from 'node:child_process'
import { createServer, type Socket } from 'node:net'
import { constants } from 'node:os'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8080)
const timeoutMs = Number(process.env.COMMAND_TIMEOUT_MS ?? 10_000)
const maxOutputBytes = Number(process.env.MAX_OUTPUT_BYTES ?? 16 * 1024 * 1024)
const maxCommandBytes = 4_096

const clients = new Set<Socket>()

const server = createServer((socket) => {
  clients.add(socket)
  socket.on('close', () => clients.delete(socket))
  socket.on('error', (error) => console.log(`a client has broken off: ${error.message}`))
  serve(socket)
})

server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})

if (host === '127.0.0.1') server.listen(port, host, () => console.log(`listening on ${host}:${port}`))
else {
  console.error(`this server runs what it is told and has no place on ${host}: only 127.0.0.1 will do`)
  process.exitCode = 1
}

process.on('SIGTERM', stop)
process.on('SIGINT', stop)

/** Answers the reads of one client in turn. What runs for a client ends when the client leaves. */
function serve(socket: Socket): void {
  let running: ChildProcess | undefined
  let turn = Promise.resolve()
  socket.on('data', (bytes) => (turn = turn.then(() => answer(bytes)).catch(giveUp)))
  // Node ends our side when the client ends its own. So 'close' comes after a FIN, a reset, and our own destroy() as well.
  socket.on('close', () => killGroup(running))

  async function answer(bytes: Buffer): Promise<void> {
    // It has left while another command had its turn, or it was refused. Nothing more is run for it.
    if (!socket.writable) return
    const command = bytes.toString().replace(/^\n+|\r?\n$/g, '')
    if (command.includes('\n') || Buffer.byteLength(command) > maxCommandBytes) {
      socket.end(`refused: a command is one line of at most ${maxCommandBytes} bytes\n`)
      return
    }
    // Detached, the shell leads a process group of its own, to which its children belong. Its input is at its end.
    running = spawn(command, { shell: true, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
    const output = await collect(running)
    running = undefined
    await new Promise<void>((resolve) => socket.write(output, () => resolve()))
  }

  /** Where a command could not even be started, because it holds a zero byte for example. */
  function giveUp(error: Error): void {
    socket.end(`${error.message}\n`)
  }
}

/** Waits for the end of a command. @returns all of its stdout, then all of its stderr, then what else there is to say */
async function collect(child: ChildProcess): Promise<Buffer> {
  const stdout: Buffer[] = []
  const stderr: Buffer[] = []
  let room = maxOutputBytes
  let note = ''

  /** Kills all of it. The pipes are closed too: a process that has left the group would hold them open. */
  const end = (why: string) => {
    note ||= why
    killGroup(child)
    child.stdout?.destroy()
    child.stderr?.destroy()
  }
  const keepIn = (kept: Buffer[]) => (bytes: Buffer) => {
    kept.push(bytes.subarray(0, room))
    if (bytes.length > room) end(`(ended: it said more than ${maxOutputBytes} bytes)\n`)
    room = Math.max(0, room - bytes.length)
  }
  child.stdout?.on('data', keepIn(stdout))
  child.stderr?.on('data', keepIn(stderr))
  const timer = setTimeout(() => end(`(ended: it took longer than ${timeoutMs} ms)\n`), timeoutMs)

  // 'close' comes when the shell has ended and both pipes are at their end; 'exit' may come before the last bytes.
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)))
  }).finally(() => clearTimeout(timer))
  const output = Buffer.concat([...stdout, ...stderr, Buffer.from(note)])
  return output.length > 0 ? output : Buffer.from(`(no output, exit code ${code})\n`)
}

/** Ends a command at once with all that it has started: a negative number means the group, not the process alone. */
function killGroup(child: ChildProcess | undefined): void {
  if (child?.pid === undefined) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // Nothing of it is left.
  }
}

/** Takes no more clients and lets go of those who are there. Whatever runs for them ends with their connections. */
function stop(signal: NodeJS.Signals): void {
  console.log(`${signal}: no new clients; ${clients.size} to let go`)
  server.close()
  for (const socket of clients) socket.destroy()
}
