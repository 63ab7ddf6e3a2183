// starter fails "answers "hello word" with "HELLO WORD", not a byte more" at silent: your server sent it no datagram
import {
  CannotJudge,
  check,
  type CheckContext,
  countBytes,
  createPattern,
  everyByte,
  findLongestDatagram,
  listensOnLoopbackOnly,
  listensWhereTold,
  type Program,
  ourServer,
  quote,
  say,
  sendsWhereTold,
  tellsItsPort,
  tellsTakenPort,
  toUpperCaseAscii,
  type UdpPeer,
  type Words,
  typeInPieces,
} from '#checker'

const byHandServer = ['npx tsx {subject}/server.ts', "printf 'hello word' | nc -u -w 1 127.0.0.1 9900"]
const byHandClient = ['npx tsx {subject}/given/other-server.ts', 'npx tsx {subject}/client.ts']

/**
 * How long we wait where a client may rightly wait 2 s for an answer, in milliseconds: so much longer that a busy
 * machine makes no right program wrong. That its output came, and not when, is what is judged.
 */
const patienceMs = 7_000

/** A client may rightly give up after so long, in milliseconds. */
const giveUpMs = 2_000
/** If an answer of ours took longer than this, the client may have given up before it. */
const longestHeldMs = 1_800

/** So many lines find nobody at the port, where that takes no time. */
const mostEarlyLines = 6

/** A line that does not fit one Ethernet frame, and fits a datagram on every system. */
const longLine = 'This line is a long one. '.repeat(80).trimEnd()

type Text = string | Uint8Array

/** Asks the learner's server from one of our sockets, and judges the answer and where it came from. */
async function ask(t: CheckContext, client: UdpPeer, server: Program, question: Text): Promise<void> {
  await client.send(question, server.port)
  await takeAnswer(t, client, server, question)
}

async function takeAnswer(t: CheckContext, client: UdpPeer, server: Program, question: Text): Promise<void> {
  const { from } = await client.receive(server, toUpperCaseAscii(question))
  if (from === server.port) return
  t.fail(
    'silent',
    say`Your server answered from port ${from}. The ${client.name} had asked port ${server.port} and took nothing from anybody else, so it got no answer.`,
    {
      help: say`Answer with the socket that received: socket.send(bytes, sender.port, sender.address). A new socket has a port of its own.`,
    },
  )
}

/** Has the learner's client ask something and answers it. Resolves with the port that the client asked from. */
async function answerOnce(client: Program, server: UdpPeer, line: string, answer: string): Promise<number> {
  client.typeLine(line)
  const { from } = await server.receive(
    client,
    line,
    line === '' ? say`the empty line` : say`the line "${line}"`,
  )
  await server.send(answer, from)
  return from
}

const server = { protocol: 'udp' } as const

const receives = listensOnLoopbackOnly({ server, holds: [1] })

listensWhereTold({ server, holds: [1], after: receives, defaultPort: 9900 })

const answers = check(
  'answers "hello word" with "HELLO WORD", not a byte more',
  {
    holds: [3, 4],
    help: {
      default: say`Send back exactly what came, changed to upper case, as one datagram.`,
      silent: say`Listen for the event "message" of the socket. Its first argument is what came, its second says from whom: answer with socket.send(bytes, sender.port, sender.address).`,
      'extra-bytes': say`A datagram needs no line feed at its end: its border is the end of the message.`,
    },
    byHand: byHandServer,
    after: receives,
  },
  async (t) => {
    const server = await t.startServer({ protocol: 'udp' })
    const client = await t.bindUdp()
    await ask(t, client, server, 'hello word')
    await client.expectNothingMore(server, say`after its answer`)
  },
)

check(
  'changes the letters a–z and no other byte',
  {
    holds: [3],
    help: say`Work on the bytes: toUpperCaseAscii of the starter changes a–z only. toUpperCase on text changes é and ß as well, and bytes that are not text are lost in it.`,
    byHand: ['npx tsx {subject}/server.ts', "printf 'grüße, 世界' | nc -u -w 1 127.0.0.1 9900"],
    after: answers,
  },
  async (t) => {
    const server = await t.startServer({ protocol: 'udp' })
    const client = await t.bindUdp()
    await ask(t, client, server, 'grüße, 世界')
    await ask(t, client, server, everyByte)
  },
)

check(
  'answers an empty datagram with an empty one',
  {
    holds: [3],
    help: say`A datagram of 0 bytes is a message: "message" is emitted, and its length is 0. Send an empty one back.`,
    byHand: [
      'npx tsx {subject}/server.ts',
      `node -e "const s = require('dgram').createSocket('udp4').on('message', (m) => s.close(console.log(m))); s.send('', 9900, '127.0.0.1')"`,
    ],
    after: answers,
  },
  async (t) => {
    const server = await t.startServer({ protocol: 'udp' })
    const client = await t.bindUdp()
    await ask(t, client, server, '')
  },
)

check(
  'answers every datagram with one datagram, also when it comes again',
  {
    holds: [3, 5],
    help: {
      default: say`Every "message" is a question of its own and gets one answer. That two look alike does not mean that one of them is a copy: somebody may ask twice.`,
      'exited-early': say`The server goes on for ever, whatever a datagram says: "exit" is a word for the client, and the server answers it as any other. It keeps its socket open, and ends when somebody ends it.`,
    },
    byHand: [
      'npx tsx {subject}/server.ts',
      "printf 'once more' | nc -u -w 1 127.0.0.1 9900     and the same again",
    ],
    after: answers,
  },
  async (t) => {
    const server = await t.startServer({ protocol: 'udp' })
    const client = await t.bindUdp()
    for (const question of ['once more', 'once more', '', '', 'exit', 'something else']) {
      await ask(t, client, server, question)
    }
    await client.expectNothingMore(server, say`after an answer to each of its six datagrams`)
  },
)

check(
  'sends back the longest datagram whole, as one',
  {
    holds: [3],
    help: say`One message, one answer: pass the whole Buffer to one call of send. The system cuts it for the network and puts it together again.`,
    byHand: [
      'npx tsx {subject}/server.ts',
      `node -e "const s = require('dgram').createSocket('udp4').on('message', (m) => s.close(console.log(m.length))); s.send(Buffer.alloc(65507), 9900, '127.0.0.1')"     the longest on Linux; macOS takes 9216, unless it is set otherwise`,
    ],
    after: answers,
  },
  async (t) => {
    const server = await t.startServer({ protocol: 'udp' })
    const client = await t.bindUdp()
    await ask(t, client, server, createPattern(await findLongestDatagram()))
    await client.expectNothingMore(server, say`after its answer`)
  },
)

check(
  'outlives a client that is gone before its answer',
  {
    holds: [5],
    help: say`It is not your server's fault that nobody is there to take an answer. An "error" that nobody listens for ends the program; a socket that is not connected does not even hear of it.`,
    byHand: [
      'npx tsx {subject}/server.ts',
      `node -e "const s = require('dgram').createSocket('udp4'); s.send('gone', 9900, '127.0.0.1', () => s.close())"`,
      'nc -u 127.0.0.1 9900     and type hello word',
    ],
    after: answers,
  },
  async (t) => {
    const server = await t.startServer({ protocol: 'udp' })
    const leaver = await t.bindUdp('client that leaves')
    // Held still, the program answers only when the sender has surely gone.
    server.signal('SIGSTOP')
    await leaver.send('gone before you answer', server.port)
    leaver.leave()
    server.signal('SIGCONT')
    await t.letReact(server)
    const client = await t.bindUdp('next client')
    await ask(t, client, server, 'hello')
    await ask(t, client, server, 'still there')
  },
)

check(
  'answers five clients at once, each with its own',
  {
    holds: [3, 4],
    help: {
      default: say`Each "message" comes with its sender. Answer that one: keep no sender outside the listener, and do not connect the socket to one of them.`,
      'missing-bytes': say`Every datagram is answered, however many come at once and however often one sender asks. Do you count what somebody sends, or leave out what comes while you are busy?`,
    },
    byHand: ['npx tsx {subject}/server.ts', 'nc -u 127.0.0.1 9900     in several terminals, in turns'],
    after: answers,
  },
  async (t) => {
    const server = await t.startServer({ protocol: 'udp' })
    const clients = await Promise.all(
      ['first', 'second', 'third', 'fourth', 'fifth'].map((which) => t.bindUdp(`${which} client`)),
    )
    // Held still, the program finds the datagrams of all five waiting when it goes on.
    server.signal('SIGSTOP')
    for (const client of clients) await client.send(`hello from the ${client.id}`, server.port)
    server.signal('SIGCONT')
    for (const client of clients) await takeAnswer(t, client, server, `hello from the ${client.id}`)
    for (const client of clients.toReversed()) await ask(t, client, server, `goodbye from the ${client.id}`)
    for (const client of clients) await client.expectNothingMore(server, say`after its two answers`)
    const [busy] = clients
    const questions = Array.from({ length: 20 }, (_, index) => `question ${index + 1}`)
    await server.whileHeldStill(async () => {
      for (const question of questions) await busy?.send(question, server.port)
    })
    await busy?.receiveInAnyOrder(
      server,
      questions.map(toUpperCaseAscii),
      say`the answers to ${questions.length} datagrams that were waiting`,
    )
    await busy?.expectNothingMore(server, say`after an answer to each of its datagrams`)
  },
)

check(
  'answers a client at another address',
  {
    holds: [4],
    help: say`A sender is an address and a port, and both come with each "message": socket.send(bytes, sender.port, sender.address).`,
    byHand: [
      'npx tsx {subject}/server.ts',
      "printf 'hello word' | nc -u -w 1 -s 127.0.0.2 127.0.0.1 9900     the client is at 127.0.0.2",
    ],
    after: answers,
  },
  async (t) => {
    const server = await t.startServer({ protocol: 'udp' })
    const client = await t.bindUdp()
    await ask(t, client, server, 'hello')
    // Not every system has more than one address on loopback.
    const port = await t.findFreePort()
    const neighbour = await t
      .bindUdp('client at 127.0.0.2', { port, host: '127.0.0.2' })
      .catch(() => undefined)
    if (neighbour) await ask(t, neighbour, server, 'hello from 127.0.0.2')
    await ask(t, client, server, 'hello again')
  },
)

tellsTakenPort({ server, holds: [2], after: answers })

tellsItsPort({ server, holds: [1], after: receives })

const sends = check(
  'client: sends each line as one datagram, an empty line too',
  {
    holds: [6],
    help: {
      default: say`For each line: socket.send(line, port, host). The line comes without its line feed.`,
      silent: say`Does your client send to the port that PORT names? Does it skip an empty line? Does it close the socket before the datagram is out?`,
      'extra-bytes': say`Send the line and nothing after it. Where a message ends is what a datagram tells.`,
      'wrong-bytes': say`Send the line as it was typed. If you cut the lines yourself: what your program reads at a time may be half a line, or half a character. Keep what has no line feed yet, and call process.stdin.setEncoding("utf8").`,
      'exited-early': say`Only a line that is "exit" and nothing else, but for blanks around it, ends the client. "q", "exit now" and "EXIT" are sent.`,
    },
    byHand: byHandClient,
  },
  async (t) => {
    const server = await t.bindUdp(ourServer)
    const client = t.startClient(server.port)
    const lines = [
      'hello word',
      '',
      '  two blanks before and one behind ',
      '   ',
      'grüße, 世界',
      'q',
      'exit now',
      'EXIT',
    ]
    for (const line of lines) {
      await answerOnce(client, server, line, line.toUpperCase())
      // A line that is typed while another one waits is another check's.
      await t.letReact(client)
    }
    await typeInPieces(t, client)
    const { from } = await server.receive(
      client,
      'grüße',
      say`the line "grüße", which it could read only in pieces`,
    )
    await server.send('GRÜSSE', from)
    await t.letReact(client)
    client.typeLine(longLine)
    await server.receive(client, longLine, say`a line of ${countBytes(longLine.length)}`)
    await t.letReact(client)
    await server.expectNothingMore(client, say`after its ten lines`)
  },
)

sendsWhereTold({
  holds: [6],
  after: sends,
  defaultPort: 9900,
  type: (client) => client.typeLine('hello'),
})

const prints = check(
  'client: prints each answer',
  {
    holds: [7],
    help: say`Listen for "message" of the socket that sent. What comes is a Buffer; in a template string it becomes text by itself. Print it as it is, with its blanks, also where there is nothing else in it. console.log(answer, more) takes a % in the answer for a command: give it one text alone.`,
    byHand: byHandClient,
    after: sends,
  },
  async (t) => {
    const server = await t.bindUdp(ourServer)
    const client = t.startClient(server.port)
    let found = 0
    for (const [line, answer] of [
      ['one', 'first answer'],
      ['two', '  zweite Antwort, 5%% grün '],
      ['three', '       '],
      ['four', longLine.toUpperCase()],
    ] as const) {
      await answerOnce(client, server, line, answer)
      found = await client.expectOutput(answer, say`the answer to "${line}"`, found)
    }
  },
)

check(
  'client: takes answers from the address that HOST names',
  {
    holds: [7, 10],
    help: say`Whose answer is it? Compare the sender with the address and the port that you send to, both as HOST and PORT name them; or connect the socket.`,
    byHand: [
      'HOST=127.0.0.2 npx tsx {subject}/given/other-server.ts',
      'HOST=127.0.0.2 npx tsx {subject}/client.ts',
    ],
    after: prints,
  },
  async (t) => {
    // Not every system has more than one address on loopback.
    const server = await t.bindUdp(ourServer, { host: '127.0.0.2' }).catch(() => t.bindUdp(ourServer))
    const client = t.startClient(server.port, { host: server.host })
    await answerOnce(client, server, 'hello', 'an answer from elsewhere')
    await client.expectOutput('an answer from elsewhere', say`the answer of the server that HOST names`)
  },
)

check(
  'client: "exit" ends it and is not sent',
  {
    holds: [11],
    help: {
      default: say`Compare the trimmed line with "exit" before you send it: line.trim() === "exit".`,
      'does-not-stop': say`What keeps it alive? An open socket does: socket.close(). So does the readline interface that still reads the terminal, also when your loop over its lines is left: close it too.`,
    },
    byHand: byHandClient,
    after: prints,
  },
  async (t) => {
    const server = await t.bindUdp(ourServer)
    // In a pipe that stays open, Node 20 goes on reading after close() within the event "line". A person has a terminal.
    const client = t.startClient(server.port, { terminal: true })
    await answerOnce(client, server, 'hello', 'HELLO')
    await client.expectOutput('HELLO', say`the answer`)
    client.typeLine('  exit ')
    await t.becomesTrue(client, () => client.hasExited)
    await server.expectNothingMore(client, say`after "exit" had been typed, with blanks around it`)
    await client.expectExit(0, say`after "exit" had been typed, with blanks around it`)
    const inPipe = t.startClient(server.port)
    await answerOnce(inPipe, server, 'hello', 'HELLO')
    await inPipe.expectOutput('HELLO', say`the answer`)
    inPipe.typeLine('exit')
    inPipe.endInput()
    await t.becomesTrue(inPipe, () => inPipe.hasExited)
    await server.expectNothingMore(inPipe, say`after "exit" had come by a pipe`)
    await inPipe.expectExit(0, say`after "exit" had come by a pipe`)
  },
)

check(
  'client: nobody answers: says so and goes on with the next line',
  {
    holds: [8, 11],
    help: {
      default: say`After two seconds without an answer print a line that says so, and read the next line.`,
      'wrong-output': say`Nothing tells a socket that an answer is not coming. Set a timer when you send, setTimeout or AbortSignal.timeout, and say so when it is over.`,
      'wrong-bytes': say`Each line is sent once. A line that got no answer is not sent again: say so, and read the next one.`,
      'wrong-exit': say`That no answer came was told when it was seen. The client has done all that it was asked to do: exit code 0.`,
    },
    byHand: ['npx tsx {subject}/given/other-server.ts silent', 'npx tsx {subject}/client.ts'],
    after: prints,
  },
  async (t) => {
    const server = await t.bindUdp(ourServer)
    const client = t.startClient(server.port)
    const usual = await listUsualLines(t, client, server)
    const usualTimes = countTimes(client, 'a usual answer')
    const mark = client.printedLength
    client.typeLine('is anybody there?')
    await server.receive(client, 'is anybody there?', say`the line without an answer`)
    await expectNotice(t, client, mark, say`our server took its line and did not answer`, usual)
    client.typeLine('still here')
    const { from } = await server.receive(client, 'still here', say`the next line`, { patienceMs })
    await server.send('STILL HERE', from)
    await client.expectOutput('STILL HERE', say`the answer to its next line`)
    await t.letReact(client)
    expectAsOften(t, client, 'STILL HERE', usualTimes)
    client.endInput()
    // Whether it ends at all is what the next check is about.
    if (await t.becomesTrue(client, () => client.hasExited))
      await client.expectExit(0, say`after the end of its input. One of its lines had got no answer`)
  },
)

check(
  'client: end of input ends it',
  {
    holds: [11],
    help: say`When there are no more lines, the loop over them ends, or the interface emits "close". Close the socket there, or, if a line still waits for its answer then, when that has come or is given up.`,
    byHand: ['npx tsx {subject}/given/other-server.ts', 'npx tsx {subject}/client.ts     and press Ctrl-D'],
    after: prints,
  },
  async (t) => {
    const server = await t.bindUdp(ourServer)
    const client = t.startClient(server.port)
    await answerOnce(client, server, 'hello', 'HELLO')
    await client.expectOutput('HELLO', say`the answer`)
    client.endInput()
    await client.expectExit(0, say`after the end of its input`)
    const waiting = t.startClient(server.port)
    waiting.typeLine('no answer to this')
    await server.receive(waiting, 'no answer to this', say`the line without an answer`)
    waiting.endInput()
    // It may end at once, or wait for its answer first.
    await t.staysQuiet(waiting, patienceMs)
    await waiting.expectExit(
      0,
      say`after the end of its input, which came while a line waited for its answer`,
    )
  },
)

function countTimes(client: Program, text: string): number {
  return client.stdout.split(text).length - 1
}

/** An answer that comes after a silence is printed as often as any other. */
function expectAsOften(t: CheckContext, client: Program, answer: string, usualTimes: number): void {
  if (countTimes(client, answer) <= usualTimes) return
  t.fail(
    'wrong-output',
    say`A line had got no answer. When the next one was answered with ${quote(answer)}, your client printed that ${countTimes(client, answer)} times.`,
    {
      help: say`Does the listener for "message" stay behind when two seconds have passed? Then it hears the next answer as well: take it off, in either case.`,
    },
  )
}

check(
  'client: takes an empty answer for an answer',
  {
    holds: [7, 8],
    help: say`An empty datagram is a message. That an answer came is told by the event "message", and not by what is in it: '' counts as false.`,
    byHand: ['npx tsx {subject}/given/other-server.ts', 'npx tsx {subject}/client.ts     and press Enter'],
    after: prints,
  },
  async (t) => {
    const server = await t.bindUdp(ourServer)
    const client = t.startClient(server.port)
    const usual = await listUsualLines(t, client, server)
    const mark = client.printedLength
    await answerOnce(client, server, 'answer with nothing', '')
    // What it has not said when no timer will wake it, it will not say.
    await t.untilAtRest(client)
    if (await looksLikeNotice(t, client, server, client.printedSince(mark), usual)) {
      t.fail(
        'wrong-output',
        say`Our server answered with an empty datagram. Your client printed ${quote(client.printedSince(mark).trim())} then, as it does when no answer comes.`,
      )
    }
  },
)

check(
  'client: waits for an answer that comes a second later',
  {
    holds: [8],
    help: say`Two seconds are 2,000 milliseconds, counted from the moment when the line is sent. Only when they are over has no answer come.`,
    byHand: ['npx tsx {subject}/given/other-server.ts late', 'npx tsx {subject}/client.ts'],
    after: prints,
  },
  async (t) => {
    const { client, server, usual, early } = await repeatUntilInTime(() => answerAfterASecond(t))
    if (await looksLikeNotice(t, client, server, early, usual)) {
      t.fail(
        'wrong-output',
        say`Our server answered after a second. Your client printed ${quote(early.trim())} before it came, as it does when no answer comes.`,
      )
    }
  },
)

/** Asks, and answers in the middle of the two seconds. Resolves with what the client printed in the meantime. */
async function answerAfterASecond(t: CheckContext) {
  const server = await t.bindUdp(ourServer)
  const client = t.startClient(server.port)
  const usual = await listUsualLines(t, client, server)
  const mark = client.printedLength
  client.typeLine('take your time')
  const { from } = await server.receive(client, 'take your time', say`the line "take your time"`)
  const askedAt = performance.now()
  await t.becomesTrue(client, () => performance.now() - askedAt >= giveUpMs / 2)
  const early = client.printedSince(mark)
  await server.send('a late answer', from)
  const waitedMs = performance.now() - askedAt
  if (waitedMs < longestHeldMs)
    await client.expectOutput('a late answer', say`the answer that came after a second`)
  return { seen: { client, server, usual, early }, waitedMs }
}

check(
  'client: begins before its server, and works when that has come',
  {
    holds: [8, 11],
    help: {
      default: say`Nothing has to be there when a datagram is sent. Say that no answer has come, and send the next line all the same.`,
      'exited-early': say`However often no answer comes, the client goes on with the next line.`,
      'wrong-exit': say`That nobody was there was told when it was seen. The client has done all that it was asked to do: exit code 0.`,
    },
    byHand: [
      'npx tsx {subject}/client.ts',
      'npx tsx {subject}/given/other-server.ts     after the first line',
    ],
    after: prints,
  },
  async (t) => {
    const client = t.startClient(await t.findFreePort())
    const early = Array.from({ length: mostEarlyLines }, (_, index) => `too early ${index + 1}`)
    let firstToldAt = 0
    for (const [index, line] of early.entries()) {
      // A socket that is told that nobody is there costs no time. Where each line takes its two seconds, three have to do.
      if (index >= 3 && performance.now() - firstToldAt > 2 * giveUpMs - 200) break
      const mark = client.printedLength
      client.typeLine(line)
      await expectNotice(t, client, mark, say`it had sent a line and no server was there`)
      if (index === 0) firstToldAt = performance.now()
    }
    const server = await t.bindUdp(ourServer, { port: client.port })
    client.typeLine('in time')
    // What was printed may have been about the sending, so the first lines may still be on their way.
    let next = await server.receiveAny(client, say`the next line`, { patienceMs })
    while (early.includes(next.bytes.toString()))
      next = await server.receiveAny(client, say`the next line`, { patienceMs })
    if (next.bytes.toString() !== 'in time') {
      t.fail(
        'wrong-bytes',
        say`Your client sent ${quote(next.bytes)} where its next line, "in time", was due.`,
      )
    }
    await server.send('just in time', next.from)
    await client.expectOutput('just in time', say`the answer to its next line`)
    const usual = await listUsualLines(t, client, server)
    const second = client.printedLength
    client.typeLine('no answer again')
    await server.receive(client, 'no answer again', say`the line without an answer`)
    await expectNotice(t, client, second, say`our server took a line and did not answer`, usual)
    await answerOnce(client, server, 'and again', 'here I am')
    await client.expectOutput('here I am', say`the answer to its last line`)
    client.endInput()
    await client.expectExit(0, say`after the end of its input. Nobody had been there for its first lines`)
  },
)

check(
  'client: says of no answered line that no answer has come',
  {
    holds: [8, 9],
    help: {
      default: say`Each line has its own two seconds and needs a timer of its own. A variable that holds one timer forgets it when the next line is sent. Or send a line only when the one before is answered or given up.`,
      silent: say`Lines that are typed while another one waits for its answer are kept, and sent after it or at once.`,
    },
    byHand: [
      'npx tsx {subject}/given/other-server.ts',
      "(printf 'one\\ntwo\\n'; sleep 5) | npx tsx {subject}/client.ts",
    ],
    after: prints,
  },
  async (t) => {
    const often = await repeatUntilInTime(() => leaveOneOfFive(t))
    if (often > 1)
      t.fail(
        'wrong-output',
        say`Your client said ${often} times that no answer had come. Five lines were typed, and our server answered all of them but one.`,
      )
  },
)

check(
  'client: gives each line its own two seconds',
  {
    holds: [8, 9],
    help: {
      default: say`The two seconds of a line begin when it is sent, and not when it was typed or when another one was sent.`,
      silent: say`Lines that are typed while another one waits for its answer are kept, and sent after it or at once.`,
    },
    byHand: [
      'npx tsx {subject}/given/other-server.ts late',
      "(printf 'one\\ntwo\\n'; sleep 5) | npx tsx {subject}/client.ts",
    ],
    after: prints,
  },
  async (t) => {
    const often = await repeatUntilInTime(() => answerTheSecondLate(t))
    if (often > 1)
      t.fail(
        'wrong-output',
        say`Your client said ${often} times that no answer had come. Two lines were typed at once; our server kept silent at the first that it took, and answered the other a second after it had come.`,
      )
    await expectNoticeWhileTyping(t)
  },
)

check(
  'client: says so of each line that gets no answer, also of two that are alike',
  {
    holds: [8, 9, 11],
    help: {
      default: say`Once means once for each line. Do you keep what waits by its text? Then the second of two equal lines takes the place of the first. Or does a variable remember that you have said it before?`,
      'exited-early': say`Lines that were typed before "exit" are not lost, also where another one still waits. Give it its turn among the lines.`,
    },
    byHand: [
      'npx tsx {subject}/given/other-server.ts silent',
      "(printf 'one\\n'; sleep 3; printf 'again\\nagain\\n'; sleep 5) | npx tsx {subject}/client.ts",
    ],
    after: prints,
  },
  async (t) => {
    const server = await t.bindUdp(ourServer)
    const client = t.startClient(server.port)
    const usual = await listUsualLines(t, client, server)
    const mark = client.printedLength
    const texts = [...ownTexts, 'again']
    const countUnusual = (since: number) => listUnusual(client, since, usual, texts).length
    client.typeLine('is anybody there?')
    await server.receive(client, 'is anybody there?', say`the line without an answer`)
    await expectNotice(t, client, mark, say`our server took its line and did not answer`, usual, texts)
    await t.untilAtRest(client)
    const linesOfOne = countUnusual(mark)
    const second = client.printedLength
    client.type('again\nagain\n')
    for (const line of [say`the line "again"`, say`the line "again", typed a second time`])
      await server.receive(client, 'again', line, { patienceMs })
    await expectNotice(t, client, second, say`our server took two lines and answered neither`, usual, texts)
    if (!(await t.becomesTrue(client, () => countUnusual(second) > linesOfOne, patienceMs)))
      t.fail(
        'wrong-output',
        say`The line "again" was typed twice at once, and our server answered neither. Your client said only once that no answer had come.`,
      )
    await expectLinesBeforeExit(t, client, server)
  },
)

/** Types "exit" behind two lines: the second has been sent then, or still waits for the answer to the first. */
async function expectLinesBeforeExit(t: CheckContext, client: Program, server: UdpPeer): Promise<void> {
  client.type('one more\nand another\n')
  const first = await server.receiveAny(client, say`two more lines`)
  await t.letReact(client)
  client.typeLine('exit')
  client.endInput()
  await t.letReact(client)
  await server.send('an answer', first.from)
  const second = await server.receiveAny(client, say`the second of two lines before "exit"`, { patienceMs })
  await server.send('another answer', second.from)
  const came = [first.bytes.toString(), second.bytes.toString()]
  if (!came.includes('one more') || !came.includes('and another')) {
    t.fail(
      'wrong-bytes',
      say`Your client sent ${quote(first.bytes)} and ${quote(second.bytes)} where the lines "one more" and "and another" were due.`,
    )
  }
  await t.becomesTrue(client, () => client.hasExited)
  await server.expectNothingMore(client, say`after "exit" had been typed behind two lines`)
  await client.expectExit(0, say`after "exit" had been typed behind two lines`)
}

const disturbEveryMs = 500
/** Five times the two seconds. */
const mostDisturbances = 20

/**
 * Does something every half second, until the client has said that no answer has come: nothing of that begins the two
 * seconds anew. Resolves with whether it has said so, or ended.
 */
async function speaksAmong(
  t: CheckContext,
  client: Program,
  hasSpoken: () => boolean,
  disturb: () => void | Promise<void>,
): Promise<boolean> {
  const isOver = () => hasSpoken() || client.hasExited
  for (let time = 1; time <= mostDisturbances; time++) {
    const disturbedAt = performance.now()
    await disturb()
    await t.becomesTrue(client, () => isOver() || performance.now() - disturbedAt >= disturbEveryMs)
    if (isOver()) return true
  }
  // On a busy machine it may be about to say so.
  await t.letReact(client)
  return isOver()
}

/** Has somebody type a line every half second and answers none of them. */
async function expectNoticeWhileTyping(t: CheckContext): Promise<void> {
  const server = await t.bindUdp(ourServer)
  const client = t.startClient(server.port)
  const usual = await listUsualLines(t, client, server)
  const mark = client.printedLength
  const line = 'and another line'
  const texts = [...ownTexts, line]
  const hasSpoken = () => listUnusual(client, mark, usual, texts).length > 0
  // No two are alike: who takes equal lines for one is another check's.
  let typed = 0
  const typeAnother = () => client.typeLine(line + '!'.repeat(typed++))
  const isTold = await speaksAmong(t, client, hasSpoken, typeAnother)
  if (isTold)
    return expectNotice(t, client, mark, say`our server took lines and answered none of them`, usual, texts)
  t.fail(
    'wrong-output',
    say`A line was typed every half second, and our server answered none of them. When ${mostDisturbances} had been typed, your client had not said of the first that no answer had come.`,
  )
}

/**
 * Types two lines at once, keeps silent at the one that comes first, and answers the other a second after it has come.
 * Resolves with how often the client has said that no answer has come.
 */
async function answerTheSecondLate(t: CheckContext) {
  const server = await t.bindUdp(ourServer)
  const client = t.startClient(server.port)
  const usual = await listUsualLines(t, client, server)
  const mark = client.printedLength
  const texts = [...ownTexts, 'one', 'two', 'a late answer']
  client.type('one\ntwo\n')
  await server.receiveAny(client, say`the line "one"`)
  const { from } = await server.receiveAny(client, say`the line "two"`, { patienceMs })
  const cameAt = performance.now()
  await t.becomesTrue(client, () => performance.now() - cameAt >= giveUpMs / 2)
  await server.send('a late answer', from)
  const waitedMs = performance.now() - cameAt
  if (waitedMs < longestHeldMs) {
    await client.expectOutput('a late answer', say`the answer that came after a second`)
    await expectNotice(t, client, mark, say`our server took a line and did not answer`, usual, texts)
    // What it has not said when no timer will wake it, it will not say.
    await t.untilAtRest(client)
  }
  return { seen: countAlike(client.printedSince(mark), usual, texts), waitedMs }
}

/**
 * Types three lines at once and answers all, then two more and answers one of them. The client may send them at once, or
 * one after the other. Resolves with how often it has said that no answer has come.
 */
async function leaveOneOfFive(t: CheckContext) {
  const server = await t.bindUdp(ourServer)
  const client = t.startClient(server.port)
  const lines = ['one', 'two', 'three', 'four', 'five']
  const answers = ['first answer', 'second answer', 'third answer', 'last answer']
  const texts = [...ownTexts, ...lines, ...answers]
  // How long a program takes to start is no time that its lines have waited.
  await listUsualLines(t, client, server)
  const typedAt = performance.now()
  client.type('one\ntwo\nthree\n')
  await answerSome(t, client, server, lines.slice(0, 3), answers.slice(0, 3))
  await client.expectOutput('third answer', say`the third answer`)
  await t.letReact(client)
  const usual = new Set(reduceLines(client.printedSince(0), texts))
  const mark = client.printedLength
  client.type('four\nfive\n')
  await answerSome(t, client, server, lines.slice(3), answers.slice(3))
  await client.expectOutput('last answer', say`the last answer`)
  const waitedMs = performance.now() - typedAt
  if (waitedMs < longestHeldMs) {
    const after = say`our server took two lines that were typed at once and answered one`
    await expectNotice(t, client, mark, after, usual, texts)
    // What it has not said when no timer will wake it, it will not say.
    await t.untilAtRest(client)
  }
  return { seen: countAlike(client.printedSince(mark), usual, texts), waitedMs }
}

/** Takes all lines, in whatever order they come, and answers so many of them as there are answers. */
async function answerSome(
  t: CheckContext,
  client: Program,
  server: UdpPeer,
  lines: readonly string[],
  texts: readonly string[],
): Promise<void> {
  const due = new Set(lines)
  const left = [...texts]
  for (const line of lines) {
    const { bytes, from } = await server.receiveAny(client, say`the line "${line}"`)
    if (!due.delete(bytes.toString())) {
      t.fail('wrong-bytes', say`Your client sent ${quote(bytes)} where the line "${line}" was due.`)
    }
    const answer = left.shift()
    if (answer !== undefined) await server.send(answer, from)
  }
}

const linesAmongStrangers = [
  'one',
  'two',
  'three',
  'first answer',
  'second answer',
  'idle gossip',
  'lies and tricks',
  'tall stories',
]

check(
  'client: ignores a datagram from somebody else',
  {
    holds: [8, 10],
    help: say`Anybody can send to your port, also while no line waits. Compare the second argument of "message", address and port, with those of your server, before you do anything else: a stranger's words neither are printed nor kept, nor do they end the wait. Or connect the socket, and the system does it for you.`,
    byHand: ['npx tsx {subject}/given/other-server.ts stranger', 'npx tsx {subject}/client.ts'],
    after: prints,
  },
  async (t) => {
    const server = await t.bindUdp(ourServer)
    const stranger = await t.bindUdp('stranger')
    // Not every system has more than one address on loopback.
    const namesake = await t
      .bindUdp('stranger on the same port', { port: server.port, host: '127.0.0.2' })
      .catch(() => undefined)
    const client = t.startClient(server.port)
    const asked = await answerOnce(client, server, 'one', 'first answer')
    const end = await client.expectOutput('first answer', say`the answer to "one"`)
    await stranger.send('idle gossip', asked)
    await t.letReact(client)
    client.typeLine('two')
    const { from } = await server.receive(client, 'two', say`the line "two"`)
    // A receive queue keeps the order: the client meets the strangers' words before the answer.
    await stranger.send('lies and tricks', from)
    await namesake?.send('tall stories', from)
    await server.send('second answer', from)
    await t.becomesTrue(client, () => client.stdout.includes('second answer', end))
    if (printsAlike(client.stdout, 'first answer', 'lies and tricks', 'second answer')) {
      t.fail(
        'wrong-output',
        say`Your client had asked 127.0.0.1:${server.port}. A stranger at port ${stranger.port} sent it "lies and tricks", and it printed that as it prints an answer.`,
      )
    }
    if (namesake && printsAlike(client.stdout, 'first answer', 'tall stories', 'second answer')) {
      t.fail(
        'wrong-output',
        say`Your client had asked 127.0.0.1:${server.port}. A stranger at 127.0.0.2:${server.port} sent it "tall stories", and it printed that as it prints an answer.`,
      )
    }
    if (printsAlike(client.stdout, 'first answer', 'idle gossip', 'second answer')) {
      t.fail(
        'wrong-output',
        say`Your client had its answer from 127.0.0.1:${server.port}. Before the next line was typed, a stranger at port ${stranger.port} sent it "idle gossip", and it printed that as it prints an answer.`,
      )
    }
    await client.expectOutput('second answer', say`the answer of the server that it had asked`, end)
    await t.letReact(client)
    const texts = [...ownTexts, ...linesAmongStrangers]
    const usual = new Set(reduceLines(client.printedSince(0), texts))
    const mark = client.printedLength
    client.typeLine('three')
    const { from: asking } = await server.receive(client, 'three', say`the line "three"`)
    const hasSpoken = () => listUnusual(client, mark, usual, texts).length > 0
    const disturb = () => stranger.send('lies and tricks', asking)
    const isTold = await speaksAmong(t, client, hasSpoken, disturb)
    const after = say`our server took the line "three" and did not answer. A stranger sent something meanwhile, and that is not an answer`
    if (isTold) return expectNotice(t, client, mark, after, usual, texts)
    t.fail(
      'wrong-output',
      say`Our server took the line "three" and did not answer. A stranger sent something every half second, ${mostDisturbances} times, and your client had not said then that no answer had come.`,
      {
        help: say`A stranger's words are not an answer, and they neither end the two seconds of a line nor begin them anew: set the timer once, when you send.`,
      },
    )
  },
)

/** What differs from one question to the next. */
const ownTexts = [
  'hello there',
  'a usual answer',
  'take your time',
  'is anybody there?',
  'no answer again',
  'no answer to this',
  'answer with nothing',
]

/** Asks one thing, answers it, and lists the lines that the client prints on such an occasion. */
async function listUsualLines(t: CheckContext, client: Program, server: UdpPeer): Promise<Set<string>> {
  const mark = client.printedLength
  await answerOnce(client, server, 'hello there', 'a usual answer')
  await client.expectOutput('a usual answer', say`the answer to "hello there"`)
  await t.letReact(client)
  return new Set(reduceLines(client.printedSince(mark), ownTexts))
}

/**
 * Waits until the client has printed something with a letter in it that it does not print when an answer comes: neither
 * a prompt nor that it has sent the line.
 * @param mark how much it had printed before.
 */
async function expectNotice(
  t: CheckContext,
  client: Program,
  mark: number,
  after: Words,
  usual: ReadonlySet<string> = new Set(),
  texts: readonly string[] = ownTexts,
): Promise<void> {
  const hasSpoken = () => listUnusual(client, mark, usual, texts).length > 0
  const hasEnded = () => hasSpoken() || client.hasExited
  await t.becomesTrue(client, hasEnded, patienceMs)
  if (client.hasExited) await client.closed
  await client.failIfCrashed()
  if (hasSpoken()) return
  if (client.hasExited)
    t.fail('exited-early', say`Your client ended after ${after}. It goes on with the next line.`)
  t.fail(
    'wrong-output',
    say`Your client printed nothing after ${after}. Somebody who watches it cannot tell that no answer has come.`,
  )
}

/**
 * Repeats an exchange in which we were so slow that a client may rightly have given up meanwhile: nothing can be said
 * of it. An exchange resolves with how long the client's lines waited for our answers, in milliseconds.
 */
async function repeatUntilInTime<T>(exchange: () => Promise<{ seen: T; waitedMs: number }>): Promise<T> {
  for (let attempt = 1; attempt <= 3; attempt++) {
    const { seen, waitedMs } = await exchange()
    if (waitedMs < longestHeldMs) return seen
  }
  throw new CannotJudge('This machine is too busy to see what a program does within 2 s.')
}

/** The lines that a client has printed since, and does not print when an answer comes. */
function listUnusual(
  client: Program,
  mark: number,
  usual: ReadonlySet<string>,
  texts: readonly string[],
): string[] {
  return reduceLines(client.printedSince(mark), texts).filter((line) => !usual.has(line))
}

/** The letters of each line that has some, without numbers and without what was asked or answered. */
function reduceLines(printed: string, texts: readonly string[]): string[] {
  const lines = printed.split('\n').map((line) => reduceLine(line, texts))
  return lines.filter((line) => /\p{L}/u.test(line))
}

function reduceLine(line: string, texts: readonly string[]): string {
  return texts
    .reduce((rest, text) => rest.replaceAll(text, ''), line)
    .replaceAll(/\d+/g, '#')
    .replaceAll(/[^\p{L}#]/gu, '')
}

/** How often the unusual line that a program printed most often stands in what it printed. */
function countAlike(printed: string, usual: ReadonlySet<string>, texts: readonly string[]): number {
  const said = reduceLines(printed, texts).filter((line) => !usual.has(line))
  return Math.max(0, ...said.map((line) => said.filter((other) => other === line).length))
}

/**
 * Whether something that a program printed looks like what it prints when no answer comes. It is made to print that only
 * if there is something to compare it with: a program may well say that it waits.
 */
async function looksLikeNotice(
  t: CheckContext,
  client: Program,
  server: UdpPeer,
  printed: string,
  usual: ReadonlySet<string>,
): Promise<boolean> {
  const said = reduceLines(printed, ownTexts).filter((line) => !usual.has(line))
  if (said.length === 0) return false
  const mark = client.printedLength
  client.typeLine('no answer to this')
  await server.receive(client, 'no answer to this', say`the next line`)
  await expectNotice(t, client, mark, say`our server took its line and did not answer`, usual)
  const notice = new Set(reduceLines(client.printedSince(mark), ownTexts))
  return said.some((line) => notice.has(line))
}

/**
 * Whether a line with the stranger's words looks like the line with the first answer. A program may well say that it
 * has ignored something, and what.
 */
function printsAlike(stdout: string, answer: string, words: string, later: string): boolean {
  const lines = stdout.split('\n')
  const reduce = (line: string) => reduceLine(line, [answer, words, later])
  const forms = new Set(lines.filter((line) => line.includes(answer)).map(reduce))
  return lines.some((line) => line.includes(words) && forms.has(reduce(line)))
}
