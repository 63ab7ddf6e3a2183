// starter fails "SIGTERM: ends every connection with FIN and exits 0" at wrong-exit: ended by the signal SIGTERM
import {
  CannotJudge,
  check,
  type CheckContext,
  CheckFailure,
  countBytes,
  createPattern,
  everyByte,
  failIfSaidAnyway,
  isKernelReadable,
  listensOnLoopbackOnly,
  listensWhereTold,
  type Program,
  quote,
  say,
  readOpenPorts,
  readProcessFacts,
  readSocketRows,
  silent,
  type SocketRow,
  socketStates,
  type TcpPeer,
  type Words,
  toUpperCaseAscii,
} from '#checker'

const byHandServer = ['npx tsx {subject}/server.ts     and then Ctrl-C', 'nc 127.0.0.1 9909']
const byHandTaken = ['npx tsx {subject}/server.ts', 'npx tsx {subject}/server.ts; echo "exit code $?"']
const byHandShared = [
  'npx tsx {subject}/inbox.ts --reuse-address',
  'npx tsx {subject}/inbox.ts --reuse-address',
  "printf 'hello' | nc -u -w 1 127.0.0.1 7788",
]

const inboxProgram = { role: 'inbox', file: 'inbox.ts', protocol: 'udp' } as const

/** So short that a check can wait for its end. */
const shortGrace = { GRACE_MS: '500' }
/** A grace that no check outlasts. */
const longGrace = { GRACE_MS: '60000' }
const defaultGraceMs = 2_000

const mebibyte = 1024 * 1024
/** More than the system takes off a server whose client does not read, so that the rest is in the server's hands. */
const flightBytes = 8 * mebibyte
/**
 * So much may have been read from the system without having reached the code of the program: Node reads ahead. The
 * last piece of the question counts as unread until the system has taken all of it.
 */
const pieceBytes = 256 * 1024
const readAheadBytes = 2 * pieceBytes
const lookEveryMs = 100

/** One question and its answer; the client stays. */
async function ask(client: TcpPeer, text: string): Promise<void> {
  await client.send(text)
  await client.receive(toUpperCaseAscii(text), say`the answer to "${text}"`)
}

/** Whatever a program does in its grace, it ends some time after it; how long that took is not judged. */
async function expectStopInGrace(t: CheckContext, server: Program, when: Words): Promise<void> {
  await t.staysQuiet(server, 2 * defaultGraceMs)
  await server.expectExit(0, when)
}

/** Resolves when the program has accepted the connection, where that can be known. */
async function untilAccepted(t: CheckContext, server: Program, client: TcpPeer): Promise<void> {
  if (client.isHeldByProgram === undefined) return
  await t.becomesTrue(server, () => client.isHeldByProgram === true)
}

/** Its clients may still be there, and so may the server. Its port must not. */
async function expectNoListener(t: CheckContext, server: Program, signal: string): Promise<void> {
  if (!isKernelReadable) return
  if (await t.becomesTrue(server, () => readOpenPorts(server, 'tcp').length === 0)) return
  t.fail(
    'does-not-stop',
    say`Your server ended the connection of its client after ${signal}, and went on listening on 127.0.0.1:${server.port}. The next client would be taken by a server that is about to end.`,
    {
      help: say`server.close() is the first thing to do: from then on new clients are refused by the system.`,
    },
  )
}

interface Flight {
  readonly client: TcpPeer
  readonly answer: Buffer
  /** The program has read at least so much of the question and has to answer it. */
  readonly dueBytes: number
  /** It sleeps with a part of the question before it: an answer is in its hands, and its client has to read first. */
  readonly waitsForReader: boolean
}

/**
 * Has a client ask for 8 MiB and read nothing of the answer, until the server has done all that it can do: it has read
 * the whole question, or it sleeps with a part of the question before it, because it waits for its reader.
 */
async function askWithoutReading(t: CheckContext, server: Program): Promise<Flight> {
  const question = createPattern(flightBytes)
  const client = await t.connect(server, 'slow reader')
  client.stopReading()
  let takenBytes = 0
  const sendAll = async () => {
    for (let at = 0; at < question.length; at += pieceBytes) {
      const piece = question.subarray(at, at + pieceBytes)
      await client.sendMore(piece)
      takenBytes += piece.length
    }
  }
  // Where the server waits for its reader, the system may not take the whole question. That is no fault.
  sendAll().catch(() => {})
  let readBytes = -1
  let leftBytes = 0
  let sameLooks = 0
  let lookedAt = Number.NEGATIVE_INFINITY
  const hasDoneAllItCan = () => {
    // The kernel's tables are dear to read.
    if (performance.now() - lookedAt < lookEveryMs) return false
    lookedAt = performance.now()
    const rows = readSocketRows('tcp', client.port)
    const unread = rows.find((row) => row.port === server.port)?.receiveQueue
    // An older connection to another port may stand in TIME_WAIT at the same port of ours, with nothing on its way.
    const isOwn = (row: SocketRow) => row.port === client.port && row.remotePort === server.port
    const onItsWay = rows.find(isOwn)?.transmitQueue
    // While other sockets come and go, a look at the table can miss a row.
    if (unread === undefined || onItsWay === undefined) return false
    // The two rows are read one after the other: what moves between them is counted in neither, so only rest counts.
    const isSame = readBytes === takenBytes - unread - onItsWay
    leftBytes = unread + onItsWay
    readBytes = takenBytes - leftBytes
    const sleeps = server.pid !== undefined && readProcessFacts(server.pid)?.state === 'S'
    sameLooks = isSame && sleeps ? sameLooks + 1 : 0
    return sameLooks >= (readBytes === question.length ? 1 : 4)
  }
  // A busy machine needs longer than one wait. What is still moving then is not counted at all.
  let isAtRest = false
  const waits = isKernelReadable ? 3 : 0
  for (let wait = 1; wait <= waits && !isAtRest; wait++)
    isAtRest = await t.becomesTrue(server, hasDoneAllItCan)
  const dueBytes = isAtRest ? readBytes - readAheadBytes : 0
  return { client, answer: toUpperCaseAscii(question), dueBytes, waitsForReader: isAtRest && leftBytes > 0 }
}

/**
 * Sends the signal, reads nothing for `waitMs`, and then all that comes until FIN. Judges whether it is all that was due.
 */
async function expectFlight(
  t: CheckContext,
  server: Program,
  flight: Flight,
  { signal, waitMs }: { signal: NodeJS.Signals; waitMs: number },
): Promise<void> {
  server.signal(signal)
  // Whoever gives anybody a grace sleeps first; whoever has ended before has given none.
  await t.letReact(server)
  const hasEndedAtOnce = server.hasExited
  await t.staysQuiet(server, waitMs)
  await judgeFlight(t, server, flight, signal, hasEndedAtOnce)
}

/** Reads all that comes until FIN, and judges whether it is all that was due. */
async function judgeFlight(
  t: CheckContext,
  server: Program,
  { client, answer, dueBytes, waitsForReader }: Flight,
  signal: NodeJS.Signals,
  hasEndedAtOnce: boolean,
): Promise<void> {
  // That it has ended is no fault of its own: the system may have taken all of its answers.
  const hadEnded = server.hasExited
  client.readOn()
  const due = say`When ${signal} came, your server had read at least ${countBytes(dueBytes)} of its client.`
  let gotBytes = 0
  try {
    gotBytes = await client.receiveUntilEnd(answer, say`after ${signal}`, say`the answer in upper case`)
    // What waited for its reader in the hands of a program is lost when it ends, however little that was.
    if (gotBytes >= dueBytes && !(hadEnded && waitsForReader)) return
  } catch (error) {
    if (!(error instanceof CheckFailure) || !hadEnded) throw error
  }
  if (hasEndedAtOnce) {
    if (server.exit?.signal) await server.expectExit(0, say`after ${signal}`)
    t.fail('closed-early', say`${due} It ended at once, and not all of the answers had gone out.`, {
      help: say`process.exit() ends a program on the spot, and socket.destroy() throws away what has not gone out. socket.end() sends FIN after everything that was written; when the last connection is closed, the program ends by itself.`,
    })
  }
  if (hadEnded) {
    t.fail('closed-early', say`${due} It ended before its client had read the answers.`, {
      help: say`Give up only after the grace: GRACE_MS milliseconds of the environment, or 2,000 where it is not set.`,
    })
  }
  t.fail(
    'missing-bytes',
    say`${due} It sent ${countBytes(gotBytes)} back in upper case, and then FIN. Answers to what it had read were lost.`,
  )
}

const answers = check(
  'server: answers one client after another',
  {
    holds: [1],
    help: {
      default: say`Begin with the starter: it answers every chunk of every client until that client ends.`,
      'wrong-bytes': say`Change the bytes of a–z alone, as the starter does. toUpperCase() knows more letters than these.`,
    },
    byHand: ['npx tsx {subject}/server.ts', 'nc 127.0.0.1 9909     and, when it has left, once more'],
  },
  async (t) => {
    const server = await t.startServer()
    for (const name of ['first client', 'second client']) {
      const client = await t.connect(server, name)
      await ask(client, `hello from the ${name}: grüße`)
      await client.send(everyByte)
      await client.receive(toUpperCaseAscii(everyByte), say`the answer to each of the 256 bytes`)
      client.end()
      await client.expectEnd(say`after its client had ended`)
    }
  },
)

listensOnLoopbackOnly({ holds: [1], after: answers })

listensWhereTold({ holds: [1], after: answers, defaultPort: 9909 })

check(
  'server: on a taken port names the port, exits 1, and leaves the other alone',
  {
    holds: [2],
    help: {
      default: say`A taken port arrives as the event "error" of the server, with code EADDRINUSE. Print one line with the port in it and set process.exitCode = 1.`,
      'does-not-stop': say`Say it and end. Whoever started the second one will decide what to do about the first.`,
      'exited-early': say`The program that has the port may be serving somebody. Leave it alone.`,
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
        say`A second copy of your server was started on the port of the first, and the first one ended. It had a client, and it had done nothing wrong.`,
      )
    }
    await second.expectComplaint(say`its port was taken`)
    expectNamesThePort(t, first, second)
    await ask(client, 'two')
    client.end()
    await ask(await t.connect(first, 'new client of the first server'), 'three')
  },
)

function expectNamesThePort(t: CheckContext, first: Program, second: Program): void {
  const complaint = failIfSaidAnyway(t, first, second)
  const hasPort = complaint.some((line) => line.replaceAll(/[.,_'’\s]/g, '').includes(String(second.port)))
  if (hasPort) return
  t.fail(
    'wrong-output',
    say`Your second server ended with exit code 1 when its port was taken, and did not name the port, ${second.port}, in what it said about it.`,
  )
}

const stops = check(
  'SIGTERM: ends every connection with FIN and exits 0',
  {
    holds: [4, 5],
    help: {
      default: say`process.on('SIGTERM', …) hears the signal. Then: server.close(), and socket.end() for every connection that is open.`,
      'wrong-exit': say`A signal that nobody listens for ends a program at once. Listen: process.on('SIGTERM', …). After that the program ends by itself, with exit code 0, when nothing is left to wait for.`,
      'never-closed': say`server.close() takes no more clients and leaves the open connections as they are. Keep them in a Set, and end each of them. One of these clients has not said anything yet.`,
      'wrong-goodbye': say`socket.end() says FIN. resetAndDestroy() breaks the connection off, and so does the system where bytes of the client were left unread, also of one that still waits for its turn: end, and read on.`,
      'does-not-stop': say`All clients have ended, and GRACE_MS was 60 s. What keeps the program alive? A server that still listens, or the timer of the grace: clearTimeout, or unref().`,
    },
    byHand: ['npx tsx {subject}/server.ts     and then Ctrl-C', 'nc 127.0.0.1 9909', 'nc 127.0.0.1 9909'],
    after: answers,
  },
  async (t) => {
    const server = await t.startServer({ env: longGrace })
    const talker = await t.connect(server, 'client in conversation')
    await ask(talker, 'hello')
    const wordless = await silent((name) => t.connect(server, name))
    await untilAccepted(t, server, wordless)
    // A server that serves one client at a time may not have read this, and then need not answer it.
    const hurried = await t.connect(server, 'client that has just spoken')
    await hurried.send('me too')
    await untilAccepted(t, server, hurried)
    await t.letReact(server)
    server.signal('SIGTERM')
    for (const client of [talker, wordless]) {
      await client.expectEnd(say`after SIGTERM`)
      client.end()
    }
    await hurried.receiveUntilEnd('ME TOO', say`after SIGTERM`)
    hurried.end()
    await expectNoListener(t, server, 'SIGTERM')
    await server.expectExit(0, say`after SIGTERM, when all its clients had gone`)
  },
)

check(
  'SIGTERM: takes no new client, also while an old one stays',
  {
    holds: [3],
    help: say`server.close() is the first thing to do: from then on new clients are refused by the system.`,
    byHand: [...byHandServer, 'ss -ltn'],
    after: stops,
  },
  async (t) => {
    const server = await t.startServer({ env: longGrace })
    const client = await t.connect(server, 'client that stays')
    await ask(client, 'hello')
    // Whoever says goodbye first and closes then, waits for this one.
    await askWithoutReading(t, server)
    server.signal('SIGTERM')
    await client.expectEnd(say`after SIGTERM`)
    await expectNoListener(t, server, 'SIGTERM')
  },
)

const helpOnFlight = {
  'never-closed': say`Say FIN to all clients at once, when the signal comes. Nobody waits until another one has read its answers or has gone.`,
  default: say`socket.end() sends FIN after everything that was written. process.exit() and socket.destroy() throw away what Node still holds.`,
  'missing-bytes': say`What your program has read and keeps for later is in flight as well. Write it all, and then socket.end().`,
  'wrong-goodbye': say`A connection that is closed with bytes of the client unread is reset by the system. After socket.end() read on, and answer no more, and let the program end by itself.`,
}

check(
  'SIGTERM: loses nothing of the answers in flight, however late they are read',
  {
    holds: [4, 6],
    help: helpOnFlight,
    byHand: [
      'GRACE_MS=60000 npx tsx {subject}/server.ts     and then Ctrl-C within 5 s',
      'head -c 8388608 /dev/zero | tr "\\0" a | nc 127.0.0.1 9909 | (sleep 6; wc -c)',
    ],
    after: stops,
  },
  async (t) => {
    const server = await t.startServer({ env: longGrace })
    const flight = await askWithoutReading(t, server)
    const leaver = await t.connect(server, 'client that leaves at once')
    await untilAccepted(t, server, leaver)
    await Promise.all([
      leaver.expectEnd(say`after SIGTERM`).then(() => leaver.end()),
      // Longer than the default grace, for GRACE_MS says another one.
      expectFlight(t, server, flight, { signal: 'SIGTERM', waitMs: defaultGraceMs + 500 }),
    ])
  },
)

check(
  'SIGTERM: gives up on clients that do not go when its grace is over, and exits 0',
  {
    holds: [6],
    help: say`Some clients never end their side, some never read, and some go on talking. Start one timer of GRACE_MS when the signal comes, and let nothing stop it or begin it anew. When it rings, socket.destroy() for everybody who is still there.`,
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
    await askWithoutReading(t, server)
    const leaver = await t.connect(server, 'client that leaves')
    await untilAccepted(t, server, leaver)
    server.signal('SIGTERM')
    await leaver.expectEnd(say`after SIGTERM`)
    leaver.end()
    await expectStopInGrace(
      t,
      server,
      say`after SIGTERM. One client had left, one had not ended its side, and one did not read`,
    )
    const another = await t.startServer({ role: 'second server', env: shortGrace })
    const talker = await t.connect(another, 'client that goes on talking')
    await ask(talker, 'hello')
    another.signal('SIGTERM')
    await expectStopWhileTalking(t, another, talker)
    await expectStopWhileLeaving(t)
  },
)

const talkEveryMs = 100
/** Twelve times the short grace. */
const mostWords = 60

/**
 * Has a client say something again and again. Each word that the server reads is a turn of its event loop, and in one
 * of them the timer of its grace is over: so what is counted are its turns, and not our time.
 */
async function expectStopWhileTalking(t: CheckContext, server: Program, talker: TcpPeer): Promise<void> {
  for (let word = 1; word <= mostWords; word++) {
    const spokenAt = performance.now()
    await talker.sendMore('and another thing ')
    await talker.untilRead()
    if (await t.becomesTrue(server, () => server.hasExited || performance.now() - spokenAt >= talkEveryMs))
      if (server.hasExited) return server.expectExit(0, say`after SIGTERM. Its client went on talking`)
  }
  t.fail(
    'does-not-stop',
    say`SIGTERM came, and GRACE_MS was 500. The client went on talking, and when your server had read ${mostWords} more pieces from it, with a pause before each, it was still there.`,
  )
}

/** Four times the short grace. */
const mostLeavers = 20

/** Has clients leave one after another while one stays. Each that the server has let go was a turn of its event loop. */
async function expectStopWhileLeaving(t: CheckContext): Promise<void> {
  const server = await t.startServer({ role: 'third server', env: shortGrace })
  const stayer = await t.connect(server, 'client that stays to the end')
  await ask(stayer, 'hello')
  const leavers: TcpPeer[] = []
  for (let number = 1; number <= mostLeavers; number++)
    leavers.push(await t.connect(server, `leaving client ${number}`))
  for (const leaver of leavers) await untilAccepted(t, server, leaver)
  server.signal('SIGTERM')
  for (const leaver of leavers) {
    const leftAt = performance.now()
    leaver.end()
    const hasGone = () => leaver.isHeldByProgram !== true && performance.now() - leftAt >= talkEveryMs
    await t.becomesTrue(server, () => server.hasExited || hasGone())
    if (server.hasExited)
      return server.expectExit(0, say`after SIGTERM. Its clients left one after another, and one stayed`)
  }
  t.fail(
    'does-not-stop',
    say`SIGTERM came, and GRACE_MS was 500. One client stayed. ${mostLeavers} others left one after another, with a pause after each, and then your server was still there.`,
  )
}

check(
  'SIGTERM: without GRACE_MS the grace is 2,000 ms',
  {
    holds: [6],
    help: {
      ...helpOnFlight,
      default: say`Where GRACE_MS is not set, process.env.GRACE_MS is undefined: Number(process.env.GRACE_MS ?? 2_000).`,
      'does-not-stop': say`Where GRACE_MS is not set, process.env.GRACE_MS is undefined: Number(process.env.GRACE_MS ?? 2_000).`,
    },
    byHand: [
      'npx tsx {subject}/server.ts     and then Ctrl-C',
      `node -e "require('net').connect({ port: 9909, allowHalfOpen: true }).resume()"`,
    ],
    after: stops,
  },
  async (t) => {
    const server = await giveHalfTheDefaultGrace(t, 'SIGTERM')
    await expectStopInGrace(
      t,
      server,
      say`after SIGTERM, with GRACE_MS not set. One client had not ended its side`,
    )
  },
)

/**
 * Judges that a server has not given up when half of the default grace is over: its client is still connected, or has
 * got all of its answers. Where this process was held up for so long that the grace may have been over, nothing can be
 * said of a server that is gone, and it is tried again.
 */
async function giveHalfTheDefaultGrace(t: CheckContext, signal: NodeJS.Signals): Promise<Program> {
  for (let attempt = 1; attempt <= 3; attempt++) {
    const server = await t.startServer()
    const flight = await askWithoutReading(t, server)
    const signalledAt = performance.now()
    const passedMs = () => performance.now() - signalledAt
    server.signal(signal)
    await t.becomesTrue(server, () => server.hasExited || passedMs() >= defaultGraceMs / 2)
    if (!server.hasExited && flight.client.isHeldByProgram === true) return server
    const lookedAfterMs = passedMs()
    try {
      await judgeFlight(t, server, flight, signal, false)
      return server
    } catch (error) {
      if (lookedAfterMs < 0.9 * defaultGraceMs) throw error
    }
  }
  throw new CannotJudge('This machine is too busy to see what a program does within 2 s.')
}

check(
  'SIGINT (Ctrl-C): the same',
  {
    holds: [7],
    help: {
      ...helpOnFlight,
      default: say`Ctrl-C sends SIGINT, and whoever runs services sends SIGTERM. Listen for both, with one function.`,
      'wrong-exit': say`Ctrl-C sends SIGINT, and whoever runs services sends SIGTERM. Listen for both, with one function.`,
    },
    byHand: byHandServer,
    after: stops,
  },
  async (t) => {
    const server = await t.startServer({ env: longGrace })
    const flight = await askWithoutReading(t, server)
    await expectFlight(t, server, flight, { signal: 'SIGINT', waitMs: defaultGraceMs + 500 })
    await expectNoListener(t, server, 'SIGINT')
    flight.client.end()
    await server.expectExit(0, say`after SIGINT, when its client had gone`)
    const another = await giveHalfTheDefaultGrace(t, 'SIGINT')
    await expectStopInGrace(
      t,
      another,
      say`after SIGINT, with GRACE_MS not set. One client had not ended its side`,
    )
  },
)

check(
  'SIGTERM: exits 0 at once when nobody is there',
  {
    holds: [5],
    help: {
      default: say`process.on('SIGTERM', …) hears the signal. When nobody is there to say goodbye to, nothing is left to wait for.`,
      'wrong-exit': say`A client that breaks off during the stop has gone as well, and that is no failure of the server: exit code 0.`,
      'does-not-stop': say`Nobody was there any more, and GRACE_MS was 60 s. Look who is left when the signal comes, not only when a connection closes; a client that has left before, or has broken off, is not to be waited for. The event "close" of a socket comes in either case, and "end" does not come after a reset.`,
    },
    byHand: [
      'GRACE_MS=60000 npx tsx {subject}/server.ts     and then Ctrl-C',
      'echo hello | nc -N 127.0.0.1 9909',
    ],
    after: stops,
  },
  async (t) => {
    const unvisited = await t.startServer({ env: longGrace })
    // It listens, and may be about to listen for signals.
    await t.untilAtRest(unvisited)
    unvisited.signal('SIGTERM')
    await unvisited.expectExit(0, say`after SIGTERM, when nobody had come`)
    const server = await t.startServer({ env: longGrace })
    const client = await t.connect(server, 'client that leaves before')
    await ask(client, 'hello')
    client.end()
    await client.expectEnd(say`after its client had ended`)
    const breaker = await t.connect(server, 'client that breaks off before')
    await ask(breaker, 'hello')
    breaker.reset()
    await t.letReact(server)
    const late = await t.connect(server, 'client that breaks off after the signal')
    await ask(late, 'hello')
    server.signal('SIGTERM')
    await late.expectEnd(say`after SIGTERM`)
    late.reset()
    await server.expectExit(
      0,
      say`after SIGTERM, when one client had left before and another had broken off, and a third had broken off then`,
    )
  },
)

check(
  'server: starts again at once on the same port, though TIME_WAIT stands there',
  {
    holds: [8],
    help: say`Node sets SO_REUSEADDR on every TCP server, so nothing has to be done and nothing has to be waited for. Is there a file that your program left behind, or does it look at the port before it listens?`,
    byHand: [
      'npx tsx {subject}/server.ts     then Ctrl-C, and start it again',
      'nc 127.0.0.1 9909',
      'ss -tan',
    ],
    after: stops,
  },
  async (t) => {
    const server = await t.startServer({ env: longGrace })
    const client = await t.connect(server, 'client before the restart')
    await ask(client, 'hello')
    server.signal('SIGTERM')
    await client.expectEnd(say`after SIGTERM`)
    client.end()
    await server.expectExit(0, say`after SIGTERM, when its client had gone`)
    // Its FIN went out first, so the row is on its side. Were the row missing, the restart would be the easier.
    if (isKernelReadable) await t.becomesTrue(server, () => standsInTimeWait(server.port, client.port))
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
    holds: [9],
    help: say`One line for each event "message": the address and the port of the sender, a blank, and the text as it came, in UTF-8. A datagram without bytes is a message too, and a long one is printed whole. And console.log(text, more) takes a % in the text for a command: make one text of all. A TextDecoder leaves out a byte order mark, the character U+FEFF before a text; bytes.toString() leaves out nothing.`,
    byHand: ['npx tsx {subject}/inbox.ts', "printf 'hello' | nc -u -w 1 127.0.0.1 7788"],
  },
  async (t) => {
    const inbox = await t.startServer(inboxProgram)
    let from = 0
    // Not every system has more than one address on loopback.
    const neighbour = await t
      .bindUdp('sender at another address', { host: '127.0.0.2' })
      .catch(() => t.bindUdp('sender'))
    const texts = [
      'hello',
      'grüße, 世界',
      '  two  words ',
      '',
      '100%% sure',
      // As long as every system sends one.
      'long '.repeat(1_800),
      // A byte order mark is a character of the text.
      '\ufeffmarked',
      'hello again',
    ]
    for (const [index, text] of texts.entries()) {
      const sender = index === texts.length - 1 ? neighbour : await t.bindUdp('sender')
      const line = `${sender.host}:${sender.port} ${text}`
      // The same text may come again.
      for (let time = 1; time <= 2; time++) {
        await sender.send(text, inbox.port)
        from = await inbox.expectOutput(line, say`sender and text`, from)
      }
      await expectLineOfItsOwn(t, inbox, line)
    }
  },
)

listensOnLoopbackOnly({ who: 'inbox', server: inboxProgram, holds: [9], after: receives })

listensWhereTold({ who: 'inbox', server: inboxProgram, holds: [9], after: receives, defaultPort: 7788 })

/** Something may stand before or behind it only if that is a line feed. */
async function expectLineOfItsOwn(t: CheckContext, inbox: Program, line: string): Promise<void> {
  const find = () => inbox.stdout.split('\n').find((printed) => printed.includes(line))
  const isAlone = () => inbox.stdout.split(/\r?\n/).slice(0, -1).includes(line)
  if (await t.becomesTrue(inbox, isAlone)) return
  t.fail(
    'wrong-output',
    say`Your inbox printed ${quote(find() ?? '')}, where ${quote(line)} was due, on a line of its own.`,
  )
}

check(
  'inbox: two of them share one port when both are told to',
  {
    holds: [10],
    help: say`createSocket({ type: "udp4", reuseAddr: true }) where --reuse-address is among process.argv.`,
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
        say`Two copies of your inbox were started on one port, both with --reuse-address, and the second one ended. They should share the port.`,
      )
    }
    if (!isKernelReadable) return
    if (!isThere) {
      t.fail(
        'not-listening',
        say`Two copies of your inbox were started on one port, both with --reuse-address. The second one is running, and was not receiving on port ${second.port}.`,
      )
    }
    const sender = await t.bindUdp('sender')
    await sender.send('for one of you', second.port)
    // On Linux the inbox that came last gets it. With reusePort, which later versions of Node have, it may be either.
    const line = `127.0.0.1:${sender.port} for one of you`
    await t.becomesTrue(second, () => [first, second].some(({ stdout }) => stdout.includes(line)))
    if (first.stdout.includes(line)) return
    await second.expectOutput(line, say`sender and text`)
  },
)

check(
  'inbox: the second is refused in one line when either of the two is not told to share',
  {
    holds: [11],
    help: {
      default: say`reuseAddr is true only where --reuse-address was given. The refusal arrives as the event "error" of the socket: print one line and set process.exitCode = 1.`,
      'wrong-exit': say`The refusal arrives as the event "error" of the socket. Listen for it: where bind was given a function, nothing else tells you. Print one line and set process.exitCode = 1.`,
      'does-not-stop': say`The second inbox got the port although only one of the two was told to share it, or it stayed without a port. Is reuseAddr true only where --reuse-address was given?`,
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
      await second.expectComplaint(say`its port was taken and the ${which} one alone was told to share it`)
      failIfSaidAnyway(t, first, second)
      const sender = await t.bindUdp('sender')
      await sender.send('still here?', first.port)
      await first.expectOutput(`127.0.0.1:${sender.port} still here?`, say`sender and text`)
    }
  },
)
