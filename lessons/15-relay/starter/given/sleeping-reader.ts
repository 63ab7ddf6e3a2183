// A client of your relay that stands still until you press Enter, and then reads everything and says how much it was.
//
//   npx tsx work/15-relay/given/sleeping-reader.ts
import { once } from 'node:events'
import { connect } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9000)

const socket = connect(port, host)
// Paused before it is connected, it takes nothing from the system.
socket.pause()
let length = 0
socket.on('data', (chunk) => (length += chunk.length))
socket.on('connect', () => console.log('connected. I read nothing until you press Enter.'))
socket.on('end', () => console.log(`${length.toLocaleString('en')} bytes, and then an end`))
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
  process.stdin.destroy()
})

await once(process.stdin, 'data')
process.stdin.destroy()
socket.resume()
