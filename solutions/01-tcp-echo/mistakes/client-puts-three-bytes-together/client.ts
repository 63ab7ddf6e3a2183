// fails "client: prints an answer that comes in many pieces" at wrong-output: The answer came one byte at a time
import { connect } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)
const text = process.argv[2] ?? 'hello word'

// The beginning of a character whose other bytes have not come.
let rest: Buffer = Buffer.alloc(0)

const socket = connect(port, host)
socket.on('connect', () => socket.write(text))
socket.on('data', (chunk) => {
  const bytes = Buffer.concat([rest, chunk])
  const whole = countWhole(bytes)
  process.stdout.write(bytes.toString('utf8', 0, whole))
  rest = bytes.subarray(whole)
})
socket.on('end', () => process.stdout.write(`${rest.toString()}\n`))
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})

/** How many bytes make whole characters. What follows them is the beginning of one more. */
function countWhole(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) break
    if (byte >= 0xc0) {
      const needed = byte >= 0xe0 ? 3 : 2
      return back < needed ? bytes.length - back : bytes.length
    }
  }
  return bytes.length
}
