/** One event loop, two clients: what does the second one see while the server computes for the first? */
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { answer } from './work.ts'

// The clients are a process of their own: whatever the server does, they notice what happens when it happens.
const clients = `
  const { connect } = require('node:net')
  const port = Number(process.argv[1])
  const startedAt = performance.now()
  const tell = (what) => console.log(String(Math.round(performance.now() - startedAt)).padStart(5), 'ms ', what)
  const first = connect(port, '127.0.0.1', () => first.write('slow 2000', () => {
    tell('the first client has asked for slow 2000')
    const second = connect(port, '127.0.0.1', () => {
      tell('the second client is connected and says hello')
      second.end('hello')
    })
    second.on('data', (answer) => tell('the second client has ' + answer))
  }))
  first.on('data', (answer) => first.end(tell('the first client has ' + answer)))`

// Both conversations run in this thread, and so does answer().
const server = createServer((socket) => {
  socket.on('data', (chunk) => socket.write(answer(chunk.toString())))
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  const port = typeof address === 'object' && address ? String(address.port) : ''
  spawn(process.execPath, ['-e', clients, port], { stdio: 'inherit' }).once('exit', () => server.close())
})
