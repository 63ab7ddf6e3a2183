/** The checker's UDP peer against a small real program: what it sees, and what it says when it is not what is due. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { CheckContext } from './context.ts'
import { CheckFailure } from './failure.ts'
import { isKernelReadable, readSocketRows } from './kernel.ts'
import { createPattern } from './named-clients.ts'
import { Recorder } from './recorder.ts'
import { largestDatagramBytes } from './udp-peer.ts'

/** Sends back what comes, unless what comes tells it to be wrong. */
const program = `
  import { createSocket } from 'node:dgram'
  const socket = createSocket('udp4')
  socket.on('message', (message, { port, address }) => {
    const answer = (bytes) => socket.send(bytes, port, address)
    switch (message.toString('latin1', 0, 20)) {
      case 'cut': return answer('cu')
      case 'longer': return answer('longer than that')
      case 'other': return answer('another')
      case 'twice': return answer('twice'), answer('twice')
      case 'silence': return
      case 'late': return setTimeout(answer, 2500, 'late')
      case 'leave': return socket.close()
      case 'throw': throw new RangeError('thrown on purpose')
      default: return answer(message)
    }
  })
  socket.bind(Number(process.env.PORT), '127.0.0.1')`

/** A context with the program as the server of its subject's folder, as a check has it. */
async function createBench() {
  const folder = await mkdtemp(join(tmpdir(), 'socket-workbook-udp-'))
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  // As the judge stages it: the learner's file, and the JavaScript that was made of it.
  for (const name of ['server.ts', 'server.mjs']) await writeFile(join(folder, name), program)
  const compiled = { 'server.ts': join(folder, 'server.mjs') }
  const loader = import.meta.resolve('tsx')
  const recorder = new Recorder()
  const t = new CheckContext({ folder, shownAs: 'work/00-test', mark: folder, loader, compiled }, recorder)
  const dispose = async () => {
    await t.dispose()
    await rm(folder, { recursive: true })
  }
  return { t, recorder, [Symbol.asyncDispose]: dispose }
}

async function catchFailure(promise: Promise<unknown>): Promise<CheckFailure> {
  const thrown: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (thrown instanceof CheckFailure) return thrown
  throw new Error('it did not fail as a check', { cause: thrown })
}

describe.concurrent('a UDP peer', () => {
  test('receives what is due, also nothing and the most that fits, and where it came from', async () => {
    await using bench = await createBench()
    const server = await bench.t.startServer({ protocol: 'udp' })
    const peer = await bench.t.bindUdp()
    for (const bytes of ['grüße', '', createPattern(largestDatagramBytes)]) {
      await peer.send(bytes, server.port)
      expect((await peer.receive(server, bytes)).from).toBe(server.port)
    }
    await peer.expectNothingMore(server, 'after its answers')
    const kinds = bench.recorder.toTranscript().events.map(({ kind }) => kind)
    expect(kinds).toEqual(['listening', 'sent', 'received', 'sent', 'received', 'sent', 'received'])
  })

  test('tells a datagram that is cut, longer, other or too many', async () => {
    await using bench = await createBench()
    const server = await bench.t.startServer({ protocol: 'udp' })
    const peer = await bench.t.bindUdp('second client')
    const told: (readonly [stage: string, sentence: string])[] = []
    for (const word of ['cut', 'longer', 'other']) {
      await peer.send(word, server.port)
      const { stage, happened } = await catchFailure(peer.receive(server, word))
      told.push([stage, happened])
    }
    expect(told).toEqual([
      ['missing-bytes', 'Your server sent the datagram "cu" where the answer, the datagram "cut", was due.'],
      [
        'extra-bytes',
        'Your server sent the datagram "longer than that" where the answer, the datagram "longer", was due.',
      ],
      [
        'wrong-bytes',
        'Your server sent the datagram "another" where the answer, the datagram "other", was due.',
      ],
    ])
    await peer.send('twice', server.port)
    await peer.receive(server, 'twice')
    const { stage, happened } = await catchFailure(peer.expectNothingMore(server, 'after its answer'))
    expect(stage).toBe('extra-bytes')
    expect(happened).toBe(
      'Your server sent the datagram "twice" to the second client after its answer, where nothing more was due.',
    )
  })

  test.each([
    [
      'silence',
      'silent',
      'The client sent the datagram "silence", and then waited for the answer. In 2 s your server sent it no datagram. It is still running.',
    ],
    ['leave', 'exited-early', 'Your server ended with exit code 0, and had not sent the client the answer.'],
    [
      'throw',
      'crashed',
      'Your server ended with an error that it did not handle: RangeError: thrown on purpose',
    ],
  ])('tells a server that does not answer: %s', async (word, stage, sentence) => {
    await using bench = await createBench()
    const server = await bench.t.startServer({ protocol: 'udp' })
    const peer = await bench.t.bindUdp()
    await peer.send(word, server.port)
    const failure = await catchFailure(peer.receive(server, word))
    expect(failure).toMatchObject({ stage, happened: sentence })
  })

  test.runIf(isKernelReadable)('says of a server that is held still that it has not read', async () => {
    await using bench = await createBench()
    const server = await bench.t.startServer({ protocol: 'udp' })
    const peer = await bench.t.bindUdp('our server')
    server.signal('SIGSTOP')
    await peer.send('', server.port)
    expect((await catchFailure(peer.receive(server, ''))).happened).toBe(
      'Our server sent an empty datagram, and then waited for the answer. In 2 s your server sent it no datagram. It is still running and has not read all that has come.',
    )
  })

  test('is as patient as it is told to be', async () => {
    await using bench = await createBench()
    const server = await bench.t.startServer({ protocol: 'udp' })
    const peer = await bench.t.bindUdp()
    await peer.send('late', server.port)
    await peer.receive(server, 'late', 'the late answer', { patienceMs: 8_000 })
  })

  test('takes the port that it is given, and is gone from it once it has left', async () => {
    await using bench = await createBench()
    const port = await bench.t.findFreePort()
    const peer = await bench.t.bindUdp('client', port)
    expect(peer.port).toBe(port)
    await expect(bench.t.bindUdp('another', port)).rejects.toThrow('EADDRINUSE')
    peer.leave()
    if (isKernelReadable) expect(readSocketRows('udp', port)).toEqual([])
  })
})
