/**
 * A listening socket that neither accepts nor refuses anybody. `listen(n)` bounds the queue of connections that nobody
 * has accepted yet; Linux holds n + 1 of them and lets later requests fall without an answer (net/ipv4/tcp_input.c,
 * tcp_conn_request), so that whoever connects tries again and again until its patience is at an end.
 */
import { connect, type Socket } from 'node:net'
import { Worker } from 'node:worker_threads'
import { CannotJudge } from '../../processes/cannot-judge.ts'
import { say } from '../../language/say.ts'
import { isKernelReadable } from '../../processes/proc-files.ts'
import { findOpenSocket } from '../../processes/socket-table.ts'
import type { Recorder } from '../record/recorder.ts'
import { waitFor } from '../record/wait.ts'

const host = '127.0.0.1'
const backlog = 1

export interface FullQueue {
  readonly host: string
  readonly port: number
  dispose(): void
}

/**
 * Node accepts whenever its event loop turns. So a thread listens and then blocks, and everybody who connects stays in the
 * queue. Terminating it ends the wait.
 */
const listenAndBlock = `
  const { createServer } = require('node:net')
  const { parentPort } = require('node:worker_threads')
  const server = createServer()
  server.listen({ port: 0, host: '${host}', backlog: ${backlog}, exclusive: true }, () => {
    parentPort.postMessage(server.address().port)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  })`

/**
 * Listens on a free port and fills its queue. Resolves when the kernel says that it is full; undefined where the kernel
 * cannot be read.
 */
export async function listenWithFullQueue(recorder: Recorder): Promise<FullQueue | undefined> {
  if (!isKernelReadable) return undefined
  const worker = new Worker(listenAndBlock, { eval: true })
  const sockets: Socket[] = []
  const dispose = () => {
    for (const socket of sockets) socket.destroy()
    void worker.terminate()
  }
  try {
    const port = await new Promise<number>((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
    })
    for (let count = 0; count <= backlog; count++) sockets.push(await fill(port))
    const isFull = () => (readQueueLength(port) > backlog ? true : undefined)
    if (!(await waitFor(isFull, { recorder, everyMs: 2 })))
      throw new CannotJudge(say`A queue of connections that was to be full was not.`)
    return { host, port, dispose }
  } catch (error) {
    dispose()
    throw error
  }
}

/** Connects one of the clients that fill the queue and say nothing. */
function fill(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host })
    socket.once('error', reject)
    socket.once('connect', () => {
      socket.off('error', reject)
      socket.on('error', () => {})
      resolve(socket)
    })
  })
}

/** How many connections at a listening port nobody has accepted yet. */
function readQueueLength(port: number): number {
  return findOpenSocket('tcp', port, (row) => row.port === port)?.receiveQueue ?? 0
}
