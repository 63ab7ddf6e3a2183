/** A program that takes TCP and UDP is ready when both are there, and is told which of the two is not. */
import { describe, expect, test } from 'vitest'
import { isKernelReadable } from '../../processes/proc-files.ts'
import { catchFailure, createCheckBench } from '../../testing/check-bench.ts'

const port = 'Number(process.env.PORT)'
const tcp = (place = `${port}, '127.0.0.1'`) => `net.createServer().listen(${place})`
const udp = (place = `${port}, '127.0.0.1'`) => `dgram.createSocket('udp4').bind(${place})`
const createBench = (...opens: readonly string[]) =>
  createCheckBench(
    'measure.ts',
    `import net from 'node:net'\nimport dgram from 'node:dgram'\n${opens.join('\n')}`,
  )

const options = { role: 'measure', file: 'measure.ts', protocol: 'tcp+udp' } as const

describe.runIf(isKernelReadable).concurrent('a program that is to take both', () => {
  test.each([
    ['at once', [tcp(), udp()]],
    ['the one, and then the other', [udp(), `setTimeout(() => ${tcp()}, 300)`]],
    ['the other, and then the one', [tcp(), `setTimeout(() => ${udp()}, 300)`]],
  ])('is ready when it does: %s', async (_what, opens) => {
    await using bench = await createBench(...opens)
    const program = await bench.t.startServer(options)
    const peer = await bench.t.bindUdp()
    await peer.send('there?', program.port)
    await bench.t.connect(program)
    const listening = bench.recorder.toTranscript().events.filter(({ kind }) => kind === 'listening')
    expect(listening).toMatchObject([{ address: { host: '127.0.0.1', port: program.port } }])
  })

  test.each([
    [
      [tcp()],
      /^Your measure listens for connections \(TCP\) on 127.0.0.1:\d+, and has no socket for datagrams \(UDP\) with a port\. /,
    ],
    [
      [udp()],
      /^Your measure receives datagrams \(UDP\) on 127.0.0.1:\d+, and does not listen for connections \(TCP\)\. /,
    ],
    [[tcp(), udp(`0, '127.0.0.1'`)], /^Your measure receives on 127.0.0.1:\d+, and not on 127.0.0.1:\d+\. /],
    [[udp(), tcp(`0, '127.0.0.1'`)], /^Your measure listens on 127.0.0.1:\d+, and not on 127.0.0.1:\d+\. /],
  ])('is told what it does not: %j', async (opens, sentence) => {
    await using bench = await createBench(...opens)
    const { stage, happened } = await catchFailure(bench.t.startServer(options))
    expect(stage).toBe('listening-elsewhere')
    expect(happened).toMatch(sentence)
  })

  test('is told of an end before it has opened both', async () => {
    await using bench = await createBench(tcp(), 'setTimeout(() => process.exit(3), 300)')
    const { stage, happened } = await catchFailure(bench.t.startServer(options))
    expect(stage).toBe('exited-early')
    expect(happened).toMatch(/^Your measure ended with exit code 3 before it was listening/)
  })
})
