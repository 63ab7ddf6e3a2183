// starter fails "answers three messages on one connection" at closed-early: Your server ended the connection (FIN)
import { check, createPattern, halfCloser, shouter, toUpperCaseAscii } from '#checker'

const byHandServer = ['npx tsx {subject}/server.ts', 'nc 127.0.0.1 9909     and type several lines']
const byHandClient = [
  'npx tsx solutions/02-communication-loop/server.ts',
  'npx tsx {subject}/client.ts one two three',
]

const answers = check(
  'answers three messages on one connection',
  {
    help: {
      default: 'Answer every chunk that comes, and end only when the client has ended.',
      'closed-early':
        'socket.end() also says goodbye. socket.write() answers and leaves the conversation open.',
      silent: 'once("data") hears one chunk. on("data") or a for await loop hears them all.',
    },
    byHand: byHandServer,
  },
  async (t) => {
    const server = await t.startServer()
    const client = await t.connect(server)
    for (const [text, answer] of [
      ['one', 'ONE'],
      ['two', 'TWO'],
      ['three', 'THREE'],
    ] as const) {
      await client.send(text)
      await client.receive(answer, `the answer to "${text}"`)
    }
  },
)

check(
  'sends back 1 MiB whole',
  {
    help: 'One message may come as many chunks, and each of them wants its answer. Nothing may be cut off.',
    byHand: [
      'npx tsx {subject}/server.ts',
      'head -c 1048576 /dev/zero | tr "\\0" a | nc -N 127.0.0.1 9909 | wc -c',
    ],
    after: answers,
  },
  async (t) => {
    const server = await t.startServer()
    const { peer, answer, sent } = await shouter((name) => t.connect(server, name))
    await Promise.all([sent, peer.receive(answer, 'the megabyte in upper case')])
  },
)

check(
  'keeps a character whole that is cut between two chunks',
  {
    help: 'Half a character is no text. Change the bytes, as toUpperCaseAscii does, and do not turn a chunk into a string.',
    byHand: byHandServer,
    after: answers,
  },
  async (t) => {
    const text = Buffer.from('grüße, 世界')
    const middleOfCharacter = 3
    const server = await t.startServer()
    const client = await t.connect(server)
    await client.send(text.subarray(0, middleOfCharacter))
    // Once it has been read, the rest cannot come in the same chunk.
    await client.untilRead()
    await t.letReact(server)
    await client.sendMore(text.subarray(middleOfCharacter))
    await client.receive(toUpperCaseAscii(text), 'the answer to the text in two pieces')
  },
)

const lastAnswer = check(
  'still answers a client that has ended its own side',
  {
    help: {
      default: 'With allowHalfOpen: true in createServer your side stays open until you end it yourself.',
      'never-closed': 'The client has ended its side, and waits for you to end yours: socket.end().',
    },
    byHand: ['npx tsx {subject}/server.ts', "printf 'last words' | nc -N 127.0.0.1 9909"],
    after: answers,
  },
  async (t) => {
    const server = await t.startServer()
    const client = await halfCloser((name) => t.connect(server, name), 'last words')
    await client.receive('LAST WORDS')
    await client.expectEnd('after the last answer')
  },
)

check(
  'loses nothing of 8 MiB that a slow reader has asked for before it ended its side',
  {
    help: 'A for await loop over a socket destroys it when the loop ends, with answers still waiting to go out. Await each write, or loop over socket.iterator({ destroyOnReturn: false }).',
    byHand: [
      'npx tsx {subject}/server.ts',
      'head -c 8388608 /dev/zero | tr "\\0" a | nc -N 127.0.0.1 9909 | (sleep 2; wc -c)',
    ],
    after: lastAnswer,
  },
  async (t) => {
    const server = await t.startServer()
    const question = createPattern(8 * 1024 * 1024)
    const client = await t.connect(server, 'slow reader')
    client.stopReading()
    const sent = client.send(question).then(() => client.end())
    // At rest, it has read what it will: the system's buffers are full, and it waits for its reader, or has given it up.
    await t.untilAtRest(server)
    client.readOn()
    await Promise.all([sent, client.receive(toUpperCaseAscii(question), 'the 8 MiB in upper case')])
  },
)

check(
  'client ends (FIN): says so and exits 0',
  {
    help: {
      default:
        'The end of the client arrives as the event "end", or as the end of a for await loop. Print a line there.',
      'does-not-stop':
        'What keeps it alive? A server that still listens (server.close), or a connection that your side has not ended.',
    },
    byHand: ['npx tsx {subject}/server.ts', 'nc -N 127.0.0.1 9909     and then Ctrl-D'],
    after: answers,
  },
  async (t) => {
    const server = await t.startServer()
    const client = await t.connect(server)
    await client.send('hello')
    await client.receive('HELLO')
    const mark = server.printedLength
    client.end()
    await server.expectExit(0, 'after its client had ended the connection')
    await server.expectNewOutput(mark, 'when its client ended the connection')
  },
)

check(
  'client resets (RST): says so and exits 0, without a stack trace',
  {
    help: 'A reset arrives as the event "error" with code ECONNRESET. Without a listener for "error" it kills the program.',
    byHand: [
      'npx tsx {subject}/server.ts',
      `node -e "const s = require('net').connect(9909, '127.0.0.1', () => s.write('a')).on('data', () => s.resetAndDestroy())"`,
    ],
    after: answers,
  },
  async (t) => {
    const server = await t.startServer()
    const client = await t.connect(server)
    await client.send('hello')
    // Its answer has been read, so the reset comes alone and every version of Node reports it as one.
    await client.receive('HELLO')
    const mark = server.printedLength
    client.reset()
    await server.expectExit(0, 'after its client had reset the connection')
    await server.expectNewOutput(mark, 'when its client reset the connection')
    server.expectNoStackTrace('its client reset the connection')
  },
)

const order = check(
  'client: sends each text only after the answer to the one before',
  {
    help: {
      default: 'Send one text, wait for its whole answer, then send the next.',
      'extra-bytes': 'Everything was sent at once. Send the next text when the answer has come, not before.',
      silent: 'After an answer the next text is due. The texts are process.argv.slice(2).',
    },
    byHand: byHandClient,
  },
  async (t) => {
    const listener = await t.listen()
    const client = t.startClient(listener.port, { args: ['one', 'two', 'grüße'] })
    const server = await listener.accept(client)
    for (const text of ['one', 'two', 'grüße']) {
      await server.receive(text, `the text "${text}"`)
      // Asleep, it waits for the answer. Had it more to send by itself, it would have sent it.
      await t.staysQuiet(client, 400)
      await server.send(toUpperCaseAscii(text))
    }
  },
)

check(
  'client: prints each answer',
  {
    help: 'Print every answer when it has come.',
    byHand: byHandClient,
    after: order,
  },
  async (t) => {
    const listener = await t.listen()
    const client = t.startClient(listener.port, { args: ['one', 'two'] })
    const server = await listener.accept(client)
    let found = 0
    for (const [text, answer] of [
      ['one', 'ONE'],
      ['two', 'TWO'],
    ] as const) {
      await server.receive(text, `the text "${text}"`)
      await server.send(answer)
    }
    server.end()
    for (const answer of ['ONE', 'TWO'])
      found = await client.expectOutput(answer, 'the answers in their order', found)
  },
)

check(
  'client: says goodbye with an end (FIN) after the last answer, and exits 0',
  {
    help: {
      default: 'After the last answer: socket.end().',
      'wrong-goodbye': 'resetAndDestroy breaks the connection off. socket.end() is the polite goodbye.',
      'does-not-stop':
        'Both sides have ended, and something still keeps the program alive. Is the end of the server read (a listener for "data", or resume)?',
    },
    byHand: byHandClient,
    after: order,
  },
  async (t) => {
    const listener = await t.listen()
    const client = t.startClient(listener.port, { args: ['one'] })
    const server = await listener.accept(client)
    await server.receive('one', 'its text')
    await server.send('ONE')
    await server.expectEnd('after the last answer')
    server.end()
    await client.expectExit(0, 'after both sides had ended the connection')
  },
)
