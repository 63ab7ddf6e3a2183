// full, user: passes
// Answers as it should only where it sees no process of others, no network and no name of the run.
import { readdirSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { createServer } from 'node:net'

const server = createServer((socket) => {
  socket.on('data', (chunk) => socket.end(chunk.toString().toUpperCase()))
  socket.on('error', () => {})
})

const others = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) > process.pid)
const isAlone = others.length === 0 && process.ppid === 1
const isOffline = Object.keys(networkInterfaces()).every((name) => name === 'lo')
const knowsNothing = !Object.keys(process.env).some((name) => name.startsWith('SOCKET_WORKBOOK'))
console.log({ isAlone, isOffline, knowsNothing })
if (!isAlone || !isOffline || !knowsNothing) process.exit(1)
server.listen(Number(process.env['PORT'] ?? 9909), '127.0.0.1', () => console.log('listening'))
