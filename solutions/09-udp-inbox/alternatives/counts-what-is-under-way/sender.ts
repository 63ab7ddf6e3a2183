// Waits for nothing between two lines: it counts the datagrams that
// the system has not taken yet, and closes when there is none left.
// Choose it where lines come faster than one can wait for each.
import { createSocket } from 'node:dgram'
import { createInterface } from 'node:readline'

const host = process.env['HOST'] || '127.0.0.1'
const port = Number(process.env['PORT'] || 7788)
const socket = createSocket('udp4')
const keyboard = createInterface({ input: process.stdin })
let underWay = 0
let isOver = false

keyboard.on('line', (line) => {
  if (isOver) return
  underWay++
  socket.send(line, port, host, (error) => {
    underWay--
    if (error) console.error(`${JSON.stringify(line)} was not sent: ${error.message}`)
    endWhenAllIsOut()
  })
  if (line === 'exit') finish()
})
keyboard.on('close', finish)

function finish(): void {
  isOver = true
  keyboard.close()
  endWhenAllIsOut()
}

function endWhenAllIsOut(): void {
  if (isOver && underWay === 0) process.exit()
}
