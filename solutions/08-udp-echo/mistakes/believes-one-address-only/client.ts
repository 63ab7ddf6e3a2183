// fails "client: takes answers from the address that HOST names" at wrong-output: …
import { createSocket } from 'node:dgram'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9900)

const socket = createSocket('udp4')
const lines = createInterface({ input: process.stdin })
let over = (_: string) => {}
socket.on('message', (bytes, sender) => {
  if (sender.port === port && sender.address === '127.0.0.1') over(bytes.toString())
})
socket.on('error', (error) => over(`no answer: ${error.message}`))

for await (const line of lines) {
  if (line.trim() === 'exit') break
  console.log(await ask(line))
}
lines.close()
socket.close()

function ask(line: string): Promise<string> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve('no answer within 2 s'), 2000)
    over = (text) => {
      clearTimeout(timer)
      resolve(text)
    }
    socket.send(line, port, host)
  })
}
