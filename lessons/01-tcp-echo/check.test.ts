// starter fails "answers "hello word" with "HELLO WORD", not a byte more" at silent: sent it nothing
import {
  check,
  connectsWhereTold,
  listensOnLoopbackOnly,
  listensWhereTold,
  quote,
  say,
  type Words,
  failIfServed,
  inviteAnother,
  inviteOthers,
  takesOneClient,
  tellsTakenPort,
  toUpperCaseAscii,
} from '#checker'

const byHandServer = ['npx tsx {subject}/server.ts', "printf 'hello word' | nc 127.0.0.1 9909"]

const listens = listensOnLoopbackOnly({ holds: [1] })
listensWhereTold({ defaultPort: 9909, holds: [1], after: listens })
tellsTakenPort({ holds: [2], after: listens })

const answers = check(
  'answers "hello word" with "HELLO WORD", not a byte more',
  {
    holds: [5],
    help: {
      default: say`Send back exactly what came, changed to upper case.`,
      silent: say`Listen for the event "data" of the socket. Its argument is what has arrived; answer with socket.write or socket.end.`,
      'extra-bytes': say`Send back exactly what came. A line feed is a byte like any other; console.log adds one, socket.write does not.`,
      'closed-early': say`The answer has to go out before the connection ends: socket.end(answer) does both in order.`,
      'never-closed': say`socket.write answers and leaves the connection open. socket.end(answer) answers and then says that no more will come.`,
      'wrong-goodbye': say`socket.end() says FIN once everything that was written before it is out.`,
    },
    byHand: byHandServer,
    after: listens,
  },
  async (t) => {
    const server = await t.startServer()
    const client = await t.connect(server)
    await client.send('hello word')
    await client.receive('HELLO WORD')
    await client.expectEnd(say`after its answer`)
  },
)

check(
  'prints what it received',
  {
    holds: [4],
    help: say`console.log what came, as text. The chunk is a Buffer; in a template string it becomes text by itself. Print all of it, every line, and as it is: a printed object and JSON write a quote and a backslash in another way, and console.log(text, more) takes a % in the text for a command.`,
    byHand: ['npx tsx {subject}/server.ts', "printf 'good morning, grüße' | nc 127.0.0.1 9909"],
    after: answers,
  },
  async (t) => {
    // The second text is longer than what somebody shows who shows a beginning, and has more than one line.
    // And it has signs in it that a printed object, JSON and a format of console.log make into others.
    for (const lines of [['good morning, grüße'], [`${'all of this, '.repeat(40)}5%% "to"`, 'the\\end']]) {
      const server = await t.startServer()
      const client = await t.connect(server)
      await client.send(lines.join('\n'))
      let found = 0
      for (const line of lines) found = await server.expectOutput(line, say`what its client had sent`, found)
    }
  },
)

const lineFeed = 0x0a

/** All bytes from `first` to `last`. */
function listBytes(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

/** So much comes as one chunk, and is to be answered whole. */
const longestBytes = 1_024

/**
 * Every character of the keyboard, the neighbours of a and z among them, and characters of two and three bytes; then
 * each value that a byte can have besides, most of them no text. More letters make it long, and at the end stands what a
 * line ends with.
 */
const allKinds = Buffer.alloc(longestBytes, 'and so on, ')
allKinds.set([
  ...listBytes(0x20, 0x7e),
  ...Buffer.from(' grüße, 世界'),
  ...listBytes(0, 0x1f),
  ...listBytes(0x7f, 0xff),
])
allKinds[longestBytes - 1] = lineFeed

/**
 * Text from its first byte to its last, for programs that try whether a chunk is text and then change it as such. Of
 * these characters some have another upper case, and some are left out or put together on the way through a text.
 */
const textThroughout = Buffer.from('\ufeffgrüße, ı, u\u0308, 世界 🙂')

check(
  'changes the letters a–z and no other byte',
  {
    holds: [5],
    help: {
      default: say`Work on bytes: toUpperCaseAscii of the starter changes a–z only. toUpperCase on text changes ü and ß as well, and bytes that are not text do not survive being made into text. A TextDecoder also leaves out U+FEFF, a mark at the beginning of a text, and normalize puts characters together.`,
      'closed-early': say`The answer is as long as the chunk. What cuts it, a buffer of a fixed size or a slice?`,
    },
    byHand: [
      'npx tsx {subject}/server.ts',
      "printf '@az[`az{ grüße, 世界\\377\\n' | nc 127.0.0.1 9909 | od -An -c",
    ],
    after: answers,
  },
  async (t) => {
    for (const bytes of [allKinds, textThroughout]) {
      const server = await t.startServer()
      const client = await t.connect(server)
      await client.send(bytes)
      await client.receive(toUpperCaseAscii(bytes))
    }
  },
)

const ends = check(
  'ends the connection first and then exits 0',
  {
    holds: [6],
    help: {
      default: say`After the answer: socket.end() says FIN to this client.`,
      'wrong-exit': say`A program that ends by itself has exit code 0. What sets another one, process.exit or process.exitCode?`,
      'does-not-stop': say`A server that still listens keeps the program alive. server.close() stops listening.`,
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
    await client.expectEnd(say`after its answer`)
    client.end()
    await server.expectExit(0, say`after it had ended the connection`)
  },
)

const takesOne = takesOneClient({ holds: [3], after: ends })

check(
  'takes one client and no other, also when the first has its answer',
  {
    holds: [3, 6],
    help: {
      default: say`A client that has its answer and has not left yet is still the one. server.close() when it comes refuses all others, however long it stays.`,
      'does-not-stop': say`A connection that nobody serves keeps your program alive as well, also one that comes when the answer is out. server.close() when the first client comes refuses all others; a socket of somebody else is to be destroyed.`,
    },
    byHand: [
      'npx tsx {subject}/server.ts',
      "(printf 'first'; sleep 10) | nc 127.0.0.1 9909",
      "printf 'second' | nc 127.0.0.1 9909",
    ],
    after: takesOne,
  },
  async (t) => {
    const server = await t.startServer()
    const first = await t.connect(server, say`first client`)
    await first.send('first')
    await first.receive('FIRST', say`the answer to the first client`)
    // At rest, it has done whatever it does after its answer. It may also have exited, and then it refuses.
    await t.untilAtRest(server)
    const second = await inviteAnother(t, server, say`second client`, 'second')
    if (!second) return
    if (second.unreadLength > 0) {
      t.fail(
        'extra-bytes',
        say`Your server answered a second client, which had connected when the first had its answer and was still there. It should take one client and no other.`,
      )
    }
    first.end()
    await server.expectExit(
      0,
      say`after its client had left, while another one, which had come after the answer, was still there`,
    )
  },
)

check(
  'takes one client and no other, however many come, and exits when that one has left',
  {
    holds: [3, 6],
    help: {
      default: say`Nobody but the first client is served, and it stays the one when another has been sent away. server.close() when it comes refuses all others.`,
      'does-not-stop': say`A connection that nobody serves keeps your program alive as well. server.close() when the first client comes refuses all others; a socket of somebody else is to be destroyed.`,
    },
    byHand: [
      'npx tsx {subject}/server.ts',
      "(sleep 10; printf 'first'; sleep 5) | nc 127.0.0.1 9909",
      "(printf 'second'; sleep 30) | nc 127.0.0.1 9909     and the same once more, beside it",
    ],
    after: takesOne,
  },
  async (t) => {
    const server = await t.startServer()
    const first = await t.connect(server, say`first client`)
    await t.untilAtRest(server)
    const others = await inviteOthers(t, server)
    await first.send('first')
    await first.receive('FIRST', say`the answer to the first client`)
    await first.expectEnd(say`after its answer`)
    first.end()
    await t.untilAtRest(server)
    failIfServed(t, others)
    const when =
      others.length === 0
        ? say`after its client had left`
        : say`after its client had left, while others who had connected were still there`
    await server.expectExit(0, when)
  },
)

connectsWhereTold({ defaultPort: 9909, holds: [7] })

const sends = check(
  'client: sends exactly its TEXT',
  {
    holds: [7],
    help: {
      default: say`process.argv[2] is the text, whatever it begins with, and "hello word" where there is none. Write it once, as it is, when the socket says "connect".`,
      'extra-bytes': say`Write the text once, as it is, and nothing after it, not even a line feed.`,
    },
    byHand: ['nc -l 127.0.0.1 9909', "npx tsx {subject}/client.ts 'good morning' again"],
  },
  async (t) => {
    for (const [args, due] of [
      [[], 'hello word'],
      [['grüße, 世界'], 'grüße, 世界'],
      [['  -v  '], '  -v  '],
      [['-v'], '-v'],
      [['--verbose'], '--verbose'],
      [['u\u0308'], 'u\u0308'],
      [['--', 'two'], '--'],
    ] as const) {
      const listener = await t.listen()
      const client = t.startClient(listener.port, { args })
      const server = await listener.accept(client)
      await server.receive(due, say`its text`)
      // Nothing may follow the text: not while it waits for the answer, and not after it.
      await t.untilAtRest(client)
      await server.send('ANSWER')
      server.end()
      await t.untilAtRest(client)
      server.expectNothingMore()
    }
  },
)

check(
  'client: waits for an answer that comes late, and prints it',
  {
    holds: [8],
    help: {
      default: say`Do not end the program after sending, and set no timer. Listen for "data" and print what comes; the server ends the connection.`,
      'wrong-output': say`If nothing was printed: do not end the program after sending, and set no timer. If a part was: print all that comes until the server ends, the blanks at its ends too, and count no bytes.`,
    },
    byHand: [
      "(sleep 10; printf '  HELLO WORD  ') | nc -N -l 127.0.0.1 9909",
      'npx tsx {subject}/client.ts | cat -A',
    ],
    after: sends,
  },
  async (t) => {
    const listener = await t.listen()
    const client = t.startClient(listener.port)
    const server = await listener.accept(client)
    await server.receive('hello word', say`its text`)
    // At rest it waits for the answer, or has given it up: no timer of its own would end the wait any more.
    await t.untilAtRest(client)
    await server.send('  HELLO WORD  ')
    server.end()
    await client.expectOutput('  HELLO WORD  ', say`the answer`)
  },
)

const piecesOfText = say`Half a character is not text. Print the bytes with process.stdout.write(chunk), or let socket.setEncoding("utf8") put characters together.`

check(
  'client: prints an answer that comes in many pieces',
  {
    holds: [8],
    help: say`One answer may arrive as several chunks. Print every one that comes until the server ends the connection, however long the next one takes.`,
    byHand: [
      "(sleep 5; for byte in G R '\\303' '\\274' '\\303' '\\237' E; do printf $byte; sleep 1; done) | nc -N -l 127.0.0.1 9909",
      'npx tsx {subject}/client.ts',
    ],
    after: sends,
  },
  async (t) => {
    const answer = 'GRüßE, 世界 🙂 5%%'
    const listener = await t.listen()
    const client = t.startClient(listener.port)
    const server = await listener.accept(client)
    await server.receive('hello word', say`its text`)
    for (const [index, byte] of Buffer.from(answer).entries()) {
      await server.sendMore(Uint8Array.of(byte))
      await server.untilRead()
      // At rest after the first, it waits for more, or has given up: no timer of its own is left.
      if (index === 0) await t.untilAtRest(client)
    }
    server.end()
    await t.untilAtRest(client)
    await client.failIfCrashed()
    if (holdsInOrder(client.stdout, answer)) return
    const printed = client.stdout === '' ? say`nothing` : quote(client.stdout)
    const help = helpWithPieces(client.stdout, answer)
    t.fail(
      'wrong-output',
      say`Your client printed ${printed} on stdout. The answer came one byte at a time, and it was ${quote(answer)}.`,
      help === undefined ? {} : { help },
    )
  },
)

/** What to try, where what was printed shows the cause. */
function helpWithPieces(printed: string, answer: string): Words | undefined {
  if (printed !== '' && !printed.includes(answer.charAt(0)))
    return say`Print the bytes that come. What the answer will be is for the server to say.`
  if (printed.includes('5%') && !printed.includes('5%%'))
    return say`console.log(answer, more) takes a % in its first text for a command. Give it one text alone, or use process.stdout.write.`
  const [, ...broken] = printed.split('\ufffd')
  // What stops in the middle of a character has been cut off; what goes on after one has been decoded in pieces.
  return broken.join('').trim() === '' ? undefined : piecesOfText
}

/** Whether all characters of `text` stand in `printed`, in their order: each piece may have a line of its own. */
function holdsInOrder(printed: string, text: string): boolean {
  let found = 0
  for (const character of text) {
    found = printed.indexOf(character, found) + 1
    if (found === 0) return false
  }
  return true
}

check(
  'client: exits 0 when the server has ended the connection',
  {
    holds: [9],
    help: {
      default: say`A program ends by itself when nothing is left to wait for. Does something keep yours alive, a timer or stdin?`,
      'wrong-exit': say`A server that has answered and ended has not failed, whatever the answer was. What sets another code, process.exit or process.exitCode?`,
    },
    byHand: [
      "printf 'not now' | nc -N -l 127.0.0.1 9909",
      'npx tsx {subject}/client.ts; echo "exit code $?"',
    ],
    after: sends,
  },
  async (t) => {
    const listener = await t.listen()
    const client = t.startClient(listener.port)
    const server = await listener.accept(client)
    await server.receive('hello word', say`its text`)
    // Whatever the answer is, it has been given.
    await server.send('not now')
    server.end()
    await client.expectExit(0, say`after the server had ended the connection`)
  },
)

check(
  'client: nobody listening gives one clear line and exit code 1',
  {
    holds: [10],
    help: say`The socket says "error" when the connection is refused. Print error.message on stderr and set process.exitCode = 1.`,
    byHand: ['npx tsx {subject}/client.ts; echo "exit code $?"'],
  },
  async (t) => {
    const client = t.startClient(await t.findFreePort())
    await client.expectComplaint(say`nobody was listening`)
  },
)
