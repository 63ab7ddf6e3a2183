/** The checker's own server, for judging clients. */
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { CheckFailure } from '../record/failure.ts'
import { describeHindrance } from '../program/doing.ts'
import { failIfItCouldNotLoad } from '../program/load-error.ts'
import { type Name, ourServer, toParticipant } from '../record/names.ts'
import type { Place } from '../record/place.ts'
import type { Program } from '../program/program.ts'
import { describeExit, sayWait } from '../bytes/quote.ts'
import type { Recorder } from '../record/recorder.ts'
import { TcpPeer } from './tcp-peer.ts'
import { letPendingEventsIn, waitAndTell } from '../record/wait.ts'
import { joinSentences, say } from '../../language/say.ts'

export class TcpListener {
  readonly host: string
  readonly port: number
  readonly #server: Server
  readonly #recorder: Recorder
  readonly #arrived: Socket[] = []
  readonly #peers: TcpPeer[] = []

  private constructor(
    server: Server,
    { address, port }: AddressInfo,
    recorder: Recorder,
    isWelcome: (socket: Socket) => boolean,
  ) {
    this.#server = server
    this.host = address
    this.port = port
    this.#recorder = recorder
    server.on('connection', (socket) => {
      // Until it is somebody's peer, a reset must not be an uncaught error of ours.
      socket.on('error', () => {})
      if (isWelcome(socket)) this.#arrived.push(socket)
      else socket.destroy()
      recorder.wake()
    })
  }

  /**
   * Listens on an address and a port of this machine; without them, on a free port of 127.0.0.1.
   * @param isWelcome whether a connection may be the learner's program's; others are closed at once
   */
  static listen(
    recorder: Recorder,
    { host = '127.0.0.1', port = 0 }: Place = {},
    isWelcome: (socket: Socket) => boolean = () => true,
  ): Promise<TcpListener> {
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true })
    return new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen({ host, port, exclusive: true }, () => {
        const place = server.address()
        if (typeof place === 'object' && place) resolve(new TcpListener(server, place, recorder, isWelcome))
      })
    })
  }

  /** How many clients have connected and were not accepted yet. */
  get waiting(): number {
    return this.#arrived.length
  }

  /**
   * Waits for the program to connect and takes its connection.
   * @param name what our side of it is called.
   * @throws {CheckFailure} exited-early, silent or crashed.
   */
  async accept(program: Program, name: Name = ourServer): Promise<TcpPeer> {
    const look = () => this.#arrived.shift() ?? (program.hasExited ? false : undefined)
    const wait = { recorder: this.#recorder, pid: program.pid }
    const { found, waitedMs } = await waitAndTell<Socket | false>(look, wait)
    // The exit of a program that leaves at once may be heard before its connection.
    if (found === false) await letPendingEventsIn()
    const socket = found || this.#arrived.shift()
    const participant = toParticipant(name, 'peer')
    this.#recorder.introduce(participant)
    const peer = participant.id
    if (socket) {
      this.#recorder.record({ peer, kind: 'connect', by: 'program' })
      const accepted = new TcpPeer(name, 'server', socket, program, this.#recorder)
      this.#peers.push(accepted)
      socket.resume()
      return accepted
    }
    const where = `${this.host}:${this.port}`
    if (program.exit) {
      await program.closed
      failIfItCouldNotLoad(program)
      await program.failIfCrashed()
      throw new CheckFailure(
        'exited-early',
        say`${program.name} ended ${describeExit(program.exit)} without connecting to ${where}. ${program.told}`,
        { peer, happening: program.exitHappening },
      )
    }
    const waited = { forWhat: say`a connection`, ms: Math.round(waitedMs) }
    const happening = this.#recorder.record({ peer, kind: 'waited', waited })
    const doing = describeHindrance(program, undefined)
    const silence = say`${program.name} is running, and in ${sayWait(waitedMs)} it did not connect to ${where}. ${program.told}`
    const parts = { peer, happening, ...(doing?.help !== undefined && { help: doing.help }) }
    throw new CheckFailure('silent', joinSentences(silence, doing?.sentence), parts)
  }

  dispose(): void {
    this.#server.close()
    for (const socket of this.#arrived) socket.destroy()
    for (const peer of this.#peers) peer.dispose()
  }
}
