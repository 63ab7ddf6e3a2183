/** The checker's peers against small real programs: what they see, and what they say when it is not what is due. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { describe, expect, test } from 'vitest'
import { catchFailure, createCheckBench } from '../../testing/check-bench.ts'
import { toUpperCaseAscii } from '../bytes/bytes.ts'
import type { Words } from '../../language/say.ts'
import { findFreePort } from '../../processes/claimed-ports.ts'
import { isKernelReadable } from '../../processes/proc-files.ts'
import { readSocketRows, socketStates } from '../../processes/socket-table.ts'
import {
  createPattern,
  crowd,
  ghost,
  gluer,
  halfCloser,
  shouter,
  silent,
  slowReader,
  splitter,
} from './named-clients.ts'

const serve = (listener: string, options = '{ allowHalfOpen: true }') => `
  import { createServer } from 'node:net'
  const upper = (chunk) => Buffer.from(chunk.map((byte) => (byte >= 97 && byte <= 122 ? byte - 32 : byte)))
  const server = createServer(${options}, (socket) => { socket.on('error', () => {}); ${listener} })
  server.listen(Number(process.env.PORT), '127.0.0.1')`

const echo = serve(
  `socket.on('data', (chunk) => socket.write(upper(chunk))); socket.on('end', () => socket.end())`,
)

describe.concurrent('the named clients are served by a right server', () => {
  test('splitter', async () => {
    await using bench = await createCheckBench('server.ts', echo)
    const server = await bench.t.startServer()
    const peer = await splitter((name) => bench.t.connect(server, name), 'grüße')
    await peer.receive('GRüßE')
    const sent = bench.recorder.toTranscript().events.filter(({ kind }) => kind === 'sent')
    expect(sent.map(({ length }) => length)).toEqual([1, 1, 1, 1, 1, 1, 1])
  })

  test('gluer', async () => {
    await using bench = await createCheckBench('server.ts', echo)
    const server = await bench.t.startServer()
    const peer = await gluer((name) => bench.t.connect(server, name), ['one', 'two'])
    await peer.receive('ONETWO')
  })

  test('half-closer', async () => {
    await using bench = await createCheckBench('server.ts', echo)
    const server = await bench.t.startServer()
    const peer = await halfCloser((name) => bench.t.connect(server, name), 'last words')
    await peer.receive('LAST WORDS')
    await peer.expectEnd('after the last answer')
  })

  test.runIf(isKernelReadable)(
    'whoever ends while a program is held still has ended before it goes on',
    async () => {
      await using bench = await createCheckBench('server.ts', echo)
      const server = await bench.t.startServer()
      const peer = await bench.t.connect(server)
      await server.whileHeldStill(async () => {
        await peer.send('last words')
        peer.end()
      })
      const { established } = socketStates
      const rows = readSocketRows('tcp', peer.port).filter(({ state }) => state === established)
      expect(rows).toEqual([])
      await peer.receiveUntilEnd('LAST WORDS', 'after the last answer')
    },
  )

  test('ghost, silent and crowd, side by side', async () => {
    await using bench = await createCheckBench('server.ts', echo)
    const server = await bench.t.startServer()
    const connect = (name: Words) => bench.t.connect(server, name)
    const quiet = await silent(connect)
    await ghost(connect, 'half a mess')
    const peers = await crowd(connect, 10)
    for (const [index, peer] of peers.entries()) await peer.send(`message ${index}`)
    for (const [index, peer] of [...peers.entries()].reverse()) await peer.receive(`MESSAGE ${index}`)
    expect(quiet.hasHeardNothing).toBe(true)
  })

  test('shouter and slow reader', async () => {
    await using bench = await createCheckBench('server.ts', echo)
    const server = await bench.t.startServer()
    const connect = (name: Words) => bench.t.connect(server, name)
    const { peer, answer, sent } = await shouter(connect)
    await Promise.all([sent, peer.receive(answer)])
    const question = createPattern(300_000)
    const slow = await slowReader(connect, question)
    await Promise.all([slow.sent, slow.peer.receive(toUpperCaseAscii(question))])
  })
})

describe.concurrent('what is not as it should be is told at its rung', () => {
  test.each([
    ['silent', serve(''), 'The client sent "hello". In the N s after that your server sent it nothing. '],
    [
      'wrong-bytes',
      serve(`socket.on('data', () => socket.write('HELPO'))`),
      'Your server sent "HELPO" where the answer, "HELLO", was due.',
    ],
    [
      'missing-bytes',
      serve(`socket.on('data', () => socket.write('HEL'))`),
      'Of the 5 bytes of the answer, 3 came from your server. In the N s after that nothing more came.',
    ],
    [
      'extra-bytes',
      serve(`socket.on('data', () => socket.write('HELLO!'))`),
      'Your server sent 1 byte more than was due: "!".',
    ],
    [
      'closed-early',
      serve(`socket.on('data', () => socket.end('HE'))`),
      'Your server ended the connection (FIN) after 2 of the 5 bytes of the answer, "HELLO".',
    ],
    [
      'closed-early',
      serve(`socket.on('data', () => socket.resetAndDestroy())`),
      'Your server broke the connection off with a reset (RST) before it had sent anything of the answer, "HELLO".',
    ],
    [
      'crashed',
      serve(`socket.on('data', () => { throw new RangeError('too much') })`),
      'Your server ended with an error that it did not handle: RangeError: too much',
    ],
    [
      'crashed',
      serve(`socket.on('data', () => process.kill(process.pid, 'SIGKILL'))`),
      'Your server was ended by the signal SIGKILL.',
    ],
    [
      'never-closed',
      serve(`socket.on('data', () => socket.write('HELLO'))`),
      'Your server did not end the connection after its answer. N s later it was still open.',
    ],
    [
      'wrong-goodbye',
      serve(
        `socket.on('data', () => socket.write('HELLO', () => setTimeout(() => socket.resetAndDestroy(), 200)))`,
      ),
      'Your server broke the connection off with a reset (RST) after its answer, where an end (FIN) was due.',
    ],
  ] as const)('%s', async (stage, program, happened) => {
    await using bench = await createCheckBench('server.ts', program)
    const server = await bench.t.startServer()
    const client = await bench.t.connect(server)
    const failure = await catchFailure(
      (async () => {
        await client.send('hello')
        await client.receive('HELLO')
        await client.expectEnd('after its answer')
      })(),
    )
    expect(failure.stage).toBe(stage)
    expect(failure.happened.replaceAll(/\b\d+ s\b/g, 'N s')).toContain(happened)
  })

  test.each([
    [
      'wrong-bytes',
      `socket.on('data', (chunk) => socket.write(String(chunk) === 'a' ? 'HE' : 'LxO'))`,
      'LxO',
    ],
    ['extra-bytes', `socket.on('data', (chunk) => socket.write(String(chunk) === 'a' ? 'HELLO' : '!'))`, '!'],
    ['silent', '', undefined],
    ['closed-early', `socket.on('data', () => socket.end('HE'))`, undefined],
  ] as const)('%s names the peer and the very event', async (stage, listener, text) => {
    await using bench = await createCheckBench('server.ts', serve(listener))
    const server = await bench.t.startServer()
    const client = await bench.t.connect(server, 'first client')
    await client.send('a')
    // Once the first piece is there, the second is another one.
    if (text !== undefined) await bench.t.becomesTrue(server, () => client.unreadLength > 0)
    await client.sendMore('b')
    const failure = await catchFailure(
      client.receive('HELLO').then(async () => {
        await bench.t.becomesTrue(server, () => client.unreadLength > 0)
        await client.send('more')
      }),
    )
    expect([failure.stage, failure.parts.peer]).toEqual([stage, 'first client'])
    const { events } = bench.recorder.toTranscript()
    const event = events[bench.recorder.findIndex(failure.parts.happening ?? -1) ?? -1]
    const kinds = {
      'wrong-bytes': 'received',
      'extra-bytes': 'received',
      silent: 'waited',
      'closed-early': 'end',
    }
    expect(event).toMatchObject({ kind: kinds[stage], peer: 'first client' })
    if (text !== undefined) expect(Buffer.from(event?.bytes ?? '', 'base64').toString()).toBe(text)
  })

  test('a wait is told as it was, also where something else happened all the while', async () => {
    await using bench = await createCheckBench(
      'server.ts',
      serve(`setInterval(() => console.log('still here'), 300).unref()`),
    )
    const server = await bench.t.startServer()
    const client = await bench.t.connect(server)
    await client.send('hello')
    const failure = await catchFailure(client.receive('HELLO'))
    const { events } = bench.recorder.toTranscript()
    const { waited } = events[bench.recorder.findIndex(failure.parts.happening ?? -1) ?? -1] ?? {}
    expect(waited?.ms).toBeGreaterThan(9_000)
    expect(failure.happened).toContain(`In the ${Math.floor((waited?.ms ?? 0) / 1000)} s after that`)
  })

  test('a reset that comes together with unread bytes is no end', async () => {
    await using bench = await createCheckBench(
      'server.ts',
      serve(`socket.on('data', () => socket.write('HELLO', () => socket.resetAndDestroy()))`),
    )
    const server = await bench.t.startServer()
    const client = await bench.t.connect(server)
    await client.send('hello')
    const failure = await catchFailure(
      client.receive('HELLO').then(() => client.expectEnd('after its answer')),
    )
    // Where the kernel cannot be asked, Node 20 takes it for an end.
    if (isKernelReadable) expect(['wrong-goodbye', 'closed-early']).toContain(failure.stage)
  })

  test('the state of the program is told with a silence', async () => {
    await using bench = await createCheckBench('server.ts', serve(`socket.on('data', () => { for (;;); })`))
    const server = await bench.t.startServer()
    const client = await bench.t.connect(server)
    await client.send('hello')
    const failure = await catchFailure(client.receive('HELLO'))
    expect(failure).toMatchObject({
      stage: 'silent',
      happened: expect.stringContaining('It computes without a pause'),
      help: expect.stringContaining('a loop that never ends'),
    })
  })

  test('what it has not read is told, and what follows from it', async () => {
    await using bench = await createCheckBench(
      'server.ts',
      serve(`socket.on('data', () => {})`, '{ pauseOnConnect: true }'),
    )
    const server = await bench.t.startServer()
    const client = await bench.t.connect(server)
    await client.send('one')
    const failure = await catchFailure(client.receive('ONE'))
    if (isKernelReadable)
      expect(failure.happened).toContain(
        'It is still running and has 3 bytes not read yet: nothing in it reads from this connection now.',
      )
  })

  test('refused, with the exit of who was listening', async () => {
    await using bench = await createCheckBench(
      'server.ts',
      serve(`socket.on('end', () => process.exit(7)); socket.resume()`),
    )
    const server = await bench.t.startServer()
    const client = await bench.t.connect(server, 'first client')
    client.end()
    await bench.t.letReact(server)
    const failure = await catchFailure(bench.t.connect(server, 'second client'))
    expect(failure.stage).toBe('refused')
    expect(failure.happened).toMatch(
      /The connection of the second client was refused.*had ended by itself, with exit code 7\./,
    )
  })

  test('an answer before the question is an extra byte', async () => {
    await using bench = await createCheckBench('server.ts', serve(`socket.write('welcome'); socket.resume()`))
    const server = await bench.t.startServer()
    const client = await bench.t.connect(server)
    await bench.t.becomesTrue(server, () => !client.hasHeardNothing)
    expect(await catchFailure(client.send('hello'))).toMatchObject({ stage: 'extra-bytes' })
  })
})

describe.concurrent('a client program', () => {
  const client = (body: string) => `
    import { connect } from 'node:net'
    const socket = connect(Number(process.env.PORT), '127.0.0.1')
    socket.on('error', (error) => { console.error(error.message); process.exitCode = 1 })
    ${body}`

  test('is accepted, heard, answered and seen to end', async () => {
    await using bench = await createCheckBench(
      'client.ts',
      client(`socket.end('hi'); socket.on('data', (chunk) => console.log('got ' + chunk))`),
    )
    const listener = await bench.t.listen()
    const program = bench.t.startClient(listener.port)
    const server = await listener.accept(program)
    await server.receive('hi', 'its text')
    await server.expectEnd('after its text')
    await server.send('HI')
    server.end()
    await program.expectOutput('got HI', 'the answer')
    await program.expectExit(0, 'after the server had ended')
    expect(bench.recorder.toTranscript().events.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['connect', 'received', 'end', 'sent', 'stdout', 'exit']),
    )
  })

  test.each([
    ['does not connect', 'process.stdin.resume()', 'silent', /did not connect to 127\.0\.0\.1:\d+/],
    ['ends without connecting', '', 'exited-early', /ended with exit code 0 without connecting/],
    ['is no program', 'const = 1', 'did-not-start', /could not be loaded/],
  ] as const)('that %s is told so', async (_what, body, stage, happened) => {
    await using bench = await createCheckBench('client.ts', body)
    const listener = await bench.t.listen()
    const failure = await catchFailure(listener.accept(bench.t.startClient(listener.port)))
    expect(failure.stage).toBe(stage)
    expect(failure.happened).toMatch(happened)
  })

  test.each([
    ['says what is the matter', client(''), undefined],
    ['does not handle it', `throw new Error('ECONNREFUSED')`, 'crashed'],
    ['shows a stack trace', `console.error(new Error('ECONNREFUSED')); process.exitCode = 1`, 'wrong-output'],
    ['ends as if all were well', `console.error('refused')`, 'wrong-exit'],
    ['says nothing', 'process.exitCode = 1', 'wrong-output'],
    ['ends with another code', `console.error('refused'); process.exitCode = 2`, 'wrong-exit'],
    ['does not end', `console.error('refused'); process.stdin.resume()`, 'does-not-stop'],
  ] as const)('that meets nobody and %s', async (_what, body, stage) => {
    await using bench = await createCheckBench('client.ts', body)
    const program = bench.t.startClient(await bench.t.findFreePort())
    const complaint = program.expectComplaint('nobody was listening')
    if (stage === undefined) await complaint
    else expect((await catchFailure(complaint)).stage).toBe(stage)
  })

  test('is typed into, and its output is looked for in order', async () => {
    await using bench = await createCheckBench(
      'client.ts',
      `process.stdin.on('data', (text) => console.log('<' + String(text).trim() + '>')).on('end', () => console.log('bye'))`,
    )
    const program = bench.t.startClient(1)
    program.type('one\n')
    const next = await program.expectOutput('<one>', 'the first line')
    program.type('two\n')
    await program.expectOutput('<two>', 'the second line', next)
    program.endInput()
    await program.expectOutput('bye', 'its goodbye', next)
    expect(
      (await catchFailure(program.expectOutput('<one>', 'the first line again', next))).happened,
    ).toMatch(
      /^Your client printed "\\n<two>\\nbye\\n" on stdout after "<one>".* It should have printed the first line again: "<one>"\.$/,
    )
  })

  test.each([
    ['still listens', `createServer().listen(port, '127.0.0.1')`, 'It still listens for connections.'],
    [
      'stands at its prompt',
      `process.stdout.write('>>>: '); process.stdin.on('data', () => {})`,
      'Last it printed ">>>: " without a line feed',
    ],
    ['computes', `setTimeout(() => { for (;;); }, 50)`, 'It computes without a pause'],
    ['is kept by what nobody sees', `setInterval(() => {}, 60_000)`, 'with exit code 0.'],
  ] as const)('that %s and does not end is told so', async (_what, body, told) => {
    const head = `import { createServer } from 'node:net'; const port = Number(process.env.PORT);`
    await using bench = await createCheckBench('client.ts', head + body)
    const program = bench.t.startClient(await bench.t.findFreePort())
    program.type('hello\n')
    const failure = await catchFailure(program.expectExit(0, 'after all'))
    expect(failure.stage).toBe('does-not-stop')
    if (isKernelReadable) expect(failure.happened).toContain(told)
  })
})

test('a program whose port was taken by somebody else is started again on another', async () => {
  // The first one has a stranger, which is this process, take its port, and ends as any server would whose port is taken.
  const taken: Server[] = []
  const stranger = createServer((socket) => {
    socket.once('data', (chunk) => {
      const server = createServer().listen(Number(chunk.toString()), '127.0.0.1', () => socket.end('taken'))
      taken.push(server)
    })
  })
  const strangersPort = await findFreePort()
  stranger.listen(strangersPort, '127.0.0.1')
  await once(stranger, 'listening')
  await using bench = await createCheckBench(
    'server.ts',
    `import { connect, createServer } from 'node:net'
     import { existsSync, writeFileSync } from 'node:fs'
     const port = Number(process.env.PORT)
     const listen = () => createServer((socket) => socket.on('data', (chunk) => socket.write(chunk))).listen(port, '127.0.0.1').on('error', () => { process.exitCode = 1 })
     if (existsSync('second')) listen()
     else {
       writeFileSync('second', '')
       connect(${strangersPort}, '127.0.0.1').on('data', listen).write(String(port))
     }`,
  )
  const server = await bench.t.startServer()
  expect(taken).toHaveLength(1)
  const client = await bench.t.connect(server)
  await client.send('hello')
  await client.receive('hello')
  for (const each of [stranger, ...taken]) each.close()
})
