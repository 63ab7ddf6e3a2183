// fails "outlives clients that break off, in conversation and while they wait" at wrong-output: Your server printed nothing when its client had broken off in its own turn
import { on } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8080)

// Lines wait here until it is the operator's turn.
const typed: string[] = []
const keyboard = createInterface({ input: process.stdin })
keyboard.on('line', (line) => typed.push(line))

const server = createServer({ pauseOnConnect: true })
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

try {
  for await (const [socket] of on(server, 'connection')) await converse(socket)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
  keyboard.close()
}

/** Talks with one client, in turns, until it leaves. Whatever the client does, this returns. */
async function converse(socket: Socket): Promise<void> {
  const address = `${socket.remoteAddress}:${socket.remotePort}`
  // The client speaks first.
  let isOurTurn = false

  const answer = () => {
    while (isOurTurn) {
      const line = typed.shift()?.trim()
      if (line === undefined) return ask()
      if (line === '') {
        console.log('a blank line is not an answer: type something')
        continue
      }
      socket.write(line)
      isOurTurn = false
    }
  }

  console.log(`connected: ${address}`)
  keyboard.on('line', answer)
  let hasBrokenOff = false
  socket.on('error', (error) => {
    hasBrokenOff = true
    // In its own turn nobody waits for it, and nothing is lost.
    if (isOurTurn) console.log(`the client has broken off: ${error.message}`)
  })
  // Half a character is kept back until its other half has come.
  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    console.log(makeHarmless(String(text)))
    isOurTurn = true
    answer()
  })
  // pauseOnConnect has held it still so far.
  socket.resume()
  await new Promise((resolve) => socket.once('close', resolve))

  keyboard.off('line', answer)
  // What was meant for this client is not for the next one.
  typed.length = 0
  if (!hasBrokenOff) console.log(`left: ${address}`)
}

function ask(): void {
  process.stdout.write('>>>: ')
}

/** Replaces control characters, except tab and line feed: to a terminal they are commands. */
function makeHarmless(text: string): string {
  return text.replace(/(?![\t\n])\p{Cc}/gu, '\u{fffd}')
}
