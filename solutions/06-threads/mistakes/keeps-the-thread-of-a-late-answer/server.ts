// fails "has a thread for each client, and none of them when the clients have left" at does-not-stop: …
import { createServer, type Socket } from "node:net"
import { startWorker } from "./given/start-worker.ts"

const host = process.env.HOST ?? "127.0.0.1"
const port = Number(process.env.PORT ?? 8889)

const server = createServer({ allowHalfOpen: true }, serve)
server.on("error", (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))


function serve(socket: Socket): void {
  const worker = startWorker(new URL('./worker.ts', import.meta.url))
  let pending = 0
  let ended = false
  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    pending++
    worker.postMessage(text)
  })
  socket.on('end', () => {
    ended = true
    if (pending > 0) return
    socket.end()
    void worker.terminate()
  })
  socket.on('error', () => void worker.terminate())
  worker.on('message', (text) => {
    pending--
    socket.write(text)
    if (ended && pending === 0) socket.end()
  })
  worker.on('error', () => socket.destroy())
}
