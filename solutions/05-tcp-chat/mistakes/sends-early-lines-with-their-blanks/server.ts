// fails "keeps to the turns when the operator types early" at wrong-bytes: Your server sent "  second answer
import { on } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8080)

// Lines wait here until it is the operator's turn.
const typed: string[] = []
// Takes a line if it is the operator's turn.
let take: ((line: string) => boolean) | undefined
const keyboard = createInterface({ input: process.stdin })
keyboard.on('line', (line) => {
  if (!take?.(line.trim())) typed.push(line)
})

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

  const refuse = () => console.log('a blank line is not an answer: type something')

  const answer = (text: string): boolean => {
    if (!isOurTurn) return false
    if (text === '') {
      refuse()
      ask()
      return true
    }
    socket.write(text)
    isOurTurn = false
    return true
  }

  /** The next line that was typed too early, if there is one. */
  const answerFromStore = () => {
    while (isOurTurn) {
      const line = typed.shift()
      if (line === undefined) return ask()
      if (line.trim() === '') {
        refuse()
        continue
      }
      socket.write(line)
      isOurTurn = false
    }
  }

  console.log(`connected: ${address}`)
  take = answer
  socket.on('error', (error) => console.log(`the client has broken off: ${error.message}`))
  // Half a character is kept back until its other half has come.
  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    console.log(makeHarmless(String(text)))
    isOurTurn = true
    answerFromStore()
  })
  // pauseOnConnect has held it still so far.
  socket.resume()
  await new Promise((resolve) => socket.once('close', resolve))

  take = undefined
  // What was meant for this client is not for the next one.
  typed.length = 0
  console.log(`left: ${address}`)
}

function ask(): void {
  process.stdout.write('>>>: ')
}

/** Replaces control characters, except tab and line feed: to a terminal they are commands. */
function makeHarmless(text: string): string {
  return text.replace(/(?![\t\n])\p{Cc}/gu, '\u{fffd}')
}
