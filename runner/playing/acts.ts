/** The named clients, each as an act that can be watched: what it does, and how to do it without us. */
import type { SocketKind } from '../processes/protocol.ts'
import * as named from '../checker/tcp/named-clients.ts'
import type { Program } from '../checker/program/program.ts'
import { sayDuration } from '../checker/bytes/quote.ts'
import type { Recorder } from '../checker/record/recorder.ts'
import { say, type Sentence } from '../language/say.ts'
import { TcpPeer } from '../checker/tcp/tcp-peer.ts'
import { findLongestDatagram } from '../checker/udp/longest-datagram.ts'
import { UdpPeer } from '../checker/udp/udp-peer.ts'
import { quietMs, waitFor } from '../checker/record/wait.ts'

export interface Act {
  readonly name: string
  readonly protocol: SocketKind
  /** What it does, as it stands behind its name and a colon. */
  readonly does: Sentence
  /** The command that does the same. */
  readonly byHand: (port: number) => string
  /** Resolves when all is over, or nothing more happens. @throws {CheckFailure} */
  readonly run: (scene: ActScene) => Promise<void>
}

interface ActScene {
  readonly server: Program
  readonly recorder: Recorder
}

const text = 'hello'
const crowdSize = 20
/** More than fits into the buffers between two programs, so that somebody has to wait. */
const slowBytes = 512 * 1024

const tcpActs: readonly Act[] = [
  {
    name: 'splitter',
    protocol: 'tcp',
    does: say`sends "hello" a byte at a time`,
    byHand: (port) => `for c in h e l l o; do printf $c; sleep 1; done | nc -N 127.0.0.1 ${port}`,
    run: (scene) => visit(scene, async (connect) => [await named.splitter(connect, text)]),
  },
  {
    name: 'gluer',
    protocol: 'tcp',
    does: say`sends "one" and "two" in one write`,
    byHand: (port) => `printf onetwo | nc -N 127.0.0.1 ${port}`,
    run: (scene) => visit(scene, async (connect) => [await named.gluer(connect, ['one', 'two'])]),
  },
  {
    name: 'half-closer',
    protocol: 'tcp',
    does: say`sends "hello", ends its side at once, and listens on`,
    byHand: (port) => `printf hello | nc -N 127.0.0.1 ${port}`,
    run: (scene) =>
      visit(scene, async (connect) => {
        await named.halfCloser(connect, text)
        return []
      }),
  },
  {
    name: 'ghost',
    protocol: 'tcp',
    does: say`sends "hello" and breaks the connection off with a reset (RST)`,
    byHand: (port) =>
      `node -e "const s = require('net').connect(${port}, '127.0.0.1', () => s.write('hello', () => s.resetAndDestroy()))"`,
    run: async ({ server, recorder }) => {
      await named.ghost((name) => TcpPeer.connect(name, server, recorder), text)
      await letReact({ server, recorder })
    },
  },
  {
    name: 'silent',
    protocol: 'tcp',
    does: say`connects, says nothing for ${sayDuration(quietMs)}, and leaves`,
    byHand: (port) => `sleep 2 | nc -N 127.0.0.1 ${port}`,
    run: (scene) => visit(scene, async (connect) => [await named.silent(connect)]),
  },
  {
    name: 'slow-reader',
    protocol: 'tcp',
    does: say`sends 512 KiB, takes no answer until nothing moves any more, and then all of them`,
    byHand: (port) => `head -c 524288 /dev/zero | nc -N 127.0.0.1 ${port} | (sleep 5; wc -c)`,
    run: (scene) =>
      visit(scene, async (connect) => {
        const peer = await connect(say`slow reader`)
        peer.stopReading()
        const sent = peer.send(named.createPattern(slowBytes))
        // What became of it is told to whoever awaits it below.
        sent.catch(() => {})
        // Both sides stand still once the buffers between them are full.
        await waitFor(() => undefined, { ...scene, pid: scene.server.pid, longestMs: Infinity })
        peer.readOn()
        await sent
        return [peer]
      }),
  },
  {
    name: 'crowd',
    protocol: 'tcp',
    does: say`comes as ${crowdSize} clients that are there at once; each sends "hello"`,
    byHand: (port) =>
      `for i in $(seq ${crowdSize}); do (printf hello; sleep 2) | nc -N 127.0.0.1 ${port} & done; wait`,
    run: (scene) =>
      visit(scene, async (connect) => {
        const peers = await named.crowd(connect, crowdSize, (number) => say`crowd ${number}`)
        for (const peer of peers) await peer.sendMore(text)
        return peers
      }),
  },
  {
    name: 'shouter',
    protocol: 'tcp',
    does: say`sends 1 MiB at once`,
    byHand: (port) => `head -c 1048576 /dev/zero | nc -N 127.0.0.1 ${port} | wc -c`,
    run: (scene) =>
      visit(scene, async (connect) => {
        const { peer, sent } = await named.shouter(connect)
        await sent
        return [peer]
      }),
  },
]

const udpActs: readonly Act[] = [
  {
    name: 'crowd',
    protocol: 'udp',
    does: say`comes as ${crowdSize} sockets; each sends one datagram`,
    byHand: (port) =>
      `for i in $(seq ${crowdSize}); do printf hello | nc -u -w 1 127.0.0.1 ${port} & done; wait`,
    run: (scene) =>
      sendDatagrams(
        scene,
        Array.from({ length: crowdSize }, (_, i) => [`crowd ${i + 1}`, text]),
      ),
  },
  {
    name: 'empty',
    protocol: 'udp',
    does: say`sends a datagram without a byte in it`,
    byHand: (port) =>
      `node -e "const s = require('dgram').createSocket('udp4').on('message', (m) => s.close(console.log(m))); s.send('', ${port}, '127.0.0.1')"`,
    run: (scene) => sendDatagrams(scene, [['empty', '']]),
  },
  {
    name: 'largest',
    protocol: 'udp',
    does: say`sends the longest datagram that the system takes, 65,507 bytes on Linux`,
    byHand: (port) =>
      `node -e "const s = require('dgram').createSocket('udp4').on('message', (m) => s.close(console.log(m.length))); s.send(Buffer.alloc(65507), ${port}, '127.0.0.1')"    as many as Linux takes; macOS takes 9216, unless it is set otherwise`,
    run: (scene) => sendLargest(scene),
  },
  {
    name: 'leaver',
    protocol: 'udp',
    does: say`sends a datagram and closes its socket before an answer can come`,
    byHand: (port) =>
      `node -e "const s = require('dgram').createSocket('udp4'); s.send('gone', ${port}, '127.0.0.1', () => s.close())"`,
    run: async (scene) => {
      const peer = await UdpPeer.bind('leaver', scene.recorder)
      await peer.send('gone', scene.server.port)
      peer.leave()
      await letReact(scene)
    },
  },
]

/** All acts for servers of a protocol. */
export function listActs(protocol: SocketKind): readonly Act[] {
  return protocol === 'tcp' ? tcpActs : udpActs
}

/**
 * Lets clients do what they do, ends their sides once nothing more comes, and waits for the server's ends.
 * @param act resolves with those clients that have not ended their sides
 */
async function visit(
  { server, recorder }: ActScene,
  act: (connect: named.Connect) => Promise<TcpPeer[]>,
): Promise<void> {
  const opened: TcpPeer[] = []
  const connect: named.Connect = async (name) => {
    const peer = await TcpPeer.connect(name, server, recorder)
    opened.push(peer)
    return peer
  }
  try {
    const unended = await act(connect)
    const hasGone = () => opened.every(({ goodbye }) => goodbye !== undefined)
    const wait = () =>
      waitFor(() => hasGone() || undefined, { recorder, pid: server.pid, longestMs: Infinity })
    if (unended.length > 0) await wait()
    for (const peer of unended) if (peer.goodbye !== 'reset') peer.end()
    if (await wait()) return
    const waited = { forWhat: say`an end (FIN)`, ms: quietMs }
    for (const { id, goodbye } of opened)
      if (goodbye === undefined) recorder.record({ peer: id, kind: 'waited', waited })
  } finally {
    for (const peer of opened) peer.dispose()
  }
}

/** Sends a datagram of as many bytes as the system takes. @param findLongest how many these are */
export async function sendLargest(scene: ActScene, findLongest = () => findLongestDatagram()): Promise<void> {
  await sendDatagrams(scene, [['largest', named.createPattern(await findLongest())]])
}

async function sendDatagrams(
  { server, recorder }: ActScene,
  datagrams: readonly (readonly [name: string, bytes: string | Buffer])[],
): Promise<void> {
  const peers: UdpPeer[] = []
  try {
    for (const [name, bytes] of datagrams) {
      const peer = await UdpPeer.bind(name, recorder)
      peers.push(peer)
      await peer.send(bytes, server.port)
    }
    // Nothing tells that no further datagram will come, so a quiet time ends the wait.
    await waitFor(() => undefined, { recorder, pid: server.pid, longestMs: Infinity })
  } finally {
    for (const peer of peers) peer.dispose()
  }
}

/** Lets the server deal with what it has met, until it sleeps or has ended. */
async function letReact({ server, recorder }: ActScene): Promise<void> {
  await waitFor(() => server.hasExited || undefined, { recorder, pid: server.pid, quietMs: 300 })
}
