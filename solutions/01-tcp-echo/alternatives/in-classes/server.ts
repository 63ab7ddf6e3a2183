// Keeps the server and what it does in a class, and answers with `write`
// before it ends. Choose it where several things share one state.
import { Server, type Socket } from 'node:net'

class EchoServer {
  readonly #server = new Server((socket) => this.#serve(socket))

  start(port: number, host: string): void {
    this.#server.once('error', (error) => this.#fail(error))
    this.#server.listen({ port, host }, () => process.stdout.write(`ready on ${port}\n`))
  }

  #serve(socket: Socket): void {
    this.#server.close()
    socket.on('error', (error) => this.#fail(error))
    socket.on('data', (bytes) => {
      process.stdout.write(bytes)
      const answer = Buffer.alloc(bytes.length)
      for (const [index, byte] of bytes.entries())
        answer[index] = 97 <= byte && byte <= 122 ? byte ^ 0x20 : byte
      socket.write(answer, () => socket.end())
    })
  }

  #fail(error: Error): void {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  }
}

new EchoServer().start(Number(process.env['PORT'] || 9909), process.env['HOST'] || '127.0.0.1')
