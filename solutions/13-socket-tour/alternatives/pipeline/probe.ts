// A timer of its own, and one function that makes a
// line and an exit code of whatever happened. Choose it
// where the result goes somewhere else than to stdout.
import { Socket } from 'node:net'

interface Result {
  readonly line: string
  readonly exitCode: number
}

const words = process.argv.slice(2)
const option = words.indexOf('--timeout')
const timeoutMs = option === -1 ? 2_000 : Number(words.splice(option, 2)[1])

const { line, exitCode } = await probe(words[0] ?? 'localhost', Number(words[1]), timeoutMs)
process.stdout.write(`${line}\n`)
process.exitCode = exitCode

function probe(host: string, port: number, ms: number): Promise<Result> {
  const socket = new Socket()
  return new Promise<Result>((resolve) => {
    const timer = setTimeout(() => resolve({ line: `timed out after ${ms} ms`, exitCode: 2 }), ms)
    socket.once('close', () => clearTimeout(timer))
    socket.once('error', (error) => resolve(explain(error)))
    socket.connect(port, host, () => resolve({ line: describe(socket), exitCode: 0 }))
  }).finally(() => socket.destroy())
}

function explain(error: NodeJS.ErrnoException): Result {
  return error.code === 'ECONNREFUSED'
    ? { line: 'connection refused', exitCode: 1 }
    : { line: `unreachable (${error.code})`, exitCode: 3 }
}

function describe(socket: Socket): string {
  const near = `${socket.localAddress}:${socket.localPort}`
  const far = `${socket.remoteAddress}:${socket.remotePort}`
  return `tcp ${near} -> ${far} open`
}
