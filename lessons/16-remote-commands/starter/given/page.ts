/**
 * What a page in a browser can make of a server that runs whatever one read brings. The server here takes one client,
 * on a port of its own, and has gone after one command. The "page" is Node's fetch, which sends what a browser sends.
 * Nothing of it is yours to change.
 */
import { spawnSync } from 'node:child_process'
import { type AddressInfo, createServer } from 'node:net'

const server = createServer((socket) => {
  server.close()
  socket.once('data', (bytes) => {
    console.log('one read brought:')
    for (const line of bytes.toString().split('\r\n')) console.log(`  ${line}`)
    const { stdout, stderr } = spawnSync('/bin/sh', ['-c', bytes.toString()], { encoding: 'utf8' })
    console.log(`the shell complained ${stderr.trim().split('\n').length} times, and then it said:`)
    console.log(`  ${stdout.trim()}`)
    socket.destroy()
  })
})

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  // No answer of this server is HTTP. By the time the page learns that, the command has run.
  fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'echo your page was here' }).catch(() => {})
})
