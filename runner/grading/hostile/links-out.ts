// full, user, process-only: passes
// Fills its folder with links out of it, so that whoever clears up would clear up elsewhere; then answers as it should.
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { createServer } from 'node:net'

const server = createServer((socket) => {
  socket.on('data', (chunk) => socket.end(chunk.toString().toUpperCase()))
  socket.on('error', () => {})
})

const root = process.cwd().replace(/\/work\/\.stage\/.*$/, '')
mkdirSync('deep')
symlinkSync(join(root, 'lessons'), 'lessons')
symlinkSync(join(root, 'solutions'), 'deep/solutions')
symlinkSync('/etc/passwd', 'passwd.ts')
server.listen(Number(process.env['PORT'] ?? 9909), '127.0.0.1', () => console.log('listening'))
