// starter fails "ends at the datagram "exit" and at no other" at wrong-output: the datagram "exit"
import {
  check,
  type CheckContext,
  CheckFailure,
  countBytes,
  findLongestDatagram,
  listensOnLoopbackOnly,
  listensWhereTold,
  type Program,
  quote,
  say,
  sendsWhereTold,
  tellsTakenPort,
  type UdpPeer,
  type Words,
  typeInPieces,
} from '#checker'

const receiverProgram = { role: say`receiver`, file: 'receiver.ts', protocol: 'udp' } as const
const senderProgram = { role: say`sender`, file: 'sender.ts' } as const
const secondSender = { ...senderProgram, role: say`second sender` }

/** A line that does not fit one Ethernet frame, and fits a datagram on every system. */
const longLine = 'This line is a long one. '.repeat(80).trimEnd()

/** The checker's own receiver, for judging senders. */
const ourReceiver = {
  column: say`our receiver`,
  within: say`our receiver`,
  atStart: say`Our receiver`,
}

const byHandReceiver = ['npx tsx {subject}/receiver.ts', 'nc -u 127.0.0.1 7788     and type hello']
const byHandExit = ['npx tsx {subject}/receiver.ts', "printf 'exit' | nc -u -w 1 127.0.0.1 7788"]
const byHandSender = ['nc -u -l -k 127.0.0.1 7788', 'npx tsx {subject}/sender.ts']

/** So many short datagrams fit into the buffer of a socket that nobody reads: 256 of 100 bytes, on Linux 6.18. */
const heldCount = 100

/** What looks like "exit" and is another message. */
const nearMisses = [' exit', 'exit ', 'EXIT', 'exiting', 'please exit', 'exit\0']

/** A byte order mark before "exit": seven bytes. */
const markedExit = '\ufeffexit'

/** "exit" with the highest bit of each byte set, which a decoder of ASCII takes away. */
const highExit = Buffer.from([...'exit'].map((letter) => letter.charCodeAt(0) | 0x80))

const receives = listensOnLoopbackOnly({ server: receiverProgram, holds: [8] })

listensWhereTold({ server: receiverProgram, holds: [8], after: receives, defaultPort: 7788 })

const prints = check(
  'prints IP:PORT TEXT for 100 datagrams, in order',
  {
    holds: [1],
    help: say`One line for each "message": the address and the port of its sender, a blank, and the text. The listener is called once for each datagram, however many are waiting.`,
    byHand: byHandReceiver,
    after: receives,
  },
  async (t) => {
    const receiver = await t.startServer(receiverProgram)
    // Not every system has more than one address on loopback.
    const neighbour = await t
      .bindUdp('first sender', { host: '127.0.0.2' })
      .catch(() => t.bindUdp('first sender'))
    const senders = [neighbour, await t.bindUdp('second sender'), await t.bindUdp('third sender')]
    const due: string[] = []
    // Held still, it finds all of them waiting when it goes on.
    receiver.signal('SIGSTOP')
    for (let number = 1; number <= heldCount; number++) {
      const sender = senders[number % senders.length]
      if (!sender) continue
      await sender.send(`message ${number}`, receiver.port)
      due.push(createLine(sender, `message ${number}`))
    }
    receiver.signal('SIGCONT')
    await expectLines(t, receiver, due)
  },
)

check(
  'prints what a datagram holds, whole and as often as it comes',
  {
    holds: [1],
    help: say`Print the text as it is, with the blanks at its ends, whole and each time: a datagram may have 65,507 bytes. That two datagrams look alike does not mean that one is a copy: somebody may say the same thing twice. And console.log with more than one argument takes a % in the first for a place to fill.`,
    byHand: [
      'npx tsx {subject}/receiver.ts',
      "printf '  two  ' | nc -u -w 1 127.0.0.1 7788     and once more",
    ],
    after: prints,
  },
  async (t) => {
    const receiver = await t.startServer(receiverProgram)
    const sender = await t.bindUdp('sender')
    const due: string[] = []
    const end = 'And its end.'
    const long = 'A long one. '.repeat(5_500).slice(0, (await findLongestDatagram()) - end.length) + end
    // The third has signs in it that a printed object, JSON and a format of console.log make into others.
    for (const text of ['twice', 'twice', 'it\'s "5%%" of C:\\new', '  blanks at both ends  ', long]) {
      await sender.send(text, receiver.port)
      due.push(createLine(sender, text))
      await expectLines(t, receiver, due)
    }
  },
)

check(
  'copes with an empty datagram and bytes that are not text',
  {
    holds: [1],
    help: say`Every datagram is a message of its own, also one of 0 bytes, and is made into text by itself: bytes.toString() makes U+FFFD of a byte that is not text.`,
    byHand: ['npx tsx {subject}/receiver.ts', "printf 'ab\\377cd' | nc -u -w 1 127.0.0.1 7788"],
    after: prints,
  },
  async (t) => {
    const receiver = await t.startServer(receiverProgram)
    const sender = await t.bindUdp('sender')
    const due: string[] = []
    const texts = [
      '',
      Buffer.from('ab\xffcd', 'latin1'),
      Buffer.from('gr\xc3', 'latin1'),
      Buffer.from('\xbcn', 'latin1'),
      'grün',
    ]
    for (const text of texts) {
      await sender.send(text, receiver.port)
      due.push(createLine(sender, text.toString()))
      await expectLines(t, receiver, due)
    }
    if (receiver.rawSince(0).includes(Buffer.from('ab\ufffdcd'))) return
    t.fail(
      'wrong-bytes',
      say`A datagram held the byte \\xff, which is not text, and your receiver printed that byte as it came. U+FFFD was due in its place.`,
    )
  },
)

check(
  'ends at the datagram "exit" and at no other',
  {
    holds: [1, 2],
    help: {
      default: say`Compare the whole text with "exit", without changing it. Where it is, whoever has sent it, print it and close the socket: nothing else keeps the program alive.`,
      'exited-early': say`Compare the whole text with "exit": not trimmed, not in lower case, and not a part of it. A TextDecoder leaves out a byte order mark, the character U+FEFF before a text, and bytes.toString("ascii") the highest bit of each byte; bytes.toString() leaves out nothing.`,
      'does-not-stop': say`An open socket keeps a program alive. Close it when "exit" has come.`,
      'missing-bytes': say`What came before "exit" has to be printed before the program ends. Print each message in the listener for "message", at once, and let the program end by itself: process.exit() waits for nothing.`,
    },
    byHand: byHandExit,
    after: prints,
  },
  async (t) => {
    const receiver = await t.startServer(receiverProgram)
    const sender = await t.bindUdp('sender')
    // Whoever can send to it can end it. Not every system has more than one address on loopback.
    const stopper = await t
      .bindUdp('other sender', { host: '127.0.0.2' })
      .catch(() => t.bindUdp('other sender'))
    for (const text of [...nearMisses, 'exit\n', markedExit, highExit, '']) {
      await expectToGoOn(t, receiver, sender, text)
      if (text === markedExit) expectMark(t, receiver, createLine(sender, text))
    }
    const due = listMessages(receiver)
    // Held still, it finds "exit" right behind two messages.
    receiver.signal('SIGSTOP')
    for (const text of ['last but one', 'last']) {
      await sender.send(text, receiver.port)
      due.push(createLine(sender, text))
    }
    await stopper.send('exit', receiver.port)
    receiver.signal('SIGCONT')
    const hasSaidSo = () => listLines(receiver).includes('exit')
    await t.becomesTrue(receiver, () => hasSaidSo() || receiver.hasExited)
    await receiver.failIfCrashed()
    if (!hasSaidSo()) {
      t.fail(
        'wrong-output',
        receiver.hasExited
          ? say`Your receiver ended at the datagram "exit" and did not print "exit" on a line of its own. Whoever watches it cannot tell why it ended.`
          : say`Our other sender sent the datagram "exit". Your receiver did not print "exit" on a line of its own, and it is still running.`,
      )
    }
    await receiver.expectExit(0, say`after the datagram "exit"`)
    // It may print the sender of "exit" too.
    const printed = listMessages(receiver).filter((line) => line !== createLine(stopper, 'exit'))
    const lost = due.find((line, at) => line !== printed[at])
    if (lost === undefined) return
    t.fail(
      'missing-bytes',
      say`Two messages were waiting when "exit" came behind them. Your receiver ended and did not print ${quote(lost)}.`,
    )
  },
)

check(
  'answers nothing',
  {
    holds: [3],
    help: say`This is a one-way street: the receiver sends nothing at all, neither to a message nor to "exit".`,
    byHand: byHandReceiver,
    after: prints,
  },
  async (t) => {
    const receiver = await t.startServer(receiverProgram)
    const sender = await t.bindUdp('sender')
    await sender.send('hello', receiver.port)
    await sender.send('', receiver.port)
    await expectLines(t, receiver, [createLine(sender, 'hello'), createLine(sender, '')])
    await sender.expectNothingMore(receiver, say`after a message and an empty one`)
    await sender.send('exit', receiver.port)
    await t.becomesTrue(receiver, () => receiver.hasExited)
    await sender.expectNothingMore(receiver, say`after "exit"`)
  },
)

tellsTakenPort({ server: receiverProgram, holds: [9], after: prints })

const sends = check(
  'sender: sends each line as one datagram, an empty line too',
  {
    holds: [4],
    help: {
      default: say`For each line: socket.send(line, port, host). The line comes without its line feed.`,
      silent: say`Nobody will answer, so there is nothing to wait for between two lines. And an empty line is a message too.`,
      'extra-bytes': say`Send the line once, and nothing after it. Where a message ends is what a datagram tells.`,
      'missing-bytes': say`One line is one datagram, however long it is: give it whole to one call of send. The system cuts it for the network and puts it together again.`,
      'wrong-bytes': say`Send the line as it was typed. If you cut the lines yourself: what your program reads at a time may be half a line, or half a character. Keep what has no line feed yet, and call process.stdin.setEncoding("utf8").`,
    },
    byHand: byHandSender,
  },
  async (t) => {
    const receiver = await t.bindUdp(ourReceiver)
    const sender = t.startClient(receiver.port, senderProgram)
    for (const line of ['hello word', '', '  two blanks before and one behind ', 'grüße, 世界']) {
      await passOn(sender, receiver, line)
    }
    await typeInPieces(t, sender)
    await receiver.receive(sender, 'grüße', say`the line "grüße", which it could read only in pieces`)
    sender.typeLine(longLine)
    await receiver.receive(sender, longLine, say`a line of ${countBytes(longLine.length)}`)
    await receiver.expectNothingMore(sender, say`after its lines`)
  },
)

sendsWhereTold({
  who: 'sender',
  client: senderProgram,
  holds: [4],
  after: sends,
  defaultPort: 7788,
  type: (sender) => sender.typeLine('hello'),
})

check(
  'sender: loses nothing of 100 lines piped in at once',
  {
    holds: [4, 6],
    help: {
      default: say`Keep the socket open until the system has taken every datagram: send calls its callback then. And take every line that comes, also when many come in one piece, and an empty one where nothing follows it.`,
      'does-not-stop': say`When the input is over and the last datagram is out, close the socket. An open one keeps the program alive.`,
    },
    byHand: ['nc -u -l -k 127.0.0.1 7788', '(seq 98; echo; echo) | npx tsx {subject}/sender.ts'],
    after: sends,
  },
  async (t) => {
    const receiver = await t.bindUdp(ourReceiver)
    const sender = t.startClient(receiver.port, senderProgram)
    // The last two are empty: nothing but line feeds is left of them.
    const lines = Array.from({ length: heldCount }, (_, index) =>
      index < heldCount - 2 ? `line ${index + 1}` : '',
    )
    sender.type(`${lines.join('\n')}\n`)
    sender.endInput()
    await takeAll(t, sender, receiver, lines)
    await sender.expectExit(0, say`after the end of its input`)
    await receiver.expectNothingMore(sender, say`after a datagram for each of its 100 lines`)
  },
)

check(
  'sender: sends "exit" and ends',
  {
    holds: [4, 5],
    help: {
      default: say`The line "exit" is sent like any other, and then the program ends. send only begins to send: close the socket when its callback has been called, and not before.`,
      'does-not-stop': say`What keeps it alive? An open socket does: socket.close(). So does the readline interface that still reads the terminal: close it too.`,
      'extra-bytes': say`"exit" is the last line. Send it once, and nothing after it.`,
    },
    byHand: ['npx tsx {subject}/receiver.ts', 'npx tsx {subject}/sender.ts     and type one, two, exit'],
    after: sends,
  },
  async (t) => {
    const receiver = await t.bindUdp(ourReceiver)
    // In a pipe that stays open, Node 20 goes on reading after close() within the event "line". A person has a terminal.
    const sender = t.startClient(receiver.port, { ...senderProgram, terminal: true })
    await passOn(sender, receiver, 'one')
    await passOn(sender, receiver, 'two')
    sender.typeLine('exit')
    await expectLast(t, sender, receiver)
    await sender.expectExit(0, say`after "exit" had been typed`)
    await receiver.expectNothingMore(sender, say`after "exit"`)
    const lines = [...nearMisses, 'exit']
    const inPipe = t.startClient(receiver.port, secondSender)
    inPipe.type(`${lines.join('\n')}\n`)
    inPipe.endInput()
    await takeAll(t, inPipe, receiver, lines)
    await inPipe.expectExit(0, say`after "exit" had come by a pipe`)
    await receiver.expectNothingMore(inPipe, say`after "exit"`)
  },
)

check(
  'sender: sends a last line without a line feed, and ends where nothing was typed',
  {
    holds: [6],
    help: {
      default: say`The last line of an input need not have a line feed behind it. readline gives it out all the same; if you cut the lines yourself, what is left at the end is a line, also if it is made of blanks. "exit" is sent there too, like any other.`,
      'wrong-exit': say`An input may hold no line at all. What your program closes at its end has to be there then, too.`,
      'does-not-stop': say`Where nothing was typed, no callback of send is called. Close the socket at the end of the input too, if nothing is under way.`,
    },
    byHand: [
      'nc -u -l -k 127.0.0.1 7788',
      "printf 'one\\ntwo' | npx tsx {subject}/sender.ts; printf '' | npx tsx {subject}/sender.ts; echo \"exit code $?\"",
    ],
    after: sends,
  },
  async (t) => {
    const receiver = await t.bindUdp(ourReceiver)
    const sender = t.startClient(receiver.port, senderProgram)
    sender.type('one\ntwo')
    sender.endInput()
    await takeAll(t, sender, receiver, ['one', 'two'])
    await sender.expectExit(0, say`after the end of its input`)
    const leaving = t.startClient(receiver.port, secondSender)
    leaving.type('three\nexit')
    leaving.endInput()
    await takeAll(t, leaving, receiver, ['three', 'exit'])
    await leaving.expectExit(0, say`after an input that ended with "exit", without a line feed`)
    await receiver.expectNothingMore(leaving, say`after "exit"`)
    const blank = t.startClient(receiver.port, { ...senderProgram, role: say`third sender` })
    blank.type('four\n  ')
    blank.endInput()
    await takeAll(t, blank, receiver, ['four', '  '])
    await blank.expectExit(0, say`after an input that ended with two blanks, without a line feed`)
    const silent = t.startClient(receiver.port, { ...senderProgram, role: say`fourth sender` })
    silent.endInput()
    await silent.expectExit(0, say`after the end of an input that held nothing`)
    await receiver.expectNothingMore(silent, say`after an input that held nothing`)
  },
)

check(
  'sender: ends with 0 where nobody listens',
  {
    holds: [7],
    help: say`It is not a sender's error that nobody is there: it sends, goes on, however often it is refused, and ends with exit code 0 when its input does.`,
    byHand: ['printf \'one\\ntwo\\n\' | npx tsx {subject}/sender.ts; echo "exit code $?"'],
    after: sends,
  },
  async (t) => {
    const sender = t.startClient(await t.findFreePort(), senderProgram)
    for (const line of ['anybody?', 'nobody?', 'not yet?', 'still not?', 'not even now?', 'one more try']) {
      sender.typeLine(line)
      // It may be told of the refusal, and that only once the line is out.
      await t.letReact(sender)
    }
    const receiver = await t.bindUdp(ourReceiver, { port: sender.port })
    sender.typeLine('and now?')
    await receiver.receive(sender, 'and now?', say`the line "and now?"`)
    receiver.leave()
    sender.typeLine('gone again?')
    await t.letReact(sender)
    sender.endInput()
    await sender.expectExit(0, say`after the end of its input; most of the time nobody was at the port`)
  },
)

/** The line that is due for a datagram. */
function createLine(sender: UdpPeer, text: string): string {
  return `${sender.host}:${sender.port} ${text}`
}

/** The lines that a program has finished. Whether a blank stands behind the port of an empty datagram cannot be seen. */
function listLines(program: Program): string[] {
  const lines = program.stdout.split(/\r?\n/).slice(0, -1)
  return lines.map((line) => line.replace(/^(127\.0\.0\.[12]:\d+) ?$/, '$1 '))
}

/** The lines for datagrams, among whatever else a program may print. */
function listMessages(program: Program): string[] {
  return listLines(program).filter((line) => /^127\.0\.0\.[12]:\d+ /.test(line))
}

/** Waits until there is a line for each datagram so far, and compares them all. */
async function expectLines(t: CheckContext, receiver: Program, due: readonly string[]): Promise<void> {
  await t.becomesTrue(receiver, () => listMessages(receiver).length >= due.length || receiver.hasExited)
  await failIfEnded(t, receiver, due.at(-1) ?? '')
  const printed = listMessages(receiver)
  const index = due.findIndex((line, at) => line !== printed[at])
  if (index === -1 && printed.length === due.length) return
  t.fail('wrong-output', describeLines(receiver, due, printed, index))
}

function describeLines(
  receiver: Program,
  due: readonly string[],
  printed: readonly string[],
  index: number,
): Words {
  if (index === -1) {
    return say`Your receiver printed ${quote(printed[due.length] ?? '')} although it had printed a line for each datagram already.`
  }
  const line = due[index] ?? ''
  const other = printed[index] ?? listLines(receiver).find((candidate) => candidate.includes(line))
  return other === undefined
    ? say`Your receiver did not print ${quote(line)}. Lines for messages so far: ${printed.length}.`
    : say`Your receiver printed ${quote(other)}, where ${quote(line)} was due, on a line of its own.`
}

/** @param line the line that was due last */
async function failIfEnded(t: CheckContext, receiver: Program, line: string): Promise<void> {
  await receiver.failIfCrashed()
  if (!receiver.exit || listMessages(receiver).includes(line)) return
  t.fail(
    'exited-early',
    say`Your receiver ended with exit code ${receiver.exit.code ?? 0} where it should have printed ${quote(line)}. Only the datagram "exit" ends it.`,
    { happening: receiver.exitHappening },
  )
}

/** Waits until a receiver has printed what is not quite "exit", as it prints every other message. */
async function expectToGoOn(
  t: CheckContext,
  receiver: Program,
  sender: UdpPeer,
  text: string | Buffer,
): Promise<void> {
  const before = listMessages(receiver).length
  await sender.send(text, receiver.port)
  await t.becomesTrue(receiver, () => listMessages(receiver).length > before || receiver.hasExited)
  await receiver.failIfCrashed()
  if (receiver.hasExited) {
    t.fail(
      'exited-early',
      say`Your receiver ended at the datagram ${quote(text)}. Only the datagram "exit", these four bytes and no other, ends it.`,
      { happening: receiver.exitHappening },
    )
  }
  if (listMessages(receiver).length > before) return
  t.fail(
    'wrong-output',
    say`Your receiver got the datagram ${quote(text)} and did not print it as a message. Only the datagram "exit" is another thing.`,
  )
}

/** Asks that a byte order mark stands in the line that a receiver printed last: it is a part of the text. */
function expectMark(t: CheckContext, receiver: Program, due: string): void {
  const printed = listMessages(receiver).at(-1) ?? ''
  if (printed === due) return
  t.fail(
    'wrong-output',
    say`Your receiver got the datagram ${quote(markedExit)}, which begins with U+FEFF, and printed ${quote(printed)}. ${quote(due)} was due: U+FEFF is a character of the text like any other.`,
    {
      help: say`A TextDecoder leaves out a byte order mark, the character U+FEFF before a text. bytes.toString() leaves out nothing.`,
    },
  )
}

/** Types a line and waits for its datagram. */
async function passOn(sender: Program, receiver: UdpPeer, line: string): Promise<void> {
  sender.typeLine(line)
  await receiver.receive(sender, line, line === '' ? say`the empty line` : say`the line "${line}"`)
}

/** Takes a datagram for each line, in whatever order they come: UDP promises none. */
async function takeAll(
  t: CheckContext,
  sender: Program,
  receiver: UdpPeer,
  lines: readonly string[],
): Promise<void> {
  const left = [...lines]
  while (left.length > 0) {
    const { bytes, happening } = await receiver
      .receiveAny(sender, left[0] === '' ? say`an empty line` : say`the line ${quote(left[0] ?? '')}`)
      .catch((error: unknown) => tellLoss(error, sender, lines, left))
    const index = left.indexOf(bytes.toString())
    if (index === -1) {
      const what = lines.includes(bytes.toString())
        ? say`Your sender sent the line ${quote(bytes)} twice.`
        : say`Your sender sent ${quote(bytes)}, and no such line was typed.`
      t.fail(lines.includes(bytes.toString()) ? 'extra-bytes' : 'wrong-bytes', what, { happening })
    }
    left.splice(index, 1)
  }
}

/** Says of a sender that has ended how much of what it was given has come. Other failures are told as they are. */
function tellLoss(error: unknown, sender: Program, lines: readonly string[], left: readonly string[]): never {
  if (!(error instanceof CheckFailure) || error.stage !== 'exited-early' || sender.exit?.code !== 0)
    throw error
  const first = left[0] === '' ? say`an empty line` : quote(left[0] ?? '')
  throw new CheckFailure(
    'exited-early',
    say`Your sender ended with exit code 0. Of its ${lines.length} lines our receiver got ${lines.length - left.length}. The first that did not come is ${first}.`,
    { happening: sender.exitHappening },
  )
}

/** Waits for "exit", the third and last line of a sender. */
async function expectLast(t: CheckContext, sender: Program, receiver: UdpPeer): Promise<void> {
  try {
    await receiver.receive(sender, 'exit', say`the line "exit"`)
  } catch (error) {
    if (!(error instanceof CheckFailure) || error.stage !== 'exited-early' || sender.exit?.code !== 0)
      throw error
    const sentence = (await losesWhatItHasJustSent(t))
      ? say`Your sender ended with exit code 0. Of its three lines our receiver got two: the last was still in the program when the socket was closed.`
      : say`Your sender ended with exit code 0. Of its three lines our receiver got two: "exit" did not come.`
    throw new CheckFailure('exited-early', sentence, { happening: sender.exitHappening })
  }
}

/** Whether a sender loses more than "exit" when that follows at once: then it was closed while there was something to send. */
async function losesWhatItHasJustSent(t: CheckContext): Promise<boolean> {
  const receiver = await t.bindUdp('other receiver')
  const sender = t.startClient(receiver.port, secondSender)
  sender.type('one\ntwo\nexit\n')
  sender.endInput()
  try {
    for (let due = 2; due > 0; due--) await receiver.receiveAny(sender)
    return false
  } catch {
    return true
  }
}
