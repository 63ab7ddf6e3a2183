// fails "sender: sends each line as one datagram, an empty line too" at missing-bytes: a line of 1,999 bytes
import { createSocket } from 'node:dgram'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 7788)

const socket = createSocket('udp4')

const lines = createInterface({ input: process.stdin })
for await (const line of lines) {
  await send(line)
  if (line === 'exit') break
}
lines.close()
socket.close()

/** Sends what fits into one Ethernet frame at a time. */
async function send(line: string): Promise<void> {
  const bytes = Buffer.from(line)
  let at = 0
  do {
    await sendPiece(bytes.subarray(at, at + 1_472))
    at += 1_472
  } while (at < bytes.length)
}

/** Resolves when the system has taken the datagram. Whether it arrives, nobody will say. */
function sendPiece(line: Buffer): Promise<void> {
  return new Promise((resolve) => {
    socket.send(line, port, host, (error) => {
      if (error) console.error(`not sent: ${error.message}`)
      resolve()
    })
  })
}
