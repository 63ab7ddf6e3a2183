// A port that neither takes anybody nor refuses anybody: its queue takes one connection, two others fill it, and this
// program stands still, so that nobody is ever accepted. End it with Ctrl-C.
//
//   npx tsx work/13-socket-tour/given/no-answer.ts
import { spawnSync } from 'node:child_process'
import { createServer } from 'node:net'

const host = '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

// The child connects and says nothing. It leaves when this program is gone.
const fill = `
  const { connect } = require('node:net')
  let missing = 2
  const say = () => --missing || console.log('${host}:${port} answers nobody: its queue is full')
  for (const once of [1, 2]) connect(${port}, '${host}', say).on('error', () => {})
  const parent = process.ppid
  setInterval(() => process.ppid === parent || process.exit(), 100)`

const server = createServer()
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
// spawnSync is a call that blocks: while it waits for the child, nothing else happens in this program.
server.listen({ port, host, backlog: 1 }, () => {
  spawnSync(process.execPath, ['-e', fill], { stdio: ['ignore', 'inherit', 'inherit'] })
  process.exit()
})
