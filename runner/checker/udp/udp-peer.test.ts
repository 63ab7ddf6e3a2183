/** The checker's UDP peer against a small real program: what it sees, and what it says when it is not what is due. */
import { describe, expect, test } from 'vitest'
import { catchFailure, createCheckBench } from '../../testing/check-bench.ts'
import { isKernelReadable } from '../../processes/proc-files.ts'
import { readSocketRows } from '../../processes/socket-table.ts'
import { createPattern } from '../tcp/named-clients.ts'
import { ourServer } from '../record/names.ts'
import { findLongestDatagram, largestDatagramBytes } from './longest-datagram.ts'

/** On a busy machine a wait may last longer. */
const hideWait = (sentence: string) => sentence.replaceAll(/\b\d+ s\b/g, 'N s')

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
      case 'last words': return socket.send(message, port, address, () => process.exit(0))
      case 'throw': throw new RangeError('thrown on purpose')
      default: return answer(message)
    }
  })
  socket.bind(Number(process.env.PORT), '127.0.0.1')`

describe('the longest datagram', () => {
  test.runIf(process.platform === 'linux')('is as long as IPv4 allows on Linux', async () => {
    expect(await findLongestDatagram()).toBe(largestDatagramBytes)
  })

  test.each([0, 1, 9216, 65_506])('is found where the system takes %d bytes', async (limit) => {
    expect(await findLongestDatagram(async (length) => length <= limit)).toBe(limit)
  })
})

const createBench = () => createCheckBench('server.ts', program)

/** Holds up this process, so that all that happens meanwhile is heard at once. */
function stall(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}

test('a UDP peer receives what a program sent right before its end', async () => {
  for (const host of process.platform === 'linux' ? ['127.0.0.1', '127.0.0.2'] : ['127.0.0.1']) {
    await using bench = await createBench()
    const server = await bench.t.startServer({ protocol: 'udp' })
    const peer = await bench.t.bindUdp('client', { host })
    await peer.send('last words', server.port)
    const receiving = peer.receive(server, 'last words')
    stall(1_000)
    await receiving
    await server.closed
    await peer.expectNothingMore(server, 'after its last words')
  }
})

describe.concurrent('a UDP peer', () => {
  test('receives what is due, also nothing and the most that fits, and where it came from', async () => {
    await using bench = await createBench()
    const server = await bench.t.startServer({ protocol: 'udp' })
    const peer = await bench.t.bindUdp()
    for (const bytes of ['grüße', '', createPattern(largestDatagramBytes)]) {
      await peer.send(bytes, server.port)
      expect((await peer.receive(server, bytes)).from).toBe(server.port)
    }
    // Not every system has all of 127.0.0.0/8 on loopback.
    if (process.platform === 'linux') {
      const elsewhere = await bench.t.bindUdp('of another address', { port: peer.port, host: '127.0.0.2' })
      expect(elsewhere.port).toBe(peer.port)
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
      'The client sent the datagram "silence", and then waited for the answer. In N s your server sent it no datagram. It is still running.',
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
    expect({ ...failure, happened: hideWait(failure.happened) }).toMatchObject({ stage, happened: sentence })
  })

  test.runIf(isKernelReadable)('says of a server that is held still that it has not read', async () => {
    await using bench = await createBench()
    const server = await bench.t.startServer({ protocol: 'udp' })
    const peer = await bench.t.bindUdp(ourServer)
    server.signal('SIGSTOP')
    await peer.send('', server.port)
    expect(hideWait((await catchFailure(peer.receive(server, ''))).happened)).toBe(
      'Our server sent an empty datagram, and then waited for the answer. In N s your server sent it no datagram. It is still running and has not read all that has come.',
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
    const peer = await bench.t.bindUdp('client', { port })
    expect(peer.port).toBe(port)
    await expect(bench.t.bindUdp('another', { port })).rejects.toThrow('EADDRINUSE')
    peer.leave()
    if (isKernelReadable) expect(readSocketRows('udp', port)).toEqual([])
  })
})
