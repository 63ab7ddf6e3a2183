// starter fails "calls setup, handle and finish in this order, with a handler for each client" at wrong-output: no call of its handler was printed
import {
  check,
  type CheckContext,
  countBytes,
  createPattern,
  crowd,
  ghost,
  halfCloser,
  isKernelReadable,
  listensOnLoopbackOnly,
  listensWhereTold,
  type Program,
  quote,
  readOpenPorts,
  say,
  silent,
  failIfSaidToHavePort,
  tellsTakenPort,
  type TcpPeer,
  toUpperCaseAscii,
  type Words,
} from '#checker'

type App = 'upper' | 'upper-by-listeners' | 'greeter' | 'operator' | 'journal'

const mebibyte = 1024 * 1024
/** More than the system takes off a server whose client does not read, so that the rest is in the server's hands. */
const longBytes = 8 * mebibyte
/** So many greetings are as long. */
const manyTimes = 400_000
/** A grace that no check outlasts. */
const longGrace = { GRACE_MS: '60000' }
/** One that a check can wait for. */
const shortGrace = { GRACE_MS: '500' }

/** Starts an app of the lesson's with the learner's framework, for one client at a time or for all at once. */
function start(
  t: CheckContext,
  app: App,
  serve: 'one' | 'all' = 'one',
  env: Readonly<Record<string, string>> = {},
): Promise<Program> {
  return t.startServer({ file: `given/${app}.ts`, env: { SERVE: serve, ...env } })
}

function startByHand(app: App, serve?: 'all'): string {
  return `${serve ? `SERVE=${serve} ` : ''}npx tsx {subject}/given/${app}.ts`
}

const netcat = 'nc 127.0.0.1 9000'
const twoByHand = [netcat, `${netcat}     while the first is there`]
const resetByHand = `node -e "const s = require('net').connect(9000, '127.0.0.1', () => s.write('a', () => s.resetAndDestroy()))"`
const patientReader = `node -e "const s = require('net').connect(9000, '127.0.0.1'); let n = 0; setTimeout(() => s.on('data', (c) => (n += c.length)), 2000); s.on('end', () => console.log(n))"`

/** The last line of the journal, when serveForever has resolved. */
const down = 'the server is down'

/** One question of a client that is being served, and its answer in upper case. */
async function ask(client: TcpPeer, text: string): Promise<void> {
  await client.send(text)
  await client.receive(toUpperCaseAscii(text), say`the answer to "${text}"`)
}

/** What the journal prints of a handler up to a place, and of one whose calls were all made. */
const inSetup = ['setup']
const inHandle = ['setup', 'setup done', 'handle']
const whole = ['setup', 'setup done', 'handle', 'handle done', 'finish', 'finish done']

/** A client of the journal: its calls are printed with its address. */
interface Visitor {
  readonly peer: TcpPeer
  readonly address: string
}

async function visit(t: CheckContext, server: Program, name: Words): Promise<Visitor> {
  const peer = await t.connect(server, name)
  return { peer, address: `127.0.0.1:${peer.port}` }
}

/**
 * The calls that the journal has printed for a client. A framework may print lines of its own that begin with an address,
 * and on a socket of every interface an address looks longer.
 */
function readCalls(server: Program, { address }: Pick<Visitor, 'address'>): string[] {
  return server.stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => line.replace(/^::ffff:/, ''))
    .filter((line) => line.startsWith(`${address} `))
    .map((line) => line.slice(address.length + 1))
    .filter((call) => whole.includes(call))
}

/** Waits until so many calls were made for a client, and until nothing more can come by itself. */
async function untilCalls(
  t: CheckContext,
  server: Program,
  visitor: Visitor,
  count: number,
): Promise<string[]> {
  await t.becomesTrue(server, () => server.hasExited || readCalls(server, visitor).length >= count)
  await t.untilAtRest(server)
  await server.failIfCrashed()
  return readCalls(server, visitor)
}

/** Judges which calls were made for a client, and in which order. */
async function expectCalls(
  t: CheckContext,
  server: Program,
  visitor: Visitor,
  due: readonly string[],
  when: Words,
): Promise<void> {
  const calls = await untilCalls(t, server, visitor, due.length)
  if (calls.join('\n') === due.join('\n')) return
  const { peer, address } = visitor
  if (calls.length === 0) {
    t.fail(
      'wrong-output',
      say`The ${peer.name} came from ${address}, and no call of its handler was printed ${when}. Due was ${list(due)}.`,
    )
  }
  t.fail(
    'wrong-output',
    say`These calls were printed for the ${peer.name} ${when}: ${list(calls)}. Due was ${list(due)}.`,
  )
}

function list(calls: readonly string[]): string {
  return calls.join(', ')
}

const calls = check(
  'calls setup, handle and finish in this order, with a handler for each client',
  {
    holds: [1, 2, 4],
    help: {
      default: say`For each connection: new Handler(request, clientAddress, server), then setup, handle and finish of that handler. Each of them may be async, so await each before you call the next.`,
      'never-closed': say`When finish is done, nothing more will be said: request.end().`,
    },
    byHand: [startByHand('journal'), `${netcat}     then a line, and then Ctrl-D`],
  },
  async (t) => {
    const server = await start(t, 'journal')
    for (const [name, words] of [
      ['first client', 'one'],
      ['second client', 'two'],
    ] as const) {
      const visitor = await visit(t, server, name)
      await expectCalls(t, server, visitor, inSetup, say`when it had connected and not said anything`)
      await visitor.peer.send(words)
      await expectCalls(t, server, visitor, inHandle, say`when it had said ${quote(words)}`)
      await visitor.peer.receive(`you said: ${words}\n`)
      visitor.peer.end()
      await expectCalls(t, server, visitor, whole, say`when it had ended its side`)
      await visitor.peer.expectEnd(say`after finish`)
    }
  },
)

listensOnLoopbackOnly({ server: { file: 'given/upper.ts' }, holds: [5], after: calls })

listensWhereTold({ server: { file: 'given/upper.ts' }, defaultPort: 9000, holds: [5], after: calls })

const tellsItsPort = tellsTakenPort({ server: { file: 'given/upper.ts' }, holds: [5], after: calls })

check(
  'serveForever: resolves when the port is taken',
  {
    holds: [5],
    help: say`Whoever has called serveForever() may have more to do when the port is taken: print the line, set process.exitCode = 1 and return. process.exit() ends their program in the middle.`,
    byHand: [startByHand('upper'), `${startByHand('journal')}; echo "exit code $?"     and both at once`],
    after: tellsItsPort,
  },
  async (t) => {
    const first = await start(t, 'upper')
    const second = t.startProgram({ role: say`second server`, file: 'given/journal.ts', port: first.port })
    await second.expectExit(1, say`although its port was taken`)
    await second.expectOutput(down, say`its last line, after await server.serveForever()`)
    failIfSaidToHavePort(t, first, second)
  },
)

check(
  'serveForever: prints a line when it listens',
  {
    holds: [5],
    help: say`When the event "listening" has come: print a line.`,
    byHand: [startByHand('upper')],
    after: calls,
  },
  async (t) => {
    const server = await start(t, 'upper')
    await server.expectNewOutput(0, say`when it was listening`)
  },
)

check(
  'gives loops and listeners every byte',
  {
    holds: [1],
    help: {
      default: say`Leave all bytes to the handler: no listener for "data", no resume() and no loop of yours before it is done.`,
      silent: say`A request that was paused, by pauseOnConnect for example, is not started by a listener for "data". Give it to the handler as it came.`,
    },
    byHand: [startByHand('upper-by-listeners'), "printf 'early words' | nc -N 127.0.0.1 9000"],
    after: calls,
  },
  async (t) => {
    for (const app of ['upper', 'upper-by-listeners'] as const) {
      const server = await start(t, app)
      // Held still, the program meets the client and its first words at once.
      const first = await server.whileHeldStill(async () => {
        const client = await t.connect(server, 'client with early words')
        await client.send('early words')
        return client
      })
      await first.receive('EARLY WORDS', say`the answer to "early words"`)
      await ask(first, 'and later ones')
    }
  },
)

const servesAll = check(
  'ThreadingTCPServer: answers a second client while the first stays',
  {
    holds: [7],
    help: {
      default: say`A ThreadingTCPServer begins with each client when it comes. What does it wait for?`,
      'wrong-output': say`Each client has a handler of its own, for as long as it stays. Keep it in a variable of the function that serves this client, and not in a field of the server.`,
    },
    byHand: [startByHand('upper', 'all'), ...twoByHand],
    after: calls,
  },
  async (t) => {
    const server = await start(t, 'upper', 'all')
    const first = await t.connect(server, 'first client')
    await ask(first, 'one')
    const second = await t.connect(server, 'second client')
    await second.send('two')
    if (!(await t.becomesTrue(server, () => !second.hasHeardNothing || server.hasExited)))
      t.fail(
        'blocks-others',
        say`Under ThreadingTCPServer the first client was answered and stayed connected. The second client sent "two", and while the first was there your server sent it nothing.`,
      )
    await second.receive('TWO', say`the answer to "two"`)
    await ask(first, 'three')
    await expectAllServed(t, server)
    // Each of them is in the middle of its own calls while the other goes on.
    const journal = await start(t, 'journal', 'all')
    const one = await visit(t, journal, say`first client`)
    const two = await visit(t, journal, say`second client`)
    if ((await untilCalls(t, journal, two, 1)).length === 0)
      t.fail(
        'blocks-others',
        say`Under ThreadingTCPServer the first client had connected and not said anything, so its setup went on. The second client came meanwhile, and no call of its handler was printed.`,
      )
    for (const [visitor, words] of [
      [one, 'one'],
      [two, 'two'],
    ] as const) {
      await visitor.peer.send(words)
      await expectCalls(t, journal, visitor, inHandle, say`when two were there at once, and it had spoken`)
      await visitor.peer.receive(`you said: ${words}\n`)
    }
    for (const visitor of [one, two]) {
      visitor.peer.end()
      await expectCalls(
        t,
        journal,
        visitor,
        whole,
        say`when two were there at once, and it had ended its side`,
      )
    }
  },
)

/** So many that a bound which somebody has chosen is most likely below it. */
const manyClients = 300

/** Each of many clients is answered while those before it stay. Two are there already. */
async function expectAllServed(t: CheckContext, server: Program): Promise<void> {
  const clients = await crowd((name) => t.connect(server, name), manyClients)
  for (const [index, client] of clients.entries()) {
    await client.send('me too')
    if (!(await t.becomesTrue(server, () => !client.hasHeardNothing || server.hasExited)))
      t.fail(
        'blocks-others',
        say`Under ThreadingTCPServer ${index + 2} clients were answered and stayed connected. Another one was connected too and sent "me too", and while they were there your server sent it nothing.`,
        { help: say`However many are there, a ThreadingTCPServer begins with each client when it comes.` },
      )
    await client.receive('ME TOO', say`the answer to "me too"`)
  }
}

const servesOne = check(
  'TCPServer: the second waits until the first has left',
  {
    holds: [1, 7],
    help: {
      default: say`One client at a time: the next one's handler is made when the one before is done, from setup to finish.`,
      silent: say`The client that came meanwhile was not served when its turn had come. Where does your server keep those who wait, and who looks there when a client has left?`,
      'closed-early': say`Whoever comes meanwhile is not sent away. Keep the request until its turn has come.`,
    },
    byHand: [startByHand('upper'), ...twoByHand],
    after: calls,
  },
  async (t) => {
    const server = await start(t, 'upper')
    const first = await t.connect(server, 'first client')
    await ask(first, 'one')
    const second = await t.connect(server, 'second client')
    await second.send('two')
    // One that leaves without a word while it waits holds up nobody.
    const wordless = await silent((name) => t.connect(server, name))
    wordless.end()
    const third = await t.connect(server, 'third client')
    const shout = createPattern(mebibyte)
    const isSent = third.sendMore(shout)
    for (const text of ['four', 'five']) await ask(first, text)
    await t.untilAtRest(server)
    failIfServed(t, second, say`the first was still there`)
    failIfServed(t, third, say`the first was still there`)
    first.end()
    await t.becomesTrue(server, () => ![second, third].every((client) => client.hasHeardNothing))
    if (second.hasHeardNothing) {
      failIfServed(t, third, say`the second, which had come before it, was still waiting`, {
        help: say`Whoever came first is served first: take the next one from the front of the list.`,
      })
    }
    await second.receive('TWO', say`the answer to "two", when the first client had left`)
    await ask(second, 'six')
    await t.untilAtRest(server)
    failIfServed(t, third, say`the second was still there`)
    second.end()
    await third.receive(
      toUpperCaseAscii(shout),
      say`the answer to ${countBytes(mebibyte)}, when the second client had left`,
    )
    await isSent
    await waitsForFinish(t)
  },
)

/** Judges by the order of the journal's lines that nobody's handler is made before the one before is done. */
async function waitsForFinish(t: CheckContext): Promise<void> {
  const server = await start(t, 'journal')
  const first = await visit(t, server, say`first client`)
  await first.peer.send('one')
  await first.peer.receive('you said: one\n')
  const second = await visit(t, server, say`second client`)
  await second.peer.send('two')
  // Somebody else has come between the second client and its turn.
  await t.connect(server, 'third client')
  await t.letReact(server)
  first.peer.end()
  await second.peer.receive('you said: two\n', say`the answer to "two", when the first client had left`)
  await expectCalls(t, server, first, whole, say`when it had ended its side`)
  if ((await untilCalls(t, server, second, inHandle.length)).length === 0)
    t.fail(
      'wrong-output',
      say`Two clients waited, and the one that had come first was served. Its address is ${second.address}, and no call was printed with it: its handler was given another one.`,
      {
        help: say`clientAddress belongs to its request: put both into the list of those who wait, and take both out together.`,
      },
    )
  const lines = server.stdout.split('\n').map((line) => line.replace(/^::ffff:/, ''))
  if (lines.indexOf(`${first.address} finish done`) < lines.indexOf(`${second.address} setup`)) return
  t.fail(
    'wrong-output',
    say`Your TCPServer called setup for the second client before the finish of the first one was done. What finish was still putting away the next one may need.`,
  )
}

/** Fails if something has come for a client whose turn has not. */
function failIfServed(t: CheckContext, waiting: TcpPeer, meanwhile: Words, parts?: { help: Words }): void {
  if (waiting.hasHeardNothing) return
  if (waiting.unreadLength > 0)
    t.fail('extra-bytes', say`Your TCPServer answered the ${waiting.name} while ${meanwhile}.`, parts)
  t.fail('closed-early', say`Your TCPServer ended the connection of the ${waiting.name} while ${meanwhile}.`)
}

/** More than Node reads ahead of a handler. */
const manyWords = createPattern(mebibyte / 4)

/** Has the handler of a new client throw in one of its places. */
async function provoke(
  t: CheckContext,
  server: Program,
  place: string,
  { breaksOff = false } = {},
): Promise<Visitor> {
  const name = breaksOff
    ? say`client that said "throw in ${place}" and broke off`
    : say`client that said "throw in ${place}"`
  const visitor = await visit(t, server, name)
  const words = `throw in ${place}`
  // Held still, the program meets all of it at once, and most of it is left when its handler throws. The journal trims it.
  if (place === 'setup') await server.whileHeldStill(() => visitor.peer.send(words.padEnd(manyWords.length)))
  else await visitor.peer.send(words)
  if ((await untilCalls(t, server, visitor, 1)).length === 0)
    t.fail(
      'silent',
      say`The ${visitor.peer.name} came after others whose handlers had thrown, and no call of its handler was printed.`,
    )
  if (place === 'conversation' || place.startsWith('finish'))
    await visitor.peer.receive(`you said: ${words}\n`)
  if (breaksOff) visitor.peer.reset()
  else if (place === 'conversation') await server.whileHeldStill(() => visitor.peer.send(manyWords))
  if (place.startsWith('finish')) visitor.peer.end()
  return visitor
}

const throwByHand = (place: string) => [startByHand('journal'), `${netcat}     and type: throw in ${place}`]

check(
  'calls finish though handle has thrown',
  {
    holds: [2],
    help: {
      default: say`Whatever becomes of handle, finish is called: try { await handler.handle() } finally { await handler.finish() }, or a catch of its own for handle.`,
      refused: say`What one handler throws is a matter of its own client. The server goes on with the others.`,
    },
    byHand: throwByHand('handle'),
    after: calls,
  },
  async (t) => {
    const server = await start(t, 'journal', 'all')
    // Thrown at once, and as a promise that is rejected.
    for (const place of ['handle', 'conversation']) {
      const visitor = await provoke(t, server, place)
      const due = [...inHandle, 'finish', 'finish done']
      if (!(await untilCalls(t, server, visitor, due.length)).includes('finish'))
        t.fail(
          'wrong-output',
          place === 'handle'
            ? say`handle threw, and finish was not called. What setup had opened stays open.`
            : say`The promise of handle was rejected, and finish was not called. What setup had opened stays open.`,
        )
      await expectCalls(t, server, visitor, due, say`when handle had thrown`)
    }
  },
)

check(
  'does not call finish when setup has thrown',
  {
    holds: [2],
    help: say`finish puts away what setup has made. Where setup has thrown, neither handle nor finish is called: await setup before the try that belongs to handle.`,
    byHand: throwByHand('setup'),
    after: calls,
  },
  async (t) => {
    const server = await start(t, 'journal', 'all')
    const visitor = await provoke(t, server, 'setup')
    const made = await untilCalls(t, server, visitor, 1)
    if (made.includes('handle'))
      t.fail(
        'wrong-output',
        say`setup threw, and handle was called all the same. It may need what setup could not make.`,
      )
    if (made.includes('finish'))
      t.fail(
        'wrong-output',
        say`setup threw, and finish was called all the same. What it is to put away was never made.`,
      )
    await expectCalls(t, server, visitor, inSetup, say`when setup had thrown`)
  },
)

check(
  'reports what a handler throws, and serves the others',
  {
    holds: [3, 4],
    help: {
      default: say`Catch what setup, handle and finish throw, print it on stderr with its message, and end the connection of that client. Nobody else has anything to do with it.`,
      silent: say`The next client was not served. Whatever became of the handler before, its turn comes: what follows has to happen after an error too.`,
      'never-closed': say`The conversation is over when its handler has thrown, and the client should hear of it: end the connection in that case too.`,
      'wrong-goodbye': say`What a handler has thrown changes nothing of the goodbye: request.end() and then request.resume(). destroy() throws away what has not gone out yet, and with bytes of the client unread the system makes a reset of it.`,
    },
    byHand: [...throwByHand('handle'), netcat],
    after: calls,
  },
  async (t) => {
    const together = await start(t, 'journal', 'all')
    const other = await visit(t, together, say`client in conversation`)
    await other.peer.send('I stay')
    await other.peer.receive('you said: I stay\n')
    for (const place of ['setup', 'handle', 'conversation', 'finish', 'finish at once'])
      await expectReport(t, together, place)
    if (other.peer.goodbye !== undefined)
      t.fail(
        'closed-early',
        say`Your server ended the connection of the client in conversation when the handlers of others had thrown.`,
      )
    other.peer.end()
    await expectCalls(t, together, other, whole, say`when the handlers of others had thrown`)
    const inTurn = await start(t, 'journal', 'one')
    for (const place of ['setup', 'handle', 'finish', 'finish at once']) await expectReport(t, inTurn, place)
  },
)

/** Has a handler throw, and judges that it is told, and that its client is let go. */
async function expectReport(t: CheckContext, server: Program, place: string): Promise<void> {
  const mark = server.printedLength
  const { peer } = await provoke(t, server, place)
  await peer.expectEnd(say`when its handler had thrown`)
  peer.end()
  const message = `thrown in ${place}`
  const isTold = () => server.printedSince(mark).includes(message)
  if (await t.becomesTrue(server, () => isTold() || server.hasExited)) await server.failIfCrashed()
  if (isTold()) return
  t.fail(
    'wrong-output',
    say`A handler threw an error with the message ${quote(message)}, and your server did not tell it. Whoever wrote the handler would look for the fault for a long time.`,
  )
}

check(
  'ends the connection after all that was written',
  {
    holds: [4],
    help: {
      default: say`When the handler is done: request.end(). It says FIN after all that was written, however slowly it is read. destroy() throws away what has not gone out yet. What finish writes goes out too.`,
      'wrong-goodbye': say`A connection that is closed with bytes of its client unread is reset by the system. After request.end() let them go: request.resume().`,
    },
    byHand: [`TIMES=${manyTimes} ${startByHand('greeter')}`, patientReader],
    after: calls,
  },
  async (t) => {
    const server = await start(t, 'greeter', 'one', { TIMES: String(manyTimes) })
    const reader = await t.connect(server, 'slow reader')
    reader.stopReading()
    const greeting = greetAtLength(reader)
    // The greeter reads nothing, so this is left over, more than Node reads ahead.
    await reader.sendMore(createPattern(mebibyte / 4))
    await t.untilAtRest(server)
    reader.readOn()
    await reader.receive(greeting, say`the greeting`)
    await reader.expectEnd(say`after the greeting`)
  },
)

check(
  'outlives clients that reset, also while they wait',
  {
    holds: [2, 3],
    help: {
      'wrong-output': say`A handler may have something to do after its client has gone. Await each call to its own end, whatever becomes of the request meanwhile, and then make the next one: finish also where handle has thrown.`,
      default: say`A reset is the event "error" of one request, and without a listener it ends the program. Give each request its listener at once, when it has come and not when its turn has come, and leave it there until the connection is closed.`,
      silent: say`A client that has broken off has had its turn. Whatever its handler said to that, the next one is due.`,
    },
    byHand: [startByHand('upper-by-listeners'), netcat, resetByHand],
    after: [servesOne, servesAll],
  },
  async (t) => {
    for (const [app, serve] of [
      ['upper-by-listeners', 'one'],
      ['upper', 'all'],
    ] as const) {
      const server = await start(t, app, serve)
      // Held still, the program accepts nobody; the system goes on shaking hands in its name.
      await server.whileHeldStill(async () => {
        await ghost((name) => t.connect(server, name))
        await ghost((name) => t.connect(server, name), 'gone before you came')
      })
      const served = await t.connect(server, 'client in conversation')
      await ask(served, 'one')
      await ghost((name) => t.connect(server, name))
      await ghost((name) => t.connect(server, name), 'while I wait')
      await t.letReact(server)
      for (const text of ['two', 'three']) await ask(served, text)
      // Behind those who have gone somebody waits already, so nobody who comes later has to wake the server.
      const next = await t.connect(server, 'next client')
      await t.letReact(server)
      served.reset()
      await ask(next, 'hello')
    }
    const journal = await start(t, 'journal')
    const gone = await visit(t, journal, say`client that broke off`)
    await gone.peer.send('one')
    await gone.peer.receive('you said: one\n')
    gone.peer.reset()
    await expectCalls(t, journal, gone, whole, say`when it had broken off in the conversation`)
    const cause = await provoke(t, journal, 'conversation', { breaksOff: true })
    const due = [...inHandle, 'finish', 'finish done']
    await expectCalls(t, journal, cause, due, say`when its handle had thrown`)
    await expectCallsAfterSetup(t, journal)
    await outlivesLateReset(t)
  },
)

/** What follows setup is called also when the client has gone meanwhile, in whatever way. */
async function expectCallsAfterSetup(t: CheckContext, server: Program): Promise<void> {
  const ended = await visit(t, server, say`client that ended its side during setup`)
  await ended.peer.send('stay in setup')
  await expectCalls(t, server, ended, inSetup, say`when it was still there`)
  ended.peer.end()
  await expectCalls(t, server, ended, whole, say`when it had ended its side`)
  const gone = await visit(t, server, say`client that broke off during setup`)
  await gone.peer.send('stay in setup')
  await expectCalls(t, server, gone, inSetup, say`when it was still there`)
  gone.peer.reset()
  await expectCalls(t, server, gone, whole, say`when it had broken off`)
}

/** All that the greeter says to a client. */
function greetAtLength(client: TcpPeer): Buffer {
  return Buffer.from(`hello 127.0.0.1:${client.port}\n`.repeat(manyTimes) + 'goodbye\n')
}

/** One breaks off when its handler is done, and what was written is still on its way. */
async function outlivesLateReset(t: CheckContext): Promise<void> {
  const server = await start(t, 'greeter', 'one', { TIMES: String(manyTimes) })
  const reader = await t.connect(server, 'slow reader')
  reader.stopReading()
  await t.untilAtRest(server)
  reader.reset()
  const next = await t.connect(server, 'client after the slow reader')
  await next.receive(greetAtLength(next), say`the greeting`)
}

const answersEach = check(
  'operator: each client gets its own answer',
  {
    holds: [1, 5],
    help: {
      default: say`What belongs to one client is in its handler: this.request is the connection of that client and of nobody else.`,
      'wrong-output': say`The operator's keyboard is closed when serveForever() has resolved. It does so after a shutdown, and not before.`,
      silent: say`The operator's keyboard is closed when serveForever() has resolved. It does so after a shutdown, and not before.`,
      'closed-early': say`The operator's keyboard is closed when serveForever() has resolved. It does so after a shutdown, and not before.`,
    },
    byHand: [startByHand('operator'), ...twoByHand],
    after: [servesOne, servesAll],
  },
  async (t) => {
    const inTurn = await start(t, 'operator')
    for (const [name, words, answer] of [
      ['first client', 'are you there?', 'I am'],
      ['second client', 'and for me?', 'for you too'],
    ] as const) {
      const client = await visit(t, inTurn, name)
      await client.peer.send(words)
      await inTurn.expectOutput(`${client.address} ${words}`, say`who said what`)
      inTurn.typeLine(answer)
      await client.peer.receive(`${answer}\n`, say`what the operator typed`)
      client.peer.end()
      await client.peer.expectEnd(say`after its client had ended`)
    }
    const together = await start(t, 'operator', 'all')
    const clients = [await visit(t, together, 'first client'), await visit(t, together, 'second client')]
    for (const { peer, address } of clients) {
      await peer.send('who am I?')
      await together.expectOutput(`${address} who am I?`, say`who said what`)
    }
    for (const { address } of clients) together.typeLine(address)
    for (const { peer, address } of clients)
      await peer.receive(`${address}\n`, say`what the operator typed for it`)
  },
)

check(
  'still answers a client that has ended its side',
  {
    holds: [4],
    help: {
      default: say`The end of a client's side (FIN) says that it will say no more. With createServer({ allowHalfOpen: true }) your side stays open until your framework ends it, when the handler is done.`,
      'never-closed': say`With allowHalfOpen nobody but you ends your side: request.end() when the handler is done.`,
    },
    byHand: [
      `${startByHand('operator')}     and, later, an answer`,
      "printf 'last words' | nc -N 127.0.0.1 9000",
    ],
    after: answersEach,
  },
  async (t) => {
    const server = await start(t, 'operator')
    const served = await t.connect(server, 'first client')
    await served.send('first words')
    await server.expectOutput('first words', say`what the first client said`)
    // When its turn comes its words are there and its end as well, so neither can come first by chance.
    const waiting = await halfCloser((name) => t.connect(server, name), 'last words')
    server.typeLine('one')
    await served.receive('one\n', say`what the operator typed`)
    served.end()
    await served.expectEnd(say`after the last answer`)
    await server.expectOutput('last words', say`what the half-closer said`)
    // The operator takes so long that all has been done that the end of a client's side can bring about.
    await t.untilAtRest(server)
    server.typeLine('two')
    await waiting.receive('two\n', say`what the operator typed`)
    await waiting.expectEnd(say`after the last answer`)
    // This one does not wait until its answers have gone out: handle is done when all of them are written.
    const listeners = await start(t, 'upper-by-listeners')
    const question = createPattern(longBytes)
    const slow = await t.connect(listeners, 'slow reader')
    slow.stopReading()
    await slow.sendMore(question)
    slow.end()
    await t.untilAtRest(listeners)
    slow.readOn()
    await slow.receive(toUpperCaseAscii(question), say`the answer to ${countBytes(longBytes)}`)
    await slow.expectEnd(say`after the last answer`)
  },
)

const stops = check(
  'shutdown: ends every connection, then the program',
  {
    holds: [2, 5, 6],
    help: {
      default: say`shutdown() takes no more clients, and ends the connection of everybody who is there: of those who are served, and of those who wait.`,
      'never-closed': say`request.end() for everybody who is there: for those who are served, and for those who wait. Keep all of them in a Set.`,
      'wrong-output': say`Whoever is being served when shutdown() comes is served to the end: its handler's calls are made as ever, and finish puts away what setup has made. process.exit() would break that off.`,
      'does-not-stop': say`All its clients have gone, and GRACE_MS was 60 s. What is left? A server that still listens, a request of which nobody has read the end (resume()), or the timer of the grace (unref()).`,
      'wrong-exit': say`Exit code 13 means that a promise was awaited that nothing could settle any more. serveForever() resolves after shutdown(), when the last connection is closed; and it is closed when the end of its client has been read: resume() for those who were not served.`,
    },
    byHand: [`${startByHand('journal')}     and then Ctrl-C`, ...twoByHand],
    after: [servesOne, servesAll],
  },
  async (t) => {
    for (const [app, serve] of [
      ['journal', 'one'],
      ['upper', 'all'],
    ] as const) {
      const server = await start(t, app, serve, longGrace)
      const gone = await t.connect(server, 'client that left before')
      await sayHello(gone, app)
      gone.end()
      await gone.expectEnd(say`after its client had ended`)
      const talker = await visit(t, server, say`client in conversation`)
      await sayHello(talker.peer, app)
      const wordless = await silent((name) => t.connect(server, name))
      const waiting = await visit(t, server, say`client that waits`)
      if (serve === 'one') await waiting.peer.send('three')
      await t.untilAtRest(server)
      server.signal('SIGTERM')
      await talker.peer.expectEnd(say`after shutdown()`)
      await wordless.expectEnd(say`after shutdown()`)
      await waiting.peer.expectEnd(say`after shutdown(), while it waited for its turn`)
      await expectNoListener(t, server)
      const addresses = [`127.0.0.1:${wordless.port}`, waiting.address]
      for (const client of [talker.peer, wordless, waiting.peer]) client.end()
      await server.expectExit(0, say`after shutdown(), when all its clients had gone`)
      failIfServedLate(t, server, addresses)
      if (app === 'journal')
        await expectCalls(t, server, talker, whole, say`when shutdown() had come and it had ended its side`)
    }
    const alone = await start(t, 'journal', 'one', longGrace)
    alone.signal('SIGTERM')
    await alone.expectExit(0, say`after shutdown(), when nobody was connected`)
  },
)

async function sayHello(client: TcpPeer, app: App): Promise<void> {
  await client.send('hello')
  await client.receive(app === 'journal' ? 'you said: hello\n' : 'HELLO')
}

/** Fails if a handler was made for one of those who were waiting when shutdown came. */
function failIfServedLate(t: CheckContext, server: Program, addresses: readonly string[]): void {
  const late = addresses.find((address) => readCalls(server, { address }).length > 0)
  if (late === undefined) return
  t.fail(
    'wrong-output',
    say`The client at ${late} was waiting for its turn when shutdown() came. Its connection was ended, and then a handler was made for it, which had nobody to talk to any more.`,
    {
      help: say`Whoever waits when shutdown comes is not served any more. Empty the list of those who wait.`,
    },
  )
}

/** Its clients may still be there, and so may the server. Its port must not. */
async function expectNoListener(t: CheckContext, server: Program): Promise<void> {
  if (!isKernelReadable) return
  if (await t.becomesTrue(server, () => readOpenPorts(server, 'tcp').length === 0)) return
  t.fail(
    'does-not-stop',
    say`shutdown() ended the connections of its clients, and your server went on listening on 127.0.0.1:${server.port}. The next client would be taken by a server that is about to end.`,
    { help: say`Close the server itself too: from then on new clients are refused by the system.` },
  )
}

check(
  'shutdown: lets out all that was written',
  {
    holds: [6],
    help: {
      default: say`end() says FIN after all that was written, and destroy() throws it away. Destroy what is left when GRACE_MS milliseconds are over, and not before.`,
      'does-not-stop': say`Its client has gone, and GRACE_MS was 60 s. Where bytes are left unread, the end of a client is never heard: let them go with request.resume() when the handler is done.`,
    },
    byHand: [
      `TIMES=${manyTimes} GRACE_MS=60000 ${startByHand('greeter')}     and then Ctrl-C`,
      patientReader.replace('2000', '9000'),
    ],
    after: stops,
  },
  async (t) => {
    const server = await start(t, 'greeter', 'one', { TIMES: String(manyTimes), ...longGrace })
    const reader = await t.connect(server, 'slow reader')
    reader.stopReading()
    const greeting = greetAtLength(reader)
    // The greeter reads nothing. What is left over must not keep the connection open when its client has gone.
    await reader.sendMore(createPattern(mebibyte / 4))
    await t.untilAtRest(server)
    server.signal('SIGTERM')
    // A grace that is shorter than a minute would be over when the program is at rest.
    await t.untilAtRest(server)
    reader.readOn()
    await reader.receive(greeting, say`the greeting, which was written before shutdown()`)
    await reader.expectEnd(say`after shutdown()`)
    reader.end()
    await server.expectExit(0, say`after shutdown(), when its client had gone`)
  },
)

check(
  'shutdown: gives up on clients that do not go when the grace is over',
  {
    holds: [5, 6],
    help: {
      default: say`Some clients never end their side, and some never read. Start a timer of GRACE_MS milliseconds; when it rings, destroy() for everybody who is still there. Whoever's handler is done, or has not had its turn, is still there as long as the connection is not closed.`,
      'wrong-output': say`When the grace is over: destroy() for everybody who is still there, and no more. Their connections are closed by that, serveForever() resolves, and the app goes on. process.exit() ends it in the middle.`,
    },
    byHand: [
      `GRACE_MS=500 ${startByHand('journal')}     and then Ctrl-C`,
      `node -e "require('net').connect({ port: 9000, host: '127.0.0.1', allowHalfOpen: true }).resume()"`,
    ],
    after: stops,
  },
  async (t) => {
    const server = await start(t, 'journal', 'one', shortGrace)
    const stayer = await t.connect(server, 'client that stays')
    await sayHello(stayer, 'journal')
    await silent((name) => t.connect(server, name))
    await expectGivenUp(t, server, say`One client had not ended its side, another was waiting for its turn`)
    await server.expectOutput(down, say`its last line, after await server.serveForever()`)
    // Both have handlers that are done: one has heard everything, one has said goodbye and reads nothing.
    const greeter = await start(t, 'greeter', 'all', { TIMES: String(manyTimes), ...shortGrace })
    const listener = await t.connect(greeter, 'client that has heard everything')
    await listener.receive(greetAtLength(listener), say`the greeting`)
    await listener.expectEnd(say`after the greeting`)
    const reader = await t.connect(greeter, 'client that reads nothing')
    reader.stopReading()
    reader.end()
    await t.untilAtRest(greeter)
    await expectGivenUp(
      t,
      greeter,
      say`All handlers were done. One client had not ended its side, another had not read what was written for it`,
    )
  },
)

/** @param left who has not gone, as a clause that goes on */
async function expectGivenUp(t: CheckContext, server: Program, left: Words): Promise<void> {
  server.signal('SIGTERM')
  await t.becomesTrue(server, () => server.hasExited, 4_000)
  await server.expectExit(0, say`after shutdown(). ${left}, and GRACE_MS was 500`)
}

check(
  'shutdown: a handler may call it, and serveForever resolves after it',
  {
    holds: [1, 5],
    help: {
      default: say`serveForever() resolves when shutdown() was called and the last connection is closed, and not before.`,
      'does-not-stop': say`The third thing that a handler is made with is the server itself: new Handler(request, clientAddress, this). After shutdown() nothing may be left to wait for.`,
    },
    byHand: [startByHand('journal'), `${netcat}     and type: shut down`],
    after: stops,
  },
  async (t) => {
    const server = await start(t, 'journal', 'one', longGrace)
    const visitor = await visit(t, server, say`client`)
    await visitor.peer.send('shut down')
    await visitor.peer.expectEnd(say`after its handler had called this.server.shutdown()`)
    await t.untilAtRest(server)
    if (server.stdout.includes(down))
      t.fail(
        'wrong-output',
        say`serveForever() resolved while a client was still connected: ${quote(down)} was printed before it had gone.`,
      )
    visitor.peer.end()
    await server.expectExit(0, say`after shutdown(), when its client had gone`)
    await server.expectOutput(down, say`its last line, after await server.serveForever()`)
  },
)
