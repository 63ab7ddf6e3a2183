/**
 * A time server to try your client with. What it does is up to you:
 *   other-server.ts            answers at once
 *   other-server.ts deaf       hears only every third question
 *   other-server.ts late       answers 2,100 ms later
 *   other-server.ts silent     does not answer
 *   other-server.ts stranger   lets somebody else answer first, and then answers
 *   other-server.ts junk       sends something that is not a time, and then answers
 * Nothing of it is yours to change.
 */
import { createSocket, type RemoteInfo } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8080)
const manner = process.argv[2] ?? 'at once'
const lateMs = 2_100
const lie = '1999-12-31 23:59:59'

const server = createSocket('udp4')
let heard = 0

server.on('message', (question, sender) => {
  heard++
  console.log(`${sender.address}:${sender.port} asks "${question.toString()}"`)
  if (manner === 'silent' || (manner === 'deaf' && heard % 3 !== 0)) return
  if (manner === 'stranger') return sendFromElsewhere(sender, () => answer(sender))
  if (manner === 'junk') server.send('half past two', sender.port, sender.address)
  setTimeout(() => answer(sender), manner === 'late' ? lateMs : 0)
})
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.bind(port, host, () => console.log(`telling the time on ${host}:${port}, manner: ${manner}`))

/** The local time, as the Swedes write it. */
function answer({ address, port }: RemoteInfo): void {
  server.send(new Date().toLocaleString('sv-SE'), port, address)
}

/** Sends from another socket, and so from another port. */
function sendFromElsewhere({ address, port }: RemoteInfo, then: () => void): void {
  const stranger = createSocket('udp4')
  stranger.send(lie, port, address, () => {
    stranger.close()
    then()
  })
}
