// starter fails "SIGTERM: ends every connection with FIN and exits 0" at wrong-exit: ended by the signal SIGTERM
import {
  check,
  type CheckContext,
  createPattern,
  isKernelReadable,
  type Program,
  readOpenPorts,
  readProcessFacts,
  readSocketRows,
  silent,
  socketStates,
  type TcpPeer,
  toUpperCaseAscii,
} from '#checker'

const byHandServer = ['npx tsx {subject}/server.ts     and then Ctrl-C', 'nc 127.0.0.1 9909']
const byHandTaken = ['npx tsx {subject}/server.ts', 'npx tsx {subject}/server.ts; echo "exit code $?"']
const byHandShared = [
  'npx tsx {subject}/inbox.ts --reuse-address',
  'npx tsx {subject}/inbox.ts --reuse-address',
  "printf 'hello' | nc -u -N -w 1 127.0.0.1 7788",
]

/** A program that waits for its clients until its grace is over ends that much later, and rightly so. */
const shortGrace = { GRACE_MS: '500' }
/** A grace that no check outlasts. */
const longGrace = { GRACE_MS: '60000' }
const defaultGraceMs = 2_000

/** One question and its answer; the client stays. */
async function ask(client: TcpPeer, text: string): Promise<void> {
  await client.send(text)
  await client.receive(toUpperCaseAscii(text), `the answer to "${text}"`)
}

/** Whatever a program does in its grace, it ends some time after it; how long that took is not judged. */
async function expectStop(t: CheckContext, server: Program, when: string): Promise<void> {
  await t.staysQuiet(server, 2 * defaultGraceMs)
  await server.expectExit(0, when)
}

/** Resolves when the program has accepted the connection, where that can be known. */
async function untilAccepted(t: CheckContext, server: Program, client: TcpPeer): Promise<void> {
  if (!isKernelReadable) return
  await t.becomesTrue(server, () =>
    readSocketRows('tcp', client.port).some((row) => row.port === server.port && row.inode !== 0),
  )
}

/**
 * Has a client ask for 8 MiB and read nothing of the answer, until the server has done all that it can do: it has read
 * the whole question, or it sleeps with a part of the question before it, because it waits for its reader.
 */
async function askWithoutReading(t: CheckContext, server: Program, question: Buffer) {
  const client = await t.connect(server, 'slow reader')
  client.stopReading()
  let isSent = false
  // Where the server waits for its reader, the system may not take the whole question. That is no fault.
  void client.sendMore(question).then(
    () => (isSent = true),
    () => {},
  )
  let isReadWhole = false
  let looksAsleep = 0
  let before = -1
  await t.becomesTrue(server, () => {
    const rows = readSocketRows('tcp', client.port)
    const unread = rows.find((row) => row.port === server.port)?.receiveQueue ?? 0
    const onItsWay = rows.find((row) => row.port === client.port)?.transmitQueue ?? 0
    isReadWhole = isKernelReadable && isSent && unread + onItsWay === 0
    const sleeps = server.pid !== undefined && readProcessFacts(server.pid)?.state === 'S'
    looksAsleep = sleeps && unread > 0 && unread === before ? looksAsleep + 1 : 0
    before = unread
    return isReadWhole || looksAsleep >= 25
  })
  return { client, isReadWhole }
}

const answers = check(
  'server: answers one client after another',
  {
    help: 'Begin with the starter: it answers every chunk of every client until that client ends.',
    byHand: ['npx tsx {subject}/server.ts', 'nc 127.0.0.1 9909     and, when it has left, once more'],
  },
  async (t) => {
    const server = await t.startServer()
    for (const name of ['first client', 'second client']) {
      const client = await t.connect(server, name)
      await ask(client, `hello from the ${name}`)
      client.end()
      await client.expectEnd('after its client had ended')
    }
  },
)

check(
  'server: on a taken port names the port, exits 1, and leaves the other alone',
  {
    help: {
      default:
        'A taken port arrives as the event "error" of the server, with code EADDRINUSE. Print one line with the port in it and set process.exitCode = 1.',
      'does-not-stop':
        'Say it and end. Whoever started the second one will decide what to do about the first.',
      'exited-early': 'The program that has the port may be serving somebody. Leave it alone.',
    },
    byHand: byHandTaken,
    after: answers,
  },
  async (t) => {
    const first = await t.startServer({ role: 'first server' })
    const client = await t.connect(first, 'client of the first server')
    await ask(client, 'one')
    const second = t.startProgram({ role: 'second server', file: 'server.ts', port: first.port })
    await t.becomesTrue(first, () => first.hasExited || second.hasExited)
    if (first.hasExited) {
      t.fail(
        'exited-early',
        'A second copy of your server was started on the port of the first, and the first one ended. It had a client, and it had done nothing wrong.',
      )
    }
    await second.expectComplaint('its port was taken')
    const digits = `${second.stdout}${second.stderr}`.replaceAll(/[.,_'’\s]/g, '')
    if (!digits.includes(String(second.port))) {
      t.fail(
        'wrong-output',
        `Your second server ended with exit code 1 when its port was taken, and did not name the port, ${second.port}, in what it printed.`,
      )
    }
    await ask(client, 'two')
    client.end()
    await ask(await t.connect(first, 'new client of the first server'), 'three')
  },
)

const stops = check(
  'SIGTERM: ends every connection with FIN and exits 0',
  {
    help: {
      default:
        "process.on('SIGTERM', …) hears the signal. Then: server.close(), and socket.end() for every connection that is open.",
      'wrong-exit':
        "A signal that nobody listens for ends a program at once. Listen: process.on('SIGTERM', …). After that the program ends by itself, with exit code 0, when nothing is left to wait for.",
      'never-closed':
        'server.close() takes no more clients and leaves the open connections as they are. Keep them in a Set, and end each of them. One of these clients has not said anything yet.',
      'wrong-goodbye':
        'socket.end() says FIN. resetAndDestroy() breaks the connection off, and so does the system where bytes of the client were left unread.',
      'does-not-stop':
        'All clients have ended. What keeps the program alive? A server that still listens, or a timer: clearTimeout, or unref().',
    },
    byHand: ['npx tsx {subject}/server.ts     and then Ctrl-C', 'nc 127.0.0.1 9909', 'nc 127.0.0.1 9909'],
    after: answers,
  },
  async (t) => {
    const server = await t.startServer({ env: shortGrace })
    const talker = await t.connect(server, 'client in conversation')
    await ask(talker, 'hello')
    const wordless = await silent((name) => t.connect(server, name))
    await untilAccepted(t, server, wordless)
    server.signal('SIGTERM')
    for (const client of [talker, wordless]) {
      await client.expectEnd('after SIGTERM')
      client.end()
    }
    await expectStop(t, server, 'after SIGTERM, when all its clients had gone')
  },
)

check(
  'SIGINT (Ctrl-C): the same',
  {
    help: 'Ctrl-C sends SIGINT, and whoever runs services sends SIGTERM. Listen for both.',
    byHand: byHandServer,
    after: stops,
  },
  async (t) => {
    const server = await t.startServer({ env: shortGrace })
    const client = await t.connect(server)
    await ask(client, 'hello')
    server.signal('SIGINT')
    await client.expectEnd('after SIGINT')
    client.end()
    await expectStop(t, server, 'after SIGINT, when its client had gone')
  },
)

check(
  'SIGTERM: takes no new client, also while an old one stays',
  {
    help: 'server.close() is the first thing to do: from then on new clients are refused by the system.',
    byHand: [...byHandServer, 'ss -ltn'],
    after: stops,
  },
  async (t) => {
    const server = await t.startServer({ env: longGrace })
    const client = await t.connect(server, 'client that stays')
    await ask(client, 'hello')
    server.signal('SIGTERM')
    await client.expectEnd('after SIGTERM')
    if (!isKernelReadable) return
    // Its client has not ended, so the server may still be there. Its port must not.
    const isClosed = await t.becomesTrue(server, () => readOpenPorts(server, 'tcp').length === 0)
    if (!isClosed) {
      t.fail(
        'does-not-stop',
        `Your server ended the connection of its client after SIGTERM, and went on listening on 127.0.0.1:${server.port}. The next client would be taken by a server that is about to end.`,
      )
    }
  },
)

check(
  'SIGTERM: loses nothing of the answers in flight, however late they are read',
  {
    help: {
      default:
        'socket.end() sends FIN after everything that was written. process.exit() and socket.destroy() throw away what Node still holds. Give up only after GRACE_MS, which was 60 s here.',
      'wrong-goodbye':
        'A connection that is closed with bytes of the client unread is reset by the system. After socket.end() read on, and answer no more.',
      crashed: 'After socket.end() nothing can be written. What still comes is to be read and not answered.',
    },
    byHand: [
      'npx tsx {subject}/server.ts     and then Ctrl-C within 5 s',
      'head -c 8388608 /dev/zero | tr "\\0" a | nc 127.0.0.1 9909 | (sleep 6; wc -c)',
    ],
    after: stops,
  },
  async (t) => {
    const server = await t.startServer({ env: longGrace })
    const question = createPattern(8 * 1024 * 1024)
    const answer = toUpperCaseAscii(question)
    const { client, isReadWhole } = await askWithoutReading(t, server, question)
    server.signal('SIGTERM')
    // Longer than the default grace, for GRACE_MS says another one.
    await t.staysQuiet(server, defaultGraceMs + 1_000)
    client.readSlowly(0)
    if (isReadWhole) {
      await client.receive(answer, 'the 8 MiB in upper case')
      await client.expectEnd('after the answers in flight')
    } else {
      await client.receiveUntilEnd(answer, 'after the answers in flight', 'the answer in upper case')
    }
  },
)

check(
  'SIGTERM: gives up on clients that do not go when its grace is over, and exits 0',
  {
    help: 'Some clients never end their side, and some never read. Start a timer of GRACE_MS; when it rings, socket.destroy() for everybody who is still there.',
    byHand: [
      'GRACE_MS=500 npx tsx {subject}/server.ts     and then Ctrl-C',
      `node -e "require('net').connect({ port: 9909, allowHalfOpen: true }).resume()"`,
    ],
    after: stops,
  },
  async (t) => {
    const server = await t.startServer({ env: shortGrace })
    const stayer = await t.connect(server, 'client that stays')
    await ask(stayer, 'hello')
    await askWithoutReading(t, server, createPattern(8 * 1024 * 1024))
    server.signal('SIGTERM')
    await expectStop(t, server, 'after SIGTERM. One client had not ended its side, another did not read')
  },
)

check(
  'server: starts again at once on the same port, though TIME_WAIT stands there',
  {
    help: 'Node sets SO_REUSEADDR on every TCP server, so nothing has to be done and nothing has to be waited for. Is there a file that your program left behind, or does it look at the port before it listens?',
    byHand: [
      'npx tsx {subject}/server.ts     then Ctrl-C, and start it again',
      'nc 127.0.0.1 9909',
      'ss -tan',
    ],
    after: stops,
  },
  async (t) => {
    const server = await t.startServer({ env: shortGrace })
    const client = await t.connect(server, 'client before the restart')
    // A socket forgets its port when it is closed.
    const clientPort = client.port
    await ask(client, 'hello')
    server.signal('SIGTERM')
    await client.expectEnd('after SIGTERM')
    client.end()
    await expectStop(t, server, 'after SIGTERM, when its client had gone')
    // Its FIN went out first, so the row is on its side. Were the row missing, the restart would be the easier.
    if (isKernelReadable) await t.becomesTrue(server, () => standsInTimeWait(server.port, clientPort))
    const again = await t.startServer({ role: 'restarted server', port: server.port })
    await ask(await t.connect(again, 'client after the restart'), 'hello again')
  },
)

/** Whether the kernel keeps the server's side of a connection in TIME_WAIT. No process owns such a row. */
function standsInTimeWait(port: number, clientPort: number): boolean {
  return readSocketRows('tcp', port).some(
    (row) => row.port === port && row.remotePort === clientPort && row.state === socketStates.timeWait,
  )
}

const receives = check(
  'inbox: prints IP:PORT TEXT for each datagram',
  {
    help: 'One line for each event "message": the address and the port of the sender, a blank, and the text.',
    byHand: ['npx tsx {subject}/inbox.ts', "printf 'hello' | nc -u -N -w 1 127.0.0.1 7788"],
  },
  async (t) => {
    const inbox = await t.startServer({ role: 'inbox', file: 'inbox.ts', protocol: 'udp' })
    let from = 0
    for (const text of ['hello', 'hello again']) {
      const sender = await t.bindUdp('sender')
      await sender.send(text, inbox.port)
      from = await inbox.expectOutput(`127.0.0.1:${sender.port} ${text}`, 'sender and text', from)
    }
  },
)

check(
  'inbox: two of them share one port when both are told to',
  {
    help: 'createSocket({ type: "udp4", reuseAddr: true }) where --reuse-address is among process.argv.',
    byHand: byHandShared,
    after: receives,
  },
  async (t) => {
    const first = await t.startServer({
      role: 'first inbox',
      file: 'inbox.ts',
      protocol: 'udp',
      args: ['--reuse-address'],
    })
    const second = t.startProgram({
      role: 'second inbox',
      file: 'inbox.ts',
      port: first.port,
      args: ['--reuse-address'],
    })
    const hasPort = () => readOpenPorts(second, 'udp').some(({ port }) => port === second.port)
    // Elsewhere it is known only of a second inbox that is refused, by its end.
    const isThere = await t.becomesTrue(second, () => hasPort() || second.hasExited)
    await second.failIfCrashed()
    if (second.hasExited) {
      t.fail(
        'exited-early',
        'Two copies of your inbox were started on one port, both with --reuse-address, and the second one ended. They should share the port.',
      )
    }
    if (!isKernelReadable) return
    if (!isThere) {
      t.fail(
        'not-listening',
        `Two copies of your inbox were started on one port, both with --reuse-address. The second one is running, and was not receiving on port ${second.port}.`,
      )
    }
    const sender = await t.bindUdp('sender')
    // On Linux the inbox that came last gets what is sent to one address, and the other has the port to itself again.
    await sender.send('for the last one', second.port)
    await second.expectOutput(`127.0.0.1:${sender.port} for the last one`, 'sender and text')
  },
)

check(
  'inbox: the second is refused in one line when either of the two is not told to share',
  {
    help: {
      default:
        'reuseAddr is true only where --reuse-address was given. The refusal arrives as the event "error" of the socket: print one line and set process.exitCode = 1.',
      'wrong-exit':
        'The refusal arrives as the event "error" of the socket. Listen for it: where bind was given a function, nothing else tells you. Print one line and set process.exitCode = 1.',
      'does-not-stop':
        'The second inbox got the port although only one of the two was told to share it, or it stayed without a port. Is reuseAddr true only where --reuse-address was given?',
    },
    byHand: ['npx tsx {subject}/inbox.ts', 'npx tsx {subject}/inbox.ts --reuse-address; echo "exit code $?"'],
    after: receives,
  },
  async (t) => {
    const told = ['--reuse-address']
    for (const [firstArgs, secondArgs, which] of [
      [[], told, 'second'],
      [told, [], 'first'],
    ] as const) {
      const first = await t.startServer({
        role: 'first inbox',
        file: 'inbox.ts',
        protocol: 'udp',
        args: firstArgs,
      })
      const second = t.startProgram({
        role: 'second inbox',
        file: 'inbox.ts',
        port: first.port,
        args: secondArgs,
      })
      await second.expectComplaint(`its port was taken and the ${which} one alone was told to share it`)
      const sender = await t.bindUdp('sender')
      await sender.send('still here?', first.port)
      await first.expectOutput(`127.0.0.1:${sender.port} still here?`, 'sender and text')
    }
  },
)
