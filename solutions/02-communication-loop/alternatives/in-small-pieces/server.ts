// Makes its answer piece by piece and waits for each write, so
// that never more than 16 bytes of it are in memory. Choose it
// where a piece is made with effort, or memory is short.
import { createServer, type Socket } from 'node:net'

const server = createServer({ allowHalfOpen: true }, (socket) => {
  server.close()
  socket.on('error', (error) => console.log(error.message))
  void talk(socket)
})
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(Number(process.env.PORT ?? 9909), process.env.HOST ?? '127.0.0.1')
// A sign of life, twenty times a second.
setInterval(() => console.log('still here'), 50).unref()

async function talk(socket: Socket): Promise<void> {
  try {
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
      for (let at = 0; at < chunk.length; at += 16) {
        const answer = Buffer.from(chunk.subarray(at, at + 16))
        for (const [index, byte] of answer.entries()) if (byte >= 97 && byte <= 122) answer[index] = byte - 32
        await new Promise<void>((resolve, reject) =>
          socket.write(answer, (error) => (error ? reject(error) : resolve())),
        )
      }
    }
    console.log('the client has ended')
    socket.end()
  } catch {
    // The listener for errors has told it.
  }
}
