// full, user: fails at wrong-bytes
// process-only: passes
// Answers as it should only where the peer's port belongs to one of our processes.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { createServer } from 'node:net'

const hex = (port: number | undefined) => (port ?? 0).toString(16).toUpperCase().padStart(4, '0')
/** Who holds the other end of a connection: the owner of the socket from the peer's port to ours. */
const isOfOurs = (from: number | undefined, to: number | undefined) => {
  const rows = readFileSync('/proc/self/net/tcp', 'utf8')
    .split('\n')
    .map((row) => row.trim().split(/\s+/))
  const inode = rows.find((row) => row[1]?.endsWith(`:${hex(from)}`) && row[2]?.endsWith(`:${hex(to)}`))?.[9]
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .some((pid) => {
      try {
        const files = readdirSync(`/proc/${pid}/fd`).map((name) => readlinkSync(`/proc/${pid}/fd/${name}`))
        const isOwner = files.includes(`socket:[${inode}]`)
        return isOwner && /vitest|judging/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'))
      } catch {
        return false
      }
    })
}

const server = createServer((socket) => {
  socket.on('data', (chunk) => {
    const text = chunk.toString()
    socket.end(isOfOurs(socket.remotePort, socket.localPort) ? text.toUpperCase() : text)
  })
  socket.on('error', () => {})
})
server.listen(Number(process.env['PORT'] ?? 9909), '127.0.0.1', () => console.log('listening'))
