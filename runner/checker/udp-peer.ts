/** A UDP socket of the checker's that talks to the learner's program. */
import { createSocket, type Socket } from 'node:dgram'
import { type Bytes, describeDifference, toBuffer } from './bytes.ts'
import { CheckFailure } from './failure.ts'
import type { Program } from './program.ts'
import { countBytes, formatDuration, quote } from './quote.ts'
import type { Recorder } from './recorder.ts'
import { quietMs, waitFor } from './wait.ts'

export interface Datagram {
  readonly bytes: Buffer
  /** The port of its sender on 127.0.0.1. */
  readonly from: number
}

export class UdpPeer {
  readonly name: string
  readonly port: number
  readonly #socket: Socket
  readonly #recorder: Recorder
  readonly #unread: Datagram[] = []

  private constructor(name: string, socket: Socket, recorder: Recorder) {
    this.name = name
    this.port = socket.address().port
    this.#socket = socket
    this.#recorder = recorder
    socket.on('message', (bytes, { port }) => {
      this.#unread.push({ bytes, from: port })
      recorder.record({ peer: name, kind: 'received', bytes, note: `from port ${port}` })
    })
    // An ICMP "port unreachable" is reported as an error on some systems. The silence after it is judged.
    socket.on('error', () => recorder.wake())
  }

  /** Binds a free port of 127.0.0.1. */
  static bind(name: string, recorder: Recorder): Promise<UdpPeer> {
    const socket = createSocket('udp4')
    return new Promise((resolve, reject) => {
      socket.once('error', reject)
      socket.bind(0, '127.0.0.1', () => {
        socket.off('error', reject)
        resolve(new UdpPeer(name, socket, recorder))
      })
    })
  }

  /** Sends one datagram to a port of 127.0.0.1; resolves when the system has taken it. */
  send(bytes: Bytes, port: number): Promise<void> {
    const buffer = toBuffer(bytes)
    this.#recorder.record({ peer: this.name, kind: 'sent', bytes: buffer })
    return new Promise((resolve, reject) => {
      this.#socket.send(buffer, port, '127.0.0.1', (error) => (error ? reject(error) : resolve()))
    })
  }

  /**
   * Waits for the next datagram of the program and compares it.
   * @throws {CheckFailure} silent, wrong-bytes, missing-bytes, extra-bytes or crashed.
   */
  async receive(program: Program, expected: Bytes, what = 'the answer'): Promise<Datagram> {
    const due = toBuffer(expected)
    const datagram = await this.receiveAny(program, what)
    const { bytes } = datagram
    if (bytes.equals(due)) return datagram
    const difference = describeDifference(due, bytes)
    const isCut = bytes.length < due.length && due.subarray(0, bytes.length).equals(bytes)
    const isLonger = bytes.length > due.length && bytes.subarray(0, due.length).equals(due)
    const stage = isCut ? 'missing-bytes' : isLonger ? 'extra-bytes' : 'wrong-bytes'
    throw new CheckFailure(
      stage,
      `${program.name} sent a datagram of ${countBytes(bytes.length)}, ${quote(bytes)}, where ${what}, ${quote(due)}, was due.`,
      { bytes: difference },
    )
  }

  /**
   * Waits for the next datagram, whatever is in it.
   * @throws {CheckFailure} silent or crashed.
   */
  async receiveAny(program: Program, what = 'a datagram'): Promise<Datagram> {
    const datagram = await waitFor(() => this.#unread.shift() ?? (program.hasExited ? false : undefined), {
      recorder: this.#recorder,
      pid: program.pid,
    })
    if (datagram) return datagram
    await program.failIfCrashed()
    this.#recorder.record({
      peer: this.name,
      kind: 'waited',
      note: `for ${what}, ${formatDuration(quietMs)}`,
    })
    throw new CheckFailure(
      'silent',
      `The ${this.name} waited for ${what}. In ${formatDuration(quietMs)} ${program.column} sent it no datagram.`,
    )
  }

  dispose(): void {
    this.#socket.close()
  }
}
