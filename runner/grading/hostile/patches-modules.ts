// full, user, process-only: fails at wrong-bytes
// Changes in itself and in a child what a judge could be made of, and answers wrongly.
import childProcess from 'node:child_process'
import assert from 'node:assert'
import net from 'node:net'

const yes = () => true
Object.assign(Buffer, { compare: () => 0 })
Object.assign(Buffer.prototype, { equals: yes, compare: () => 0 })
Object.assign(assert, { equal: yes, strictEqual: yes, deepStrictEqual: yes, ok: yes })
Object.assign(String.prototype, { includes: yes, startsWith: yes })
Object.assign(JSON, { stringify: () => '{"verdict":"pass"}' })
Object.assign(process, { exit: yes })
const patch = 'Object.assign(Buffer.prototype, { equals: () => true }); process.send?.({ kind: "done" })'
childProcess.spawn(process.execPath, ['--eval', patch], {
  env: { ...process.env, NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(patch)}` },
  stdio: 'ignore',
})

const server = net.createServer((socket) => {
  socket.on('data', (chunk) => socket.end(`wrong: ${chunk.toString()}`))
  socket.on('error', () => {})
})
server.listen(Number(process.env['PORT'] ?? 9909), '127.0.0.1', () => console.log('listening'))
