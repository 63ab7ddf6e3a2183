/** Neighbours on the machine who connect to whatever listens. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { inEnglish } from '../../language/say.ts'
import { isKernelReadable } from '../../processes/proc-files.ts'
import { createCheckBench } from '../../testing/check-bench.ts'

/** A program of nobody's that connects, says so, and says so again when it is sent away. */
function startNeighbour(port: number, host = '127.0.0.1'): ChildProcess {
  const code = `const socket = require('node:net').connect(${port}, '${host}', () => console.log('in'))
    socket.on('error', () => {}).on('close', () => console.log('out'))`
  const neighbour = spawn(process.execPath, ['-e', code])
  onTestFinished(() => void neighbour.kill('SIGKILL'))
  return neighbour
}

test.runIf(isKernelReadable)(
  'a neighbour at our listener is sent away, and the program is served',
  async () => {
    await using bench = await createCheckBench(
      'client.ts',
      `import { connect } from 'node:net'
     const socket = connect(Number(process.env.PORT), '127.0.0.1', () => socket.end('mine'))`,
    )
    const listener = await bench.t.listen()
    const neighbour = startNeighbour(listener.port)
    let heard = ''
    neighbour.stdout?.on('data', (chunk: Buffer) => (heard += chunk.toString()))
    await once(neighbour, 'close')
    expect(heard).toBe('in\nout\n')
    const client = bench.t.startClient(listener.port)
    const peer = await listener.accept(client)
    await peer.receive('mine')
    expect(bench.t.strangers).toBe(1)
  },
)

test.runIf(isKernelReadable)(
  "a connection of a child, or of one that got away, is the program's",
  async () => {
    const connecting = `require('node:net').connect(Number(process.env.PORT), '127.0.0.1').resume()`
    await using bench = await createCheckBench(
      'client.ts',
      `import { spawn } from 'node:child_process'
     const away = { detached: true, stdio: 'ignore', env: { PORT: process.env.PORT } }
     spawn('/bin/sh', ['-c', '(setsid "$0" "$@" &) & exit', process.execPath, '-e', ${JSON.stringify(connecting)}], away)
     process.stdin.resume()`,
    )
    const listener = await bench.t.listen()
    const client = bench.t.startClient(listener.port)
    await listener.accept(client)
    expect(bench.t.strangers).toBe(0)
  },
)

test.runIf(isKernelReadable)(
  "a neighbour at a server of the learner's is named when something fails",
  async () => {
    await using bench = await createCheckBench(
      'server.ts',
      `import { createServer } from 'node:net'
     createServer((socket) => socket.on('error', () => {}).resume()).listen(Number(process.env.PORT), '127.0.0.1')`,
    )
    const server = await bench.t.startServer()
    await bench.t.connect(server)
    expect(await bench.t.findInterference()).toBeUndefined()
    const elsewhere = createServer((socket) => socket.on('error', () => {})).listen(server.port, '127.0.0.3')
    onTestFinished(() => void elsewhere.close())
    await once(elsewhere, 'listening')
    const passer = startNeighbour(server.port, '127.0.0.3')
    await new Promise((resolve) => passer.stdout?.once('data', resolve))
    expect(await bench.t.findInterference()).toBeUndefined()
    const neighbour = startNeighbour(server.port)
    await new Promise((resolve) => neighbour.stdout?.once('data', resolve))
    expect(inEnglish((await bench.t.findInterference()) ?? '')).toMatch(/Another program .* port \d+/)
  },
)
