// starter fails "answers "hello word" with "HELLO WORD", not a byte more" at silent: sent it nothing
import { check, isKernelReadable, readOpenPorts } from '#checker'

const byHandServer = ['npx tsx {subject}/server.ts', "printf 'hello word' | nc 127.0.0.1 9909"]
const byHandClient = ['npx tsx solutions/01-tcp-echo/server.ts', 'npx tsx {subject}/client.ts']

const listens = check(
  'listens on 127.0.0.1 and nowhere else',
  {
    help: {
      default:
        'Pass the port and the address to listen: server.listen(port, host), with 127.0.0.1 for the host.',
      'exited-early':
        'Does your server call listen? A program ends as soon as it has nothing left to wait for.',
    },
    byHand: ['npx tsx {subject}/server.ts', 'ss -ltn'],
  },
  async (t) => {
    const server = await t.startServer()
    // Elsewhere only that it answers on 127.0.0.1 can be known, and the next checks see to that.
    if (!isKernelReadable) return
    const open = readOpenPorts(server, 'tcp')
    const exposed = open.filter(({ address }) => address !== '127.0.0.1' && address !== '::1')
    if (exposed.length === 0) return
    const where = exposed
      .map(({ address }) => (address === '::' ? 'every interface (::)' : address))
      .join(' and ')
    t.fail(
      'listening-elsewhere',
      `Your server listens on ${where}. Whoever can reach this machine can reach your program. It should listen on 127.0.0.1 alone.`,
    )
  },
)

const answers = check(
  'answers "hello word" with "HELLO WORD", not a byte more',
  {
    help: {
      default: 'Send back exactly what came, changed to upper case.',
      silent:
        'Listen for the event "data" of the socket. Its argument is what has arrived; answer with socket.write or socket.end.',
      'extra-bytes':
        'Send back exactly what came. A line feed is a byte like any other; console.log adds one, socket.write does not.',
      'closed-early':
        'The answer has to go out before the connection ends: socket.end(answer) does both in order.',
    },
    byHand: byHandServer,
    after: listens,
  },
  async (t) => {
    const server = await t.startServer()
    const client = await t.connect(server)
    await client.send('hello word')
    await client.receive('HELLO WORD')
    await client.expectEnd('after its answer')
  },
)

check(
  'prints what it received',
  {
    help: 'console.log what came, as text. The chunk is a Buffer; in a template string it becomes text by itself.',
    byHand: byHandServer,
    after: answers,
  },
  async (t) => {
    const server = await t.startServer()
    const client = await t.connect(server)
    await client.send('good morning')
    await server.expectOutput('good morning', 'what its client had sent')
  },
)

check(
  'passes UTF-8 through unharmed',
  {
    help: 'Work on bytes: toUpperCaseAscii of the starter changes a–z only. toUpperCase on text changes é and ß as well.',
    byHand: ['npx tsx {subject}/server.ts', "printf 'grüße, 世界' | nc 127.0.0.1 9909"],
    after: answers,
  },
  async (t) => {
    const server = await t.startServer()
    const client = await t.connect(server)
    await client.send('grüße, 世界')
    await client.receive('GRüßE, 世界')
  },
)

check(
  'ends the connection first and then exits 0',
  {
    help: {
      default: 'After the answer: socket.end() says FIN to this client.',
      'does-not-stop': 'A server that still listens keeps the program alive. server.close() stops listening.',
    },
    byHand: byHandServer,
    after: answers,
  },
  async (t) => {
    const server = await t.startServer()
    const client = await t.connect(server)
    await client.send('hello word')
    await client.receive('HELLO WORD')
    // This client keeps its own side open, so an end that comes now is the server's own doing.
    await client.expectEnd('after its answer')
    client.end()
    await server.expectExit(0, 'after it had ended the connection')
  },
)

const sends = check(
  'client: sends exactly its TEXT',
  {
    help: {
      default:
        'process.argv[2] is the text, "hello word" where there is none. Write it once, as it is, when the socket says "connect".',
      'extra-bytes': 'Write the text as it is. A line feed at its end is a byte more than was asked for.',
    },
    byHand: ['nc -l 127.0.0.1 9909', "npx tsx {subject}/client.ts 'good morning'"],
  },
  async (t) => {
    for (const [args, due] of [
      [[], 'hello word'],
      [['grüße, 世界'], 'grüße, 世界'],
    ] as const) {
      const listener = await t.listen()
      const client = t.startClient(listener.port, { args })
      const server = await listener.accept(client)
      await server.receive(due, 'its text')
      // Nothing may follow the text while it waits for the answer.
      await server.send('ANSWER')
      server.end()
    }
  },
)

check(
  'client: waits for an answer that comes late, and prints it',
  {
    help: 'Do not end the program after sending. Listen for "data" and print what comes; the server ends the connection.',
    byHand: byHandClient,
    after: sends,
  },
  async (t) => {
    const listener = await t.listen()
    const client = t.startClient(listener.port)
    const server = await listener.accept(client)
    await server.receive('hello word', 'its text')
    await t.staysQuiet(client, 500)
    await server.send('HELLO WORD')
    server.end()
    await client.expectOutput('HELLO WORD', 'the answer')
  },
)

check(
  'client: prints an answer that comes in two pieces',
  {
    help: 'One answer may arrive as several chunks. Print every one that comes until the server ends the connection.',
    byHand: byHandClient,
    after: sends,
  },
  async (t) => {
    const listener = await t.listen()
    const client = t.startClient(listener.port)
    const server = await listener.accept(client)
    await server.receive('hello word', 'its text')
    await server.send('HELLO ')
    await server.untilRead()
    await server.send('WORD')
    server.end()
    const next = await client.expectOutput('HELLO', 'the first piece of the answer')
    await client.expectOutput('WORD', 'the second piece of the answer', next)
  },
)

check(
  'client: exits 0 when the server has ended the connection',
  {
    help: 'A program ends by itself when nothing is left to wait for. Does something keep yours alive, a timer or stdin?',
    byHand: byHandClient,
    after: sends,
  },
  async (t) => {
    const listener = await t.listen()
    const client = t.startClient(listener.port)
    const server = await listener.accept(client)
    await server.receive('hello word', 'its text')
    await server.send('HELLO WORD')
    server.end()
    await client.expectExit(0, 'after the server had ended the connection')
  },
)

check(
  'client: nobody listening gives one clear line and exit code 1',
  {
    help: 'The socket says "error" when the connection is refused. Print error.message on stderr and set process.exitCode = 1.',
    byHand: ['npx tsx {subject}/client.ts; echo "exit code $?"'],
  },
  async (t) => {
    const client = t.startClient(await t.findFreePort())
    await client.expectComplaint('nobody was listening')
  },
)
