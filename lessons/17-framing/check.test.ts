// starter fails "takes a frame cut anywhere" at wrong-bytes: fails when its length is cut after byte 1
import {
  check,
  type CheckContext,
  createLongPattern,
  createPattern,
  describeCut,
  encodeFrame,
  findFailingCut,
  halfCloser,
  isKernelReadable,
  listensOnLoopbackOnly,
  listensWhereTold,
  longestFrame,
  type Program,
  quote,
  readSocketRows,
  receiveFrame,
  say,
  tellsItsPort,
  tellsTakenPort,
  type TcpPeer,
  toUpperCaseAscii,
  type Words,
} from '#checker'

const types = { text: 1, ping: 2, pong: 3, error: 255 }

/** Each value that a byte can have, once: no text. */
const everyByte = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))

const start = 'npx tsx {subject}/server.ts'
const shown = '| nc -N 127.0.0.1 9100 | od -An -tx1 -c'
const hello = '\\000\\000\\000\\006\\001hello'
const byHand = [start, `printf '${hello}' ${shown}`]

/** A frame of text and its answer. */
async function ask(client: TcpPeer, text: string, what: Words = say`the answer to the frame with "${text}"`) {
  await client.send(encodeFrame(types.text, text))
  await client.receive(answerTo(text), what)
}

function answerTo(text: string): Buffer {
  return encodeFrame(types.text, toUpperCaseAscii(text))
}

const answers = check(
  'answers a frame in upper case',
  {
    holds: [1],
    help: {
      default: say`A frame of type 1 is answered by one of type 1. encode(1, …) makes it; its payload is as long as the one that came.`,
      silent: say`The length counts what follows it: the type, one byte, and the payload. Nothing more is due after that many bytes.`,
      'wrong-bytes': say`The answer is a frame too: encode(1, payload) makes it. Change letters in the payload alone, byte by byte, as lesson 3 does: a length may hold a byte that would be a letter.`,
      'extra-bytes': say`The length of the answer says where it ends. What follows begins another frame.`,
    },
    byHand,
  },
  async (t) => {
    const server = await t.startServer()
    const client = await t.connect(server)
    await ask(client, 'hello')
    // Of this one the length, 101, is the byte that is an "e" in a text.
    const long = `grüße {\`${'and so on '.repeat(9)}`
    await client.send(encodeFrame(types.text, long))
    await client.receive(answerTo(long), say`the answer to a frame of 101 bytes`)
    client.end()
  },
)

check(
  'answers an empty frame',
  {
    holds: [1],
    help: say`Length 1 is a type and nothing else. It is whole as soon as its type is there, and its answer is an empty frame too.`,
    byHand: [start, `printf '\\000\\000\\000\\001\\001' ${shown}`],
    after: answers,
  },
  async (t) => {
    const client = await t.connect(await t.startServer())
    await ask(client, '', say`the answer to an empty frame of type 1`)
    await ask(client, 'hello')
  },
)

check(
  'answers ping with pong',
  {
    holds: [2],
    help: say`Type 2 is answered by type 3, and the payload goes back as it came, every byte of it, whether the bytes are a text or not.`,
    byHand: [start, `printf '\\000\\000\\000\\005\\002ping' ${shown}`],
    after: answers,
  },
  async (t) => {
    const client = await t.connect(await t.startServer())
    for (const payload of ['ping', '']) {
      await client.send(encodeFrame(types.ping, payload))
      await client.receive(
        encodeFrame(types.pong, payload),
        say`the answer to the ping, a frame of type 3 with the same payload`,
      )
    }
    await client.send(encodeFrame(types.ping, everyByte))
    await client.receive(
      encodeFrame(types.pong, everyByte),
      say`the answer to a ping with each of the 256 bytes in it, a frame of type 3 with the same payload`,
    )
  },
)

/** Sends the pieces of a stream, each when the one before it has been read; who reads no more gets no more. */
async function sendInPieces(client: TcpPeer, pieces: Iterable<Uint8Array>): Promise<void> {
  for (const piece of pieces) {
    await client.sendMore(piece)
    if (!(await client.untilRead()) && isKernelReadable) return
  }
}

/** Sends a stream in pieces and takes its answers, on a new connection each time. */
function createAttempt(t: CheckContext, answer: Buffer, what: Words) {
  let server: Program | undefined
  return async (pieces: readonly Buffer[]) => {
    // It may have died of the cut before.
    if (!server || server.hasExited) server = await t.startServer()
    const client = await t.connect(server)
    await sendInPieces(client, pieces)
    await client.receive(answer, what)
    client.end()
  }
}

const helpWithCuts = {
  default: say`A chunk is what the network happened to bring. Keep what has come until the frame is whole: its 4 bytes of length, and then as many bytes as they say.`,
  silent: say`Which bytes of the frame has your program kept, and which has it let go? Everything counts that has come since the last whole frame.`,
}

const cut = check(
  'takes a frame cut anywhere',
  {
    holds: [7],
    help: helpWithCuts,
    byHand: [
      start,
      `(printf '\\000\\000'; sleep 1; printf '\\000\\014\\001hello world') ${shown}`,
      `(printf '\\000\\000\\000\\014\\001hello'; sleep 1; printf ' world') ${shown}`,
    ],
    after: answers,
  },
  async (t) => {
    const text = 'hello world'
    const frame = encodeFrame(types.text, text)
    const attempt = createAttempt(t, answerTo(text), say`the answer to the frame with "${text}"`)
    const found = await findFailingCut(frame, attempt, { seed: 17 })
    if (!found) return
    const { stage, happened, parts } = found.failure
    t.fail(
      stage,
      say`The frame with "${text}" passes when it comes whole, and fails when ${describePlace(found.cut)}. ${happened}`,
      parts,
    )
  },
)

/** Says where a frame was cut, within a sentence: "its length is cut after byte 2". */
function describePlace(places: readonly number[]): Words {
  const [place = 0] = places
  const where = describeCut(places)
  if (places.length > 1) return say`it is ${where}`
  if (place < 4) return say`its length is ${where}`
  if (place === 4) return say`it is ${where}, between its length and its type`
  if (place === 5) return say`it is ${where}, between its type and its payload`
  return say`its payload is ${where}`
}

check(
  'takes frames byte by byte',
  {
    holds: [7],
    help: {
      ...helpWithCuts,
      default: say`A frame may come in as many pieces as it has bytes. Nothing but its length says when it is whole.`,
    },
    byHand: [
      start,
      `for b in 000 000 000 006 001 150 145 154 154 157; do printf "\\\\$b"; sleep 0.1; done ${shown}`,
    ],
    after: cut,
  },
  async (t) => {
    const server = await t.startServer()
    const text = 'one byte and then another, '.repeat(4)
    const client = await t.connect(server, 'splitter')
    const bytes = Buffer.concat([encodeFrame(types.text, text), encodeFrame(types.ping, 'ping')])
    await sendInPieces(
      client,
      Array.from(bytes, (byte) => Uint8Array.of(byte)),
    )
    await client.receive(
      Buffer.concat([answerTo(text), encodeFrame(types.pong, 'ping')]),
      say`the answers to two frames that came byte by byte`,
    )
  },
)

check(
  'takes two in one chunk',
  {
    holds: [7],
    help: {
      default: say`A chunk may bring more than one frame, and a part of the next: look again in what is left, until no whole frame is in it, and keep the rest.`,
      silent: say`Both frames were there. After the first one, does your program look again in what is left of the chunk?`,
    },
    byHand: [
      start,
      `printf '\\000\\000\\000\\004\\001one\\000\\000\\000\\004\\001two' ${shown}`,
      `(printf '\\000\\000\\000\\004\\001one\\000\\000'; sleep 1; printf '\\000\\004\\001two') ${shown}`,
    ],
    after: answers,
  },
  async (t) => {
    const frames = Buffer.concat(['one', 'two'].map((text) => encodeFrame(types.text, text)))
    const due = Buffer.concat(['one', 'two'].map(answerTo))
    const attempt = createAttempt(t, due, say`the answers to the frames with "one" and "two"`)
    await attempt([frames])
    const found = await findFailingCut(frames, attempt, { seed: 2, count: 5 })
    if (!found) return
    const { stage, happened, parts } = found.failure
    t.fail(
      stage,
      say`Two frames pass when they come in one piece, and fail when they are ${describeCut(found.cut)}. ${happened}`,
      parts,
    )
  },
)

check(
  'keeps two clients apart',
  {
    holds: [8],
    help: {
      default: say`What has come of a frame belongs to one connection. Make a new Decoder for each, inside the function that serves it, and let nothing of it live longer.`,
      silent: say`Whoever waits for its turn may have left before it comes. Its "close" has been by then, and nobody hears it again: ask socket.closed before you wait for it.`,
    },
    byHand: [
      start,
      `(printf '\\000\\000\\000\\006\\001he'; sleep 9; printf 'llo') ${shown}`,
      `printf '\\000\\000\\000\\006\\001world' ${shown}     within these 9 s`,
    ],
    after: cut,
  },
  async (t) => {
    const server = await t.startServer()
    await expectOwnAnswers(t, server, 'first words', 9)
    // Inside of its length, whose third byte is not that of the other's.
    await expectOwnAnswers(t, server, 'first words '.repeat(30), 3, expectNoneOfTheirs)
    await leaveInside(t, server, say`client that leaves inside a frame`, (client) => client.end())
    await leaveInside(t, server, say`client that resets inside a frame`, (client) => client.reset())
    await ask(await t.connect(server, 'last client'), 'last words')
  },
)

/**
 * While a client has said a frame as far as a place in it, another one says a whole frame.
 * @param meanwhile what others do in between; it resolves to what is judged of them when the first client has left
 */
async function expectOwnAnswers(
  t: CheckContext,
  server: Program,
  text: string,
  place: number,
  meanwhile?: (t: CheckContext, server: Program, first: TcpPeer) => Promise<() => Promise<void>>,
): Promise<void> {
  const frame = encodeFrame(types.text, text)
  const first = await t.connect(server, 'first client')
  await first.send(frame.subarray(0, place))
  await first.untilRead()
  const judgeOthers = await meanwhile?.(t, server, first)
  const second = await t.connect(server, 'second client')
  await second.send(encodeFrame(types.text, 'other words'))
  await second.untilRead()
  await first.sendMore(frame.subarray(place))
  await first.receive(answerTo(text), say`its own answer`)
  // Whoever serves one client at a time answers the second now.
  first.end()
  await judgeOthers?.()
  await second.receive(answerTo('other words'), say`its own answer`)
  second.end()
}

/** One client resets, and another one says a wrong length. Where one is served at a time, neither has had its turn. */
async function expectNoneOfTheirs(t: CheckContext, server: Program, first: TcpPeer) {
  await leaveInside(t, server, say`client that resets while the first is there`, (client) => client.reset())
  const refused = await t.connect(server, 'client with a wrong length')
  await refused.send(encodeFrame(0, '', 0).subarray(0, 4))
  await refused.untilRead()
  await t.letReact(server)
  if (first.unreadLength > 0 || first.goodbye !== undefined) {
    await server.failIfCrashed()
    t.fail(
      'extra-bytes',
      say`Another client said a length of 0, and your server told it to the first client too, which was in the middle of a frame.`,
      {
        help: say`A wrong length spoils one stream. Refuse the socket on which it came, and no other.`,
        peer: first.id,
      },
    )
  }
  return async () => {
    await expectRefusal(t, refused, 0)
    refused.end()
  }
}

/** A client says a part of a frame, and leaves when that has been read. */
async function leaveInside(
  t: CheckContext,
  server: Program,
  name: Words,
  leave: (client: TcpPeer) => void,
): Promise<void> {
  const client = await t.connect(server, name)
  await client.send(encodeFrame(types.text, 'never whole').subarray(0, 9))
  await client.untilRead()
  leave(client)
  await t.letReact(server)
}

check(
  'keeps a character whole that is cut',
  {
    holds: [1, 7],
    help: say`A length counts bytes, and a character may have several. Put bytes together, and do not make text of them: a part of a character is not text.`,
    byHand: [
      start,
      `(printf '\\000\\000\\000\\010\\001gr\\303'; sleep 1; printf '\\274\\303\\237e') ${shown}`,
    ],
    after: cut,
  },
  async (t) => {
    const server = await t.startServer()
    const client = await t.connect(server)
    const text = 'grüße, 世界'
    const frame = encodeFrame(types.text, text)
    for (const place of listPlacesInCharacters(frame)) {
      await client.send(frame.subarray(0, place))
      await client.untilRead()
      await client.sendMore(frame.subarray(place))
      const character = findCharacter(frame, place)
      await client.receive(answerTo(text), say`the answer to "${text}", cut inside of "${character}"`)
    }
    await client.send(encodeFrame(types.text, everyByte))
    const due = encodeFrame(types.text, toUpperCaseAscii(everyByte))
    await client.receive(
      due,
      say`the answer to a frame with each of the 256 bytes in it, the letters alone changed`,
    )
  },
)

const firstOfPayload = 5

/** Where a cut falls inside a character of the payload: before each byte that begins with the bits 10. */
function listPlacesInCharacters(frame: Buffer): number[] {
  return [...frame.keys()].filter((place) => place > firstOfPayload && (frame[place] ?? 0) >> 6 === 0b10)
}

/** The character of the payload in which a place lies. */
function findCharacter(frame: Buffer, place: number): string {
  const payload = frame.subarray(firstOfPayload)
  const before = payload
    .subarray(0, place - firstOfPayload)
    .toString()
    .replace(/\uFFFD+$/, '')
  return String.fromCodePoint(payload.toString().codePointAt(before.length) ?? 0)
}

const helpWithDepth = say`Whoever calls a function anew for what is left of a chunk goes one level deeper with each frame, and a chunk may have more frames than the stack has room for: write a loop.`

check(
  'takes a thousand frames in one write',
  {
    holds: [7],
    help: {
      default: say`The answers come in the order of the frames. One answer has to be on its way before the next one is written.`,
      'missing-bytes': helpWithDepth,
      silent: say`Many frames are more than one chunk. The last of a chunk is cut, and the next chunk brings the rest of it and more.`,
    },
    byHand: [
      start,
      `for i in $(seq 1000); do printf '${hello}\\000\\000\\000\\005\\002ping'; done | nc -N 127.0.0.1 9100 | wc -c`,
    ],
    after: cut,
  },
  async (t) => {
    const server = await t.startServer()
    const client = await t.connect(server)
    const texts = Array.from({ length: 500 }, (_, index) => `frame ${index} ${'and more '.repeat(20)}`)
    const frames = texts.flatMap((text) => [encodeFrame(types.text, text), encodeFrame(types.ping, text)])
    const due = texts.flatMap((text) => [answerTo(text), encodeFrame(types.pong, text)])
    await Promise.all([
      client.send(Buffer.concat(frames)),
      client.receive(Buffer.concat(due), say`the answers to 1,000 frames, of type 1 and 2 in turn`),
    ])
    // A server that serves one client at a time takes the next when this one has left.
    client.end()
    await client.expectEnd(say`after the answers to 1,000 frames`)
    // The shortest that there are. Held still, it finds more than one read takes: 13,107 of them are in its first chunk.
    const count = 15_000
    const crowd = await server.whileHeldStill(async () => {
      const peer = await t.connect(server, 'client with 15,000 empty pings')
      return { peer, sent: peer.send(Buffer.alloc(5 * count, encodeFrame(types.ping, ''))) }
    })
    await Promise.all([
      crowd.sent,
      crowd.peer.receive(
        Buffer.alloc(5 * count, encodeFrame(types.pong, '')),
        say`the answers to 15,000 empty pings`,
      ),
    ])
  },
)

check(
  'takes a frame of 1 MiB',
  {
    holds: [4, 7],
    help: {
      default: say`The longest length is 1,048,576: a type and 1,048,575 bytes. It is allowed, and the frame comes in many chunks.`,
      'wrong-bytes': say`The longest length is 1,048,576: a type and 1,048,575 bytes. It is allowed, and the frame comes in many chunks. What stands behind it waits for its turn: the answers come in the order of the frames, however long one of them takes.`,
    },
    byHand: [
      start,
      `(printf '\\000\\020\\000\\000\\001'; head -c 1048575 /dev/zero) | nc -N 127.0.0.1 9100 | wc -c`,
    ],
    after: cut,
  },
  async (t) => {
    const client = await t.connect(await t.startServer())
    const payload = createPattern(longestFrame - 1)
    // Whoever takes its time for so long a text may have answered the ping by then.
    await Promise.all([
      client.send(Buffer.concat([encodeFrame(types.text, payload), encodeFrame(types.ping, 'ping')])),
      client.receive(
        Buffer.concat([encodeFrame(types.text, toUpperCaseAscii(payload)), encodeFrame(types.pong, 'ping')]),
        say`the answer to a frame of 1 MiB, and then to a ping right behind it`,
      ),
    ])
    await ask(client, 'hello')
  },
)

check(
  'answers all before a half-close',
  {
    holds: [6],
    help: {
      default: say`The end of a client's side says that it will say no more. Answer what it has said, and then end yours: allowHalfOpen in createServer, and socket.end() after the last answer.`,
      'wrong-bytes': say`The answers come in the order of the frames, also while some of them wait for their reader. Nobody waits for a listener that is async: the next chunk is handed to it meanwhile. And what was given to write() must not be changed before it has gone out.`,
      'never-closed': say`The client has ended its side and waits for yours. After the last answer: socket.end(). With allowHalfOpen nobody else does it.`,
      'closed-early': say`Answers that Node still holds are lost when the socket is destroyed. socket.end() sends them first. A for await loop over the socket destroys it at its end; one over socket.iterator({ destroyOnReturn: false }) does not.`,
    },
    byHand: [start, `for i in 1 2 3 4 5; do printf '${hello}'; done ${shown}`],
    after: cut,
  },
  async (t) => {
    const server = await t.startServer()
    const texts = Array.from({ length: 50 }, (_, index) => `last words ${index}`)
    // Held still, it finds the frames and the end together.
    const client = await server.whileHeldStill(() =>
      halfCloser(
        (name) => t.connect(server, name),
        Buffer.concat(texts.map((text) => encodeFrame(types.text, text))),
      ),
    )
    await client.receive(
      Buffer.concat(texts.map(answerTo)),
      say`the answers to 50 frames, after which the client had ended its side`,
    )
    await client.expectEnd(say`after the last answer`)
    const long = createTurns(8, longestFrame - 1)
    await expectAllForSlowReader(t, server, long, say`8 pings of 1 MiB`)
    // Who ends inside a frame has said whole ones before it, and those are answered.
    const part = encodeFrame(types.text, 'never whole').subarray(0, 9)
    await expectAllForSlowReader(t, server, long, say`8 pings of 1 MiB`, part)
    // Many of these are in one chunk: while some wait for the reader, the next chunk comes, and the end.
    await expectAllForSlowReader(t, server, createTurns(8192, 1019), say`8,192 pings of 1 KiB`)
  },
)

/** Payloads of one size. No two are alike in any place: what waits to be sent must not be written over by the next. */
function createTurns(count: number, size: number): Buffer[] {
  const pattern = createPattern(size + count)
  return Array.from({ length: count }, (_, index) => pattern.subarray(index, index + size))
}

/**
 * More than the system's buffers take, and the client's end has come long before it reads.
 * @param rest what it says last, the beginning of a frame or nothing
 */
async function expectAllForSlowReader(
  t: CheckContext,
  server: Program,
  payloads: readonly Buffer[],
  pings: Words,
  rest: Buffer = Buffer.alloc(0),
): Promise<void> {
  const client = await t.connect(server, 'slow reader')
  client.stopReading()
  const frames = Buffer.concat([...payloads.map((payload) => encodeFrame(types.ping, payload)), rest])
  const sent = client.send(frames).then(() => client.end())
  await t.untilAtRest(server)
  client.readOn()
  const due = Buffer.concat(payloads.map((payload) => encodeFrame(types.pong, payload)))
  if (rest.length === 0) {
    const what = say`the answers to ${pings}, read when all had been said`
    await Promise.all([sent, client.receive(due, what)])
  } else {
    const what = say`the answers to ${pings}, after which the client had ended its side inside a frame`
    const [came] = await Promise.all([client.receiveBytes(due.length, what), sent])
    if (!came.equals(due))
      t.fail('wrong-bytes', say`Your server sent other bytes than ${what}.`, { peer: client.id })
    // A frame of type 255 may tell the client what it has done.
    await t.becomesTrue(server, () => client.goodbye !== undefined)
    await client.receiveBytes(client.unreadLength, say`what stood before the end`)
  }
  await client.expectEnd(say`after the last answer`)
}

/** Waits for a frame of type 255 with a text in it. */
async function receiveError(t: CheckContext, client: TcpPeer, what: Words): Promise<void> {
  const { type, payload } = await receiveFrame(client, what)
  if (type !== types.error) {
    t.fail(
      'wrong-bytes',
      say`Your server sent a frame of type ${type} where ${what} was due, a frame of type 255.`,
      { peer: client.id },
    )
  }
  if (payload.toString().trim() !== '') return
  t.fail('wrong-bytes', say`Your server sent ${what} without a text: its payload is ${quote(payload)}.`, {
    help: say`Whoever gets a frame of type 255 wants to know why: encode(255, 'nothing is known of type 7').`,
    peer: client.id,
  })
}

check(
  'answers an unknown type with 255 and goes on',
  {
    holds: [3, 7],
    help: {
      default: say`encode(255, text) says that something is wrong. Where the frame ends is known all the same, so the next one can be found: go on.`,
      'wrong-bytes': say`A type other than 1 and 2 is answered by a frame of type 255, with a text that says what is wrong. Such a frame is as long as its length says too: the next one begins behind it.`,
      'closed-early': say`An answer is a frame too, and has a greatest length: a text that repeats what came may be longer than that.`,
      'extra-bytes': say`A frame of an unknown type is as long as its length says, like any other. Its rest may come in a later chunk and is not a frame: the next one begins behind it.`,
    },
    byHand: [
      start,
      `printf '\\000\\000\\000\\006\\007hello${hello}' ${shown}`,
      `(printf '\\000\\000\\000\\006\\007he'; sleep 1; printf 'llo${hello}') ${shown}`,
    ],
    after: answers,
  },
  async (t) => {
    const server = await t.startServer()
    const client = await t.connect(server)
    for (const type of [7, 0, 4, 254]) {
      await client.send(encodeFrame(type, 'what is this?'))
      await receiveError(t, client, say`the answer to a frame of type ${type}`)
      await ask(client, 'hello', say`the answer to a frame of type 1 that came after one of type ${type}`)
    }
    // Whoever answers at its type has not seen all of it. The rest of it is no frame.
    const unknown = encodeFrame(7, 'what is this?')
    for (const place of [firstOfPayload, firstOfPayload + 4]) {
      await client.send(unknown.subarray(0, place))
      await client.untilRead()
      await client.sendMore(unknown.subarray(place))
      await client.untilRead()
      await t.letReact(server)
      await receiveError(t, client, say`the answer to a frame of type 7 that came in two pieces`)
      await ask(
        client,
        'hello',
        say`the answer to a frame of type 1 that came after one of type 7, which came in two pieces`,
      )
    }
    // The longest that there is. A text that repeats it fits into no frame.
    const longest = say`the answer to a frame of type 254 and 1 MiB`
    await Promise.all([
      client.send(encodeFrame(254, createPattern(longestFrame - 1))),
      receiveError(t, client, longest),
    ])
    await ask(client, 'hello', say`the answer to a frame of type 1 that came after one of type 254 and 1 MiB`)
    // In one write, and so most likely in one chunk.
    const neighbours = [encodeFrame(types.text, 'one more'), unknown, encodeFrame(types.text, 'hello')]
    await client.send(Buffer.concat(neighbours))
    const due = answerTo('one more')
    const first = say`the answer to a frame of type 1 with one of type 7 right behind it`
    const came = await client.receiveBytes(due.length, first)
    if (!came.equals(due)) {
      t.fail('wrong-bytes', say`Your server sent ${quote(came)} where ${first}, ${quote(due)}, was due.`, {
        help: say`The answers come in the order of the frames, and a frame of type 255 is one of them: it waits for its turn as the others do.`,
        peer: client.id,
      })
    }
    await receiveError(t, client, say`the answer to a frame of type 7 with another frame right behind it`)
    await client.receive(
      encodeFrame(types.text, 'HELLO'),
      say`the answer to a frame of type 1 that came right behind one of type 7`,
    )
  },
)

/** Without its first byte it is 6, which is allowed. */
const lengthOfThreeBytes = 0x0100_0006

const helpWithLengths = {
  default: say`Once a length is wrong, nobody knows where the next frame begins. Say so in a frame of type 255 and end your side: socket.end(encode(255, text)).`,
  silent: say`The 4 bytes of the length are there, and they say enough, alone or right behind a whole frame. Read all four, and look at the number before you wait for what it promises.`,
  'never-closed': say`After the frame of type 255 no answer can follow: socket.end().`,
  'extra-bytes': say`What comes after a wrong length is not a frame. Read it, and answer nothing.`,
  'wrong-goodbye': say`socket.end() sends FIN after all that was written. destroy() does not wait, and where bytes of the client are unread the system sends a reset: read them and drop them, socket.resume().`,
}

/** Judges what a client is told of a wrong length, and what its server does after that. */
async function expectRefusal(t: CheckContext, client: TcpPeer, length: number): Promise<void> {
  await receiveError(t, client, say`the answer to a length of ${length.toLocaleString('en-GB')}`)
  await client.expectEnd(say`after the answer to a length of ${length.toLocaleString('en-GB')}`)
}

check(
  'answers length 0 or above 1 MiB with 255, then FIN',
  {
    holds: [4],
    help: helpWithLengths,
    byHand: [
      start,
      `(printf '\\000\\000\\000\\000'; sleep 5) ${shown}`,
      `(printf '\\000\\020\\000\\001'; sleep 5) ${shown}`,
      `(printf '${hello}\\000\\020\\000\\001'; sleep 5) ${shown}`,
    ],
    after: answers,
  },
  async (t) => {
    const server = await t.startServer()
    for (const length of [0, longestFrame + 1, lengthOfThreeBytes, 0x7fff_ffff, 0xffff_ffff]) {
      const client = await t.connect(server, say`client that says ${length.toLocaleString('en-GB')}`)
      // Its four bytes alone: nothing of what they promise is needed to know that it is wrong.
      await client.send(encodeFrame(0, '', length).subarray(0, 4))
      await expectRefusal(t, client, length)
      await expectGone(t, server, client)
    }
    for (const length of [0, longestFrame + 1]) {
      const client = await t.connect(
        server,
        say`client that says ${length.toLocaleString('en-GB')} in two pieces`,
      )
      const bytes = encodeFrame(0, '', length).subarray(0, 4)
      await sendInPieces(client, [bytes.subarray(0, 2), bytes.subarray(2)])
      await expectRefusal(t, client, length)
      await expectGone(t, server, client)
    }
    const ghost = await t.connect(server, 'client that is refused and resets')
    await ghost.send(encodeFrame(0, '', 0).subarray(0, 4))
    await expectRefusal(t, ghost, 0)
    ghost.reset()
    await t.letReact(server)
    const wrong = encodeFrame(0, '', 0).subarray(0, 4)
    const right = encodeFrame(types.text, 'hello')
    // Several before it: whoever answers one after another may still have some to answer when the wrong length is seen.
    const before = ['hello', 'one more', 'the last of these']
    const rightBefore = before.map((text) => encodeFrame(types.text, text))
    for (const { name, behind } of [
      { name: say`client with frames before`, behind: [] },
      { name: say`client with frames before and one behind`, behind: [right] },
    ]) {
      const between = await t.connect(server, name)
      await between.send(Buffer.concat([...rightBefore, wrong, ...behind]))
      await expectAnswersBefore(t, between, Buffer.concat(before.map(answerTo)))
      await expectRefusal(t, between, 0)
      between.end()
    }
    await ask(await t.connect(server, 'client after that'), 'hello')
    await expectRefusalOfWhatIsSent(t, await t.startServer())
  },
)

/** A client that was refused ends its side too. Then the server has nothing more to do with it. */
async function expectGone(t: CheckContext, server: Program, client: TcpPeer): Promise<void> {
  client.end()
  if (await t.becomesTrue(server, () => client.isHeldByProgram !== true)) return
  t.fail(
    'never-closed',
    say`A client was refused, and it has ended its side too. Your server has not closed the connection.`,
    { help: helpWithReading, peer: client.id },
  )
}

const helpWithReading = say`An end comes after all that the client has sent, and only whoever reads on hears it. Read what comes and drop it: socket.resume(). Where something still listens for "readable", resume does nothing: take that listener away first.`

/** The answers to the frames that stood before a wrong length. What comes behind them stays for the next call. */
async function expectAnswersBefore(t: CheckContext, client: TcpPeer, due: Buffer): Promise<void> {
  const what = say`the answers to the three frames before a wrong length`
  const came = await client.receiveBytes(due.length, what)
  if (came.equals(due)) return
  t.fail('wrong-bytes', say`Your server sent ${quote(came)} where ${what}, ${quote(due)}, were due.`, {
    help: say`The frames before a wrong length are whole, and each of them has its answer. Only then is there something to refuse: where answers wait for their turn, the refusal is the last of them.`,
    peer: client.id,
  })
}

/** Who sends all that it has announced, and only then reads, finds the refusal and a FIN. */
async function expectRefusalOfWhatIsSent(t: CheckContext, server: Program): Promise<void> {
  const client = await t.connect(server, 'client that sends 2 MiB')
  const length = 2 * longestFrame
  client.stopReading()
  await client.send(encodeFrame(types.text, '', length))
  const pouring = client.pour(createLongPattern(length - 1))
  await t.untilAtRest(server)
  if (client.goodbye === 'reset' || hasGone(client, server)) {
    t.fail(
      'wrong-goodbye',
      say`A client said a length of ${length.toLocaleString('en-GB')} and sent on. Your server broke the connection off with a reset (RST), and the frame of type 255 may be lost with it.`,
      { peer: client.id },
    )
  }
  client.readOn()
  await expectRefusal(t, client, length)
  if (await t.becomesTrue(server, () => pouring.takenLength === length - 1))
    return await expectGone(t, server, client)
  t.fail('never-closed', say`A client was refused and sends on, and your server does not read it.`, {
    help: helpWithReading,
    peer: client.id,
  })
}

/** Whether the system no longer knows a connection that our side has not closed: it was reset. */
function hasGone(client: TcpPeer, server: Program): boolean {
  if (!isKernelReadable) return false
  return !readSocketRows('tcp', client.port).some(
    (row) => row.port === client.port && row.remotePort === server.port,
  )
}

/** Where a stream may end inside a frame of 16 bytes. */
const placesInside = [
  { place: 1, where: say`behind the first byte of its length` },
  { place: 3, where: say`behind the third byte of its length` },
  { place: 4, where: say`between its length and its type` },
  { place: 5, where: say`between its type and its payload` },
  { place: 9, where: say`inside of its payload` },
]

check(
  'says so when a stream ends inside a frame',
  {
    holds: [5],
    help: say`When the client has ended its side, ask whether a frame has begun and is not whole: a part of a length is there, or a length whose frame is not whole yet. Then print a line.`,
    byHand: [start, `printf '\\000\\000\\000\\006\\001he' ${shown}`],
    after: answers,
  },
  async (t) => {
    const server = await t.startServer()
    const usual = [await leaveAfter(t, server, 0), await leaveAfter(t, server, 0)]
    for (const { place, where } of placesInside) {
      const said = await leaveAfter(t, server, place)
      if (said.trim() === '') {
        t.fail(
          'wrong-output',
          say`A stream ended inside a frame, ${where}, and your server printed nothing. Somebody who watches it cannot tell that words were lost.`,
        )
      }
      if (!isUsual(said, usual)) continue
      t.fail(
        'wrong-output',
        say`A stream ended inside a frame, ${where}, and your server printed ${quote(said)}. It prints that at every end, so it does not tell that words were lost.`,
      )
    }
    const telling = listLines(await leaveAfter(t, server, 9)).filter(
      (line) => !listLines(usual[0]).includes(line),
    )
    const atSilence = await leaveAfterPieces(t, server, 'client without a byte', [])
    expectNotTold(
      t,
      telling,
      atSilence,
      say`A client ended its side without a byte.`,
      say`Where nothing has come, no frame has begun: ask for what has come of one, and not whether a whole one was the last thing.`,
    )
    const inPieces = [
      encodeFrame(types.text, 'hello').subarray(0, 6),
      encodeFrame(types.text, 'hello').subarray(6),
    ]
    const atBorder = await leaveAfterPieces(t, server, 'client with a frame in two pieces', inPieces)
    expectNotTold(
      t,
      telling,
      atBorder,
      say`A client said a frame in two pieces, was answered, and ended its side.`,
      say`With its second piece that frame was whole. Ask at the end of the stream what is left then, and not what was left when a chunk came.`,
    )
    const atReset = await leaveAfter(t, server, 9, 'reset')
    expectNotTold(t, telling, atReset, say`A client reset its connection inside a frame.`)
    const atRefusal = await leaveRefused(t, server)
    expectNotTold(
      t,
      telling,
      atRefusal,
      say`A client was refused because of a length of 0, and then ended its side.`,
    )
  },
)

/** The lines that a server printed, without the numbers in them: those may differ from client to client. */
function listLines(said: string | undefined): string[] {
  const lines = (said ?? '').split('\n').map((line) => line.replaceAll(/\d+/g, '').trim())
  return lines.filter((line) => line !== '')
}

const helpWithOtherEnds = say`Ask whether a frame has begun and is not whole only where the client's FIN is heard, at "end" or behind the loop, and not where the connection broke off or was refused.`

/**
 * Judges that a server did not print, at another end, what it prints when a stream ends inside a frame.
 * @param telling the lines that it prints then and at no usual end
 * @param said what it printed at the other end
 */
function expectNotTold(
  t: CheckContext,
  telling: readonly string[],
  said: string,
  when: Words,
  help = helpWithOtherEnds,
): void {
  if (!listLines(said).some((line) => telling.includes(line))) return
  t.fail(
    'wrong-output',
    say`${when} Your server printed ${quote(said)}, which it prints when a stream ends (FIN) inside a frame. That was not so.`,
    { help },
  )
}

/**
 * A client connects, says "hello" in pieces or nothing, and ends its side.
 * @returns what the server printed from then on
 */
async function leaveAfterPieces(
  t: CheckContext,
  server: Program,
  name: Words,
  pieces: readonly Buffer[],
): Promise<string> {
  const client = await t.connect(server, name)
  await sendInPieces(client, pieces)
  if (pieces.length > 0) await client.receive(answerTo('hello'), say`the answer to the frame with "hello"`)
  await t.untilAtRest(server)
  const mark = server.printedLength
  client.end()
  await t.becomesTrue(server, () => client.goodbye !== undefined)
  await t.untilAtRest(server)
  return server.printedSince(mark)
}

/** A client says a length of 0, is refused, and ends its side. @returns what the server printed from then on */
async function leaveRefused(t: CheckContext, server: Program): Promise<string> {
  const client = await t.connect(server)
  await ask(client, 'hello')
  await t.untilAtRest(server)
  const mark = server.printedLength
  await client.send(encodeFrame(0, '', 0).subarray(0, 4))
  await expectRefusal(t, client, 0)
  client.end()
  await t.untilAtRest(server)
  return server.printedSince(mark)
}

/**
 * A client is answered, says the beginning of another frame, and leaves.
 * @param place how many bytes of that frame it says
 * @param goodbye how it leaves
 * @returns what the server printed then; its client's port is not shown in it
 */
async function leaveAfter(
  t: CheckContext,
  server: Program,
  place: number,
  goodbye: 'end' | 'reset' = 'end',
): Promise<string> {
  const client = await t.connect(server)
  const port = String(client.port)
  await ask(client, 'hello')
  if (place > 0) await client.send(encodeFrame(types.text, 'never whole').subarray(0, place))
  await client.untilRead()
  await t.untilAtRest(server)
  const mark = server.printedLength
  client[goodbye]()
  // A frame of type 255 may come before its own end, or not. To a reset nobody answers.
  if (goodbye === 'end') await t.becomesTrue(server, () => client.goodbye !== undefined)
  else await t.letReact(server)
  await t.untilAtRest(server)
  await expectNoAnswer(t, client)
  await server.failIfCrashed()
  return server.printedSince(mark).replaceAll(port, 'PORT')
}

/** Judges that a frame that was never whole is not answered as if it were. */
async function expectNoAnswer(t: CheckContext, client: TcpPeer): Promise<void> {
  if (client.unreadLength === 0) return
  const came = await client.receiveBytes(client.unreadLength, say`what came at the end`)
  if (came[4] === types.error) return
  t.fail(
    'extra-bytes',
    say`A stream ended inside a frame, and your server sent ${quote(came)}. What was never whole is not answered as if it were.`,
    {
      help: say`At the end of a stream socket.read(n) gives what is left, which may be fewer than n bytes. Compare their number with n.`,
      peer: client.id,
    },
  )
}

/** Whether a server prints the same at ends that are as they should be. What it counts may differ there too. */
function isUsual(said: string, usual: readonly string[]): boolean {
  const [first, second] = usual
  const withoutNumbers = (text: string | undefined) => text?.replaceAll(/\d+/g, '')
  return first === second ? said === first : withoutNumbers(said) === withoutNumbers(first)
}

listensOnLoopbackOnly({ holds: [9], after: answers })
listensWhereTold({ holds: [9], after: answers, defaultPort: 9100 })
tellsTakenPort({ holds: [10], after: answers })

tellsItsPort({ holds: [9], after: answers })
