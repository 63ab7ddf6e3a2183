// fails "client: ignores a datagram from somebody else" at wrong-output: Before the next line was typed
import { createSocket } from 'node:dgram'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9900)
const patienceMs = 2_000

const socket = createSocket('udp4')
/** What has come before anybody waited for it: an answer can be quicker than the callback of send. */
const inbox: Buffer[] = []
let waiting: ((answer: Buffer) => void) | undefined

socket.on('message', (message, sender) => {
  if (!waiting) {
    inbox.push(message)
    return
  }
  if (sender.address === host && sender.port === port) waiting(message)
})
socket.on('error', () => {})

const lines = createInterface({ input: process.stdin })
for await (const line of lines) {
  if (line.trim() === 'exit') break
  const answer = (await send(line)) ? await receive() : undefined
  console.log(answer === undefined ? 'no answer' : answer.toString())
}
lines.close()
socket.close()

/** Resolves with the next datagram, or with undefined after two seconds. */
function receive(): Promise<Buffer | undefined> {
  const early = inbox.shift()
  if (early) return Promise.resolve(early)
  return new Promise((resolve) => {
    const finish = (answer?: Buffer): void => {
      clearTimeout(timer)
      waiting = undefined
      resolve(answer)
    }
    const timer = setTimeout(finish, patienceMs)
    waiting = finish
  })
}

/** Resolves when the system has taken the datagram, or has refused it. */
function send(text: string): Promise<boolean> {
  return new Promise((resolve) => socket.send(text, port, host, (error) => resolve(!error)))
}
