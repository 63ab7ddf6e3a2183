// Makes the queue itself: each client is a promise that waits for the one
// before. Choose it where you want to see, or to change, who comes next.
import { Server, type Socket } from 'node:net'
import { Transform, type TransformCallback } from 'node:stream'
import { pipeline } from 'node:stream/promises'

class UpperCase extends Transform {
  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    done(
      null,
      Buffer.from(
        chunk.toString('latin1').replace(/[a-z]+/g, (text) => text.toUpperCase()),
        'latin1',
      ),
    )
  }
}

/** Serves its clients strictly in turn: each one is a promise that waits for the one before. */
class TurnServer extends Server {
  #turn: Promise<void> = Promise.resolve()

  constructor() {
    super({ allowHalfOpen: true, pauseOnConnect: true })
    this.on('connection', (socket) => {
      socket.on('error', () => console.log('a client has broken off'))
      this.#turn = this.#turn.then(() => this.#serve(socket))
    })
    this.on('error', (error) => {
      console.error(error.message)
      process.exit(1)
    })
  }

  async #serve(socket: Socket): Promise<void> {
    await pipeline(socket, new UpperCase(), socket).catch(() => {})
    console.log('next, please')
  }
}

const port = Number(process.env.PORT ?? 9909)
new TurnServer().listen({ port, host: process.env.HOST ?? '127.0.0.1' }, () => console.log('open'))
