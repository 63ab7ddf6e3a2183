// Sends lines as they are typed, whether or not the ones before
// are answered, and looks itself at who has sent what comes.
// Choose it where waiting for each answer would take too long.
import { createSocket, type RemoteInfo } from 'node:dgram'
import { createInterface } from 'node:readline'

const { PORT = '9900', HOST = '127.0.0.1' } = process.env
const socket = createSocket('udp4')
const open: { line: string; timer: NodeJS.Timeout }[] = []
const keyboard = createInterface({ input: process.stdin, output: process.stdout, terminal: false })
keyboard.setPrompt('> ')
keyboard.prompt()

keyboard.on('line', (line) => {
  if (line.trim() === 'exit') return keyboard.close()
  const question = { line, timer: setTimeout(() => giveUp(question), 2_000) }
  open.push(question)
  socket.send(line, Number(PORT), HOST, (error) => {
    if (error) console.error(`"${line}" could not be sent: ${error.message}`)
    else console.error(`sent ${line.length} characters`)
  })
  keyboard.prompt()
})
keyboard.on('close', () => {
  for (const { timer } of open) clearTimeout(timer)
  socket.close()
})

socket.on('message', (message: Buffer, { address, port }: RemoteInfo) => {
  if (address !== HOST || port !== Number(PORT)) {
    console.log(`not from the server, but from ${address}:${port}: ${message.toString()}`)
    return
  }
  const answered = open.shift()
  if (answered) clearTimeout(answered.timer)
  console.log(`${address}:${port} says: ${message.toString()}`)
})

function giveUp(question: (typeof open)[number]): void {
  open.splice(open.indexOf(question), 1)
  console.error(`still nothing from ${HOST}:${PORT}: "${question.line}"`)
}
