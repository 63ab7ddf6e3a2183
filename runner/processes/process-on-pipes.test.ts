import { expect, test } from 'vitest'
import { startOnPipes } from './process-on-pipes.ts'

const start = (code: string) =>
  startOnPipes(process.execPath, ['-e', code], { cwd: '/', env: {}, mark: `pipes-${process.pid}` })

test.runIf(process.platform !== 'win32')(
  'everything that a program printed is read, though somebody else holds its output',
  async () => {
    const { child, stdout, readToTheEnd } = start(
      `const { spawn } = require('node:child_process')
       spawn('/bin/sh', ['-c', 'ulimit -f 1000; exec env -i setsid sleep 30'], { stdio: 'inherit', env: {}, detached: true }).unref()
       require('node:fs').writeSync(1, 'x'.repeat(100_000))
       process.exit()`,
    )
    let length = 0
    stdout.on('data', (chunk: Buffer) => (length += chunk.length))
    await new Promise((resolve) => child.once('exit', resolve))
    await readToTheEnd()
    expect(length).toBe(100_000)
  },
)

test('a program has no channel to whoever started it', async () => {
  const { child, stdout, readToTheEnd } = start(
    `console.log(typeof process.send, Boolean(process.connected))`,
  )
  let printed = ''
  stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  await new Promise((resolve) => child.once('exit', resolve))
  await readToTheEnd()
  expect(printed).toBe('undefined false\n')
})
