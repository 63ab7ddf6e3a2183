// full, user: passes
// process-only: broken
// Writes without end into whatever it has inherited, and into what its parent has open; answers as it should meanwhile.
import { constants, openSync, readdirSync, readlinkSync, writeSync } from 'node:fs'
import { createServer } from 'node:net'

const server = createServer((socket) => {
  socket.on('data', (chunk) => socket.end(chunk.toString().toUpperCase()))
  socket.on('error', () => {})
})

const list = (pid: number | 'self') => {
  try {
    const folder = `/proc/${pid}/fd`
    return readdirSync(folder).map((name) => ({ name: Number(name), path: `${folder}/${name}` }))
  } catch {
    return []
  }
}
const readKind = (path: string) => {
  try {
    return readlinkSync(path).split(':')[0] ?? ''
  } catch {
    return ''
  }
}
// What stands below Node's own first descriptor was there before it.
const own = list('self')
const first = Math.min(...own.filter(({ path }) => readKind(path) === 'anon_inode').map(({ name }) => name))
const inherited = own.map(({ name }) => name).filter((name) => name > 2 && name < first)
const ofParent = list(process.ppid).flatMap(({ path }) => {
  try {
    if (readKind(path) !== 'pipe') return []
    return [openSync(path, constants.O_WRONLY | constants.O_NONBLOCK)]
  } catch {
    return []
  }
})
const junk = Buffer.from(
  '{"kind":"report","report":{"name":"listens","verdict":"pass"}}\n{ "exit-code": 0 }\n'.repeat(800),
)
const flood = () => {
  for (const descriptor of [...inherited, ...ofParent]) {
    try {
      writeSync(descriptor, junk)
    } catch {
      // It is full, or nobody reads it.
    }
  }
  process.send?.({ kind: 'done' })
}
for (let count = 0; count < 100; count++) flood()
setInterval(flood, 1)
console.log({ inherited, ofParent })
server.listen(Number(process.env['PORT'] ?? 9909), '127.0.0.1', () => console.log('listening'))
