// starter fails "tcp: counts bytes, a line for each connection" at wrong-output: Your program printed no line for it
import {
  check,
  type CheckContext,
  countBytes,
  createPattern,
  createStorm,
  describeStorm,
  findLongestDatagram,
  listensOnLoopbackOnly,
  listensWhereTold,
  type Program,
  quote,
  say,
  sendsWhereTold,
  sendThroughStorm,
  type TcpPeer,
  tellsTakenPort,
  type UdpPeer,
  type Words,
} from '#checker'

const measureProgram = { role: say`program`, file: 'measure.ts', protocol: 'tcp+udp' } as const
const sendProgram = { role: say`sender`, file: 'send.ts' } as const

/** The checker's own receiver, for judging senders. */
const ourReceiver = {
  column: say`our receiver`,
  within: say`our receiver`,
  atStart: say`Our receiver`,
}

const byHandMeasure = 'npx tsx {subject}/measure.ts'
const byHandTcp = [
  byHandMeasure,
  "printf '\\303' | nc -N 127.0.0.1 9200",
  '(printf hello; sleep 1; printf done) | nc -N 127.0.0.1 9200',
]

/** 1,500 bytes of a frame, without the headers of IP and UDP. */
const mostInOneFrame = 1_472
/** The largest that the 16 bits of a length in IPv4 leave for the content: 65,535 − 20 − 8. */
const mostInOneDatagram = 65_507

/** What is not quite "done". */
const nearMisses = [
  'done ',
  ' done',
  'done\n',
  'DONE',
  'done again',
  'not done',
  // A mark at the beginning of a text, which some decoders take away.
  '\uFEFFdone',
  // The highest bit of its first byte is set, which a decoder of ASCII takes away.
  Buffer.from([0xe4, ...Buffer.from('one')]),
]

const stormSeeds = Array.from({ length: 20 }, (_, index) => index + 1)
const stormLength = 24

const takes = listensOnLoopbackOnly({ server: measureProgram, holds: [1] })

listensWhereTold({ server: measureProgram, holds: [1], after: takes, defaultPort: 9200 })

tellsTakenPort({ server: measureProgram, holds: [8], after: takes })

check(
  'one of the two ports taken: one line and exit code 1',
  {
    holds: [8],
    help: {
      default: say`Listen for "error" on both, the server and the UDP socket: either can find its port taken.`,
      'does-not-stop': say`One of the two was refused, and the other one is open and keeps the program alive. Close it.`,
    },
    byHand: ['nc -u -l 127.0.0.1 9200', `${byHandMeasure}; echo "exit code $?"`],
    after: takes,
  },
  async (t) => {
    const port = await t.findFreePort()
    const receiver = await t.bindUdp(ourReceiver, { port })
    const first = t.startProgram({ ...measureProgram, role: say`first program`, port })
    await first.expectComplaint(say`the UDP port was taken and the TCP port was free`)
    receiver.leave()
    await t.listen({ port })
    const second = t.startProgram({ ...measureProgram, role: say`second program`, port })
    await second.expectComplaint(say`the TCP port was taken and the UDP port was free`)
  },
)

const counts = check(
  'tcp: counts bytes, a line for each connection',
  {
    holds: [2],
    help: {
      default: say`Each connection has counters of its own. Add chunk.length for each chunk, and print one line of JSON when that connection is closed.`,
      'never-closed': say`Print the line at "close", which comes when both sides have ended. Without allowHalfOpen Node ends your side when the client has ended its own.`,
      'blocks-others': say`Whoever takes the next connection only when the last is over tells nothing of it until then. Serve all at once.`,
    },
    byHand: byHandTcp,
    after: takes,
  },
  async (t) => {
    const program = await t.startServer(measureProgram)
    const reader = new Reader(t, program)
    const first = await t.connect(program, 'first client')
    await first.send(Buffer.from([0xc3]))
    await first.untilRead()
    await reader.expectNone(say`the connection of the first client was still open`)
    first.end()
    await expectTcpLine(t, reader, 1, say`The first client sent 1 byte, half of a character, and ended.`)
    await reader.expectNone(say`it had printed the line for that connection already`)
    await expectOver(t, first, program)
    const second = await t.connect(program, 'second client')
    second.end()
    await expectTcpLine(t, reader, 0, say`The second client connected and ended without a word.`)
    const third = await t.connect(program, 'third client')
    await third.send(createPattern(100_000))
    third.end()
    await expectTcpLine(t, reader, 100_000, say`The third client sent 100,000 bytes and ended.`)
    await countTwoAtOnce(t, program, reader)
    await reader.expectNone(say`it had printed a line for each connection already`)
  },
)

check(
  'tcp: prints the line after a reset too',
  {
    holds: [2],
    help: say`After a reset a socket has no "end". It has "error", and then "close", which comes whatever has happened. A new connection begins at 0, also from an address and a port that were there before: keep what you count beside the socket.`,
    byHand: [
      byHandMeasure,
      `node -e "const s = require('net').connect({ port: 9200, host: '127.0.0.1', localPort: 9201 }, () => s.write('hello', () => setTimeout(() => s.resetAndDestroy(), 500)))"     and once more`,
    ],
    after: counts,
  },
  async (t) => {
    const program = await t.startServer(measureProgram)
    const reader = new Reader(t, program)
    const client = await t.connect(program)
    await client.send('hello')
    const isRead = await client.untilRead()
    client.reset()
    // What was not read before the reset is thrown away by the system.
    await expectTcpLine(t, reader, isRead ? 5 : [0, 5], say`The client sent 5 bytes and broke off (RST).`)
    await reader.expectNone(say`it had printed the line for that connection already`)
    // A port that broke off is free at once. Whoever counts by the port takes the two for one.
    const next = await t
      .connect(program, 'next client', { port: client.port })
      .catch(() => t.connect(program, 'next client'))
    await next.send('still there?')
    next.end()
    await expectTcpLine(
      t,
      reader,
      12,
      next.port === client.port
        ? say`After that reset the next client connected, from the same port, sent 12 bytes and ended.`
        : say`After that reset the next client sent 12 bytes and ended.`,
    )
    const wordless = await t.connect(program, 'client without a word')
    await t.untilAtRest(program)
    wordless.reset()
    await expectTcpLine(t, reader, 0, say`A client connected and broke off (RST) without a word.`)
    await reader.expectNone(say`it had printed a line for each connection already`)
  },
)

const countsDatagrams = check(
  'udp: counts every datagram, doubles too',
  {
    holds: [3],
    help: say`Count in the listener for "message": one for each call, whatever is in it and whoever sent it, and bytes.length. Only "done" itself does not count.`,
    byHand: [
      byHandMeasure,
      "for text in '1 one' '2 two' '2 two' done; do printf \"$text\" | nc -u -w 1 127.0.0.1 9200; done",
    ],
    after: takes,
  },
  async (t) => {
    const program = await t.startServer(measureProgram)
    const reader = new Reader(t, program)
    const sender = await t.bindUdp('sender')
    const other = await t.bindUdp('other sender')
    const texts = [
      '1 one',
      '2 two',
      '2 two',
      '1 one',
      'no number',
      '',
      'grüße, 世界',
      Buffer.from([0xff, 0xc3]),
    ]
    const numbered = Array.from({ length: 40 }, (_, index) => `${index + 3} more`)
    const datagrams = [...texts, ...numbered].map((text) => Buffer.from(text))
    // It meets all of them at once: no listener may take several for one.
    await program.whileHeldStill(async () => {
      for (const [index, bytes] of datagrams.entries())
        await (index % 3 === 1 ? other : sender).send(bytes, program.port)
    })
    await sender.untilRead(program)
    await reader.expectNone(say`"done" had not come`)
    await other.send('done', program.port)
    const doneCame = say`"done" came, from another sender than the datagram before it.`
    await expectUdpLine(t, reader, { came: datagrams, doneCame })
    await reader.expectNone(say`it had printed the line for "done" already`)
  },
)

const countsAnew = check(
  'udp: counts anew after "done"',
  {
    holds: [3],
    help: say`At "done", these four bytes and no others, print the line and begin again: with no datagrams, no bytes, no number seen.`,
    byHand: [
      byHandMeasure,
      "for text in '1 one' done '2 two' done; do printf \"$text\" | nc -u -w 1 127.0.0.1 9200; done",
    ],
    after: countsDatagrams,
  },
  async (t) => {
    const program = await t.startServer(measureProgram)
    const reader = new Reader(t, program)
    const sender = await t.bindUdp('sender')
    const rounds = [['1 one', '2 two', '3 three'], ['1 one'], ['2 two'], []]
    const before: Buffer[] = []
    for (const texts of rounds) {
      const came = texts.map((text) => Buffer.from(text))
      await sender.sendMany(program, [...came, 'done'])
      await expectUdpLine(t, reader, { came, before })
      before.push(...came)
    }
    await countThroughDone(t, program, reader, sender)
    for (const text of nearMisses) {
      await sender.sendMany(program, [text, 'done'])
      await expectUdpLine(t, reader, { came: [Buffer.from(text)], nearMiss: text })
    }
    await reader.expectNone(say`it had printed a line for each "done" already`)
  },
)

check(
  'udp: names what is missing, and nothing that came late',
  {
    holds: [3, 4],
    help: say`Note each number that comes, and look only at "done" which ones below the highest did not. Before that, a number that has not come may still be under way. One that comes twice is noted once, and stands for no other.`,
    byHand: [
      byHandMeasure,
      "for text in '2 two' '1 one' '4 four' done; do printf \"$text\" | nc -u -w 1 127.0.0.1 9200; done",
    ],
    after: [countsDatagrams, countsAnew],
  },
  async (t) => {
    const program = await t.startServer(measureProgram)
    const reader = new Reader(t, program)
    const sender = await t.bindUdp('sender')
    const stranger = await t.bindUdp('stranger')
    await countOneByHand(t, program, reader, sender)
    for (const seed of stormSeeds) await countStorm(t, program, reader, { seed, sender, stranger })
  },
)

const sends = check(
  'send: sends one datagram of that size',
  {
    holds: [5],
    help: {
      default: say`One call of send with SIZE bytes, and close in its callback: before that the datagram may still be in the program.`,
      'does-not-stop': say`An open socket keeps the program alive. Close it in the callback of send.`,
    },
    byHand: [
      byHandMeasure,
      'npx tsx {subject}/send.ts 1000',
      'npx tsx {subject}/send.ts 65507    the longest on Linux; macOS takes 9216, unless it is set otherwise',
      "printf 'done' | nc -u -w 1 127.0.0.1 9200",
    ],
  },
  async (t) => {
    const longest = await findLongestDatagram()
    for (const size of [1_000, longest]) {
      const receiver = await t.bindUdp(ourReceiver)
      const sender = t.startClient(receiver.port, { ...sendProgram, args: [String(size)] })
      await takeDatagram(t, sender, receiver, size)
      await sender.expectExit(0, say`after its datagram`)
      await receiver.expectNothingMore(sender, say`after its datagram`)
    }
  },
)

sendsWhereTold({
  who: 'send',
  client: { ...sendProgram, args: ['5'] },
  holds: [5],
  after: sends,
  defaultPort: 9200,
})

check(
  'send: says whether it fits into a frame',
  {
    holds: [5, 6],
    help: say`Of the 1,500 bytes of a frame the IP header takes 20 and the UDP header 8. The other 1,472 are for the datagram's content.`,
    byHand: [
      'npx tsx {subject}/send.ts 1472',
      'npx tsx {subject}/send.ts 1473',
      'npx tsx {subject}/send.ts 999',
    ],
    after: sends,
  },
  async (t) => {
    // To whoever compares text 999 is more than 1472.
    for (const size of [mostInOneFrame, mostInOneFrame + 1, 0, 999]) {
      const receiver = await t.bindUdp(ourReceiver)
      const sender = t.startClient(receiver.port, { ...sendProgram, args: [String(size)] })
      await takeDatagram(t, sender, receiver, size)
      await sender.expectExit(0, say`after its datagram`)
      expectFit(t, sender, size)
    }
  },
)

check(
  'send: says EMSGSIZE and exits 1',
  {
    holds: [7],
    help: say`The callback of send is given the error as its first argument, and nothing else tells of it: no event, no exception. Its code is EMSGSIZE. The system refuses every size above 65,507, so that no limit of your own is needed.`,
    byHand: [
      'npx tsx {subject}/send.ts 65508; echo "exit code $?"',
      'npx tsx {subject}/send.ts 100000; echo "exit code $?"',
    ],
    after: sends,
  },
  async (t) => {
    const receiver = await t.bindUdp(ourReceiver)
    // One byte too many, and more than the length in a header could say.
    for (const size of [mostInOneDatagram + 1, 100_000]) {
      const sender = t.startClient(receiver.port, { ...sendProgram, args: [String(size)] })
      await sender.expectComplaint(say`${countBytes(size)} do not go into one datagram`)
      await receiver.expectNothingMore(
        sender,
        say`although it had been told to send ${countBytes(size)} in one datagram`,
      )
      if (/EMSGSIZE/.test(sender.stderr)) continue
      t.fail(
        'wrong-output',
        say`Your sender did not say "EMSGSIZE" of ${countBytes(size)}. It said ${quote(sender.stderr.trim())}.`,
      )
    }
  },
)

type Line = Readonly<Record<string, unknown>>

/** A line of JSON that a program has printed, as it stands there and as it was read. */
interface Report {
  readonly text: string
  readonly line: Line
}

/** Takes a program's lines of JSON, one after the other. */
class Reader {
  readonly program: Program
  readonly #t: CheckContext
  #taken = 0

  constructor(t: CheckContext, program: Program) {
    this.#t = t
    this.program = program
  }

  /** Waits whether another one comes, and leaves it there. */
  async comes(): Promise<boolean> {
    const { program } = this
    await this.#t.becomesTrue(program, () => this.#left.length > 0 || program.hasExited)
    await program.failIfCrashed()
    return this.#left.length > 0 || program.hasExited
  }

  /** Waits for the next one. @returns undefined when none comes. @throws {CheckFailure} when the program has ended. */
  async next(after: Words): Promise<Report | undefined> {
    const { program } = this
    await this.comes()
    const report = this.#left[0]
    if (report) this.#taken++
    else if (program.exit) {
      this.#t.fail(
        'exited-early',
        say`${after} Your program ended with exit code ${program.exit.code ?? 0} and had not printed a line for that. It should go on for ever.`,
        { happening: program.exitHappening },
      )
    }
    return report
  }

  /** Asks that it has said nothing yet, and will not by itself. @param why for example "the connection was still open" */
  async expectNone(why: Words): Promise<void> {
    await this.#t.untilAtRest(this.program)
    const report = this.#left[0]
    if (!report) return
    this.#t.fail('wrong-output', say`Your program printed ${shorten(report.text)} although ${why}.`)
  }

  get #left(): Report[] {
    return listReports(this.program).slice(this.#taken)
  }
}

function listReports(program: Program): Report[] {
  const lines = program.printedSince(0).split(/\r?\n/).slice(0, -1)
  return lines.flatMap((text) => {
    const line = parseLine(text)
    return line ? [{ text, line }] : []
  })
}

function parseLine(text: string): Line | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && 'protocol' in value ? { ...value } : undefined
  } catch {
    return undefined
  }
}

/** A line of JSON as it was printed: it quotes enough by itself. */
function shorten(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 200)}…`
}

/** Says that a line is missing, and which line that is not JSON may have been meant. */
function failWithoutLine(t: CheckContext, program: Program, after: Words): never {
  const meant = program
    .printedSince(0)
    .split(/\r?\n/)
    .findLast((line) => /\b(?:tcp|udp)\b/.test(line) && /bytes/.test(line) && !parseLine(line))
  t.fail(
    'wrong-output',
    meant === undefined
      ? say`${after} Your program printed no line for it.`
      : say`${after} Your program printed ${quote(meant.trim())}, which is not a line of JSON.`,
  )
}

/**
 * Waits for the line of a connection and compares it.
 * @param due how many bytes came; two numbers are the least and the most that can have come
 * @param after what the client did, as a sentence
 */
async function expectTcpLine(
  t: CheckContext,
  reader: Reader,
  due: number | readonly [number, number],
  after: Words,
): Promise<void> {
  const report = await reader.next(after)
  if (!report) failWithoutLine(t, reader.program, after)
  const { protocol, bytes, chunks } = report.line
  const printed = say`${after} Your program printed ${shorten(report.text)}.`
  if (protocol !== 'tcp') t.fail('wrong-output', say`${printed} A line with "protocol":"tcp" was due.`)
  const [least, most] = typeof due === 'number' ? [due, due] : due
  if (!isCount(bytes) || bytes < least || bytes > most)
    t.fail('wrong-output', say`${printed} For that connection "bytes" should be ${most}.`)
  if (isCount(chunks) && chunks >= Math.min(1, bytes) && chunks <= bytes) return
  t.fail(
    'wrong-output',
    bytes === 0
      ? say`${printed} Where nothing came, "chunks" should be 0.`
      : say`${printed} Its "chunks" cannot be right: that many bytes come in at least 1 chunk and in at most ${bytes}.`,
  )
}

/** Waits until a client that has ended its side hears a goodbye: before that its connection is not over. */
async function expectOver(t: CheckContext, client: TcpPeer, program: Program): Promise<void> {
  await t.becomesTrue(program, () => client.goodbye !== undefined || program.hasExited)
  await program.failIfCrashed()
  if (client.goodbye !== undefined) return
  t.fail(
    'never-closed',
    say`The ${client.name} ended its side, and your program printed the line for that connection. It has not ended its own side, so the connection is not over: the client waits for an end.`,
    { peer: client.id },
  )
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0
}

/** Two clients at the same time, and the second ends first. */
async function countTwoAtOnce(t: CheckContext, program: Program, reader: Reader): Promise<void> {
  const stays = await t.connect(program, 'client that stays')
  await stays.send('hello')
  // A port is somebody's only together with an address. Not every system has more than one of them on loopback.
  const leaves = await t
    .connect(program, 'client that leaves', { host: '127.0.0.2', port: stays.port })
    .catch(() => t.connect(program, 'client that leaves'))
  await leaves.send('grüße, 世界')
  leaves.end()
  const after = say`Two clients were connected. One had sent 5 bytes and stayed, the other sent 15 and ended.`
  if (!(await reader.comes())) {
    t.fail(
      'blocks-others',
      say`${after} Your program printed no line for the one that had ended while the other one was there.`,
    )
  }
  await expectTcpLine(t, reader, 15, after)
  // Only a datagram is "done". It comes in a chunk of its own, if the first bytes have been read.
  await stays.untilRead()
  await stays.send('done')
  stays.end()
  await expectTcpLine(
    t,
    reader,
    9,
    say`The client that had stayed sent 9 bytes in all, "hello" and then "done", and ended. Over TCP "done" is four bytes like any others.`,
  )
}

/** What came from one "done" to the next. */
interface Round {
  /** In the order in which it came. */
  readonly came: readonly Buffer[]
  /** What had come before the last "done". */
  readonly before?: readonly Buffer[]
  /** The one datagram of this round, where it looks like "done". */
  readonly nearMiss?: string | Uint8Array
  /** That "done" came, as a sentence, where there is more to say of it. */
  readonly doneCame?: Words
  /** What brought it, as a sentence. */
  readonly weather?: Words
}

/** Waits for the line at "done" and compares it. */
async function expectUdpLine(t: CheckContext, reader: Reader, round: Round): Promise<void> {
  const { doneCame = say`"done" came.` } = round
  const report = await reader.next(doneCame)
  if (!report) failWithoutLine(t, reader.program, doneCame)
  const trouble = describeUdpLine(report, round)
  if (trouble === undefined) return
  t.fail('wrong-output', round.weather === undefined ? trouble : say`${trouble} ${round.weather}`)
}

/** Says what is wrong with the line of a round; undefined where nothing is. */
function describeUdpLine({ text, line }: Report, round: Round): Words | undefined {
  const { came, before = [], nearMiss } = round
  const bytes = sumLengths(came)
  const printed = say`Your program printed ${shorten(text)}.`
  if (line['protocol'] !== 'udp') return say`${printed} A line with "protocol":"udp" was due at "done".`
  if (nearMiss !== undefined && line['datagrams'] === 0)
    return say`Your program did not count the datagram ${quote(nearMiss)}. It is not "done", so it is a message like any other.`
  if (before.length > 0 && isOfBoth(line, came, before))
    return say`${printed} Since the last "done" ${came.length} datagrams of ${countBytes(bytes)} had come: it did not count anew.`
  if (line['datagrams'] === came.length + 1 && line['bytes'] === bytes + 'done'.length)
    return say`${printed} It counted "done" itself, which is not one of the ${came.length} datagrams.`
  const distinct = new Set(came.map(String)).size
  if (line['datagrams'] === distinct && distinct < came.length)
    return say`Your program counted ${distinct} datagrams. ${came.length} had come, some of them twice, and each time counts.`
  if (line['datagrams'] !== came.length)
    return say`${printed} Its "datagrams" should be ${came.length}: so many had come before "done".`
  if (line['bytes'] !== bytes) return say`${printed} Its "bytes" should be ${bytes}.`
  return describeMissing(line['missing'], printed, round)
}

/** Whether a line counts what had come before the last "done" as well. */
function isOfBoth(line: Line, came: readonly Buffer[], before: readonly Buffer[]): boolean {
  return (
    line['datagrams'] === came.length + before.length || line['bytes'] === sumLengths([...came, ...before])
  )
}

function describeMissing(missing: unknown, printed: Words, round: Round): Words | undefined {
  const numbers = listNumbers(round.came)
  const due = listMissing(numbers)
  if (JSON.stringify(missing) === JSON.stringify(due)) return undefined
  if (!Array.isArray(missing) || !missing.every(isCount))
    return say`${printed} Its "missing" should be [${due.join(', ')}], a list of numbers.`
  const wronged = missing.find((number) => numbers.includes(number))
  if (wronged !== undefined) return describeWronged(round.came, wronged)
  const forgotten = due.find((number) => !missing.includes(number))
  if (forgotten !== undefined) return describeForgotten(printed, round, numbers, forgotten)
  const highest = Math.max(0, ...numbers)
  const invented = missing.find((number) => !due.includes(number))
  if (invented !== undefined)
    return say`Your program called ${invented} missing. The highest number that had come since the last "done" was ${highest}.`
  return say`${printed} Its "missing" should be [${due.join(', ')}], each number once and rising.`
}

/** Of a number that came and was called missing. */
function describeWronged(came: readonly Buffer[], number: number): Words {
  const index = came.findIndex((bytes) => readNumber(bytes.toString()) === number)
  const overtaker = listNumbers(came.slice(0, index)).findLast((other) => other > number)
  return overtaker === undefined
    ? say`Datagram ${number} came, and your program called it missing. It was ${quote(came[index] ?? '')}: whatever stands behind its first blank, if anything, the number stands before it.`
    : say`Datagram ${number} came after datagram ${overtaker}, and your program called it missing. It was late.`
}

/** Of a number that did not come and was not called missing. */
function describeForgotten(
  printed: Words,
  { came, before = [], weather }: Round,
  numbers: readonly number[],
  number: number,
): Words {
  const mistaken = came.find(
    (bytes) => readNumber(bytes.toString()) === undefined && showsNumber(bytes, number),
  )
  if (mistaken !== undefined)
    return say`Your program did not name ${number} as missing. It may have taken the datagram ${quote(mistaken)} for number ${number}: what stands before the first blank there is not digits alone, so it has no number.`
  if (listNumbers(before).includes(number))
    return say`${printed} Datagram ${number} had come before the last "done" and not since then, so it is missing now.`
  const missed = say`${printed} Datagram ${number} did not come, though datagram ${Math.max(...numbers)} did. It is missing.`
  const hasDoubles = new Set(numbers).size < numbers.length
  // Of a storm more is told than that.
  if (!hasDoubles || weather !== undefined) return missed
  return say`${missed} Some datagrams came twice, and none of them stands for another.`
}

/** The number of a datagram: decimal digits before its first blank. */
function readNumber(text: string): number | undefined {
  const digits = /^(\d+) /.exec(text)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/** Whether somebody who reads it wrongly may see that number in a datagram. */
function showsNumber(bytes: Uint8Array, number: number): boolean {
  const text = Buffer.from(bytes.map((byte) => byte & 0x7f)).toString()
  return new RegExp(`(?<!\\d)${number}(?!\\d)`).test(text)
}

function listNumbers(datagrams: readonly Buffer[]): number[] {
  return datagrams.flatMap((bytes) => readNumber(bytes.toString()) ?? [])
}

/** The numbers below the highest that did not come. */
function listMissing(numbers: readonly number[]): number[] {
  const below = Array.from({ length: Math.max(0, ...numbers) }, (_, index) => index + 1)
  return below.filter((number) => !numbers.includes(number))
}

function sumLengths(datagrams: readonly Buffer[]): number {
  return datagrams.reduce((sum, { length }) => sum + length, 0)
}

/** A connection is counted from its beginning, however often "done" came meanwhile, and its end is not the end of a round. */
async function countThroughDone(
  t: CheckContext,
  program: Program,
  reader: Reader,
  sender: UdpPeer,
): Promise<void> {
  const connected = await t.connect(program, 'client over TCP')
  await connected.send('hello')
  await connected.untilRead()
  const came = [Buffer.from('1 one')]
  await sender.sendMany(program, [...came, 'done'])
  await expectUdpLine(t, reader, { came })
  await sender.sendMany(program, came)
  await connected.send(' word')
  connected.end()
  await expectTcpLine(
    t,
    reader,
    10,
    say`A client over TCP had sent 5 bytes before "done" came over UDP, and 5 after it. Then it ended.`,
  )
  await sender.sendMany(program, ['done'])
  const doneCame = say`"done" came. Before it a datagram had come, and then a connection over TCP had ended.`
  await expectUdpLine(t, reader, { came, doneCame })
}

/** Late ones, missing ones, and some that look as if they had the missing numbers. */
async function countOneByHand(
  t: CheckContext,
  program: Program,
  reader: Reader,
  sender: UdpPeer,
): Promise<void> {
  const texts = ['2 two', '1 one', '3 three', '5 five', '7 seven', '6 six', '9 nine', '12 twelve', '10 ten']
  const without = ['4x four', '8.0 eight', ' 11 eleven', 'red 4', '13\tthirteen', 'red\n14 fourteen']
  // The highest bit of each digit is set, which a decoder of ASCII takes away.
  const fifteen = Buffer.from([0xb1, 0xb5, ...Buffer.from(' fifteen')])
  // What comes behind the number need not be text. It is not late, and not the highest.
  const sixteen = Buffer.from([...Buffer.from('16 '), 0xff, 0xc3])
  const came = [
    ...[...texts, ...without].map((text) => Buffer.from(text)),
    fifteen,
    sixteen,
    // Behind the blank may stand a line feed, and nothing at all.
    ...['17 seventeen\nand more', '18 ', '19 last'].map((text) => Buffer.from(text)),
  ]
  await sender.sendMany(program, [...came, 'done'])
  await expectUdpLine(t, reader, { came })
  // The highest number that is checked.
  const far = ['1000 last', '998 last but two'].map((text) => Buffer.from(text))
  await sender.sendMany(program, [...far, 'done'])
  await expectUdpLine(t, reader, { came: far })
  // Two come once more when there is a gap: the highest, and one that had come late.
  const twice = ['1 one', '4 four', '4 four', '2 two', '2 two'].map((text) => Buffer.from(text))
  await sender.sendMany(program, [...twice, 'done'])
  await expectUdpLine(t, reader, { came: twice })
}

/** Has a storm bring numbered datagrams, and a stranger's without a number. */
async function countStorm(
  t: CheckContext,
  program: Program,
  reader: Reader,
  { seed, sender, stranger }: { seed: number; sender: UdpPeer; stranger: UdpPeer },
): Promise<void> {
  const storm = createStorm(seed, stormLength)
  const datagrams = Array.from({ length: stormLength }, (_, index) => Buffer.from(`${index + 1} of many`))
  const bytes = Buffer.from('nobody knows me')
  await sendThroughStorm({ storm, datagrams, peer: sender, stranger: { peer: stranger, bytes }, program })
  await sender.send('done', program.port)
  const came = storm.deliveries.map((delivery) =>
    'stranger' in delivery ? bytes : (datagrams[delivery.index] ?? bytes),
  )
  await expectUdpLine(t, reader, { came, weather: describeStorm(storm, 1) })
}

/** Waits for a sender's datagram and asks how long it is. */
async function takeDatagram(
  t: CheckContext,
  sender: Program,
  receiver: UdpPeer,
  size: number,
): Promise<void> {
  const { bytes, happening } = await receiver.receiveAny(sender, say`a datagram of ${countBytes(size)}`)
  if (bytes.length === size) return
  t.fail(
    bytes.length < size ? 'missing-bytes' : 'extra-bytes',
    say`Your sender sent a datagram of ${countBytes(bytes.length)}, where one of ${countBytes(size)} was due.`,
    { happening, peer: receiver.id },
  )
}

/** Asks what a sender said of a size. */
function expectFit(t: CheckContext, sender: Program, size: number): void {
  const said = sender.printedSince(0)
  const due = size <= mostInOneFrame ? 'fits' : 'does not fit'
  const [saysFits, saysNot] = [/\bfits\b/.test(said), said.includes('does not fit')]
  if (due === 'fits' ? saysFits && !saysNot : saysNot && !saysFits) return
  const other = saysFits || saysNot
  t.fail(
    'wrong-output',
    other
      ? say`Your sender sent ${countBytes(size)} and said ${quote(said.trim())}. "${due}" was due: one frame holds ${mostInOneFrame.toLocaleString('en-GB')}.`
      : say`Your sender sent ${countBytes(size)} and did not say "${due}". Whether one Ethernet frame holds them cannot be seen.`,
  )
}
