// A reader that stands still until you press Enter, and then reads everything and says how much it was.
//
//   npx tsx work/13-socket-tour/given/still-reader.ts
import { once } from 'node:events'
import { createServer } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

const server = createServer({ pauseOnConnect: true }, (socket) => {
  server.close()
  console.log('connected. I read nothing until you press Enter.')
  let length = 0
  socket.on('data', (chunk) => (length += chunk.length))
  socket.on('end', () => console.log(`${length.toLocaleString('en')} bytes, and then an end`))
  socket.on('error', (error) => console.log(error.message))
  void once(process.stdin, 'data').then(() => {
    process.stdin.destroy()
    socket.resume()
  })
})
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))
