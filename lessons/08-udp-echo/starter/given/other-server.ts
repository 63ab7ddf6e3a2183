/**
 * A server to try your client with. It answers in upper case, as yours should, and what else it does is up to you:
 *   other-server.ts            answers at once
 *   other-server.ts late       answers a second later
 *   other-server.ts silent     does not answer
 *   other-server.ts stranger   lets somebody else speak first, and then answers
 * Nothing of it is yours to change.
 */
import { createSocket, type RemoteInfo } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9900)
const manner = process.argv[2] ?? 'at once'
const lateMs = 1_000

const server = createSocket('udp4')
server.on('message', (question, sender) => {
  console.log(`${sender.address}:${sender.port} asks "${question.toString()}"`)
  if (manner === 'silent') return
  if (manner === 'stranger') return lie(sender, () => answer(question, sender))
  setTimeout(() => answer(question, sender), manner === 'late' ? lateMs : 0)
})
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.bind(port, host, () => console.log(`receiving on ${host}:${port}, manner: ${manner}`))

function answer(question: Buffer, { address, port }: RemoteInfo): void {
  const bytes = question.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte))
  server.send(bytes, port, address)
}

/** Sends from another socket, and so from another port. */
function lie({ address, port }: RemoteInfo, then: () => void): void {
  const stranger = createSocket('udp4')
  stranger.send('lies of a stranger', port, address, () => {
    stranger.close()
    then()
  })
}
