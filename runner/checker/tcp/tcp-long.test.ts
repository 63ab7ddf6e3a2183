/** 64 MiB and a reader that stands still: a program that waits keeps hardly any of them, and no peer of ours does. */
import { describe, expect, test } from 'vitest'
import { isKernelReadable } from '../../processes/proc-files.ts'
import { catchFailure, createCheckBench } from '../../testing/check-bench.ts'
import { createLongPattern, createSparseBytes } from '../bytes/long-bytes.ts'

const mib = 1024 * 1024

const sender = (send: string) => `
  import { createReadStream } from 'node:fs'
  import { connect } from 'node:net'
  import { pipeline } from 'node:stream/promises'
  const socket = connect(Number(process.env.PORT), '127.0.0.1')
  const file = createReadStream('file')
  ${send}`

const waits = 'await pipeline(file, socket)'
const ignoresFalse = 'for await (const chunk of file) socket.write(chunk); socket.end()'

/** Passes on what its first client says to the second. */
const relay = `
  import { createServer } from 'node:net'
  let first
  createServer({ pauseOnConnect: true }, (socket) => {
    socket.on('error', () => {})
    if (first) first.pipe(socket).resume()
    else first = socket
  }).listen(Number(process.env.PORT), '127.0.0.1')`

describe.concurrent('64 MiB', () => {
  /** Has a file of some length sent to a reader that stands still. */
  const send = async (bench: Awaited<ReturnType<typeof createCheckBench>>, length: number) => {
    const content = createSparseBytes(length)
    await bench.t.placeSparseFile('file', content)
    const listener = await bench.t.listen()
    const program = bench.t.startClient(listener.port, { file: 'sender.ts' })
    const reader = await listener.accept(program)
    reader.stopReading()
    return { content, reader, memory: await bench.t.readMemoryAtRest(program) }
  }

  test.each([
    ['one that waits', waits, -10, 32],
    ['one that does not wait', ignoresFalse, 32, 200],
  ])('of %s, while their reader stands still', async (_what, how, least, most) => {
    await using bench = await createCheckBench('sender.ts', sender(how))
    const { memory: before } = await send(bench, 1_000)
    const { content, reader, memory } = await send(bench, 64 * mib)
    if (isKernelReadable) {
      expect((memory - before) / mib).toBeGreaterThan(least)
      expect((memory - before) / mib).toBeLessThan(most)
    }
    await reader.receiveLong(content, 'the file')
    await reader.expectEnd('after the file')
  })

  test('pass through a relay, whose writer has to wait for its reader', async () => {
    await using bench = await createCheckBench('server.ts', relay)
    const pattern = createLongPattern(64 * mib)
    const server = await bench.t.startServer()
    const writer = await bench.t.connect(server, 'writer')
    const reader = await bench.t.connect(server, 'reader')
    const before = await bench.t.readMemoryAtRest(server)
    reader.stopReading()
    const pouring = writer.pour(pattern)
    const grown = (await bench.t.readMemoryAtRest(server)) - before
    expect(pouring.takenLength).toBeLessThan(pattern.length)
    expect(grown / mib).toBeLessThan(32)
    await reader.receiveLong(pattern, 'what the writer wrote')
    await pouring.done
    expect(pouring.takenLength).toBe(pattern.length)
  })

  test('end with the connection on which they are sent', async () => {
    await using bench = await createCheckBench('server.ts', relay)
    const server = await bench.t.startServer()
    const writer = await bench.t.connect(server, 'writer')
    const pouring = writer.pour(createLongPattern(64 * mib))
    await server.endNow()
    await pouring.done
    expect(pouring.takenLength).toBeLessThan(64 * mib)
  })
})

describe.concurrent('long bytes that are not what is due', () => {
  const drive = async (write: string) => {
    const bench = await createCheckBench(
      'client.ts',
      `
      import { connect } from 'node:net'
      const socket = connect(Number(process.env.PORT), '127.0.0.1')
      const due = Buffer.alloc(${3 * mib}, 'a')
      ${write}`,
    )
    const listener = await bench.t.listen()
    const client = bench.t.startClient(listener.port)
    const peer = await listener.accept(client)
    const due = Buffer.alloc(3 * mib, 'a')
    const long = { length: due.length, slice: (from: number, to: number) => due.subarray(from, to) }
    const failure = await catchFailure(peer.receiveLong(long, 'the file'))
    await bench[Symbol.asyncDispose]()
    return { ...failure, happened: failure.happened.replaceAll(/\b\d+ s\b/g, 'N s') }
  }

  test('are told by the place of the first other byte', async () => {
    const { stage, happened, parts } = await drive(`due[${2 * mib + 4}] = 98; socket.end(due)`)
    expect(stage).toBe('wrong-bytes')
    expect(happened).toMatch(/^Your client sent "ba.*" where byte 2,097,157 of the file was due\.$/)
    expect(parts.bytes).toMatchObject({
      offset: 2 * mib,
      firstDifference: 2 * mib + 4,
      expectedLength: 3 * mib,
    })
  })

  test('are told by how many came, of all of them', async () => {
    expect(await drive(`socket.end(due.subarray(0, ${2 * mib + 4}))`)).toMatchObject({
      stage: 'closed-early',
      happened: 'Your client ended the connection (FIN) after 2,097,156 of the 3,145,728 bytes of the file.',
    })
    expect(await drive(`socket.write(due.subarray(0, ${2 * mib}))`)).toMatchObject({
      stage: 'missing-bytes',
      happened:
        'Of the 3,145,728 bytes of the file, 2,097,152 came from your client. In the N s after that nothing more came.',
    })
  })

  test('are told where none came', async () => {
    expect((await drive('socket.end()')).happened).toBe(
      'Your client ended the connection (FIN) before it had sent anything of the file.',
    )
    expect((await drive('')).stage).toBe('silent')
  })

  test('are told when there are more', async () => {
    expect((await drive('socket.write(due); socket.write("more")')).stage).toBe('extra-bytes')
  })
})
