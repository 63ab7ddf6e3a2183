// fails "client: asks again with the same id" at silent: what belongs to an earlier request does not either
import { randomInt } from 'node:crypto'
import { createSocket, type RemoteInfo } from 'node:dgram'
import { createInterface } from 'node:readline'
import { decode, encode, type Piece } from './pieces.ts'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8081)
const patienceMs = Number(process.env.PATIENCE_MS ?? 500)
const mostRequests = 3

const socket = createSocket('udp4')
const keyboard = createInterface({ input: process.stdin })
// Whoever had this port before may have asked for 1, 2, 3. The server still keeps the answers.
let nextId = randomInt(0x1_0000)
/** All pieces that have come, by the id of their request. */
const collected = new Map<number, Map<number, Piece>>()

ask()
for await (const line of keyboard) {
  const command = line.trim()
  if (command === 'q') break
  if (command !== '') show(await request(command))
  ask()
}
keyboard.close()
socket.close()

/** A prompt is for a person; in a pipe nobody would read it. */
function ask(): void {
  if (process.stdin.isTTY) process.stdout.write('>>>: ')
}

/** Sends a request until its answer is whole, or given up. Resolves with the pieces that have come, by their numbers. */
function request(command: string): Promise<Map<number, Piece>> {
  const id = nextId
  nextId = (nextId + 1) % 0x1_0000
  const datagram = encode({ id, piece: 0, count: 1, status: 0, bytes: Buffer.from(command) })
  const pieces = new Map<number, Piece>()
  collected.set(id, pieces)
  let requests = 0
  let timer: NodeJS.Timeout
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer)
      socket.off('message', take)
      resolve(pieces)
    }
    const send = () => {
      if (requests === mostRequests) return finish()
      requests++
      // A request that cannot be sent is one more that is not answered.
      socket.send(datagram, port, host, () => {})
      timer = setTimeout(send, patienceMs)
    }
    const take = (bytes: Buffer, sender: RemoteInfo) => {
      const piece = decode(bytes)
      if (sender.address !== host || sender.port !== port || !piece) return
      const known = collected.get(piece.id)
      if (!known || known.has(piece.piece)) return
      known.set(piece.piece, piece)
      if (piece.id === id && pieces.size === piece.count) return finish()
      timer.refresh()
    }
    socket.on('message', take)
    send()
  })
}

/** Prints an answer, or which of its pieces are missing. */
function show(pieces: ReadonlyMap<number, Piece>): void {
  const [first] = pieces.values()
  if (!first) return giveUp(`no answer from ${host}:${port} to ${mostRequests} requests`)
  const inOrder = Array.from({ length: first.count }, (_, number) => pieces.get(number))
  const missing = [...inOrder.keys()].filter((number) => !inOrder[number])
  if (missing.length > 0) return giveUp(`gave up on pieces ${missing.join(', ')}`)
  // Bytes go out as they are: a piece may end inside a character.
  for (const piece of inOrder) process.stdout.write(piece?.bytes ?? '')
  console.log(`exit ${first.status}`)
}

function giveUp(why: string): void {
  console.error(why)
  process.exitCode = 1
}
