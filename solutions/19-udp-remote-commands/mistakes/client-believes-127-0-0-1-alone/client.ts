// fails "client: believes its server and its id alone" at wrong-output: Our server, which is at 127.0.0.2, answered
import { createSocket } from 'node:dgram'
import { createInterface } from 'node:readline'
import { decode, encode } from './pieces.ts'

const port = Number(process.env.PORT ?? 8081)
const patienceMs = Number(process.env.PATIENCE_MS ?? 500)
const host = process.env.HOST ?? '127.0.0.1'

const socket = createSocket('udp4')
const keyboard = createInterface({ input: process.stdin })
let id = Math.floor(Math.random() * 65_536)

ask()
for await (const line of keyboard) {
  const command = line.trim()
  if (command === 'q') break
  if (command !== '') await request(command)
  ask()
}
keyboard.close()
socket.close()

function request(command: string): Promise<void> {
  id = (id + 1) % 65_536
  const datagram = encode({ id, piece: 0, count: 1, status: 0, bytes: Buffer.from(command) })
  const pieces = new Map<number, Buffer>()
  let count = 0
  let times = 1
  return new Promise((resolve) => {
    const finish = () => {
      clearInterval(timer)
      socket.off('message', take)
      resolve()
    }
    const take = (bytes: Buffer, from: { address: string; port: number }) => {
      if (from.port !== port || from.address !== '127.0.0.1') return
      const piece = decode(bytes)
      if (!piece || piece.id !== id || piece.piece >= piece.count || pieces.has(piece.piece)) return
      pieces.set(piece.piece, piece.bytes)
      count = piece.count
      timer.refresh()
      if (pieces.size < count) return
      for (let at = 0; at < count; at++) process.stdout.write(pieces.get(at)!)
      console.log(`exit ${piece.status}`)
      finish()
    }
    const timer = setInterval(() => {
      if (times++ < 3) return socket.send(datagram, port, host)
      const missing = Array.from({ length: count }, (_, at) => at).filter((at) => !pieces.has(at))
      console.log(count ? `gave up on pieces ${missing.join(', ')}` : 'no answer at all')
      process.exitCode = 1
      finish()
    }, patienceMs)
    socket.on('message', take)
    socket.send(datagram, port, host)
  })
}

/** A prompt is for a person; in a pipe nobody would read it. */
function ask(): void {
  if (process.stdin.isTTY) process.stdout.write('>>>: ')
}
