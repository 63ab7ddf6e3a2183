// The client of every server that is measured: on each connection one question at a time, and the next one when its
// answer is there, whole and right. Prints how many answers came in a second, all connections together.
import { once } from 'node:events'
import { connect } from 'node:net'

const [port, connections, bytes, warmUpMs, measuredMs] = process.argv.slice(2).map(Number)
const question = Buffer.alloc(bytes, 'abcdefghijklmnopqrstuvwxyz 0123456789\n')
const expected = Buffer.from(question.toString().toUpperCase())
let answers = 0
let isOver = false

/** Opens a connection and resolves when its first question has been answered. */
async function openConversation() {
  const socket = connect(port, '127.0.0.1')
  socket.once('error', (error) => fail(error.message))
  socket.setNoDelay(true)
  await once(socket, 'connect')
  socket.write(question)
  await new Promise((resolve) => hearAnswers(socket, resolve))
  return socket
}

/** Tells of the first answer, and asks the next question at each answer that follows. */
function hearAnswers(socket, onFirst) {
  let received = 0
  let isFirst = true
  socket.on('data', (chunk) => {
    if (!expected.subarray(received, received + chunk.length).equals(chunk))
      fail('It answered something else.')
    received += chunk.length
    if (received < bytes) return
    received = 0
    if (isFirst) {
      isFirst = false
      onFirst()
      return
    }
    answers += 1
    if (isOver) socket.end()
    else socket.write(question)
  })
  socket.once('end', () => isOver || fail('It ended the connection.'))
}

function fail(sentence) {
  console.error(sentence)
  process.exit(1)
}

// All of them are served before anything is measured: a server may start a thread for each.
const sockets = []
for (let number = 0; number < connections; number++) sockets.push(await openConversation())
for (const socket of sockets) socket.write(question)
setTimeout(() => {
  const [before, beganAt] = [answers, performance.now()]
  setTimeout(() => {
    console.log(((answers - before) * 1000) / (performance.now() - beganAt))
    // Every question that was asked is answered before its connection ends, so that nothing is reset.
    isOver = true
  }, measuredMs)
}, warmUpMs)
