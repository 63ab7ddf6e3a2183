/** When a program is at rest: told by what it sleeps for, and not by how long it has said nothing. */
import { describe, expect, test } from 'vitest'
import { createCheckBench } from '../../testing/check-bench.ts'
import { isKernelReadable } from '../../processes/proc-files.ts'
import { readSleeps } from '../../processes/process-facts.ts'

const serve = (listener: string) => `
  import { createServer } from 'node:net'
  const server = createServer((socket) => { socket.on('error', () => {}); ${listener} })
  server.listen(Number(process.env.PORT), '127.0.0.1')`

describe.skipIf(!isKernelReadable)('a program at rest', { concurrent: true }, () => {
  test('is one that waits for something new, and has printed all that it will', async () => {
    await using bench = await createCheckBench(
      'server.ts',
      serve(`socket.on('data', () => { socket.write('x'); console.log('later than its answer') })`),
    )
    const server = await bench.t.startServer()
    const client = await bench.t.connect(server)
    await client.send('a')
    await bench.t.untilAtRest(server)
    expect(server.stdout).toContain('later than its answer')
    expect(readSleeps(server.pid ?? 0)).toContain(Number.POSITIVE_INFINITY)
  })

  test('is one whose timer has run out', async () => {
    await using bench = await createCheckBench(
      'server.ts',
      serve(`setTimeout(() => console.log('gave up'), 1_500)`),
    )
    const server = await bench.t.startServer()
    await bench.t.connect(server)
    await bench.t.untilAtRest(server)
    expect(server.stdout).toContain('gave up')
  })

  test('is one that has ended', async () => {
    await using bench = await createCheckBench('server.ts', serve('process.exit(0)'))
    const server = await bench.t.startServer()
    await bench.t.connect(server)
    await bench.t.untilAtRest(server)
    expect(server.hasExited).toBe(true)
  })

  test('is one whose only timer is a minute away', async () => {
    await using bench = await createCheckBench('server.ts', serve(`setTimeout(() => {}, 60_000)`))
    const server = await bench.t.startServer()
    await bench.t.connect(server)
    await bench.t.untilAtRest(server)
    expect(server.hasExited).toBe(false)
  })

  test('may have a thread that computes, and its timers have run out all the same', async () => {
    await using bench = await createCheckBench(
      'server.ts',
      `import { Worker } from 'node:worker_threads'
      new Worker('console.log("computing"); for (;;);', { eval: true })
      ${serve(`setTimeout(() => console.log('gave up'), 1_500)`)}`,
    )
    const server = await bench.t.startServer()
    await server.expectOutput('computing', 'that it computes')
    await bench.t.connect(server)
    expect(await bench.t.untilAtRest(server, { mayCompute: true })).toBe(true)
    expect(server.stdout).toContain('gave up')
  })

  test('is not waited for without end', async () => {
    await using bench = await createCheckBench(
      'server.ts',
      serve(`setInterval(() => console.log('tick'), 50)`),
    )
    const server = await bench.t.startServer()
    await bench.t.connect(server)
    expect(await bench.t.untilAtRest(server)).toBe(false)
    expect(server.stdout).toContain('tick')
  })
})
