// starter fails "passes ten messages one way, without an answer" at extra-bytes: Your relay sent it back to the first client
import {
  type Bytes,
  check,
  type CheckContext,
  connectsWhereTold,
  createLongPattern,
  createSparseBytes,
  everyByte,
  isKernelReadable,
  listensOnLoopbackOnly,
  listensWhereTold,
  type Program,
  quote,
  say,
  tellsTakenPort,
  type TcpPeer,
  type Words,
} from '#checker'

const relay = 'npx tsx {subject}/server.ts'
const client = 'npx tsx {subject}/client.ts'
const netcat = 'nc 127.0.0.1 9000'
const halfClosing = 'nc -N 127.0.0.1 9000'
/** Whoever sits there is the relay and the partner in one. */
const partner = 'nc -l 127.0.0.1 9000'
/** A peer that nc cannot play. */
const inNode = (does: string) => `node -e "require('net').${does}"`
const resetsAfter3s = inNode(
  `connect(9000, '127.0.0.1', function () { setTimeout(() => this.resetAndDestroy(), 3000) })`,
)
const resetsItsClient = inNode(
  `createServer((s) => setTimeout(() => s.resetAndDestroy(), 3000)).listen(9000, '127.0.0.1')`,
)

/** Where nc listens, it leaves as soon as the other side has ended. */
const answersLater = inNode(
  `createServer({ allowHalfOpen: true }, (s) => s.on('end', () => setTimeout(() => s.end('I have read it'), 3000)).resume()).listen(9000, '127.0.0.1')`,
)

const server = { role: say`relay` } as const

const mebibyte = 1024 * 1024

function toMebibytes(bytes: number): number {
  return Math.round(bytes / mebibyte)
}

function startRelay(t: CheckContext): Promise<Program> {
  return t.startServer(server)
}

/** Connects two clients, one after the other. */
async function connectPair(
  t: CheckContext,
  program: Program,
  names: readonly [Words, Words] = [say`first client`, say`second client`],
): Promise<[TcpPeer, TcpPeer]> {
  return [await t.connect(program, names[0]), await t.connect(program, names[1])]
}

/** Has one client say something, and its partner hear it. */
async function pass(
  t: CheckContext,
  program: Program,
  [from, to]: readonly [TcpPeer, TcpPeer],
  said: Bytes,
  what: Words = say`what the ${from.name} said, ${quote(said)}`,
): Promise<void> {
  await from.sendMore(said)
  await hear(t, program, [from, to], said, what)
}

/** Waits until one client has heard what its partner has said. Where nothing comes, it is told who said it. */
async function hear(
  t: CheckContext,
  program: Program,
  [from, to]: readonly [TcpPeer, TcpPeer],
  said: Bytes,
  what: Words = say`what the ${from.name} said, ${quote(said)}`,
): Promise<void> {
  const hasNews = () => to.unreadLength > 0 || to.goodbye !== undefined || program.hasExited
  if (!(await t.becomesTrue(program, hasNews)))
    t.fail('silent', say`The ${from.name} said ${quote(said)}. Nothing of it reached the ${to.name}.`)
  await to.receive(said, what)
}

/**
 * Two who come now are partners: whoever was there before has a partner, or has left.
 * @param meanwhile what happens between the two
 */
async function expectNextPair(
  t: CheckContext,
  program: Program,
  before: Words,
  meanwhile: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  await program.failIfCrashed()
  const left = await t.connect(program, say`next client`)
  await meanwhile()
  const right = await t.connect(program, say`one after it`)
  const text = 'is anybody there?'
  await left.sendMore(text)
  const isClear = () => right.unreadLength > 0 || program.hasExited || left.goodbye !== undefined
  await t.becomesTrue(program, isClear)
  await program.failIfCrashed()
  if (left.goodbye !== undefined) {
    t.fail(
      'closed-early',
      say`${before} Then another one came, and your relay ended its connection before it had a partner.`,
    )
  }
  if (right.unreadLength === 0) {
    t.fail(
      'silent',
      say`${before} Then two others came. What the first of them said did not reach the second, who should be its partner.`,
    )
  }
  await right.receive(text, say`what the next client said, ${quote(text)}`)
  await pass(t, program, [right, left], 'I am')
}

const ten = Array.from({ length: 10 }, (_, index) => `message ${index + 1}`)

/** One client says ten things and hears nothing in between. */
async function passTen(
  t: CheckContext,
  program: Program,
  [from, to]: readonly [TcpPeer, TcpPeer],
): Promise<void> {
  for (const [count, text] of ten.entries()) {
    await from.sendMore(text)
    const hasNews = () =>
      from.unreadLength > 0 || to.unreadLength > 0 || to.goodbye !== undefined || program.hasExited
    if (!(await t.becomesTrue(program, hasNews)) && count > 0)
      await tellHowFarItGot(t, program, [from, to], count)
    if (from.unreadLength > 0) {
      t.fail(
        'extra-bytes',
        say`The ${from.name} said something to the ${to.name}. Your relay sent it back to the ${from.name}: what one client says is for the other.`,
      )
    }
    await hear(t, program, [from, to], text, say`message ${count + 1} of ten`)
  }
}

/** Whether it waits for an answer is no guess: it gets one. */
async function tellHowFarItGot(
  t: CheckContext,
  program: Program,
  [from, to]: readonly [TcpPeer, TcpPeer],
  count: number,
): Promise<never> {
  await to.sendMore('an answer')
  const goesOn = await t.becomesTrue(program, () => to.unreadLength > 0)
  const passed = count === 1 ? say`one` : say`${count}`
  const wrote = say`The ${from.name} wrote ten messages.`
  t.fail(
    'missing-bytes',
    goesOn
      ? say`${wrote} Your relay passed on ${passed} and waited for an answer.`
      : say`${wrote} Your relay passed on ${passed} and no more.`,
  )
}

const passes = check(
  'passes ten messages one way, without an answer',
  {
    holds: [2],
    help: {
      default: say`Each direction is a loop of its own: what one client says is written to the other, whether or not that one has said anything.`,
      'extra-bytes': say`Two handlers run, one for each client. What comes on this.request has to be written to the request of the other one, so each has to know the other.`,
      'missing-bytes': say`Nobody says who speaks next. Let each handler read its own client and nothing else, and both run at the same time.`,
    },
    byHand: [relay, `${netcat}     and type ten lines`, netcat],
  },
  async (t) => {
    const program = await startRelay(t)
    const [first, second] = await connectPair(t, program)
    await passTen(t, program, [first, second])
    await passTen(t, program, [second, first])
  },
)

const ordinals = [
  say`first client`,
  say`second client`,
  say`third client`,
  say`fourth client`,
  say`fifth client`,
  say`sixth client`,
]

/** Nobody has said anything to this client: what has come is another pair's. */
async function failIfNotForIt(t: CheckContext, peer: TcpPeer): Promise<void> {
  if (peer.unreadLength === 0) return
  const words = await peer.receiveBytes(peer.unreadLength, say`words`)
  t.fail(
    'extra-bytes',
    say`The ${peer.name} got ${quote(words)}. That was said to somebody else: its own partner had said nothing.`,
  )
}

check(
  'keeps three pairs apart',
  {
    holds: [1, 6],
    help: {
      default: say`Whoever comes and finds somebody waiting is that one's partner, and then nobody waits. The next one waits again.`,
      'extra-bytes': say`What a client says goes to its partner and to nobody else. Let each handler know its own partner, in a field of the handler.`,
      silent: say`Whoever comes and finds somebody waiting is that one's partner, and then nobody waits. The next one waits again.`,
    },
    byHand: [relay, netcat, netcat, netcat, netcat],
    after: passes,
  },
  async (t) => {
    const program = await startRelay(t)
    const clients: TcpPeer[] = []
    for (const name of ordinals) {
      const peer = await t.connect(program, name)
      clients.push(peer)
      // Those who come third and fifth find a pair, or two, there already. What they say is for whoever comes next.
      if (clients.length % 2 === 1 && clients.length > 1) await peer.send(`waits as ${clients.length}`)
    }
    await t.untilAtRest(program)
    for (const [at, peer] of clients.entries())
      if (at % 2 === 0 || peer === clients[1]) await failIfNotForIt(t, peer)
    for (const [at, peer] of clients.entries()) {
      const before = clients[at - 1]
      if (at % 2 === 1 && at > 1 && before) await hear(t, program, [before, peer], `waits as ${at}`)
    }
    for (const [at, peer] of clients.entries()) {
      const other = clients[at % 2 === 0 ? at + 1 : at - 1]
      if (other) await pass(t, program, [peer, other], `from ${at + 1}`)
    }
    await t.untilAtRest(program)
    for (const peer of clients) await failIfNotForIt(t, peer)
    await expectNextPair(t, program, say`Three pairs were talking.`)
    for (const peer of clients) await failIfNotForIt(t, peer)
  },
)

const character = Buffer.from('ü')

const bothWays = check(
  'passes bytes unchanged, both ways at once',
  {
    holds: [2],
    help: {
      default: say`A chunk is bytes, and goes out as it came: no text is made of it, no line is waited for, and nothing is added.`,
      silent: say`Bytes go on as soon as they have come, without a line feed, and also in the middle of a character.`,
      'missing-bytes': say`Bytes go on as soon as they have come. Does one direction wait for the other, or for a whole line?`,
    },
    byHand: [
      relay,
      `${netcat} > received.bin`,
      `${netcat} < package-lock.json     and then: cmp package-lock.json received.bin`,
    ],
    after: passes,
  },
  async (t) => {
    const program = await startRelay(t)
    const [first, second] = await connectPair(t, program)
    await pass(t, program, [first, second], everyByte, say`the 256 bytes there are`)
    const [half, other] = [character.subarray(0, 1), character.subarray(1)]
    await pass(t, program, [second, first], half, say`the first half of a character`)
    await pass(t, program, [second, first], other, say`the second half of the character`)
    const there = createLongPattern(2 * mebibyte)
    const back = createLongPattern(3 * mebibyte)
    first.pour(there)
    second.pour(back)
    await Promise.all([
      second.receiveLong(there, say`the 2 MiB of the first client`),
      first.receiveLong(back, say`the 3 MiB of the second client`),
    ])
  },
)

/** Begins with bytes that are no text, so that whoever keeps text is seen to change them. */
const mostEarly = Buffer.concat([
  everyByte.toReversed(),
  createLongPattern(mebibyte).slice(everyByte.length, mebibyte),
])

const keepsEarly = check(
  'keeps what is said before the partner comes',
  {
    holds: [3],
    help: {
      default: say`Read from a client that has no partner yet, and keep the chunks in a list. When the partner comes, it gets them first, in their order, and then whatever comes later.`,
      'wrong-bytes': say`What was kept goes out first, in its order, as the bytes that came and not as text, and what is said later comes after it.`,
      'closed-early': say`Exactly 1 MiB may still be kept. Count the bytes of all chunks together.`,
    },
    byHand: [relay, `${netcat}     and type a line`, netcat],
    after: passes,
  },
  async (t) => {
    const program = await startRelay(t)
    const first = await t.connect(program, say`first client`)
    await first.sendMore('is anybody there?')
    await t.untilAtRest(program)
    const second = await t.connect(program, say`second client`)
    await hear(t, program, [first, second], 'is anybody there?')
    await pass(t, program, [first, second], 'good')
    await pass(t, program, [second, first], 'yes')
    // A relay of its own: that several pairs are kept apart is another check's.
    const other = await startRelay(t)
    const talker = await t.connect(other, say`talker`)
    for (let at = 0; at < mebibyte; at += mebibyte / 4) {
      await talker.sendMore(mostEarly.subarray(at, at + mebibyte / 4))
    }
    await t.untilAtRest(other)
    const late = await t.connect(other, say`late client`)
    await hear(t, other, [talker, late], mostEarly, say`the 1 MiB that the talker had said before`)
    await pass(t, other, [talker, late], 'that was 1 MiB')
    await pass(t, other, [late, talker], 'it was')
  },
)

check(
  'tells and closes who says more than 1 MiB early',
  {
    holds: [3],
    help: {
      default: say`Count what a client says while it has no partner. When that is more than 1,048,576 bytes: write to it why, and end its connection.`,
      'never-closed': say`After the words comes the end: return from handle, and the framework says FIN. Nobody is to be paired with this client any more.`,
      'closed-early': say`Whoever loses a connection has to be told why: a sentence on it, and then the end.`,
    },
    byHand: [relay, `head -c 1048577 /dev/zero | ${netcat}`],
    after: keepsEarly,
  },
  async (t) => {
    const program = await startRelay(t)
    const talker = await sendAway(t, program, mostEarly, '!')
    // It may leave when somebody else waits already.
    await expectNextPair(t, program, say`A talker had said too much and been sent away.`, async () => {
      await t.untilAtRest(program)
      talker.end()
      await t.untilAtRest(program)
    })
    // Of the same bytes one is read later: whoever looks before counting finds that there is room, for one.
    const second = await sendAway(t, program, mostEarly.subarray(1), '!!')
    second.end()
    await expectEarlyWordsOfNext(t, program)
  },
)

/** A client says 1 MiB and a byte before its partner comes, has to be told so, and loses its connection. */
async function sendAway(t: CheckContext, program: Program, ...said: readonly Bytes[]): Promise<TcpPeer> {
  const talker = await t.connect(program, say`talker`)
  for (const bytes of said) {
    await t.untilAtRest(program)
    await talker.sendMore(bytes)
  }
  await t.becomesTrue(program, () => talker.goodbye !== undefined)
  await program.failIfCrashed()
  const all = say`The talker said 1 MiB and one byte before its partner came.`
  const words = (await talker.receiveBytes(talker.unreadLength, say`words`)).toString()
  if (talker.goodbye === undefined) {
    if (words === '')
      t.fail('silent', say`${all} Your relay told it nothing, and did not end the connection.`)
    t.fail('never-closed', say`${all} Your relay told it ${quote(words)}, and did not end the connection.`)
  }
  if (words.trim() === '')
    t.fail('closed-early', say`${all} Your relay ended the connection, and did not tell it why.`)
  return talker
}

/** Whoever comes after one that was sent away has said nothing yet, and may say as much as anybody. */
async function expectEarlyWordsOfNext(t: CheckContext, program: Program): Promise<void> {
  const early = await t.connect(program, say`client after the talker`)
  const words = 'is it my turn?'
  await early.sendMore(words)
  await t.untilAtRest(program)
  await program.failIfCrashed()
  if (early.goodbye !== undefined) {
    t.fail(
      'closed-early',
      say`A talker had said too much and been sent away. Then another one came and said ${quote(words)}, and your relay ended its connection.`,
      { help: say`Each client is counted for itself: the count of one that has left is nobody else's.` },
    )
  }
  const late = await t.connect(program, say`late client`)
  await hear(t, program, [early, late], words)
}

const halfClose = check(
  'passes a half-close on, and the answers after it',
  {
    holds: [4, 6],
    help: {
      default: say`When the loop over one client is over, that client has ended its side. End the other one's connection in that direction, with end(), and leave the way back open.`,
      'never-closed': say`When one client has ended its side, its partner has to hear it: end() on the partner's request, after the last byte.`,
      'closed-early': say`Which direction is over? end() belongs to the partner alone. And when handle returns, the framework ends the connection of its own client: while its partner may still have something to say, handle has to wait.`,
      silent: say`Only one direction is over. Its partner may answer later, and those bytes have to be passed on as before.`,
    },
    byHand: [relay, `printf 'what time is it?\\n' | ${halfClosing}`, `${netcat}     and type an answer`],
    after: passes,
  },
  async (t) => {
    const program = await startRelay(t)
    const others = await connectPair(t, program, [say`other client`, say`other partner`])
    for (const asksFirst of [true, false]) {
      const pair = await connectPair(t, program)
      const [asker, answerer] = asksFirst ? pair : pair.toReversed()
      if (!asker || !answerer) return
      await pass(t, program, [asker, answerer], 'what time is it?')
      asker.end()
      await answerer.expectEnd(say`after the ${asker.name} had ended its side`)
      // What it does by itself after the half-close, it has done now.
      await t.untilAtRest(program)
      await pass(
        t,
        program,
        [answerer, asker],
        'half',
        say`what the ${answerer.name} said after the ${asker.name} had ended its own side`,
      )
      await pass(t, program, [answerer, asker], ' past nine', say`what it said then`)
      answerer.end()
      await asker.expectEnd(say`after the ${answerer.name} had ended its side as well`)
    }
    // One who has a partner and has said nothing may want to listen.
    const [listener, talker] = await connectPair(t, program, [say`listener`, say`talker`])
    // Whoever waits meanwhile goes on waiting.
    const waiting = await t.connect(program, say`waiting client`)
    listener.end()
    await talker.expectEnd(say`after the listener had ended its side without a word`)
    await t.untilAtRest(program)
    await pass(
      t,
      program,
      [talker, listener],
      'listen',
      say`what the talker said after the listener had ended its own side without a word`,
    )
    talker.end()
    await listener.expectEnd(say`after the talker had ended its side as well`)
    await t.untilAtRest(program)
    // One pair's goodbyes are nobody else's.
    await pass(t, program, others, 'we go on')
    const last = await t.connect(program, say`last client`)
    await pass(t, program, [waiting, last], 'is anybody there?')
    await pass(t, program, [last, waiting], 'I am')
    await expectNextPair(t, program, say`Three pairs had said goodbye.`)
  },
)

const longWords = createLongPattern(12 * mebibyte)
/** More than the system takes for somebody who reads nothing, and not much more: a relay may have read it to its end. */
const lastOfAll = createLongPattern(5 * mebibyte)

check(
  'ends only after the last byte, however late it is read',
  {
    holds: [4],
    help: say`end() says FIN after everything that was written before it. destroy() throws that away, also when both sides have ended. And before you end the partner, all that its client has said must have been given to it.`,
    byHand: [
      relay,
      `${netcat} > received.bin     and press Ctrl-Z; later: fg`,
      `head -c 12000000 /dev/urandom | ${halfClosing}`,
    ],
    after: halfClose,
  },
  async (t) => {
    const program = await startRelay(t)
    const [first, second] = await connectPair(t, program)
    second.stopReading()
    // Where the relay waits for its reader, not all of it is taken at once. That is no fault.
    first.sendMore(longWords.slice(0, longWords.length)).catch(() => {})
    first.end()
    await t.untilAtRest(program)
    await second.receiveLong(longWords, say`the 12 MiB that the first client had said before its end`)
    await second.expectEnd(say`after the last of the 12 MiB`)
    await pass(t, program, [second, first], 'I have it all')
    // The other end is the last of the pair, and what comes before it is waited for no less.
    first.stopReading()
    second.sendMore(lastOfAll.slice(0, lastOfAll.length)).catch(() => {})
    second.end()
    await t.untilAtRest(program)
    await first.receiveLong(
      lastOfAll,
      say`the 5 MiB that the second client had said before it ended its side as well`,
    )
    await first.expectEnd(say`after the second client had ended its side as well`)
  },
)

check(
  'ends the partner of a client that resets',
  {
    holds: [4, 6],
    help: say`After a reset the loop over the socket throws, and nothing more can come from there, or go there. The partner has to learn that: end or destroy its connection as well.`,
    byHand: [relay, resetsAfter3s, netcat],
    after: passes,
  },
  async (t) => {
    const program = await startRelay(t)
    const first = await connectPair(t, program)
    const second = await connectPair(t, program, [say`other client`, say`other partner`])
    // Whoever waits meanwhile goes on waiting.
    const waiting = await t.connect(program, say`waiting client`)
    for (const [gone, left] of [first, second.toReversed()]) {
      if (!gone || !left) return
      await pass(t, program, [left, gone], 'are you still there?')
      await pass(t, program, [gone, left], 'yes')
      gone.reset()
      await t.becomesTrue(program, () => left.goodbye !== undefined || program.hasExited)
      await t.untilAtRest(program)
      await program.failIfCrashed()
      if (program.hasExited)
        t.fail(
          'exited-early',
          say`The ${gone.name} broke off with a reset (RST), and your relay ended. One client of many has left, and the others were not done.`,
        )
      left.expectNothingMore()
      if (left.goodbye === undefined) {
        t.fail(
          'never-closed',
          say`The ${gone.name} broke off with a reset (RST). Your relay left the connection of the ${left.name} open: that one waits for somebody who is not there any more.`,
        )
      }
      left.end()
    }
    await t.untilAtRest(program)
    const last = await t.connect(program, say`last client`)
    await pass(t, program, [waiting, last], 'is anybody there?')
    await pass(t, program, [last, waiting], 'I am')
  },
)

check(
  'forgets who left while waiting',
  {
    holds: [5],
    help: {
      default: say`A client that leaves while it waits must not be found there by the next one. Where do you note who waits, and who takes it out?`,
      'never-closed': say`A client that has ended its side and has said nothing will never be anybody's partner. End its connection: return from handle.`,
    },
    byHand: [relay, `${halfClosing} < /dev/null`, netcat, netcat],
    after: passes,
  },
  async (t) => {
    const program = await startRelay(t)
    const quiet = await t.connect(program, say`quiet client`)
    quiet.end()
    // Whoever has left may be ended in either way.
    await t.becomesTrue(program, () => quiet.goodbye !== undefined || program.hasExited)
    await program.failIfCrashed()
    if (quiet.goodbye === undefined) {
      t.fail(
        'never-closed',
        say`The quiet client said nothing and ended its side (FIN) before anybody else had come. Your relay left its connection open.`,
      )
    }
    await expectNextPair(t, program, say`A client had come and ended its side (FIN) without a word.`)
    const ghost = await t.connect(program, say`ghost`)
    await t.untilAtRest(program)
    ghost.reset()
    await t.untilAtRest(program)
    await expectNextPair(t, program, say`A client had come and reset its connection (RST) without a word.`)
  },
)

check(
  'keeps the words of who left while waiting',
  {
    holds: [5],
    help: {
      default: say`A client that has said something, even a line feed, may end its side before its partner comes. Keep its words, and that they are over: the partner gets the words, then the end, and can answer.`,
      'never-closed': say`The partner got the words and has to get the end behind them: when it comes, the first client's side is over already.`,
      'closed-early': say`This client has ended its own side, and it still listens. When handle returns, the framework ends the connection. Wait in it until the partner has come and has ended its side.`,
    },
    byHand: [relay, `printf 'call me back\\n' | ${halfClosing}`, `${netcat}     and type an answer`],
    after: [keepsEarly, halfClose],
  },
  async (t) => {
    const program = await startRelay(t)
    for (const words of ['call me back', '\n']) {
      const first = await t.connect(program, say`first client`)
      await first.send(words)
      first.end()
      await t.untilAtRest(program)
      const second = await t.connect(program, say`second client`)
      await hear(t, program, [first, second], words)
      await second.expectEnd(say`after the words of the first client, who had ended its side`)
      await pass(t, program, [second, first], 'here I am')
      second.end()
      await first.expectEnd(say`after the second client had ended its side as well`)
    }
    await expectNextPair(
      t,
      program,
      say`A client had left its words and ended its side, and its partner had come and gone.`,
    )
  },
)

/** More than all systems on the way take from a writer for a reader that stands still: about 7 MiB on Linux as it comes. */
const flood = createSparseBytes(64 * mebibyte)
const mostGrowth = 32 * mebibyte

check(
  'waits for a reader that stands still',
  {
    holds: [7],
    help: {
      default: say`One client that does not read holds its own partner, and nobody else: the other direction and the other pairs go on.`,
      'too-much': say`What the partner's system does not take stays in your program. When write returns false, read no more from this client until "drain" comes on its partner, however long that is; or await each write. A pause in place of "drain" makes the writer slower, and does not hold it.`,
      'missing-bytes': say`Waiting is not losing: when the reader reads again, everything comes, in its order.`,
      'closed-early': say`A reader may stand still for as long as it likes. Nobody is to be ended for that.`,
    },
    byHand: [
      relay,
      'npx tsx {subject}/given/sleeping-reader.ts',
      `head -c 64000000 /dev/zero | ${netcat}`,
      'ps -o rss,args -C node',
    ],
    after: bothWays,
  },
  async (t) => {
    for (const writesFirst of [true, false]) await holdWriter(t, writesFirst)
  },
)

/** More than Linux keeps in all four sockets together, at its largest. */
const mostOnTheWay = 24 * mebibyte

/** So often, for five seconds, it is looked whether a program comes to rest that wakes by a timer of its own. */
const mostLooks = 9

/**
 * Waits until the relay sleeps and no timer will wake it, or the writer can get rid of nothing more, or has got rid of
 * all. Whoever waits for a while in place of "drain" sleeps too, and then reads on.
 * @returns whether the writer has to wait
 */
async function untilHeld(
  t: CheckContext,
  program: Program,
  pouring: { readonly takenLength: number },
): Promise<boolean> {
  for (let look = 0; look < mostLooks; look++) {
    const before = pouring.takenLength
    if (await t.untilAtRest(program)) return true
    if (pouring.takenLength === flood.length) return false
    if (pouring.takenLength === before) return true
  }
  return false
}

/** Has a writer meet a reader that stands still. */
async function holdWriter(t: CheckContext, writesFirst: boolean): Promise<void> {
  const program = await startRelay(t)
  const [first, second] = await connectPair(
    t,
    program,
    writesFirst ? [say`writer`, say`reader`] : [say`reader`, say`writer`],
  )
  const [writer, reader] = writesFirst ? [first, second] : [second, first]
  await pass(t, program, [writer, reader], 'ready?')
  await pass(t, program, [reader, writer], 'ready')
  const before = await t.readMemoryAtRest(program)
  reader.stopReading()
  const pouring = writer.pour(flood)
  const isHeld = await untilHeld(t, program, pouring)
  const after = await t.readMemoryAtRest(program)
  await program.failIfCrashed()
  const growth = after - before
  if (isKernelReadable && growth >= mostGrowth) {
    t.fail(
      'too-much',
      say`The reader stood still, and your relay went on reading from the writer: it had ${toMebibytes(before)} MiB of memory before, and ${toMebibytes(after)} MiB when 64 MiB had been sent. It grew by ${toMebibytes(growth)} MiB with what nobody had taken yet.`,
    )
  }
  if (!isHeld && pouring.takenLength > mostOnTheWay)
    t.fail(
      'too-much',
      say`The reader stood still, and your relay did not let the writer wait: it read on for as long as our check looked, and ${toMebibytes(pouring.takenLength)} MiB were sent by then.`,
    )
  await expectNextPair(t, program, say`A writer waited for its reader, who stood still.`)
  // Only one direction is held.
  await pass(t, program, [reader, writer], 'one moment')
  await reader.receiveLong(flood, say`the 64 MiB of the writer`)
  await pass(t, program, [writer, reader], 'that was all')
}

listensOnLoopbackOnly({ server, holds: [1], after: passes })
listensWhereTold({ server, defaultPort: 9000, holds: [1], after: passes })
tellsTakenPort({ server, holds: [1], after: passes })

/** Starts a client of the learner's and takes its connection: we are the relay and the partner in one. */
async function meet(t: CheckContext, options?: { terminal: boolean }) {
  const listener = await t.listen()
  const program = t.startClient(listener.port, options)
  const peer = await listener.accept(program, ourRelay)
  await t.letReact(program)
  return { program, peer }
}

const ourRelay = { column: say`our relay`, within: say`our relay`, atStart: say`Our relay` }

const unasked = check(
  'client: prints what comes unasked',
  {
    holds: [8],
    help: {
      default: say`Print each chunk when it comes, and as it came: a listener for "data". Whether your user has typed something does not matter.`,
      'closed-early': say`In lesson 4 "data" was waited for after each line. Here the partner may speak first, and twice.`,
    },
    byHand: [`${partner}     and type two lines`, client],
  },
  async (t) => {
    const { program, peer } = await meet(t)
    await peer.send('hello there\n')
    let next = await program.expectOutput('hello there', say`what the partner said before anything was typed`)
    // Not a whole line, and the partner does not owe one.
    await peer.send('are you\nthere?')
    next = await program.expectOutput(
      'are you\nthere?',
      say`what the partner said next, which has no line feed at its end`,
      next,
    )
    // Blanks and line feeds are somebody's words too.
    const spaced = '\n  two blanks\n\n'
    await peer.send(spaced)
    next = await program.expectOutput(
      spaced,
      say`what the partner said then: line feeds, and a line that begins with blanks`,
      next,
    )
    const word = Buffer.from('grüße')
    await peer.sendMore(word.subarray(0, 3))
    await t.untilAtRest(program)
    await peer.sendMore(word.subarray(3))
    next = await program.expectOutput(
      'grüße',
      say`a word that came in two chunks, cut inside a character`,
      next,
    )
  },
)

check(
  'client: sends each line as it was typed, with its line feed',
  {
    holds: [8],
    help: {
      default: say`The line feed tells the partner where the line ends, so it goes along. readline takes it off; write it again, or pass on the bytes of stdin as they are.`,
      silent: say`Each line goes out when it has been typed. Nobody has to answer first.`,
      'wrong-bytes': say`A line goes out as it was typed: its blanks, also where it has nothing else, and one line feed, where the line ends. readline takes that off; write it again, or pass on the bytes of stdin as they are.`,
      'missing-bytes': say`Each line goes out when it has been typed, with its line feed, and nobody has to answer first.`,
    },
    byHand: [`${partner} | cat -vet`, `${client}     and type some lines, one of them empty`],
    after: unasked,
  },
  async (t) => {
    const { program, peer } = await meet(t)
    for (const line of ['hello', '  two  words ', '', '   ', 'grüße']) {
      program.typeLine(line)
      await peer.receive(`${line}\n`, say`the line ${quote(line)} with its line feed`)
    }
    const many = Array.from({ length: 200 }, (_, index) => `line ${index + 1}\n`).join('')
    program.type(many)
    await peer.receive(many, say`200 lines that were typed at once`)
    // More than one read of the input: where that ends, no line does.
    const long = `${'on and on '.repeat(20_000)}\n`
    program.type(long)
    await peer.receive(long, say`a line of 200,000 bytes`)
  },
)

/** Our side ends or resets, and the client has to say so in words of its own and to end. */
async function expectGoodbye(
  t: CheckContext,
  program: Program,
  peer: TcpPeer,
  code: 0 | 1,
  heard = '',
): Promise<void> {
  await t.untilAtRest(program)
  const mark = program.printedLength
  if (heard !== '') await peer.sendMore(heard)
  if (code === 0) peer.end()
  else peer.reset()
  const when =
    code === 0 ? say`after its partner had ended the conversation` : say`after the connection had been reset`
  await program.expectExit(code, when)
  program.expectNoStackTrace(
    code === 0 ? say`its partner had ended the conversation` : say`the connection had been reset`,
  )
  const printed = program.printedSince(mark)
  // By itself: what goes to stderr meanwhile can come between two chunks of it.
  const { stdout, stderr } = program
  if (!stdout.includes(heard) && !stderr.includes(heard)) {
    t.fail(
      'wrong-output',
      say`Before its end the partner said ${quote(heard)}. Your client printed ${stdout === '' ? say`nothing` : quote(stdout)} on stdout, and ended.`,
    )
  }
  const ownWords = printed.includes(heard) ? printed.replace(heard, '') : printed.slice(heard.length)
  if (ownWords.trim() !== '') return
  t.fail(
    'wrong-output',
    say`Your client printed no words of its own ${when}. Somebody who sits before it cannot tell why it ended.`,
  )
}

const lastWords = createLongPattern(200 * 1024)
  .slice(0, 200 * 1024)
  .toString()

check(
  'client: says that the partner has gone',
  {
    holds: [10],
    help: {
      default: say`The partner's goodbye is the event "end" of the socket, a reset the event "error". Say so, and let go of the keyboard: process.stdin.destroy(), or close() of readline.`,
      'does-not-stop': say`Your client waits for a line that nobody needs any more. When the partner has gone, let go of the keyboard: process.stdin.destroy(), or close() of readline.`,
      'wrong-exit': say`A partner that has ended its side has said goodbye: exit code 0. After a reset it is 1.`,
      'wrong-output': say`Print what the partner has said last, then say that it has gone, and let the program end by itself. process.exit() cuts off what is still on its way to stdout.`,
    },
    byHand: [
      `${partner}     and Ctrl-C when it is connected`,
      `${client}; echo "exit code $?"`,
      resetsItsClient,
    ],
    after: unasked,
  },
  async (t) => {
    const talking = await meet(t)
    talking.program.typeLine('hello')
    await talking.peer.receive('hello\n', say`the line "hello" with its line feed`)
    await expectGoodbye(t, talking.program, talking.peer, 0, lastWords)
    const broken = await meet(t)
    broken.program.typeLine('hello')
    await broken.peer.receive('hello\n', say`the line "hello" with its line feed`)
    await broken.peer.sendMore('yes?\n')
    await broken.program.expectOutput('yes?', say`what the partner said`)
    await expectGoodbye(t, broken.program, broken.peer, 1)
  },
)

check(
  'client: end of input is a half-close',
  {
    holds: [9, 10],
    help: {
      default: say`When the input is over, socket.end() says so. Your client goes on listening: the partner may still have something to say.`,
      'never-closed': say`When the input is over: socket.end().`,
      'wrong-output': say`The input is over, and the conversation is not. Print on until the partner ends its side. (allowHalfOpen, where you connect, is not needed for your own end.)`,
      'does-not-stop': say`Both sides have ended. What does your client still wait for?`,
      'wrong-exit': say`After the end of the input, too, the partner may say goodbye (exit code 0) or break off (exit code 1).`,
    },
    byHand: [answersLater, `printf 'one\\ntwo\\n' | ${client}`],
    after: unasked,
  },
  async (t) => {
    const listener = await t.listen()
    const program = t.startClient(listener.port)
    // All of it may be there before the connection is.
    program.type('one\ntwo\n')
    program.endInput()
    const peer = await listener.accept(program, ourRelay)
    await peer.receive('one\ntwo\n', say`the two lines of its input`)
    await peer.expectEnd(say`after the end of its input`)
    await t.untilAtRest(program)
    await peer.sendMore('I have read it\n')
    const next = await program.expectOutput(
      'I have read it',
      say`what the partner said after the end of the input`,
    )
    await peer.sendMore('all of it\n')
    await program.expectOutput('all of it', say`what the partner said then`, next)
    await expectGoodbye(t, program, peer, 0)
    const broken = await meet(t)
    broken.program.endInput()
    await broken.peer.expectEnd(say`after the end of its input`)
    await expectGoodbye(t, broken.program, broken.peer, 1)
  },
)

check(
  'client: on a terminal it ends without a key when the partner has gone',
  {
    holds: [10],
    help: say`On a terminal the input is never over by itself. When the partner has gone, let go of the keyboard: process.stdin.destroy(), or close() of readline.`,
    byHand: [`${partner}     and Ctrl-C when it is connected`, client],
    after: unasked,
  },
  async (t) => {
    const { program, peer } = await meet(t, { terminal: true })
    program.typeLine('hello')
    await peer.receive('hello\n', say`the line "hello" with its line feed`)
    await expectGoodbye(t, program, peer, 0)
  },
)

connectsWhereTold({ defaultPort: 9000, holds: [8], after: unasked })

check(
  'client: nobody listening gives one line and exit code 1',
  {
    holds: [10],
    help: say`A refused connection is the event "error" of the socket: one line on stderr, process.exitCode = 1, and nobody reads the keyboard any more.`,
    byHand: [`${client}; echo "exit code $?"`],
    after: unasked,
  },
  async (t) => {
    const program = t.startClient(await t.findFreePort())
    await program.expectComplaint(say`nobody was listening`)
  },
)
