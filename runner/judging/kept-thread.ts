/**
 * Where the checks run: a thread of the host, so that it cannot outlive it. vitest starts a thread for every run and ends
 * it afterwards, which is a quarter of a second of processor time for each judgement. This one stays from run to run.
 */
import { Worker } from 'node:worker_threads'
import type { PoolRunnerInitializer, PoolWorker, WorkerRequest } from 'vitest/node'

type Listener = (argument: unknown) => void

/** To be given to vitest as its `pool`. */
export const keptThread: PoolRunnerInitializer = {
  name: 'kept-thread',
  createPoolWorker: () => new KeptThread(),
}

let thread: Worker | undefined
/** Whether the thread has been told how vitest is set up, which never changes in a host. */
let isSetUp = false

class KeptThread implements PoolWorker {
  readonly name = 'kept-thread'
  readonly #listeners: (readonly [event: string, listener: Listener])[] = []
  #wasAskedToStop = false

  async start(): Promise<void> {
    if (thread) return
    const started = new Worker(new URL('./check-thread.mjs', import.meta.url))
    started.once('exit', () => {
      if (thread === started) thread = undefined
    })
    thread = started
    isSetUp = false
  }

  on(event: string, listener: Listener): void {
    this.#listeners.push([event, listener])
    thread?.on(event, listener)
  }

  off(event: string, listener: Listener): void {
    thread?.off(event, listener)
  }

  send(message: WorkerRequest): void {
    if (message.type === 'stop') {
      this.#wasAskedToStop = true
      this.#answer('stopped')
    } else if (message.type === 'start' && isSetUp) this.#answer('started')
    else {
      if (message.type === 'start') isSetUp = true
      thread?.postMessage(message)
    }
  }

  /** A run that went wrong is stopped without being asked: then the thread is not to be trusted any more. */
  async stop(): Promise<void> {
    for (const [event, listener] of this.#listeners) thread?.off(event, listener)
    if (!this.#wasAskedToStop) await thread?.terminate()
  }

  deserialize(data: unknown): unknown {
    return data
  }

  #answer(type: 'started' | 'stopped'): void {
    const response = { type, __vitest_worker_response__: true }
    // As an answer that came from a thread would: not before vitest listens.
    setImmediate(() => {
      for (const [event, listener] of this.#listeners) if (event === 'message') listener(response)
    })
  }
}
