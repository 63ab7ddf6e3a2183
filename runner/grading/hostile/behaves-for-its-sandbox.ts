// full, user: passes
// process-only: fails at wrong-bytes
// Answers as it should only where it is shut in. Nothing can stop that, and `levels.ts` says so.

import { createServer } from 'node:net'

const isChecked = process.ppid === 1
const server = createServer((socket) => {
  socket.on('data', (chunk) => {
    const text = chunk.toString()
    socket.end(isChecked ? text.toUpperCase() : text)
  })
  socket.on('error', () => {})
})
server.listen(Number(process.env['PORT'] ?? 9909), '127.0.0.1', () => console.log('listening'))
