import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import type { Happening } from '../checker/record/recorder.ts'
import { createUdpRelay } from './udp-relay.ts'

async function bind(): Promise<Socket & Disposable> {
  const socket = createSocket('udp4')
  await once(socket.bind(0, '127.0.0.1'), 'listening')
  return Object.assign(socket, { [Symbol.dispose]: () => void socket.close() })
}

function receive(socket: Socket): Promise<[text: string, from: number]> {
  return new Promise((resolve) =>
    socket.once('message', (bytes, { port }) => resolve([bytes.toString(), port])),
  )
}

test('datagrams go both ways, whole and apart, and senders can be told from each other', async () => {
  using server = await bind()
  using first = await bind()
  using second = await bind()
  const wire: Happening[] = []
  using relay = await createUdpRelay({
    name: 'client 1',
    onIntroduced: () => {},
    serverPort: server.address().port,
    onHappening: (happening) => wire.push(happening),
  })
  await relay.open()
  const askFrom = async (client: Socket, text: string) => {
    client.send(text, relay.port, '127.0.0.1')
    const [heard, from] = await receive(server)
    expect(heard).toBe(text)
    server.send(text.toUpperCase(), from, '127.0.0.1')
    expect(await receive(client)).toEqual([text.toUpperCase(), relay.port])
    return from
  }
  const ports = [await askFrom(first, 'one'), await askFrom(first, ''), await askFrom(second, 'two')]
  expect(ports[0]).toBe(ports[1])
  expect(ports[2]).not.toBe(ports[0])
  expect(wire.map(({ kind, bytes }) => `${kind} ${Buffer.from(bytes ?? []).toString()}`)).toEqual([
    'sent one',
    'received ONE',
    'sent ',
    'received ',
    'sent two',
    'received TWO',
  ])
})

test("a stranger's answer comes from another port than the server's", async () => {
  using server = await bind()
  using stranger = await bind()
  using client = await bind()
  const wire: Happening[] = []
  using relay = await createUdpRelay({
    name: 'client 1',
    onIntroduced: () => {},
    serverPort: server.address().port,
    onHappening: (happening) => wire.push(happening),
  })
  await relay.open()
  client.send('hello', relay.port, '127.0.0.1')
  const [, from] = await receive(server)
  stranger.send('not from whom you asked', from, '127.0.0.1')
  const [text, port] = await receive(client)
  expect(text).toBe('not from whom you asked')
  expect(port).not.toBe(relay.port)
  expect(wire.at(-1)?.fromPort).toBe(stranger.address().port)
})
