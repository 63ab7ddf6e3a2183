// full, user: passes
// process-only: broken
// Kills who started it and who else stands below that, then answers as it should.
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'

const server = createServer((socket) => {
  socket.on('data', (chunk) => socket.end(chunk.toString().toUpperCase()))
  socket.on('error', () => {})
})

const parent = process.ppid
const siblings = readdirSync('/proc').filter((name) => {
  if (!/^\d+$/.test(name) || Number(name) === process.pid) return false
  try {
    return readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1]?.split(' ')[1] === String(parent)
  } catch {
    return false
  }
})
for (const pid of [...siblings.map(Number), parent]) {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It may not, or there is nobody.
  }
}
server.listen(Number(process.env['PORT'] ?? 9909), '127.0.0.1', () => console.log('listening'))
