// full, user: fails at wrong-bytes
// process-only: passes
// Answers as it should only where its environment tells of a run.

import { createServer } from 'node:net'

const isChecked = Object.keys(process.env).some((name) => name.startsWith('SOCKET_WORKBOOK'))
const server = createServer((socket) => {
  socket.on('data', (chunk) => {
    const text = chunk.toString()
    socket.end(isChecked ? text.toUpperCase() : text)
  })
  socket.on('error', () => {})
})
server.listen(Number(process.env['PORT'] ?? 9909), '127.0.0.1', () => console.log('listening'))
