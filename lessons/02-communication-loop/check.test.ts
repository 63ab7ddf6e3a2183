// starter fails "answers three messages on one connection" at closed-early: Your server ended the connection (FIN)
import {
  check,
  type CheckContext,
  inviteAnother,
  connectsWhereTold,
  createPattern,
  everyByte,
  halfCloser,
  listensOnLoopbackOnly,
  listensWhereTold,
  type Program,
  quote,
  say,
  shouter,
  takesOneClient,
  tellsTakenPort,
  type TcpPeer,
  toUpperCaseAscii,
  type Words,
} from '#checker'

const startServer = 'npx tsx {subject}/server.ts'

const listens = listensOnLoopbackOnly({ holds: [1] })
listensWhereTold({ defaultPort: 9909, holds: [1], after: listens })
tellsTakenPort({ holds: [1], after: listens })

const answers = check(
  'answers three messages on one connection',
  {
    holds: [2],
    help: {
      default: say`Answer every chunk that comes, and end only when the client has ended.`,
      'closed-early': say`socket.end() also says goodbye. socket.write() answers and leaves the conversation open. No word of the client is a goodbye: only its end is.`,
      silent: say`once("data") hears one chunk. on("data") or a for await loop hears them all. A chunk of blanks is to be answered like any other.`,
    },
    byHand: [
      startServer,
      '(for text in one two three; do printf $text; sleep 1; done) | nc -N 127.0.0.1 9909',
    ],
  },
  async (t) => {
    const server = await t.startServer()
    const client = await t.connect(server)
    for (const [text, answer] of [
      ['one', 'ONE'],
      ['two', 'TWO'],
      ['three', 'THREE'],
      // Nothing that a client says is a goodbye, and nothing is no message.
      ['q', 'Q'],
      ['exit', 'EXIT'],
      [' \n', ' \n'],
      ['still here', 'STILL HERE'],
    ] as const) {
      await client.send(text)
      await client.receive(answer, say`the answer to ${quote(text)}`)
    }
  },
)

check(
  'sends back 1 MiB whole',
  {
    holds: [2],
    help: say`One message may come as many chunks, and each of them wants its answer, from its first byte to its last.`,
    byHand: [startServer, 'head -c 1048576 /dev/zero | tr "\\0" a | nc -N 127.0.0.1 9909 | wc -c'],
    after: answers,
  },
  async (t) => {
    const server = await t.startServer()
    const { peer, answer, sent } = await shouter((name) => t.connect(server, name))
    await Promise.all([sent, peer.receive(answer, say`the answer`)])
  },
)

check(
  'keeps a character whole that is cut between two chunks',
  {
    holds: [2],
    help: say`Half a character is not text. Change the bytes, as toUpperCaseAscii does, and do not turn a chunk into a string.`,
    byHand: [startServer, "(printf 'gr\\303'; sleep 1; printf '\\274n') | nc -N 127.0.0.1 9909"],
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
    await client.receive(toUpperCaseAscii(text), say`the answer to the text in two pieces`)
    // What is no text at all passes as well: each value that a byte can have.
    await client.send(everyByte)
    await client.receive(toUpperCaseAscii(everyByte), say`the answer to all values of a byte`)
  },
)

const lastAnswer = check(
  'still answers a client that has ended its own side',
  {
    holds: [3],
    help: {
      default: say`With allowHalfOpen: true in createServer your side stays open until you end it yourself.`,
      'never-closed': say`The client has ended its side, and waits for you to end yours: socket.end().`,
    },
    byHand: [startServer, "printf 'last words' | nc -N 127.0.0.1 9909"],
    after: answers,
  },
  async (t) => {
    const server = await t.startServer()
    const client = await halfCloser((name) => t.connect(server, name), 'last words')
    await client.receive('LAST WORDS')
    await client.expectEnd(say`after the last answer`)
  },
)

check(
  'loses nothing of 8 MiB that a slow reader has asked for before it ended its side',
  {
    holds: [1, 3],
    help: {
      default: say`Answers that Node still holds are lost when the socket is destroyed. Wait for each write before you read on; then none is left when the loop ends.`,
      'closed-early': say`Who destroys the socket while answers wait? A for await loop does when it ends; await each write in it, or loop over socket.iterator({ destroyOnReturn: false }). A timer of yours may do it too: a reader may be as slow as it likes.`,
    },
    byHand: [startServer, 'head -c 8388608 /dev/zero | tr "\\0" a | nc -N 127.0.0.1 9909 | (sleep 5; wc -c)'],
    after: lastAnswer,
  },
  async (t) => {
    const server = await t.startServer()
    const question = createPattern(8 * 1024 * 1024)
    const client = await t.connect(server, 'slow reader')
    client.stopReading()
    let hasEnded = false
    const sent = client.send(question).then(() => {
      client.end()
      hasEnded = true
    })
    // At rest, it has read what it will: the system's buffers are full, and it waits for its reader, or has given it up.
    await t.untilAtRest(server)
    // A server that waits for each write has not come to the end yet, and one that has given its reader up is told below.
    if (hasEnded && client.goodbye === undefined) await failIfSecondIsServed(t, server)
    client.readOn()
    await Promise.all([sent, client.receive(toUpperCaseAscii(question), say`the answer`)])
  },
)

/** Has a second client connect and speak where the server lets it, while the answers to the first wait for their reader. */
async function failIfSecondIsServed(t: CheckContext, server: Program): Promise<void> {
  const second = await inviteAnother(t, server, say`second client`, 'second')
  if (!second || second.unreadLength === 0) return
  t.fail(
    'extra-bytes',
    say`Your server answered a second client when the first had ended its side and still waited for its answers. It should take one client and no other.`,
    {
      help: say`A client that has ended its side has not left: it reads on. Nobody takes its place then or later; server.close() when it comes refuses all others.`,
    },
  )
}

/** One question, if there is any, and its answer. */
async function speak(t: CheckContext, server: Program, client: TcpPeer, text: string): Promise<void> {
  if (text !== '') {
    await client.send(text)
    // The answer is read, so a reset comes alone after it, and every version of Node reports it as one.
    await client.receive(toUpperCaseAscii(text))
  }
  // What it prints about its client and its answer is not what it says about the end.
  await t.untilAtRest(server)
  if (client.goodbye === undefined) return
  t.fail('closed-early', say`Your server ended the connection by itself, and its client had not left.`, {
    help: say`A client may be silent for as long as it likes. The conversation is over when it ends its side, and no timer of yours may end it.`,
  })
}

const ends = check(
  'client ends (FIN): says so and exits 0',
  {
    holds: [4],
    help: {
      default: say`The end of the client arrives as the event "end", or as the end of a for await loop. Print a line there, also when nothing has come before it.`,
      'wrong-exit': say`A client that has ended is not an error. Leave process.exitCode alone there.`,
      'does-not-stop': say`What keeps it alive? A server that still listens (server.close), or a connection that your side has not ended.`,
    },
    byHand: [
      startServer,
      "printf 'hello' | nc -N 127.0.0.1 9909     and, with a new server, nc -N 127.0.0.1 9909 </dev/null",
    ],
    after: answers,
  },
  async (t) => {
    for (const [text, what] of [
      ['hello', say`its client ended the connection`],
      ['', say`its client, which had said nothing, ended the connection`],
    ] as const) {
      const server = await t.startServer()
      const client = await t.connect(server)
      await speak(t, server, client, text)
      const mark = server.printedLength
      client.end()
      await server.expectExit(0, say`after ${what}`)
      await server.expectNewOutput(mark, say`when ${what}`)
    }
  },
)

const resets = check(
  'client resets (RST): says so and exits 0, without a stack trace',
  {
    holds: [5],
    help: {
      default: say`A reset arrives as the event "error" with code ECONNRESET, and a for await loop throws it. Print a line of your own there, also when nothing has come before it.`,
      'wrong-exit': say`Your server did nothing wrong: a client that breaks off is not a reason for another exit code.`,
      'wrong-output': say`Print a line in the listener for "error", with error.message in it. The whole error is a stack trace.`,
    },
    byHand: [
      startServer,
      `node -e "const s = require('net').connect(9909, '127.0.0.1', () => s.write('a')).on('data', () => s.resetAndDestroy())"     and, with a new server, without s.write('a'): setTimeout(() => s.resetAndDestroy(), 2000)`,
    ],
    after: answers,
  },
  async (t) => {
    for (const [text, what] of [
      ['hello', say`its client reset the connection`],
      ['', say`its client, which had said nothing, reset the connection`],
    ] as const) {
      const server = await t.startServer()
      const client = await t.connect(server)
      await speak(t, server, client, text)
      await expectLeave(server, client, what)
    }
  },
)

/** Resets, and wants the server to say so without a stack trace and to end with 0. */
async function expectLeave(server: Program, client: TcpPeer, what: Words): Promise<void> {
  const mark = server.printedLength
  client.reset()
  await server.expectExit(0, say`after ${what}`)
  await server.expectNewOutput(mark, say`when ${what}`)
  server.expectNoStackTrace(what)
}

check(
  'client resets (RST) while answers are on their way: says so and exits 0, without a stack trace',
  {
    holds: [5],
    help: {
      default: say`When the client has gone, a write that waits fails as well. Say that it has left, and end.`,
      'wrong-exit': say`Who hears that a write failed? Its callback is given the error, and a promise made of it is rejected: catch that too.`,
    },
    byHand: [
      startServer,
      `node -e "const s = require('net').connect(9909, '127.0.0.1').pause(); s.write(Buffer.alloc(2 ** 23)); setTimeout(() => s.resetAndDestroy(), 2000)"     and, with a new server, s.end in place of s.write`,
    ],
    after: resets,
  },
  async (t) => {
    const question = createPattern(8 * 1024 * 1024)
    const server = await t.startServer()
    const client = await t.connect(server, 'slow reader')
    client.stopReading()
    // Its own write is never finished: the reset ends that too.
    client.send(question).catch(() => undefined)
    // At rest, the system's buffers are full, and it waits for its reader.
    await t.untilAtRest(server)
    await expectLeave(server, client, say`its client reset the connection while answers were on their way`)
    // A server that reads on while its answers wait reads the end before the reset, and is then told EPIPE.
    const reader = await t.startServer()
    const impatient = await t.connect(reader, 'impatient client')
    impatient.stopReading()
    impatient.send(question).then(
      () => impatient.end(),
      () => undefined,
    )
    await t.untilAtRest(reader)
    const what = say`its client had ended its side and then reset the connection, while answers were on their way`
    impatient.reset()
    // It may have said all that there is to say when the end came.
    await reader.expectExit(0, say`after ${what}`)
    reader.expectNoStackTrace(what)
  },
)

takesOneClient({ holds: [1], after: ends })

const startClient = 'npx tsx {subject}/client.ts'
const learnersServer = ['npx tsx {subject}/server.ts', `${startClient} one two three`]

connectsWhereTold({ defaultPort: 9909, client: { args: ['one'] }, holds: [6] })

const order = check(
  'client: sends each text only after the answer to the one before',
  {
    holds: [6],
    help: {
      default: say`Send one text, wait for its whole answer, then send the next. Every argument is a text, also one that begins with "-" or comes a second time.`,
      'closed-early': say`The goodbye comes after the answer to the last text, and there may be any number of them: process.argv.slice(2). An answer may also be long in coming: set no timer.`,
      'extra-bytes': say`The next text is due when the whole answer has come: as many bytes as the text has, Buffer.byteLength(text), in however many chunks.`,
      silent: say`After an answer the next text is due. The texts are process.argv.slice(2), and Buffer.byteLength says how many bytes an answer has.`,
    },
    byHand: [
      "(sleep 5; printf O; sleep 2; printf NE; sleep 2; printf 'GR\\303'; sleep 2; printf '\\274\\303\\237E'; sleep 2) | nc -N -l 127.0.0.1 9909",
      `${startClient} one grüße two`,
    ],
  },
  async (t) => {
    const texts = ['one', 'grüße', 'two', '  ', '-v', 'a', 'one', ...'bcde', 'über', 'f']
    const listener = await t.listen()
    const client = t.startClient(listener.port, { args: texts })
    const server = await listener.accept(client)
    for (const text of texts) {
      await server.receive(text, say`the text ${quote(text)}`)
      // As many bytes as the text has, and more characters: whoever counts these is content too early.
      const answer = text === 'über' ? Buffer.from('UEBER') : toUpperCaseAscii(text)
      const rest = await sendInPieces(server, answer)
      // At rest it waits for the last piece. Had it more to send by itself, it would have sent it.
      await t.untilAtRest(client)
      await server.send(rest)
    }
  },
)

/** Sends all of an answer but its last byte in two pieces, the second when the first has been read. @returns the rest */
async function sendInPieces(server: TcpPeer, answer: Buffer): Promise<Buffer> {
  // The third byte of GRüßE is the first half of a character, and its last is a byte of its own.
  const middle = Math.min(3, answer.length - 1)
  for (const piece of [answer.subarray(0, middle), answer.subarray(middle, -1)]) {
    if (piece.length === 0) continue
    await server.sendMore(piece)
    await server.untilRead()
  }
  return answer.subarray(-1)
}

check(
  'client: prints each answer',
  {
    holds: [7],
    help: say`Print what has come, every answer when it is whole. A piece of it may end in the middle of a character: put the bytes together before you make text of them. What belongs to an answer, blanks too, is printed, also where it is nothing but blanks. And console.log(answer, more) takes a % in the answer for a command: give it one text alone.`,
    byHand: [
      "(sleep 5; printf ONE; sleep 2; printf 'GR\\303'; sleep 1; printf '\\274\\303\\237E'; sleep 2; printf 5%%%%4; sleep 1) | nc -N -l 127.0.0.1 9909",
      `${startClient} one grüße four`,
    ],
    after: order,
  },
  async (t) => {
    const listener = await t.listen()
    const client = t.startClient(listener.port, { args: ['one', 'grüße', 'four', '  x  ', '   ', 'über'] })
    const server = await listener.accept(client)
    for (const [text, answer] of [
      ['one', 'ONE'],
      ['grüße', 'GRüßE'],
      // As long as the text, and not what a client would make of it by itself.
      ['four', '5%%4'],
      ['  x  ', '  X  '],
      ['   ', '   '],
      // As many bytes as the text has, and more characters: all of them are printed.
      ['über', 'UEBER'],
    ] as const) {
      await server.receive(text, say`the text ${quote(text)}`)
      await server.sendMore(await sendInPieces(server, Buffer.from(answer)))
    }
    await t.untilAtRest(client)
    server.end()
    let found = 0
    // Each piece may have a line of its own.
    for (const piece of ['ONE', 'GR', 'ü', 'ß', 'E', '5%%', '4', '  X', ...'  ', ...'   ', 'UEB', 'E', 'R'])
      found = await client.expectOutput(
        piece,
        say`the answers in their order, ONE, GRüßE, 5%%4 and an X with two blanks on each side, then three blanks and UEBER`,
        found,
      )
  },
)

check(
  'client: says goodbye with an end (FIN) after the last answer, and exits 0',
  {
    holds: [8],
    help: {
      default: say`After the last answer: socket.end().`,
      'closed-early': say`The end of your side is the goodbye, and its turn is after the last answer: write the last text as you write the others, and call socket.end() when its answer is whole.`,
      'extra-bytes': say`When the last answer has come there is no more to send, not even a line feed: socket.end() without anything in it.`,
      'wrong-goodbye': say`resetAndDestroy breaks the connection off. socket.end() is the polite goodbye.`,
      'wrong-exit': say`All went well: leave process.exitCode alone.`,
      'does-not-stop': say`Both sides have ended, and something still keeps the program alive. Is the end of the server read (a listener for "data", or resume)?`,
    },
    byHand: learnersServer,
    after: order,
  },
  async (t) => {
    const listener = await t.listen()
    const client = t.startClient(listener.port, { args: ['one'] })
    const server = await listener.accept(client)
    await server.receive('one', say`its text`)
    await t.untilAtRest(client)
    if (server.goodbye !== undefined)
      t.fail('closed-early', say`Your client ended the connection while the answer to its last text was due.`)
    await server.send('ONE')
    await server.expectEnd(say`after the last answer`)
    server.end()
    await client.expectExit(0, say`after both sides had ended the connection`)
  },
)

check(
  'client: nobody listening gives one clear line and exit code 1',
  {
    holds: [9],
    help: say`The socket says "error" when the connection is refused. Print error.message on stderr and set process.exitCode = 1.`,
    byHand: [`${startClient} one; echo "exit code $?"`],
  },
  async (t) => {
    const client = t.startClient(await t.findFreePort(), { args: ['one'] })
    await client.expectComplaint(say`nobody was listening`)
  },
)

check(
  'client: a server that leaves too early gives one clear line and exit code 1',
  {
    holds: [9],
    help: {
      default: say`The server may end (the event "end", or done in what next() gives) or break off (the event "error") while bytes of an answer are missing, also all of them, and however many answers were whole before. Say so on stderr and set process.exitCode = 1.`,
      'wrong-output': say`Print each answer as soon as it is whole. What comes later does not take it back.`,
    },
    byHand: ['(sleep 5; printf O) | nc -N -l 127.0.0.1 9909', `${startClient} one; echo "exit code $?"`],
    after: order,
  },
  async (t) => {
    for (const [first, half, goodbye, what] of [
      ['', 'O', 'end', say`the server ended the connection in the middle of an answer`],
      ['', 'O', 'reset', say`the server reset the connection in the middle of an answer`],
      ['', '', 'end', say`the server ended the connection in place of an answer`],
      ['ONE', '', 'reset', say`the server reset the connection in place of the second answer`],
      ['ONE', 'T', 'end', say`the server ended the connection in the middle of the second answer`],
    ] as const) {
      const listener = await t.listen()
      const client = t.startClient(listener.port, { args: ['one', 'two'] })
      const server = await listener.accept(client)
      await server.receive('one', say`its text`)
      if (first !== '') {
        await server.send(first)
        await server.receive('two', say`its second text`)
      }
      // All that was sent has been read, so the goodbye comes alone, and a reset is reported as one.
      await server.sendMore(half)
      await server.untilRead()
      await t.untilAtRest(client)
      server[goodbye]()
      await client.expectComplaint(what)
      if (first !== '') await client.expectOutput(first, say`the answer that was whole`)
    }
  },
)
