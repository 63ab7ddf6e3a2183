// Answers through pipes: taking the first away and ending
// the second lets out what is in it, and then FIN. Choose
// it where no answer that was begun may be lost.
import { Server, type Socket } from 'node:net'
import { Transform, type TransformCallback } from 'node:stream'

class UpperCase extends Transform {
  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const text = chunk.toString('latin1').replace(/[a-z]+/g, (letters) => letters.toUpperCase())
    done(null, Buffer.from(text, 'latin1'))
  }
}

class StoppableServer extends Server {
  readonly #answers = new Map<Socket, UpperCase>()

  constructor() {
    super({ allowHalfOpen: true })
    this.on('connection', (socket) => this.#serve(socket))
    this.on('close', () => console.log('all gone'))
  }

  #serve(socket: Socket): void {
    const answers = new UpperCase()
    this.#answers.set(socket, answers)
    socket.pipe(answers).pipe(socket)
    socket.on('error', () => {})
    socket.on('close', () => this.#answers.delete(socket))
  }

  stop(graceMs: number): void {
    this.close()
    for (const [socket, answers] of this.#answers) {
      socket.unpipe(answers)
      answers.end()
      socket.resume()
    }
    setTimeout(() => process.exit(0), graceMs).unref()
  }
}

const { PORT = '9909', HOST = '127.0.0.1', GRACE_MS = '2000' } = process.env
const server = new StoppableServer()
server.once('error', (error) => {
  console.error(`cannot have ${PORT}, somebody listens there (${error.message})`)
  process.exit(1)
})
server.listen(Number(PORT), HOST)
process.once('SIGINT', () => server.stop(Number(GRACE_MS)))
process.once('SIGTERM', () => server.stop(Number(GRACE_MS)))
