// Makes the readline interface only when it is connected, so
// that no line can come before somebody hears it. Choose it where
// nothing is to be read from stdin before there is a server.
import net from 'node:net'
import readline from 'node:readline'

const { PORT = '9999', HOST = '127.0.0.1' } = process.env
const socket = net.createConnection({ port: +PORT, host: HOST }, begin)
socket.setEncoding('utf8')

let leave = (): void => {}
let hasSaidGoodbye = false
const give = (reason: string): void => {
  if (hasSaidGoodbye) return
  process.stderr.write(`${reason}\n`)
  process.exitCode = 1
  leave()
}
socket.on('error', (error) => give(error.message))
socket.on('end', () => give('Nobody is there any more.'))

function begin(): void {
  const queue: string[] = []
  let due = false
  let over = false
  const keyboard = readline.createInterface(process.stdin)
  leave = () => {
    hasSaidGoodbye = true
    keyboard.close()
    socket.end()
  }

  function step(): void {
    if (due || hasSaidGoodbye) return
    while (queue[0] === '') {
      queue.shift()
      ask()
    }
    const text = queue.shift()
    if (text === undefined ? over : /^(exit|q)$/.test(text)) return leave()
    if (text === undefined) return
    due = true
    socket.write(text)
  }

  keyboard.on('line', (line) => {
    queue.push(line.trim())
    step()
  })
  keyboard.on('close', () => {
    over = true
    step()
  })
  socket.on('data', (answer) => {
    due = false
    console.log(String(answer))
    ask()
    step()
  })
  ask()
}

function ask(): void {
  if (process.stdout.isTTY) process.stdout.write('>>>: ')
}
