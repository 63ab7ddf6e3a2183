// A connected socket: the system drops what comes from anybody else and
// reports a refusal, and each wait is an await with a time-out. Choose it
// for a client of one server.
import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

const patienceMs = Number(process.env.PATIENCE_MS ?? 500)
const socket = createSocket('udp4')
socket.connect(Number(process.env.PORT ?? 8081), process.env.HOST ?? '127.0.0.1')
await once(socket, 'connect')
// What comes between two waits is kept.
const came: Buffer[] = []
socket.on('message', (bytes) => {
  came.push(bytes)
  socket.emit('news')
})
const refusals: Error[] = []
socket.on('error', (error) => refusals.push(error))

const keyboard = createInterface(process.stdin)
const prompt = process.stdin.isTTY ? '>>>: ' : ''
let id = randomBytes(2).readUInt16BE()
process.stdout.write(prompt)
for await (const typed of keyboard) {
  const line = typed.trim()
  if (line === 'q') break
  if (line) {
    id = (id + 1) & 0xffff
    await talk(line)
  }
  process.stdout.write(prompt)
}
keyboard.close()
socket.close()

async function talk(line: string): Promise<void> {
  const header = Buffer.alloc(8)
  header.writeUInt16BE(id)
  header[5] = 1
  const answer = new Map<number, Buffer>()
  let [count, status] = [0, 0]
  refusals.length = 0
  for (let round = 0; round < 3 && refusals.length === 0; round++) {
    socket.send([header, line])
    let patience = AbortSignal.timeout(patienceMs)
    while (await isNews(patience)) {
      for (const datagram of came.splice(0)) {
        if (datagram.length < 8 || datagram.readUInt16BE(0) !== id) continue
        const piece = datagram.readUInt16BE(2)
        if (piece >= datagram.readUInt16BE(4) || answer.has(piece)) continue
        count = datagram.readUInt16BE(4)
        status = datagram.readUInt16BE(6)
        answer.set(piece, datagram.subarray(8))
        patience = AbortSignal.timeout(patienceMs)
      }
      if (count > 0 && answer.size === count) return print(answer, status)
    }
  }
  if (count === 0) return giveUp(refusals[0]?.message ?? 'the server says nothing')
  const missing = Array.from({ length: count }, (_, piece) => piece).filter((piece) => !answer.has(piece))
  giveUp(`gave up on pieces ${missing.join(', ')}`)
}

/** Whether something comes before the patience is over; a refusal ends the wait too. */
async function isNews(patience: AbortSignal): Promise<boolean> {
  if (came.length > 0) return true
  return await once(socket, 'news', { signal: patience }).then(
    () => true,
    () => false,
  )
}

function print(answer: ReadonlyMap<number, Buffer>, status: number): void {
  const inOrder = [...answer].sort(([one], [other]) => one - other).map(([, bytes]) => bytes)
  process.stdout.write(Buffer.concat(inOrder))
  console.log(`exit ${status}`)
}

function giveUp(why: string): void {
  console.error(why)
  process.exitCode = 1
}
