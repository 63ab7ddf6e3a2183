/**
 * 400 clients ask a server on 127.0.0.1 over a bad network: each question and each answer is lost with a chance of one
 * in four. First each client asks once, then up to three times. Nothing of it is yours to change.
 */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'

const host = '127.0.0.1'
const clients = 400
const patienceMs = 100
/** So many ask at the same time: more datagrams might not fit into the server's buffer. */
const atOnce = 40

const server = createSocket('udp4')
server.on('message', (_question, sender) => {
  if (!isLost() && !isLost()) server.send('here I am', sender.port, sender.address)
})
server.bind(0, host)
await once(server, 'listening')
const { port } = server.address()

for (const most of [1, 3]) {
  let unanswered = 0
  for (let asked = 0; asked < clients; asked += atOnce) {
    const portion = await Promise.all(Array.from({ length: atOnce }, () => isAnswered(most)))
    unanswered += portion.filter((answered) => !answered).length
  }
  const percent = Math.round((100 * unanswered) / clients)
  console.log(`at most ${most} questions each: ${unanswered} of ${clients} got no answer, ${percent} %`)
}
server.close()

function isLost(): boolean {
  return Math.random() < 0.25
}

/** Asks so often at most. Whether an answer has come. */
async function isAnswered(most: number): Promise<boolean> {
  const socket = createSocket('udp4')
  const answer = once(socket, 'message').then(() => true)
  for (let asked = 0; asked < most; asked++) {
    socket.send('are you there?', port, host)
    if (await Promise.race([answer, wait(patienceMs)])) {
      socket.close()
      return true
    }
  }
  socket.close()
  return false
}

function wait(ms: number): Promise<boolean> {
  return new Promise((resolve) => setTimeout(resolve, ms, false))
}
