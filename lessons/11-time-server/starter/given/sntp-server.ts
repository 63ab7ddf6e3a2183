/**
 * A small server of SNTP, the simple form of the protocol by which computers set their clocks (RFC 5905, section 14):
 * packets of 48 bytes. It takes UDP port 1123 of 127.0.0.1; the protocol's own port, 123, needs the rights of an
 * administrator. Nothing of it is yours to change.
 */
import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 1123)

const packetBytes = 48
/** Seconds from 1900, where NTP begins to count, to 1970, where JavaScript does. */
const secondsTo1970 = 2_208_988_800
const client = 3
const server = 4

const socket = createSocket('udp4')
socket.on('message', (question, sender) => {
  const receivedAt = Date.now()
  const mode = (question[0] ?? 0) & 0b111
  console.log(`${sender.address}:${sender.port} sends ${question.length} bytes, mode ${mode}`)
  if (question.length < packetBytes || mode !== client) return
  socket.send(createAnswer(question, receivedAt), sender.port, sender.address)
})
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
socket.bind(port, host, () => console.log(`SNTP on ${host}:${port}`))

function createAnswer(question: Buffer, receivedAt: number): Buffer {
  const answer = Buffer.alloc(packetBytes)
  // No leap second ahead, the version that was asked for, and the mode of a server.
  answer[0] = ((question[0] ?? 0) & 0b111000) | server
  // Stratum 1 with this name is a machine's own clock, of which nobody says how good it is (RFC 4330, section 4).
  answer[1] = 1
  answer.write('LOCL', 12, 'latin1')
  // What the client said the time was when it asked comes back, so that it knows its answer.
  question.copy(answer, 24, 40, 48)
  writeTime(answer, 32, receivedAt)
  writeTime(answer, 40, Date.now())
  return answer
}

/** 32 bits of seconds since 1900, and 32 bits of a fraction of a second. */
function writeTime(packet: Buffer, offset: number, ms: number): void {
  packet.writeUInt32BE((Math.floor(ms / 1_000) + secondsTo1970) % 2 ** 32, offset)
  packet.writeUInt32BE(Math.floor(((ms % 1_000) / 1_000) * 2 ** 32), offset + 4)
}
