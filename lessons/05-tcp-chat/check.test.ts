// starter fails "prints who has come and what they say" at wrong-output: It should have printed the address of its client
import { check, type CheckContext, CheckFailure, ghost, type Program, quote, type TcpPeer } from '#checker'

const byHandServer = [
  'npx tsx {subject}/server.ts',
  'nc 127.0.0.1 8080     and type in both terminals, in turn',
]
const byHandTwo = [...byHandServer, 'nc 127.0.0.1 8080     once more, while the first is there']
const byHandClient = [
  'nc -l 127.0.0.1 8080',
  'npx tsx {subject}/client.ts     and type in both terminals, in turn',
]

/** Connects a client to the server and waits until the server has announced it. */
async function comeIn(t: CheckContext, server: Program, name = 'client'): Promise<TcpPeer> {
  const client = await t.connect(server, name)
  client.ignoreLineEnds()
  await server.expectOutput(`connected: 127.0.0.1:${client.port}`, `the address of its ${name}`)
  return client
}

/** The client says something, the server prints it, the operator answers, the client hears it. */
async function exchange(server: Program, client: TcpPeer, said: string, answer: string): Promise<void> {
  const from = server.stdoutLength
  await client.send(said)
  await server.expectOutput(said, `what the ${client.name} had said`, from)
  server.typeLine(answer)
  await client.receive(answer, 'what its operator had typed')
}

/** Waits until the program sleeps and makes sure that it has not spoken out of turn. */
async function expectPatience(
  t: CheckContext,
  server: Program,
  client: TcpPeer,
  happened: string,
): Promise<void> {
  await t.staysQuiet(server, 300)
  if (client.unreadLength > 0) t.fail('extra-bytes', happened)
}

/** Waits for one answer and makes sure that no other one comes with it. */
async function expectOneAnswer(
  t: CheckContext,
  server: Program,
  client: TcpPeer,
  answer: string,
  whenMore: string,
): Promise<void> {
  try {
    await client.receive(answer, 'what its operator had typed first')
  } catch (error) {
    if (error instanceof CheckFailure && error.stage === 'extra-bytes')
      t.fail('extra-bytes', whenMore, error.parts)
    throw error
  }
  await expectPatience(t, server, client, whenMore)
}

/**
 * The turn of a line that was typed too early has come. A server that keeps such lines sends it now. One that has
 * refused it, so that something was `printed`, is typed the line again; one that has lost it without a word is not.
 */
async function retypeIfRefused(
  t: CheckContext,
  server: Program,
  client: TcpPeer,
  line: string,
  printed: string,
): Promise<void> {
  if (printed.trim() === '') return
  const isSent = await t.becomesTrue(server, () => client.unreadLength > 0 || server.hasExited)
  if (!isSent) server.typeLine(line)
}

interface Printed {
  readonly stdout: string
  readonly stderr: string
}

function copyPrinted({ stdout, stderr }: Program): Printed {
  return { stdout, stderr }
}

/** Waits until the program has printed something readable that is more than its prompt once again. */
async function expectSentence(t: CheckContext, program: Program, before: Printed): Promise<void> {
  const isSaid = () =>
    (['stdout', 'stderr'] as const).some((stream) => {
      const fresh = program[stream].slice(before[stream].length).replaceAll('>>>:', ' ').trim()
      return /\p{L}/u.test(fresh) && !before[stream].trimEnd().endsWith(fresh)
    })
  if (await t.becomesTrue(program, () => isSaid() || program.hasExited)) {
    await program.failIfCrashed()
    if (isSaid()) return
  }
  const fresh = program.stdout.slice(before.stdout.length) + program.stderr.slice(before.stderr.length)
  const printed = fresh.trim() === '' ? 'nothing' : `${quote(fresh.trim())} and nothing else`
  t.fail(
    'wrong-output',
    `A blank line was typed. ${program.name} printed ${printed}. Whoever typed it was not told why nothing was sent.`,
  )
}

const prints = check(
  'prints who has come and what they say',
  {
    help: "When a client's turn has come: console.log(`connected: ${socket.remoteAddress}:${socket.remotePort}`). Then print every message as text.",
    byHand: byHandServer,
  },
  async (t) => {
    const server = await t.startServer()
    const client = await comeIn(t, server)
    await client.send('grüße')
    await server.expectOutput('grüße', 'what its client had said')
  },
)

const converses = check(
  'carries a whole conversation',
  {
    help: {
      default:
        'The line that the operator types is the answer: send it to the client, then wait for the next message.',
      silent:
        'Does your server read its keyboard all the time? readline/promises question() loses lines on a pipe; a listener for "line" does not.',
      'extra-bytes': 'Only what the operator types goes to the client.',
    },
    byHand: byHandServer,
    after: prints,
  },
  async (t) => {
    const server = await t.startServer()
    const client = await comeIn(t, server)
    await exchange(server, client, 'good morning', 'hello there')
    await exchange(server, client, 'how are you', 'fine, danke schön')
    await exchange(server, client, 'see you', 'goodbye')
  },
)

check(
  'keeps to the turns when the operator types early',
  {
    help: {
      default:
        "Keep typed lines in a list. One of them goes out when it is the operator's turn, and then it is the client's turn again.",
      silent:
        "What was typed too early must not be lost: keep it until the operator's turn has come, and look into the list then.",
    },
    byHand: byHandServer,
    after: converses,
  },
  async (t) => {
    const server = await t.startServer()
    const client = await comeIn(t, server)
    const mark = server.printedLength
    server.type('first answer\nsecond answer\n')
    await expectPatience(
      t,
      server,
      client,
      'The operator typed before the client had said anything, and your server sent it at once. The client speaks first.',
    )
    const spoken = server.printedSince(mark)
    await client.send('one')
    await retypeIfRefused(t, server, client, 'first answer', spoken)
    await expectOneAnswer(
      t,
      server,
      client,
      'first answer',
      "Your server answered once and then sent the next line too, although the client had not spoken in between. After an answer it is the client's turn.",
    )
    await client.send('two')
    await retypeIfRefused(t, server, client, 'second answer', spoken)
    await client.receive('second answer', 'what its operator had typed next')
  },
)

check(
  'takes all that has come before the answer as one turn',
  {
    help: {
      default:
        'A chunk is not a message. What arrives sets a mark, "it is our turn"; an answer takes it away.',
      'wrong-output':
        'A character may be cut between two chunks. socket.setEncoding("utf8") keeps its first half until the second has come.',
    },
    byHand: [
      'npx tsx {subject}/server.ts',
      'nc 127.0.0.1 8080     and type two lines before you are answered',
    ],
    after: converses,
  },
  async (t) => {
    const server = await t.startServer()
    const client = await comeIn(t, server)
    const message = Buffer.from('begrün')
    await client.send(message.subarray(0, 5))
    const next = await server.expectOutput('begr', 'the first piece of what its client had said')
    await client.sendMore(message.subarray(5))
    await client.untilRead()
    await t.letReact(server)
    const mark = server.printedLength
    server.type('first answer\nsecond answer\n')
    await expectOneAnswer(
      t,
      server,
      client,
      'first answer',
      'What the client said came in two pieces, and your server sent an answer to each. All that has come before the answer is one turn.',
    )
    await server.expectOutput('ün', 'the second piece of what its client had said, whole', next)
    const spoken = server.printedSince(mark)
    await client.send('go on')
    await retypeIfRefused(t, server, client, 'second answer', spoken)
    await client.receive('second answer', 'what its operator had typed next')
  },
)

check(
  'refuses a blank line in words and asks again',
  {
    help: {
      default:
        'Trim the line. If nothing is left, say why it is not sent, and take the next line for the same turn.',
      silent:
        'write("") sends nothing, and nobody is told. Then both sides wait to receive: the client for the answer, your server for the client.',
    },
    byHand: byHandServer,
    after: converses,
  },
  async (t) => {
    const server = await t.startServer()
    const client = await comeIn(t, server)
    await client.send('hello')
    await server.expectOutput('hello', 'what its client had said')
    await t.letReact(server)
    const before = copyPrinted(server)
    server.type('\n')
    await expectSentence(t, server, before)
    server.type('   \n')
    server.type('no longer blank\n')
    await client.receive('no longer blank', 'the first line that was not blank')
  },
)

const servesNext = check(
  'serves the next client after the first has left',
  {
    help: {
      default: 'The conversation is over when the client has ended. Say so, and take the next one.',
      refused: 'Lesson 3: without server.close() a server goes on listening.',
    },
    byHand: byHandTwo,
    after: converses,
  },
  async (t) => {
    const server = await t.startServer()
    const first = await comeIn(t, server, 'first client')
    await exchange(server, first, 'I am first', 'hello first')
    await t.letReact(server)
    const mark = server.printedLength
    first.end()
    await server.expectNewOutput(mark, 'when its client left')
    await t.letReact(server)
    const second = await comeIn(t, server, 'second client')
    await exchange(server, second, 'I am second', 'hello second')
    await exchange(server, second, 'still here', 'so am I')
  },
)

check(
  "notices a client that leaves in the operator's turn",
  {
    help: 'While your program waits for the keyboard it must hear the socket too. Does it wait for a line and for nothing else?',
    byHand: byHandTwo,
    after: servesNext,
  },
  async (t) => {
    const server = await t.startServer()
    const first = await comeIn(t, server, 'first client')
    await first.send('are you there')
    await server.expectOutput('are you there', 'what the first client had said')
    await t.letReact(server)
    const mark = server.printedLength
    first.end()
    // Nobody types: it has to notice by itself.
    await server.expectNewOutput(mark, "when its client left in the operator's turn")
    await t.letReact(server)
    const second = await comeIn(t, server, 'second client')
    await exchange(server, second, 'I have come', 'welcome')
  },
)

check(
  'lets a second client wait its turn',
  {
    help: 'Whose answer is it? A loop around the clients that awaits each conversation talks with one of them at a time; the next is served when that one has left.',
    byHand: byHandTwo,
    after: servesNext,
  },
  async (t) => {
    const server = await t.startServer()
    const first = await comeIn(t, server, 'first client')
    await exchange(server, first, 'I am first', 'hello first')
    const from = server.stdoutLength
    await first.send('one more thing')
    await server.expectOutput('one more thing', 'what the first client had said', from)
    const second = await t.connect(server, 'second client')
    const { port } = second
    second.ignoreLineEnds()
    await second.send('I can wait')
    await t.letReact(server)
    if (second.goodbye)
      t.fail(
        'closed-early',
        'A second client came while the first was in conversation, and your server ended its connection. The second client waits its turn and is served when the first has left.',
      )
    server.type('for the first\n')
    await expectPatience(
      t,
      server,
      second,
      'The first client had spoken, a second one came and spoke too, and the operator answered. Your server sent the answer to the second client. One conversation at a time: it was meant for the first.',
    )
    await first.receive('for the first', 'what its operator had typed')
    first.end()
    await server.expectOutput(`connected: 127.0.0.1:${port}`, 'the address of its second client')
    await server.expectOutput('I can wait', 'what the second client had said while it waited')
    server.type('for the second\n')
    await second.receive('for the second', 'what its operator had typed')
  },
)

check(
  'outlives clients that break off, in conversation and while they wait',
  {
    help: 'A reset arrives as "error". Every socket needs its listener, and createServer({ pauseOnConnect: true }) leaves those alone who wait for their turn.',
    byHand: [
      'npx tsx {subject}/server.ts',
      `node -e "const s = require('net').connect(8080, '127.0.0.1', () => s.write('a')); s.on('data', () => s.resetAndDestroy())"`,
    ],
    after: servesNext,
  },
  async (t) => {
    const server = await t.startServer()
    const first = await comeIn(t, server, 'first client')
    await exchange(server, first, 'I am first', 'hello first')
    await ghost((name) => t.connect(server, name))
    await t.letReact(server)
    await exchange(server, first, 'still here', 'so am I')
    first.reset()
    await t.letReact(server)
    const second = await comeIn(t, server, 'second client')
    await exchange(server, second, 'I am second', 'hello second')
  },
)

const controlNames = new Map([
  ['\x1b', 'ESC (27)'],
  ['\x07', 'BEL (7)'],
  ['\b', 'backspace (8)'],
  ['\r', 'carriage return (13)'],
])

/** ESC sequences that clear the screen, set the title and reset the terminal; then bell, backspace, carriage return. */
const commands = '\x1b[2J\x1b]0;mine\x07\x1bc\x07\b\b\r'

check(
  'lets no control character of a message reach the terminal',
  {
    help: 'Replace every control character of a message, except tab and line feed, before you print it. /\\p{Cc}/u matches them all.',
    byHand: ['npx tsx {subject}/server.ts', "printf 'begin\\033[2J\\007\\rfinish' | nc 127.0.0.1 8080"],
    after: prints,
  },
  async (t) => {
    // A real terminal, as the operator has one. It is not ours: whatever comes is looked at and not obeyed.
    const server = await t.startServer({ terminal: true })
    const client = await comeIn(t, server)
    const before = server.rawLength
    await client.send(`begin ${commands} finish`)
    await client.sendMore(' and afterwards')
    await server.expectOutput('afterwards', 'the end of what its client had said')
    // A terminal is sent a carriage return with every line feed.
    const printed = server.rawSince(before).toString().replaceAll('\r\n', '\n')
    // What the program itself prints around a message may have colours. Inside the message they are the client's.
    const inside = /begin(.*)finish/s.exec(printed)?.[1] ?? printed
    const found = [...controlNames].find(([character]) => inside.includes(character))
    if (found)
      t.fail(
        'wrong-output',
        `The client sent characters that are commands to a terminal, and your server printed ${found[1]} as it came. Whoever is connected can clear the operator's screen or write something else over it.`,
      )
    server.typeLine('nice try')
    await client.receive('nice try', 'what its operator had typed')
  },
)

check(
  'bears bytes that are no text',
  {
    help: 'A client may send any bytes. toString() and setEncoding("utf8") put U+FFFD where bytes are no UTF-8; a decoder with fatal: true throws.',
    byHand: ['npx tsx {subject}/server.ts', "printf '\\377\\376 still here' | nc 127.0.0.1 8080"],
    after: converses,
  },
  async (t) => {
    const server = await t.startServer()
    const client = await comeIn(t, server)
    await client.send(Buffer.concat([Buffer.from([0xff, 0xfe, 0x80]), Buffer.from(' still here')]))
    await server.expectOutput('still here', 'the readable part of what its client had said')
    server.type('so I see\n')
    await client.receive('so I see', 'what its operator had typed')
  },
)

const talks = check(
  'client: speaks first, then takes turns',
  {
    help: {
      default: 'Send the typed line, trimmed; wait for the answer, print it, and take the next line.',
      silent:
        'The client speaks first. If it waits for the server to speak, and the server waits for it, both wait for ever.',
      'wrong-output': 'Print what the server sends.',
    },
    byHand: byHandClient,
  },
  async (t) => {
    const listener = await t.listen()
    const client = t.startClient(listener.port)
    const server = await listener.accept(client)
    let from = 0
    for (const [typed, said, answer] of [
      ['good morning\n', 'good morning', 'hello there'],
      ['  grüße \n', 'grüße', 'danke schön'],
    ] as const) {
      client.type(typed)
      await server.receive(said, 'the line that was typed')
      await server.send(answer)
      from = await client.expectOutput(answer, 'the answer', from)
    }
  },
)

check(
  'client: keeps to the turns when its user types early',
  {
    help: 'Keep typed lines in a list and send one when an answer has come.',
    byHand: byHandClient,
    after: talks,
  },
  async (t) => {
    const listener = await t.listen()
    const client = t.startClient(listener.port)
    const server = await listener.accept(client)
    client.type('one\ntwo\nthree\n')
    for (const said of ['one', 'two', 'three']) {
      await server.receive(said, `the line "${said}"`)
      await t.staysQuiet(client, 300)
      await server.send(`answer to ${said}`)
    }
  },
)

check(
  'client: refuses a blank line in words and asks again',
  {
    help: {
      default:
        'Trim the line. If nothing is left, say why it is not sent, and take the next line for the same turn.',
      silent: 'write("") sends nothing. If your client then waits for an answer, both sides wait to receive.',
    },
    byHand: byHandClient,
    after: talks,
  },
  async (t) => {
    const listener = await t.listen()
    const client = t.startClient(listener.port)
    const server = await listener.accept(client)
    client.type('hello\n')
    await server.receive('hello', 'the line that was typed')
    await server.send('good morning')
    await client.expectOutput('good morning', 'the answer')
    await t.letReact(client)
    const before = copyPrinted(client)
    client.type('\n')
    await expectSentence(t, client, before)
    client.type('   \n')
    client.type('no longer blank\n')
    await server.receive('no longer blank', 'the first line that was not blank')
  },
)

check(
  'client: leaves with an end (FIN) and exit code 0 after exit or q',
  {
    help: {
      default: 'On exit or q: socket.end(), and read no more from the keyboard.',
      'does-not-stop':
        'An open keyboard keeps a program alive. close() of the readline interface lets go of it.',
      'extra-bytes': 'exit and q are for your program. They are not sent.',
    },
    byHand: byHandClient,
    after: talks,
  },
  async (t) => {
    for (const [word, terminal] of [
      ['exit', true],
      ['q', false],
    ] as const) {
      const listener = await t.listen()
      const client = t.startClient(listener.port, { terminal })
      const server = await listener.accept(client)
      client.typeLine('hello')
      await server.receive('hello', 'the line that was typed')
      await server.send('good morning')
      await client.expectOutput('good morning', 'the answer')
      client.typeLine(word)
      await server.expectEnd(`after "${word}" was typed`)
      server.end()
      // Node goes on reading a pipe whose readline interface was closed while it gave out a line. On a terminal, where
      // somebody would have to press a key, it does not.
      if (!terminal) client.endInput()
      await client.expectExit(0, `after "${word}" was typed`)
    }
  },
)

check(
  'client: says so and exits 1 when the server leaves or breaks off',
  {
    help: {
      default:
        'Listen for "end" and "error" of the socket while the keyboard waits. Say what happened on stderr and set process.exitCode = 1.',
      'does-not-stop':
        'The server was gone, and your program still waited for a key. Close the readline interface when the socket ends.',
    },
    byHand: byHandClient,
    after: talks,
  },
  async (t) => {
    for (const [goodbye, happened] of [
      ['end', 'the server had left'],
      ['reset', 'the server had broken off'],
    ] as const) {
      const listener = await t.listen()
      const client = t.startClient(listener.port)
      const server = await listener.accept(client)
      client.type('hello\n')
      await server.receive('hello', 'the line that was typed')
      await server.send('good morning')
      await client.expectOutput('good morning', 'the answer')
      await t.letReact(client)
      const mark = client.printedLength
      server[goodbye]()
      await client.expectComplaint(happened)
      await client.expectNewOutput(mark, `when ${happened}`)
    }
  },
)
