import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import type { Happening } from '../checker/record/recorder.ts'
import { createTcpRelay } from './tcp-relay.ts'

interface Pair extends Disposable {
  readonly client: Socket
  readonly server: Socket
  readonly wire: string[]
}

/** A client and a server with a relay between them, and what the relay tells of them. */
async function createPair(): Promise<Pair> {
  const listener = createServer({ allowHalfOpen: true, noDelay: true })
  await once(listener.listen(0, '127.0.0.1'), 'listening')
  const wire: string[] = []
  const onHappening = (happening: Happening) => wire.push(renderHappening(happening))
  const relay = await createTcpRelay({
    name: 'client 1',
    serverPort: readPort(listener),
    onHappening,
    onIntroduced: () => {},
  })
  await relay.open()
  const arrival = once(listener, 'connection')
  const client = connect({ port: relay.port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
  const [server]: Socket[] = await arrival
  if (!server) throw new Error('nobody came')
  for (const socket of [client, server]) socket.on('error', () => {})
  return {
    client,
    server,
    wire,
    [Symbol.dispose]: () => {
      relay[Symbol.dispose]()
      client.destroy()
      server.destroy()
      listener.close()
    },
  }
}

function renderHappening({ peer, kind, by, bytes }: Happening): string {
  const what = bytes ? ` ${Buffer.from(bytes).toString('latin1')}` : ''
  return `${peer}: ${kind}${by ? ` by ${by}` : ''}${what}`
}

function readPort(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

async function readChunk(socket: Socket): Promise<string> {
  const [chunk]: Buffer[] = await once(socket, 'data')
  return chunk?.toString('latin1') ?? ''
}

test('bytes go both ways, chunk by chunk, and so they are told', async () => {
  using pair = await createPair()
  for (const word of ['one', 'two', '\xff\x00']) {
    pair.client.write(Buffer.from(word, 'latin1'))
    expect(await readChunk(pair.server)).toBe(word)
  }
  pair.server.write('ONE')
  expect(await readChunk(pair.client)).toBe('ONE')
  expect(pair.wire).toEqual([
    'client 1: connect by peer',
    'client 1: sent one',
    'client 1: sent two',
    'client 1: sent \xff\x00',
    'client 1: received ONE',
  ])
})

test('an end leaves the other side open, until that ends too', async () => {
  using pair = await createPair()
  pair.client.end('last words')
  expect(await readChunk(pair.server)).toBe('last words')
  await once(pair.server, 'end')
  expect(pair.client.readableEnded).toBe(false)
  pair.server.write('still here')
  expect(await readChunk(pair.client)).toBe('still here')
  pair.server.end()
  await once(pair.client, 'end')
  expect(pair.wire.slice(1)).toEqual([
    'client 1: sent last words',
    'client 1: end by peer',
    'client 1: received still here',
    'client 1: end by program',
  ])
})

test('an end of the server comes first where it comes first', async () => {
  using pair = await createPair()
  pair.client.resume()
  pair.server.end('bye')
  await once(pair.client, 'end')
  pair.client.write('after your end')
  expect(await readChunk(pair.server)).toBe('after your end')
  expect(pair.wire.slice(1)).toEqual([
    'client 1: received bye',
    'client 1: end by program',
    'client 1: sent after your end',
  ])
})

test.each(['peer', 'program'] as const)('a reset by the %s reaches the other side as a reset', async (by) => {
  using pair = await createPair()
  const [from, to] = by === 'peer' ? [pair.client, pair.server] : [pair.server, pair.client]
  to.resume()
  const error = once(to, 'error')
  from.resetAndDestroy()
  expect(await error).toMatchObject([{ code: 'ECONNRESET' }])
  expect(pair.wire.slice(1)).toEqual([`client 1: reset by ${by}`])
})

test('who does not read stops the other from sending, and 4 MiB come whole', async () => {
  using pair = await createPair()
  const bytes = Buffer.alloc(4 * 1024 * 1024, 'abcdefg')
  pair.client.end(bytes)
  const chunks: Buffer[] = []
  for await (const chunk of pair.server) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
  expect(Buffer.concat(chunks).equals(bytes)).toBe(true)
})

test('with nobody behind it, a client is refused; before it is open and once it is closed, by the system', async () => {
  const wire: string[] = []
  using relay = await createTcpRelay({
    name: 'client 1',
    onIntroduced: () => {},
    serverPort: 1,
    onHappening: (happening) => wire.push(renderHappening(happening)),
  })
  const attempt = async () => {
    const socket = connect({ port: relay.port, host: '127.0.0.1' })
    const [error]: NodeJS.ErrnoException[] = await once(socket, 'error')
    return error?.code
  }
  expect(await attempt().catch((error: NodeJS.ErrnoException) => error.code)).toBe('ECONNREFUSED')
  await relay.open()
  const socket = connect({ port: relay.port, host: '127.0.0.1' })
  socket.on('error', () => {})
  await new Promise((resolve) => socket.once('close', resolve))
  expect(wire).toEqual(['client 1: refused by peer'])
  relay.close()
  expect(await attempt()).toBe('ECONNREFUSED')
})
