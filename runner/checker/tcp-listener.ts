/** The checker's own server, for judging clients. */
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { CheckFailure } from './failure.ts'
import { describeExit, type Program } from './program.ts'
import { formatDuration } from './quote.ts'
import type { Recorder } from './recorder.ts'
import { TcpPeer } from './tcp-peer.ts'
import { quietMs, waitFor } from './wait.ts'

/** Where a socket of the checker's is to be; what is missing is chosen. */
export interface Place {
  readonly host?: string
  readonly port?: number
}

export class TcpListener {
  readonly host: string
  readonly port: number
  readonly #server: Server
  readonly #recorder: Recorder
  readonly #arrived: Socket[] = []
  readonly #peers: TcpPeer[] = []

  private constructor(server: Server, { address, port }: AddressInfo, recorder: Recorder) {
    this.#server = server
    this.host = address
    this.port = port
    this.#recorder = recorder
    server.on('connection', (socket) => {
      // Until it is somebody's peer, a reset must not be an uncaught error of ours.
      socket.on('error', () => {})
      this.#arrived.push(socket)
      recorder.wake()
    })
  }

  /** Listens on an address and a port of this machine; without them, on a free port of 127.0.0.1. */
  static listen(recorder: Recorder, { host = '127.0.0.1', port = 0 }: Place = {}): Promise<TcpListener> {
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true })
    return new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen({ host, port, exclusive: true }, () => {
        const place = server.address()
        if (typeof place === 'object' && place) resolve(new TcpListener(server, place, recorder))
      })
    })
  }

  /** How many clients have connected and were not accepted yet. */
  get waiting(): number {
    return this.#arrived.length
  }

  /**
   * Waits for the program to connect and takes its connection.
   * @param name what the transcript calls our side of it, for example "our server".
   * @throws {CheckFailure} exited-early, silent or crashed.
   */
  async accept(program: Program, name = 'our server'): Promise<TcpPeer> {
    const look = () => this.#arrived.shift() ?? (program.hasExited ? false : undefined)
    const socket = await waitFor(look, { recorder: this.#recorder, pid: program.pid })
    if (socket) {
      this.#recorder.record({ peer: name, kind: 'connect', by: 'program' })
      const peer = new TcpPeer(name, 'server', socket, program, this.#recorder)
      this.#peers.push(peer)
      socket.resume()
      return peer
    }
    const where = `${this.host}:${this.port}. ${program.told}`
    if (program.exit) {
      await program.closed
      failIfItCouldNotLoad(program)
      await program.failIfCrashed()
      throw new CheckFailure(
        'exited-early',
        `${program.name} ended ${describeExit(program.exit)} without connecting to ${where}`,
      )
    }
    this.#recorder.record({
      peer: name,
      kind: 'waited',
      note: `for a connection, ${formatDuration(quietMs)}`,
    })
    throw new CheckFailure(
      'silent',
      `${program.name} is running, and in ${formatDuration(quietMs)} it did not connect to ${where}`,
    )
  }

  dispose(): void {
    this.#server.close()
    for (const socket of this.#arrived) socket.destroy()
    for (const peer of this.#peers) peer.dispose()
  }
}

/** @throws {CheckFailure} did-not-start, when the program ended before its first line ran. */
export function failIfItCouldNotLoad(program: Program): void {
  const problem = findLoadError(program.stderr, program.file)
  if (problem) {
    throw new CheckFailure(
      'did-not-start',
      `${program.name} did not start: ${program.file} could not be loaded. ${problem}`,
      {
        help: 'Node could not read the file as a program. The line and column above say where it stopped. `npx tsc -p work` finds more of the same kind in all that you have in work/.',
      },
    )
  }
}

function findLoadError(stderr: string, file: string): string | undefined {
  const transform = /^(\S+:\d+:\d+): ERROR: (.+)$/m.exec(stderr)
  if (transform) return `${transform[1]}: ${transform[2]}`
  const loading = /^(?:Error \[ERR_MODULE_NOT_FOUND\]|SyntaxError[^:]*): (.+)$/m.exec(stderr)
  // A SyntaxError with a frame in the program's own file was thrown while it ran, by JSON.parse for example.
  const ranAlready = stderr.split('\n').some((line) => /^\s+at /.test(line) && line.includes(file))
  return loading && !ranAlready ? loading[0] : undefined
}
