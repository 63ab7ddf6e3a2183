// starter fails "answers "hello word" with "HELLO WORD", not a byte more" at silent: your server sent it no datagram
import {
  check,
  type CheckContext,
  createPattern,
  isKernelReadable,
  largestDatagramBytes,
  type Program,
  quote,
  readOpenPorts,
  toUpperCaseAscii,
  type UdpPeer,
} from '#checker'

const byHandServer = ['npx tsx {subject}/server.ts', 'nc -u 127.0.0.1 9900     and type hello word']
const byHandClient = ['npx tsx solutions/08-udp-echo/server.ts', 'npx tsx {subject}/client.ts']

/**
 * How long we wait where a client may rightly wait 2 s for an answer, in milliseconds: so much longer that a busy
 * machine makes no right program wrong. That its output came, and not when, is what is judged.
 */
const patienceMs = 7_000

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
    `Your server answered from port ${from}. The ${client.name} had asked port ${server.port} and took nothing from anybody else, so it got no answer.`,
    {
      help: 'Answer with the socket that received: socket.send(bytes, sender.port, sender.address). A new socket has a port of its own.',
    },
  )
}

/** Has the learner's client ask something and answers it. Resolves with the port that the client asked from. */
async function answerOnce(client: Program, server: UdpPeer, line: string, answer: string): Promise<number> {
  client.typeLine(line)
  const { from } = await server.receive(client, line, line === '' ? 'the empty line' : `the line "${line}"`)
  await server.send(answer, from)
  return from
}

const receives = check(
  'receives on 127.0.0.1 and nowhere else',
  {
    help: {
      default:
        'Take the port and the address: socket.bind(port, host), with 127.0.0.1 for the host and the port of the environment.',
    },
    byHand: ['npx tsx {subject}/server.ts', 'ss -lun'],
  },
  async (t) => {
    const server = await t.startServer({ protocol: 'udp' })
    // Elsewhere only that it answers on 127.0.0.1 can be known, and the next checks see to that.
    if (!isKernelReadable) return
    const open = readOpenPorts(server, 'udp')
    const exposed = open.filter(({ address }) => address !== '127.0.0.1' && address !== '::1')
    if (exposed.length === 0) return
    const where = exposed
      .map(({ address }) => (address === '::' ? 'every interface (::)' : address))
      .join(' and ')
    t.fail(
      'listening-elsewhere',
      `Your server receives on ${where}. Whoever can reach this machine can send to your program. It should receive on 127.0.0.1 alone.`,
    )
  },
)

const answers = check(
  'answers "hello word" with "HELLO WORD", not a byte more',
  {
    help: {
      default: 'Send back exactly what came, changed to upper case, as one datagram.',
      silent:
        'Listen for the event "message" of the socket. Its first argument is what came, its second says from whom: answer with socket.send(bytes, sender.port, sender.address).',
      'extra-bytes': 'A datagram needs no line feed at its end: its border is the end of the message.',
    },
    byHand: byHandServer,
    after: receives,
  },
  async (t) => {
    const server = await t.startServer({ protocol: 'udp' })
    const client = await t.bindUdp()
    await ask(t, client, server, 'hello word')
    await client.expectNothingMore(server, 'after its answer')
  },
)

check(
  'changes the letters a–z and no other byte',
  {
    help: 'Work on the bytes: toUpperCaseAscii of the starter changes a–z only. toUpperCase on text changes é and ß as well, and bytes that are no text are lost in it.',
    byHand: ['npx tsx {subject}/server.ts', "printf 'grüße, 世界' | nc -u -w 1 127.0.0.1 9900"],
    after: answers,
  },
  async (t) => {
    const server = await t.startServer({ protocol: 'udp' })
    const client = await t.bindUdp()
    await ask(t, client, server, 'grüße, 世界')
    await ask(
      t,
      client,
      server,
      Uint8Array.from({ length: 256 }, (_, byte) => byte),
    )
  },
)

check(
  'answers an empty datagram with an empty one',
  {
    help: 'A datagram of 0 bytes is a message: "message" is emitted, and its length is 0. Send an empty one back.',
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
  'sends back 65,507 bytes whole, as one datagram',
  {
    help: 'One message, one answer: pass the whole Buffer to one call of send. The system cuts it for the network and puts it together again.',
    byHand: [
      'npx tsx {subject}/server.ts',
      `node -e "const s = require('dgram').createSocket('udp4').on('message', (m) => s.close(console.log(m.length))); s.send(Buffer.alloc(65507), 9900, '127.0.0.1')"`,
    ],
    after: answers,
  },
  async (t) => {
    const server = await t.startServer({ protocol: 'udp' })
    const client = await t.bindUdp()
    // Some systems take less from a program than UDP allows, and then no client can ask for more.
    const sizes = [largestDatagramBytes, 9_000]
    for (const question of sizes.map(createPattern)) {
      const isTaken = await client.send(question, server.port).then(
        () => true,
        () => false,
      )
      if (!isTaken) continue
      await takeAnswer(t, client, server, question)
      return await client.expectNothingMore(server, 'after its answer')
    }
  },
)

check(
  'outlives a client that is gone before its answer',
  {
    help: 'That nobody is there to take an answer is no fault of your server. An "error" that nobody listens for ends the program; a socket that is not connected does not even hear of it.',
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
    help: 'Each "message" comes with its sender. Answer that one: keep no sender outside the listener, and do not connect the socket to one of them.',
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
    for (const client of clients) await client.send(`hello from the ${client.name}`, server.port)
    server.signal('SIGCONT')
    for (const client of clients) await takeAnswer(t, client, server, `hello from the ${client.name}`)
    for (const client of clients.toReversed()) await ask(t, client, server, `goodbye from the ${client.name}`)
    for (const client of clients) await client.expectNothingMore(server, 'after its two answers')
  },
)

const sends = check(
  'client: sends each line as one datagram, an empty line too',
  {
    help: {
      default: 'For each line: socket.send(line, port, host). The line comes without its line feed.',
      silent:
        'Does your client send to the port that PORT names? Does it skip an empty line? Does it close the socket before the datagram is out?',
      'extra-bytes': 'Send the line and nothing after it. Where a message ends is what a datagram tells.',
    },
    byHand: byHandClient,
  },
  async (t) => {
    const server = await t.bindUdp('our server')
    const client = t.startClient(server.port)
    for (const line of ['hello word', '', 'grüße, 世界']) {
      await answerOnce(client, server, line, line.toUpperCase())
    }
  },
)

const prints = check(
  'client: prints each answer',
  {
    help: 'Listen for "message" of the socket that sent. What comes is a Buffer; in a template string it becomes text by itself.',
    byHand: byHandClient,
    after: sends,
  },
  async (t) => {
    const server = await t.bindUdp('our server')
    const client = t.startClient(server.port)
    let found = 0
    for (const [line, answer] of [
      ['one', 'first answer'],
      ['two', 'zweite Antwort, grün'],
    ] as const) {
      await answerOnce(client, server, line, answer)
      found = await client.expectOutput(answer, `the answer to "${line}"`, found)
    }
  },
)

check(
  'client: "exit" ends it and is not sent',
  {
    help: {
      default: 'Compare the trimmed line with "exit" before you send it: line.trim() === "exit".',
      'does-not-stop':
        'What keeps it alive? An open socket does: socket.close(). So does the readline interface that still reads the terminal, also when your loop over its lines is left: close it too.',
    },
    byHand: byHandClient,
    after: prints,
  },
  async (t) => {
    const server = await t.bindUdp('our server')
    // In a pipe that stays open, Node 20 goes on reading after close() within the event "line". A person has a terminal.
    const client = t.startClient(server.port, { terminal: true })
    await answerOnce(client, server, 'hello', 'HELLO')
    await client.expectOutput('HELLO', 'the answer')
    client.typeLine('  exit ')
    await t.becomesTrue(client, () => client.hasExited)
    await server.expectNothingMore(client, 'after "exit" had been typed, with blanks around it')
    await client.expectExit(0, 'after "exit" had been typed, with blanks around it')
  },
)

check(
  'client: end of input ends it',
  {
    help: 'When there are no more lines, the loop over them ends, or the interface emits "close". Close the socket there.',
    byHand: ['npx tsx solutions/08-udp-echo/server.ts', 'npx tsx {subject}/client.ts     and press Ctrl-D'],
    after: prints,
  },
  async (t) => {
    const server = await t.bindUdp('our server')
    const client = t.startClient(server.port)
    await answerOnce(client, server, 'hello', 'HELLO')
    await client.expectOutput('HELLO', 'the answer')
    client.endInput()
    await client.expectExit(0, 'after the end of its input')
  },
)

check(
  'client: nobody answers: says so and goes on with the next line',
  {
    help: {
      default: 'After two seconds without an answer print a line that says so, and read the next line.',
      'wrong-output':
        'Nothing tells a socket that an answer is not coming. Set a timer when you send, setTimeout or AbortSignal.timeout, and say so when it is over.',
    },
    byHand: ['nc -u -l 127.0.0.1 9900     and type nothing', 'npx tsx {subject}/client.ts'],
    after: prints,
  },
  async (t) => {
    const server = await t.bindUdp('our server')
    const client = t.startClient(server.port)
    client.typeLine('is anybody there?')
    await server.receive(client, 'is anybody there?', 'the first line')
    await expectNotice(t, client, client.printedLength, 'our server took its line and did not answer')
    client.typeLine('and now?')
    const { from } = await server.receive(client, 'and now?', 'the next line', { patienceMs })
    await server.send('now I am', from)
    await client.expectOutput('now I am', 'the answer to its next line')
  },
)

check(
  'client: begins before its server, and works when that has come',
  {
    help: {
      default:
        'Nothing has to be there when a datagram is sent. Say that no answer has come, and send the next line all the same.',
      crashed:
        'A connected socket reports "error" ECONNREFUSED when nobody is at the port. Listen for it: it is one way to learn that no answer will come.',
    },
    byHand: [
      'npx tsx {subject}/client.ts',
      'npx tsx solutions/08-udp-echo/server.ts     after the first line',
    ],
    after: prints,
  },
  async (t) => {
    const client = t.startClient(await t.findFreePort())
    const mark = client.printedLength
    client.typeLine('too early')
    await expectNotice(t, client, mark, 'it had sent a line and no server was there')
    const server = await t.bindUdp('our server', { port: client.port })
    client.typeLine('in time')
    // What was printed may have been about the sending, so the first line may still be on its way.
    const first = await server.receiveAny(client, 'the next line', { patienceMs })
    const isEarly = first.bytes.toString() === 'too early'
    const next = isEarly ? await server.receiveAny(client, 'the next line', { patienceMs }) : first
    if (next.bytes.toString() !== 'in time') {
      t.fail('wrong-bytes', `Your client sent ${quote(next.bytes)} where its next line, "in time", was due.`)
    }
    await server.send('just in time', next.from)
    await client.expectOutput('just in time', 'the answer to its next line')
  },
)

check(
  'client: ignores a datagram from somebody else',
  {
    help: 'Anybody can send to your port. Compare the second argument of "message", address and port, with those of your server; or connect the socket, and the system does it for you.',
    byHand: [
      'nc -u -l -v 127.0.0.1 9900     it shows the port of your client',
      'npx tsx {subject}/client.ts     and type hello',
      "printf 'LIES' | nc -u -w 1 127.0.0.1 PORT     with that port, within 2 s",
    ],
    after: prints,
  },
  async (t) => {
    const server = await t.bindUdp('our server')
    const stranger = await t.bindUdp('stranger')
    const client = t.startClient(server.port)
    await answerOnce(client, server, 'one', 'first answer')
    const end = await client.expectOutput('first answer', 'the answer to "one"')
    client.typeLine('two')
    const { from } = await server.receive(client, 'two', 'the line "two"')
    // A receive queue keeps the order: the client meets the stranger's words before the answer.
    await stranger.send('lies and tricks', from)
    await server.send('second answer', from)
    await t.becomesTrue(client, () => client.stdout.includes('second answer', end))
    if (printsAlike(client.stdout, 'first answer', 'lies and tricks', 'second answer')) {
      t.fail(
        'wrong-output',
        `Your client had asked 127.0.0.1:${server.port}. A stranger at port ${stranger.port} sent it "lies and tricks", and it printed that as it prints an answer.`,
      )
    }
    await client.expectOutput('second answer', 'the answer of the server that it had asked', end)
  },
)

/**
 * Waits until the client has printed something with a letter in it; a prompt says nothing.
 * @param mark how much it had printed before.
 */
async function expectNotice(t: CheckContext, client: Program, mark: number, after: string): Promise<void> {
  const hasSpoken = () => /\p{L}/u.test(client.printedSince(mark))
  const hasEnded = () => hasSpoken() || client.hasExited
  await t.becomesTrue(client, hasEnded, patienceMs)
  if (client.hasExited) await client.closed
  await client.failIfCrashed()
  if (hasSpoken()) return
  t.fail(
    'wrong-output',
    `Your client printed nothing after ${after}. Somebody who watches it cannot tell that no answer has come.`,
  )
}

/**
 * Whether a line with the stranger's words looks like the line with the first answer. A program may well say that it
 * has ignored something, and what.
 */
function printsAlike(stdout: string, answer: string, words: string, later: string): boolean {
  const lines = stdout.split('\n')
  const reduce = (line: string) =>
    [answer, words, later]
      .reduce((rest, text) => rest.replaceAll(text, ''), line)
      .replaceAll(/\d+/g, '#')
      .replaceAll(/[^\p{L}#]/gu, '')
  const forms = new Set(lines.filter((line) => line.includes(answer)).map(reduce))
  return lines.some((line) => line.includes(words) && forms.has(reduce(line)))
}
