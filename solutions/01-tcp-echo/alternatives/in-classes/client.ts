// Says at once that nothing will follow (FIN), before
// the answer is there. Choose it where one question
// is all: the server then knows where it ends.
import { Socket } from 'node:net'

const socket = new Socket({ allowHalfOpen: true })
socket.setEncoding('utf8')
socket.connect({ port: Number(process.env['PORT'] || 9909), host: process.env['HOST'] || '127.0.0.1' })
socket.end(process.argv.slice(2).at(0) ?? 'hello word')
socket.on('data', (text) => console.log(String(text)))
socket.on('error', ({ message }) => {
  console.error('no luck:', message)
  process.exit(1)
})
