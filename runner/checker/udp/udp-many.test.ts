/** Many datagrams: sent in portions, held back while the program stands still, and received in whatever order they come. */
import { describe, expect, test } from 'vitest'
import { isKernelReadable } from '../../processes/proc-files.ts'
import { readSocketRows } from '../../processes/socket-table.ts'
import { catchFailure, createCheckBench } from '../../testing/check-bench.ts'
import { sendThroughStorm } from './send-storm.ts'
import { cutIntoPortions } from './udp-portions.ts'

/** Sends back what comes, in the order that the first datagram says, and prints what it has got. */
const program = `
  import { createSocket } from 'node:dgram'
  const socket = createSocket('udp4')
  const held = []
  socket.on('message', (message, { port, address }) => {
    const text = message.toString()
    if (text === 'exit') return socket.close()
    if (text === 'deaf') return socket.removeAllListeners('message'), setInterval(() => {}, 1e6), stop()
    console.log(text.slice(0, 40))
    if (text === 'now') for (const each of held.splice(0).reverse()) socket.send(each, port, address)
    else held.push(message)
  })
  const stop = () => process.kill(process.pid, 'SIGSTOP')
  socket.bind(Number(process.env.PORT), '127.0.0.1')`

const createBench = () => createCheckBench('server.ts', program)

const hideWait = (sentence: string) => sentence.replaceAll(/\b\d+ s\b/g, 'N s')

test('a portion holds at most 60 datagrams and 48 KiB, and a long one is a portion of its own', () => {
  const cut = (datagrams: readonly Buffer[]) => cutIntoPortions(datagrams.map((bytes) => ({ bytes })))
  const lengths = (datagrams: readonly Buffer[]) => cut(datagrams).map((portion) => portion.length)
  expect(lengths([])).toEqual([])
  expect(lengths(Array.from({ length: 130 }, () => Buffer.alloc(0)))).toEqual([60, 60, 10])
  expect(lengths(Array.from({ length: 5 }, () => Buffer.alloc(20 * 1024)))).toEqual([2, 2, 1])
  expect(lengths([Buffer.alloc(1), Buffer.alloc(65_507), Buffer.alloc(1)])).toEqual([1, 1, 1])
  const order = cut([Buffer.from('a'), Buffer.from('b')]).flat()
  expect(order.map(({ bytes }) => bytes.toString())).toEqual(['a', 'b'])
})

describe.concurrent('many datagrams', () => {
  test.runIf(isKernelReadable)('all reach a program, also 500 of 1,000 bytes', async () => {
    await using bench = await createBench()
    const server = await bench.t.startServer({ protocol: 'udp' })
    const peer = await bench.t.bindUdp()
    const datagrams = Array.from({ length: 500 }, (_, number) => `${number} `.padEnd(1_000, 'x'))
    await peer.sendMany(server, datagrams)
    await server.expectOutput('499 x', 'the last one')
    const numbers = server.stdout.split('\n').map((line) => Number.parseInt(line, 10))
    expect(numbers.slice(0, 500)).toEqual(datagrams.map((_, number) => number))
  })

  test.runIf(isKernelReadable)('are not sent on to one that does not read', async () => {
    await using bench = await createBench()
    const server = await bench.t.startServer({ protocol: 'udp' })
    const peer = await bench.t.bindUdp('busy client')
    const { stage, happened } = await catchFailure(peer.sendMany(server, ['deaf', ...Array(100).fill('x')]))
    server.signal('SIGCONT')
    expect(stage).toBe('silent')
    expect(hideWait(happened)).toBe(
      'The busy client sent datagrams. Your server stopped reading on the way, and nothing moved for N s.',
    )
    const sent = bench.recorder.toTranscript().events.filter(({ kind }) => kind === 'sent')
    expect(sent).toHaveLength(60)
  })

  test('are not sent to one that has ended', async () => {
    await using bench = await createBench()
    const server = await bench.t.startServer({ protocol: 'udp' })
    const peer = await bench.t.bindUdp()
    await peer.sendMany(server, ['exit'])
    await server.expectExit(0, 'after "exit"')
    await peer.sendMany(server, Array(100).fill('x'))
    const sent = bench.recorder.toTranscript().events.filter(({ kind }) => kind === 'sent')
    expect(sent).toHaveLength(61)
  })

  test.runIf(isKernelReadable)(
    'wait unread for a program that is held still, and are read then',
    async () => {
      await using bench = await createBench()
      const server = await bench.t.startServer({ protocol: 'udp' })
      const peer = await bench.t.bindUdp()
      const names = Array.from({ length: 100 }, (_, number) => `held ${number}`)
      await server.whileHeldStill(async () => {
        for (const name of names) await peer.send(name, server.port)
        expect(readSocketRows('udp', server.port)[0]?.receiveQueue).toBeGreaterThan(0)
        expect(server.stdout).toBe('')
      })
      await server.expectOutput('held 99', 'the last one')
      expect(server.stdout).toBe(names.map((name) => `${name}\n`).join(''))
    },
  )

  test('a program goes on also when what was done meanwhile has failed', async () => {
    await using bench = await createBench()
    const server = await bench.t.startServer({ protocol: 'udp' })
    const peer = await bench.t.bindUdp()
    const failing = server.whileHeldStill(() => Promise.reject(new Error('on purpose')))
    await expect(failing).rejects.toThrow('on purpose')
    await peer.send('awake', server.port)
    await server.expectOutput('awake', 'what came')
  })
})

test('what a storm leaves comes in its order, a stranger with it', async () => {
  await using bench = await createBench()
  const server = await bench.t.startServer({ protocol: 'udp' })
  const peer = await bench.t.bindUdp()
  const stranger = { peer: await bench.t.bindUdp('stranger'), bytes: 'who?' }
  const deliveries = [{ index: 2 }, { stranger: true as const }, { index: 0 }, { index: 0 }]
  const storm = { seed: 1, deliveries, lost: [1], doubled: [0], late: [0] }
  await sendThroughStorm({ storm, datagrams: ['a', 'b', 'c'], peer, stranger, program: server })
  await sendThroughStorm({ storm, datagrams: ['d', 'e', 'f'], peer, program: server })
  await server.expectOutput('d\nd\n', 'what came twice')
  expect(server.stdout).toBe('c\nwho?\na\na\nf\nd\nd\n')
  const { events } = bench.recorder.toTranscript()
  expect(events.filter((event) => event.peer === stranger.peer.id)).toHaveLength(1)
})

describe.concurrent('several datagrams in any order', () => {
  const drive = async (sent: readonly string[], due: readonly string[]) => {
    const bench = await createBench()
    const server = await bench.t.startServer({ protocol: 'udp' })
    const peer = await bench.t.bindUdp('first client')
    await peer.sendMany(server, [...sent, 'now'])
    const receiving = peer.receiveInAnyOrder(server, due, 'the answers')
    const all = receiving.then(() => peer.expectNothingMore(server, 'after its answers'))
    return { bench, receiving, all }
  }

  test('are received, doubles and empty ones too, and told in the order in which they came', async () => {
    const { bench, receiving, all } = await drive(['a', 'b', '', 'a'], ['b', 'a', 'a', ''])
    await using _ = bench
    expect((await receiving).map(({ bytes }) => bytes.toString())).toEqual(['a', '', 'b', 'a'])
    await all
  })

  test.each([
    [
      [],
      ['a', 'b'],
      'silent',
      'The first client sent the datagram "now", and then waited for the answers. In N s your server sent it no datagram. It is still running.',
    ],
    [
      ['a'],
      ['a', 'b', 'b'],
      'missing-bytes',
      'Of the 3 datagrams of the answers, 1 came from your server. Missing: "b" and "b".',
    ],
    [
      ['a', 'x', ''],
      ['a', 'b'],
      'wrong-bytes',
      'Of the 2 datagrams of the answers, 1 came from your server. Missing: "b". It sent besides: an empty datagram and "x".',
    ],
    [
      ['a', 'a'],
      ['a', 'b', 'c', 'd', 'e', 'f', 'g'],
      'wrong-bytes',
      'Of the 7 datagrams of the answers, 1 came from your server. Missing: "b", "c", "d", "e" and 2 more. It sent besides: "a".',
    ],
    [
      ['a', 'a'],
      ['a'],
      'extra-bytes',
      'Your server sent the datagram "a" to the first client after its answers, where nothing more was due.',
    ],
    [
      ['a', 'x'],
      ['a'],
      'extra-bytes',
      'Your server sent the first client all of the answers, and besides: "x".',
    ],
  ] as const)('%j where %j was due', async (sent, due, stage, sentence) => {
    const { bench, all } = await drive(sent, due)
    await using _ = bench
    const failure = await catchFailure(all)
    expect({ stage: failure.stage, happened: hideWait(failure.happened) }).toEqual({
      stage,
      happened: sentence,
    })
  })
})
