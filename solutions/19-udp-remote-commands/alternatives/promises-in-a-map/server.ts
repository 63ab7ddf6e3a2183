// One map from a request to the promise of its answer, so that "it runs"
// and "it is answered" are one case. Choose it where nobody minds if the
// answer goes out once for each time that somebody has asked.
import { createSocket } from 'node:dgram'
import { constants } from 'node:os'
import { Refusal, Runner } from './given/run.ts'

const { HOST: host = '127.0.0.1', PORT: port = '8081' } = process.env
const { COMMAND_TIMEOUT_MS: timeoutMs = '10000', MAX_OUTPUT_BYTES: maxOutputBytes = '102400' } = process.env

if (host !== '127.0.0.1') {
  console.error(`this server is for 127.0.0.1 and not for ${host}`)
  process.exit(1)
}

const runner = new Runner({ timeoutMs: Number(timeoutMs), maxOutputBytes: Number(maxOutputBytes) })
const stop = new AbortController()
const answers = new Map<string, Promise<Buffer[]>>()
/** Whose promises are settled, the oldest first. */
const answered = new Set<string>()

const socket = createSocket('udp4', (datagram, { address, port: senderPort }) => {
  // The header of a request says nothing but its id: 0, 1 and 0 follow.
  if (datagram.length < 8 || datagram.readUIntBE(2, 6) !== 0x0001_0000) return
  const id = datagram.readUInt16BE(0)
  const key = JSON.stringify([address, senderPort, id])
  const answer = answers.get(key) ?? run(id, datagram.toString('utf8', 8))
  answers.set(key, answer)
  void answer.then((pieces) => {
    // Only an answer gives way to others. What still runs is not forgotten, however much comes meanwhile.
    answered.add(key)
    const [oldest = key] = answered
    if (answered.size > 200 && answered.delete(oldest)) answers.delete(oldest)
    if (stop.signal.aborted) return
    for (const piece of pieces) socket.send(piece, senderPort, address)
  })
})
socket.once('error', ({ message }) => {
  console.error(message)
  process.exitCode = 1
})
socket.bind(Number(port), host, () => {
  console.log(`commands in pieces, on ${host}:${port}`)
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => {
      stop.abort()
      socket.close()
    })
})

async function run(id: number, line: string): Promise<Buffer[]> {
  const [program = '', ...words] = line.trim().split(/ +/)
  let stdout = Buffer.alloc(0)
  let stderr = Buffer.alloc(0)
  const hear = (from: string, bytes: Buffer) => {
    if (from === 'stdout') stdout = Buffer.concat([stdout, bytes])
    else stderr = Buffer.concat([stderr, bytes])
  }
  const status = await runner.run(program, words, hear, stop.signal).then(
    ({ timedOut, signal, exitCode }) =>
      timedOut ? 124 : signal ? 128 + constants.signals[signal] : Number(exitCode),
    (error: unknown) => {
      if (error instanceof Refusal) return 126
      throw error
    },
  )
  return [...makePieces(id, status, Buffer.concat([stdout, stderr]))]
}

function* makePieces(id: number, status: number, answer: Buffer): Generator<Buffer> {
  const count = Math.ceil(answer.length / 1_400) || 1
  for (let piece = 0; piece < count; piece++) {
    const header = Buffer.from(Uint16Array.of(id, piece, count, status).buffer).swap16()
    yield Buffer.concat([header, answer.subarray(1_400 * piece, 1_400 * (piece + 1))])
  }
}
