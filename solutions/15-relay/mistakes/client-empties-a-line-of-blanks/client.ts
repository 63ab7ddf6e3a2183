// fails "client: sends each line as it was typed, with its line feed" at wrong-bytes: the line "   " with its line feed
import { connect } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9000)

const socket = connect(port, host)

/** What has come of a line whose end has not come yet. */
let begun = Buffer.alloc(0)

process.stdin.on('data', (chunk: Buffer) => {
  const bytes = Buffer.concat([begun, chunk])
  let from = 0
  for (let at = bytes.indexOf('\n'); at !== -1; at = bytes.indexOf('\n', from)) {
    say(bytes.subarray(from, at))
    from = at + 1
  }
  begun = bytes.subarray(from)
})
process.stdin.on('end', () => {
  if (begun.length > 0) say(begun)
  socket.end()
})

socket.on('data', (chunk) => process.stdout.write(chunk))
socket.on('end', () => console.error('your partner has ended the conversation'))
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
// Lets go of the keyboard.
socket.on('close', () => process.stdin.destroy())

function say(line: Buffer): void {
  if (!socket.writable) return
  // A line with nothing to see in it is an empty one.
  const isBlank = line.toString().trim() === ''
  socket.write(isBlank ? '\n' : Buffer.concat([line, Buffer.from('\n')]))
}
