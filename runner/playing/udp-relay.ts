/**
 * A relay for UDP. Each socket of the client's gets a socket of its own towards the server, so that the server can tell
 * them apart. What comes to the client from anywhere but the server's port is handed on from another port as well.
 */
import { createSocket, type Socket } from 'node:dgram'
import { findFreePort } from '../processes/claimed-ports.ts'
import { inEnglish, say, type Words } from '../language/say.ts'
import type { Relay, RelayOptions } from './relay.ts'

const host = '127.0.0.1'
/** For whom a socket is kept that belongs to nobody: a storm's stranger. */
const nobodysPort = 0

export async function createUdpRelay(options: RelayOptions): Promise<Relay> {
  const { serverPort, onHappening, onIntroduced } = options
  const name = inEnglish(options.name)
  onIntroduced({ id: name, name: options.name, kind: 'peer' })
  const port = await findFreePort()
  const backs = new Map<number, Promise<Socket>>()
  const strangers = new Map<number, Promise<Socket>>()
  let front: Socket | undefined

  const answer = async (bytes: Buffer, from: number, client: number) => {
    const isServer = from === serverPort
    const sender = isServer ? front : await findSocket(strangers, from)
    const forger = await findSocket(strangers, nobodysPort)
    const send = () => {
      onHappening({ peer: name, kind: 'received', bytes, ...(!isServer && { fromPort: from }) })
      sender?.send(bytes, client, host, () => {})
    }
    pass('back', [say`the server`, options.name], bytes, send, (forged) => {
      onHappening({ peer: name, kind: 'received', bytes: forged, fromPort: forger.address().port })
      forger.send(forged, client, host, () => {})
    })
  }
  const forward = async (bytes: Buffer, client: number) => {
    const back = await findSocket(backs, client, (bytes, { port }) => void answer(bytes, port, client))
    const forger = await findSocket(strangers, nobodysPort)
    const send = () => {
      onHappening({ peer: name, kind: 'sent', bytes })
      back.send(bytes, serverPort, host, () => {})
    }
    const forge = (forged: Buffer) => forger.send(forged, serverPort, host, () => {})
    pass('there', [options.name, say`the server`], bytes, send, forge)
  }
  /** Delivers a datagram, or lets it meet the weather. */
  const pass = (
    way: 'there' | 'back',
    [from, to]: readonly [Words, Words],
    bytes: Buffer,
    deliver: () => void,
    deliverStrangers: (bytes: Buffer) => void,
  ) => {
    const weather = options.weather?.()
    if (weather) weather.pass(`${name} ${way}`, { bytes, from, to, deliver, deliverStrangers })
    else deliver()
  }
  const close = () => {
    front?.close()
    front = undefined
  }
  return {
    port,
    open: async () => {
      front ??= await bind(port, (bytes, { port }) => void forward(bytes, port))
    },
    close,
    [Symbol.dispose]: () => {
      close()
      for (const socket of [...backs.values(), ...strangers.values()])
        void socket.then((opened) => opened.close())
    },
  }
}

type OnMessage = (bytes: Buffer, sender: { readonly port: number }) => void

/** The socket that stands for the one with that port; made when it is first needed. */
function findSocket(
  sockets: Map<number, Promise<Socket>>,
  port: number,
  onMessage: OnMessage = () => {},
): Promise<Socket> {
  const socket = sockets.get(port) ?? bind(0, onMessage)
  sockets.set(port, socket)
  return socket
}

function bind(port: number, onMessage: OnMessage): Promise<Socket> {
  const socket = createSocket('udp4')
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.bind({ port, address: host, exclusive: true }, () => {
      socket.off('error', reject)
      // An ICMP "port unreachable" is reported as an error on some systems. Nobody lost a word by it.
      socket.on('error', () => {})
      socket.on('message', onMessage)
      resolve(socket)
    })
  })
}
