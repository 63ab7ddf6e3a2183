/** The socket of a TCP peer: what came on it, how the program took its leave, and what the kernel says of both ends. */
import type { Socket } from 'node:net'
import { isKernelReadable } from '../../processes/proc-files.ts'
import { findSocketRow, type SocketRow, socketStates } from '../../processes/socket-table.ts'
import { Incoming } from '../bytes/incoming.ts'
import type { Recorder } from '../record/recorder.ts'
import { pause } from '../record/wait.ts'

/** How a program says that it will send no more. */
export interface Goodbye {
  readonly kind: 'end' | 'reset'
  readonly happening: number
}

export class TcpWire {
  readonly #peer: string
  readonly #socket: Socket
  readonly #recorder: Recorder
  /** Kept here, because a socket forgets its ports when it is closed. */
  readonly #ports: { readonly own: number; readonly programs: number | undefined }
  /** What came and was not yet compared with anything. */
  readonly incoming = new Incoming()
  #cameLength = 0
  #standsStill = false
  #goodbye: Goodbye | undefined
  #hasEnded = false
  #isDestroyed = false

  /** @param peer the id of whose socket it is */
  constructor(peer: string, socket: Socket, recorder: Recorder) {
    this.#peer = peer
    this.#socket = socket
    this.#recorder = recorder
    this.#ports = { own: socket.localPort ?? 0, programs: socket.remotePort }
    this.#watch()
  }

  /** Address and port of the other side, "127.0.0.1:40112"; undefined where it was broken off too early to tell. */
  get farEnd(): string | undefined {
    const { remoteAddress, remotePort } = this.#socket
    return remoteAddress === undefined ? undefined : `${remoteAddress}:${remotePort}`
  }

  /** Our own port. */
  get port(): number {
    return this.#ports.own
  }

  /** How many bytes have come in all. */
  get cameLength(): number {
    return this.#cameLength
  }

  /** Whether no bytes are taken from the system at present. */
  get standsStill(): boolean {
    return this.#standsStill
  }

  /** The program's goodbye, if it has said one. */
  get goodbye(): Goodbye | undefined {
    return this.#goodbye
  }

  get isDestroyed(): boolean {
    return this.#isDestroyed
  }

  /** Whether what is written can no longer reach anybody. */
  get isBroken(): boolean {
    return this.#isDestroyed || this.#goodbye?.kind === 'reset'
  }

  /** Writes bytes. @returns whether the system has taken them by now, to be asked again and again */
  write(bytes: Buffer): () => boolean {
    let isTaken = false
    this.#socket.write(bytes, () => {
      isTaken = true
      this.#recorder.wake()
    })
    return () => isTaken
  }

  /** Says that no more will be sent (FIN). */
  end(): void {
    this.#recorder.record({ peer: this.#peer, kind: 'end', by: 'peer' })
    this.#hasEnded = true
    this.#socket.end()
  }

  /** Breaks the connection off (RST). */
  reset(): void {
    this.#recorder.record({ peer: this.#peer, kind: 'reset', by: 'peer' })
    this.#hasEnded = true
    this.#socket.resetAndDestroy()
  }

  stopReading(): void {
    this.#standsStill = true
    this.#socket.pause()
  }

  readOn(): void {
    this.#standsStill = false
    this.#socket.resume()
  }

  /** Takes one chunk every few milliseconds. */
  readSlowly(everyMs: number): void {
    this.#standsStill = false
    this.#socket.pause()
    this.#socket.on('data', () => {
      this.#socket.pause()
      void pause(everyMs).then(() => this.#socket.resume())
    })
    this.#socket.resume()
  }

  /** Closes the connection whatever its state. Nothing of it is recorded. */
  dispose(): void {
    this.#isDestroyed = true
    this.#socket.destroy()
  }

  /** Whether the system still has bytes of the program's for us, who read. */
  get hasBytesUnderWay(): boolean {
    if (!isKernelReadable || this.#standsStill || this.#isDestroyed) return false
    return (this.readProgramsRow()?.transmitQueue ?? 0) > 0
  }

  /** Our end in the kernel's table. */
  readOwnRow(): SocketRow | undefined {
    const { own, programs } = this.#ports
    const isOwn = (row: SocketRow) => row.port === own && row.remotePort === programs
    return findSocketRow('tcp', own, (row) => isOwn(row) && row.state !== socketStates.timeWait)
  }

  /** The program's end in the kernel's table. */
  readProgramsRow(): SocketRow | undefined {
    if (!isKernelReadable) return undefined
    const { own, programs } = this.#ports
    return findSocketRow('tcp', own, (row) => row.port === programs && row.remotePort === own)
  }

  /** Both ends in one look, undefined where one of them is gone: the kernel's table is dear to read. */
  readBothRows(): { ours: SocketRow; theirs: SocketRow } | undefined {
    const { own, programs } = this.#ports
    let ours: SocketRow | undefined
    let theirs: SocketRow | undefined
    findSocketRow('tcp', own, (row) => {
      if (row.port === own && row.remotePort === programs) ours = row
      if (row.port === programs && row.remotePort === own) theirs = row
      return ours !== undefined && theirs !== undefined
    })
    return ours && theirs && ours.state !== socketStates.timeWait ? { ours, theirs } : undefined
  }

  #watch(): void {
    const socket = this.#socket
    socket.on('data', (chunk: Buffer) => {
      this.#cameLength += chunk.length
      const happening = this.#recorder.record({ peer: this.#peer, kind: 'received', bytes: chunk })
      this.incoming.add(chunk, happening)
    })
    socket.on('end', () => this.#noteEnd())
    socket.on('error', () => this.#noteGoodbye('reset'))
    socket.on('close', () => {
      this.#isDestroyed = true
      this.#recorder.wake()
    })
  }

  /**
   * Node 20 reports a reset that comes together with unread data as an end. The kernel knows better: after a FIN
   * the connection is there, in CLOSE_WAIT, and after an RST it is not.
   */
  #noteEnd(): void {
    const isEnd = this.#hasEnded || !isKernelReadable || this.readOwnRow() !== undefined
    this.#noteGoodbye(isEnd ? 'end' : 'reset')
  }

  #noteGoodbye(kind: Goodbye['kind']): void {
    if (this.#goodbye || this.#isDestroyed) return
    this.#goodbye = { kind, happening: this.#recorder.record({ peer: this.#peer, kind, by: 'program' }) }
  }
}
