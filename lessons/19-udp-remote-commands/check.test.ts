// starter fails "answers in numbered pieces" at wrong-bytes: Your server answered "echo grüße, 世界" with
import { monitorEventLoopDelay } from 'node:perf_hooks'
import {
  CannotJudge,
  check,
  type CheckContext,
  CheckFailure,
  chooseSleep,
  countBytes,
  createStorm,
  cutIntoPieces,
  type Datagram,
  decodePiece,
  describeStorm,
  encodePiece,
  everyByte,
  findCommands,
  isKernelReadable,
  listensOnLoopbackOnly,
  ourServer,
  pieceBytes,
  type Program,
  quote,
  refusesAnotherHost,
  say,
  sendsWhereTold,
  sendThroughStorm,
  tellsTakenPort,
  type UdpPeer,
  type Words,
  wantsOwnPort,
} from '#checker'

const server = { protocol: 'udp' } as const
const defaultPort = 8081

const byHandServer = 'npx tsx {subject}/server.ts'
const byHandClient = 'npx tsx {subject}/client.ts'

/** A time that nothing outlasts: what ends a command, or makes a client ask again, is not its being over. */
const aMinute = { COMMAND_TIMEOUT_MS: '60000' }
const aMinutesPatience = { PATIENCE_MS: '60000' }
/** So short that a check can wait for three silences, in milliseconds. */
const shortPatienceMs = 150
const shortPatience = { PATIENCE_MS: String(shortPatienceMs) }
/** So long that our server can answer within it, and so short that a check can wait for it, in milliseconds. */
const fairPatienceMs = 400

/** So many answers are kept by every server, over all senders. */
const mostKept = 16

/** So much a command may say. */
const mostOutput = 100 * 1024
const mostPieces = Math.ceil(mostOutput / pieceBytes)

/** A request as a client sends it. */
function encodeRequest(id: number, line: string): Buffer {
  return encodePiece({ id, piece: 0, count: 1, status: 0, bytes: line })
}

/** A whole answer of the learner's server. */
interface Answer {
  readonly count: number
  readonly status: number
  readonly bytes: Buffer
}

/** One client of the learner's server: it sends requests, and puts their answers together. */
class Asker {
  readonly peer: UdpPeer
  readonly #t: CheckContext
  readonly #server: Program
  readonly #lines = new Map<number, string>()

  private constructor(t: CheckContext, program: Program, peer: UdpPeer) {
    this.#t = t
    this.#server = program
    this.peer = peer
  }

  static async begin(t: CheckContext, program: Program, name: Words = say`client`): Promise<Asker> {
    return new Asker(t, program, await t.bindUdp(name))
  }

  static from(t: CheckContext, program: Program, peer: UdpPeer): Asker {
    return new Asker(t, program, peer)
  }

  async send(id: number, line: string): Promise<void> {
    this.#lines.set(id, line)
    await this.peer.send(encodeRequest(id, line), this.#server.port)
  }

  /** Sends a request, and waits for all pieces of its answer. */
  async ask(id: number, line: string): Promise<Answer> {
    await this.send(id, line)
    return await this.receive(id)
  }

  async expectNothingMore(): Promise<void> {
    await this.peer.expectNothingMore(this.#server, say`after all pieces of its answers`)
  }

  /** Sends a request, and judges its answer. */
  async expect(id: number, line: string, bytes: string | Buffer, status = 0): Promise<void> {
    this.judge(line, await this.ask(id, line), bytes, status)
  }

  /** Waits for all pieces of an answer, in whatever order they come. */
  async receive(id: number): Promise<Answer> {
    const line = this.#lines.get(id) ?? ''
    const pieces = new Map<number, Buffer>()
    let first: { count: number; status: number } | undefined
    while (first === undefined || pieces.size < first.count) {
      const datagram = await this.#receivePiece(line, pieces, first?.count)
      const piece = this.#decode(datagram, id, line)
      first ??= piece
      if (first.count > mostPieces)
        this.fail(
          'too-much',
          say`Your server said that its answer to ${quote(line)} has ${sayPieces(first.count)}. A command may say 102,400 bytes, which are 74 pieces.`,
        )
      this.#expectSame(piece, first, line)
      if (pieces.has(piece.piece))
        this.fail(
          'extra-bytes',
          say`Your server sent piece ${piece.piece} of the answer to ${quote(line)} twice, where it was asked once.`,
        )
      pieces.set(piece.piece, piece.bytes)
    }
    this.#expectFull(pieces, first.count, line)
    const inOrder = Array.from({ length: first.count }, (_, index) => pieces.get(index) ?? Buffer.alloc(0))
    return { count: first.count, status: first.status, bytes: Buffer.concat(inOrder) }
  }

  /** Judges what stands in an answer, and how many pieces it has. */
  judge(line: string, answer: Answer, due: string | Buffer, status = 0): void {
    const bytes = Buffer.from(due)
    if (!answer.bytes.equals(bytes))
      this.fail(
        'wrong-bytes',
        say`Your server answered ${quote(line)} with ${quoteOrNothing(answer.bytes)} in ${sayPieces(answer.count)}. ${quoteOrNothing(bytes)} was due.`,
      )
    this.judgeStatus(line, answer, status)
  }

  judgeStatus(line: string, answer: Answer, status: number): void {
    if (answer.status === status) return
    this.fail(
      'wrong-bytes',
      say`Your server answered ${quote(line)} with status ${answer.status}, where ${status} was due: ${explainStatus(status)}.`,
    )
  }

  fail(
    stage: 'wrong-bytes' | 'missing-bytes' | 'extra-bytes' | 'too-much',
    happened: Words,
    help?: Words,
  ): never {
    return this.#t.fail(stage, happened, { peer: this.peer.id, ...(help !== undefined && { help }) })
  }

  async #receivePiece(
    line: string,
    pieces: ReadonlyMap<number, Buffer>,
    count: number | undefined,
  ): Promise<Datagram> {
    try {
      return await this.peer.receiveAny(this.#server, say`the answer to ${quote(line)}`)
    } catch (error) {
      if (!(error instanceof CheckFailure) || error.stage !== 'silent' || count === undefined) throw error
      const missing = Array.from({ length: count }, (_, index) => index).filter((index) => !pieces.has(index))
      throw new CheckFailure(
        'missing-bytes',
        say`Your server said that its answer to ${quote(line)} has ${sayPieces(count)}, and sent ${pieces.size} of them. Not there: ${listNumbers(missing)}.`,
        error.parts,
      )
    }
  }

  #decode({ bytes, from }: Datagram, id: number, line: string) {
    if (from !== this.#server.port)
      this.fail(
        'wrong-bytes',
        say`Your server answered ${quote(line)} from port ${from}. The client had asked port ${this.#server.port} and believes nobody else.`,
      )
    const piece = decodePiece(bytes)
    if (!piece)
      return this.fail(
        'wrong-bytes',
        say`Your server answered ${quote(line)} with a datagram of ${countBytes(bytes.length)}: ${quoteOrNothing(bytes)}. A piece begins with a header of 8 bytes.`,
      )
    if (piece.id !== id && this.#lines.has(piece.id))
      this.fail(
        'extra-bytes',
        say`Our client had all of the answer to its request ${piece.id}, and sent ${quote(line)} with the id ${id}. Then your server sent piece ${piece.piece} of ${piece.count} of an answer to ${piece.id} once more.`,
      )
    if (piece.id !== id)
      this.fail(
        'wrong-bytes',
        say`Your server answered ${quote(line)} with ${quote(bytes)}. A piece begins with the id of the request, ${id}, in two bytes; here they say ${piece.id}.`,
      )
    if (piece.piece >= piece.count)
      this.fail(
        'wrong-bytes',
        say`Your server answered ${quote(line)} with piece ${piece.piece} of ${piece.count}. Pieces are counted from 0, and there is at least one.`,
      )
    return piece
  }

  #expectSame(
    piece: { piece: number; count: number; status: number },
    first: { count: number; status: number },
    line: string,
  ) {
    if (piece.count !== first.count)
      this.fail(
        'wrong-bytes',
        say`One piece of the answer to ${quote(line)} says that there are ${first.count}, piece ${piece.piece} says ${piece.count}.`,
      )
    if (piece.status !== first.status)
      this.fail(
        'wrong-bytes',
        say`One piece of the answer to ${quote(line)} has status ${first.status}, piece ${piece.piece} has ${piece.status}. Each says how the command ended.`,
      )
  }

  /** All pieces but the last have 1,400 bytes, and the last has what is left. */
  #expectFull(pieces: ReadonlyMap<number, Buffer>, count: number, line: string): void {
    for (const [index, { length }] of pieces) {
      const isLast = index === count - 1
      if (length === pieceBytes || (isLast && length < pieceBytes && (length > 0 || count === 1))) continue
      this.fail(
        'wrong-bytes',
        say`Piece ${index} of ${count} of the answer to ${quote(line)} has ${countBytes(length)} behind its header. Each but the last has 1,400, and the last has what is left.`,
      )
    }
  }
}

function quoteOrNothing(bytes: Buffer): Words {
  return bytes.length === 0 ? say`nothing` : say`${quote(bytes)}`
}

function sayPieces(count: number): Words {
  return count === 1 ? say`1 piece` : say`${count} pieces`
}

function listNumbers(numbers: readonly number[]): string {
  return numbers.length > 12 ? `${numbers.slice(0, 12).join(', ')}, …` : numbers.join(', ')
}

function explainStatus(status: number): Words {
  if (status === 126) return say`it is not allowed`
  if (status === 124) return say`it took too long`
  if (status > 128) return say`128, and ${status - 128} for the signal that ended it`
  return say`its exit code`
}

/** Text of so many bytes, of which no two parts are alike. */
function createText(length: number): string {
  let text = ''
  for (let line = 1; text.length < length; line++) text += `line ${line} of a long answer\n`
  return `${text.slice(0, length - 1)}\n`
}

const notes = 'grüße, 世界\nand a second line\n'

const answers = check(
  'answers in numbered pieces',
  {
    holds: [1, 2],
    help: {
      default: say`A datagram begins with four numbers of two bytes: id, piece, count, status. writeUInt16BE writes them into a Buffer, readUInt16BE reads them out of one, and the rest is what it is about.`,
      silent: say`A request has piece 0, count 1 and status 0. Its command begins at byte 8: bytes.subarray(8).toString().`,
      'missing-bytes': say`An answer has as many pieces as it needs: Math.ceil(length / 1400). Each goes out in a datagram of its own.`,
    },
    byHand: [
      byHandServer,
      "printf '\\0\\7\\0\\0\\0\\1\\0\\0echo hello' | nc -u -w 1 127.0.0.1 8081 | od -A d -t u1c",
    ],
  },
  async (t) => {
    await t.placeFile('notes.txt', notes)
    await t.placeFile('shelf/inner.txt', 'within\n')
    const sizes = [1_399, 1_400, 1_401, 2_800, 3_300]
    for (const size of sizes) await t.placeFile(`${size}.txt`, createText(size))
    const world = `${'世'.repeat(1_000)}\n`
    await t.placeFile('world.txt', world)
    const program = await t.startServer({ ...server, env: aMinute })
    const asker = await Asker.begin(t, program)
    await asker.expect(0x01_02, 'echo grüße, 世界', 'grüße, 世界\n')
    await asker.expect(0xff_fe, '  echo   one  two ', 'one two\n')
    for (const [index, size] of sizes.entries())
      await asker.expect(index, `cat ${size}.txt`, createText(size))
    await asker.expect(50, 'cat world.txt', world)
    await t.placeFile('bytes.bin', everyByte)
    await asker.expect(51, 'cat bytes.bin', Buffer.from(everyByte))
    const line = 'cat notes.txt shelf'
    expectBoth(asker, line, notes, await asker.ask(100, line))
    await expectOrder(t, program, asker)
    await asker.expectNothingMore()
  },
)

/** Stdout stands before stderr also where it came when all of stderr had been read. */
async function expectOrder(t: CheckContext, program: Program, asker: Asker): Promise<void> {
  const name = `pipe-${chooseSleep()}`
  const pipe = await t.placePipe(name)
  if (!pipe || !isKernelReadable) return
  const line = `cat shelf ${name}`
  await asker.send(101, line)
  // "cat" has complained before it waits for the pipe, and then the server has nothing left to read.
  await t.becomesTrue(program, () => findCommands(name).length > 0)
  await t.untilAtRest(program)
  await pipe.write('late\n')
  await pipe.end()
  expectBoth(asker, line, 'late\n', await asker.receive(101))
}

/** @param out what the command says on stdout */
function expectBoth(asker: Asker, line: string, out: string, { bytes, count }: Answer): void {
  const text = bytes.toString()
  if (text.startsWith(out) && text.length > out.length) return
  asker.fail(
    'wrong-bytes',
    say`Your server answered ${quote(line)} with ${quoteOrNothing(bytes)} in ${sayPieces(count)}. "cat" prints what it reads on stdout and complains about shelf, a folder, on stderr. All of stdout was due, and then all of stderr.`,
  )
}

listensOnLoopbackOnly({ server, holds: [12], after: answers })

refusesAnotherHost({
  protocol: 'udp',
  holds: [12],
  help: say`Look at HOST before you bind. Where it is set to anything but 127.0.0.1: one line on stderr, and process.exitCode = 1. The starter does this.`,
  byHand: [`HOST=127.0.0.10 ${byHandServer}; echo "exit code $?"`],
  after: answers,
})

tellsTakenPort({ server, holds: [12], after: answers })

wantsOwnPort({
  protocol: 'udp',
  defaultPort,
  holds: [12],
  help: say`The environment says which port: process.env.PORT, and 8081 without it.`,
  byHand: [byHandServer, "ss -lun 'sport = :8081'"],
  after: answers,
})

check(
  'sends 100 KiB in 74 pieces',
  {
    holds: [2, 3],
    help: say`102,400 bytes are 73 pieces of 1,400 and one of 200. What a command says beyond that the Runner lets nobody see: it kills the command, and outcome.signal says by which signal.`,
    byHand: [byHandServer, `printf 'ls -la .\\nq\\n' | ${byHandClient}`],
    after: answers,
  },
  async (t) => {
    // So long that it cannot be written before it is read: what is killed has not ended by itself.
    const text = createText(4 * 1024 * 1024)
    await t.placeFile('fits.txt', text.slice(0, mostOutput))
    await t.placeFile('too-long.txt', text)
    const asker = await Asker.begin(
      t,
      await t.startServer({ ...server, env: { MAX_OUTPUT_BYTES: undefined } }),
    )
    await asker.expect(1, 'cat fits.txt', text.slice(0, mostOutput))
    await asker.expect(2, 'cat too-long.txt', text.slice(0, mostOutput), 128 + 9)
  },
)

check(
  'sends one empty piece for no output',
  {
    holds: [2],
    help: say`Math.ceil(0 / 1400) is 0, and then nothing would go out. An answer has at least one piece, which may have no byte after its header: without it a client cannot tell a command that says nothing from a server that has gone.`,
    byHand: [byHandServer, `printf 'sleep 0\\nq\\n' | ${byHandClient}`],
    after: answers,
  },
  async (t) => {
    await t.placeFile('empty.txt', '')
    const asker = await Asker.begin(t, await t.startServer(server))
    await asker.expect(1, 'sleep 0', '')
    await asker.expect(2, 'cat empty.txt', '')
    await asker.expectNothingMore()
  },
)

const tellsEnd = check(
  'says how it ended in every piece',
  {
    holds: [3, 11],
    help: say`The Runner resolves with an outcome: timedOut is 124; else, where signal is not null, 128 and the number that constants.signals of node:os has for it; else exitCode. All pieces of an answer have the same.`,
    byHand: [
      `COMMAND_TIMEOUT_MS=1000 ${byHandServer}`,
      `printf 'cat given\\nsleep 5\\nq\\n' | ${byHandClient}`,
    ],
    after: answers,
  },
  async (t) => {
    await t.placeFile('long.txt', createText(3_300))
    await t.placeFile('shelf/inner.txt', 'within\n')
    const program = await t.startServer({ ...server, env: aMinute })
    const asker = await Asker.begin(t, program)
    const line = 'cat long.txt shelf'
    asker.judgeStatus(line, await asker.ask(1, line), 1)
    await expectKilled(t, program, asker)
    const hasty = await t.startServer({ ...server, env: { COMMAND_TIMEOUT_MS: '300' } })
    const other = await Asker.begin(t, hasty)
    await other.expect(1, `sleep ${chooseSleep()}`, '', 124)
    await expectWordsBeforeTimeout(t)
  },
)

/** What a command has said before its time was over belongs to its answer. A busy machine is given more time. */
async function expectWordsBeforeTimeout(t: CheckContext): Promise<void> {
  const pipe = await t.placePipe('pipe')
  if (!pipe) return
  const text = 'begun\n'
  await t.placeFile('begun.txt', text)
  const limits = [300, 3_000, 9_000]
  for (const limit of limits) {
    const program = await t.startServer({ ...server, env: { COMMAND_TIMEOUT_MS: String(limit) } })
    const asker = await Asker.begin(t, program)
    // Nobody writes into the pipe.
    const line = 'cat begun.txt pipe'
    await asker.send(1, line)
    // Nothing is due before the time is over.
    await t.becomesTrue(program, () => asker.peer.unreadCount > 0 || program.hasExited, 2 * limit)
    const answer = await asker.receive(1)
    if (answer.bytes.length === 0 && limit !== limits.at(-1)) continue
    return asker.judge(line, answer, text, 124)
  }
}

/** A command that somebody else kills. */
async function expectKilled(t: CheckContext, program: Program, asker: Asker): Promise<void> {
  if (!isKernelReadable) return
  const line = `sleep ${chooseSleep()}`
  await asker.send(2, line)
  await endCommand(t, program, line)
  asker.judge(line, await asker.receive(2), '', 128 + 15)
}

/** Ends the command of a line by SIGTERM as soon as it is there, and every copy of it. */
async function endCommand(t: CheckContext, program: Program, line: string): Promise<void> {
  await untilStarted(t, program, line)
  for (const { pid } of findCopies(line)) process.kill(pid, 'SIGTERM')
}

async function untilStarted(t: CheckContext, program: Program, line: string): Promise<void> {
  const hasStarted = () => findCopies(line).length > 0
  await t.becomesTrue(program, () => hasStarted() || program.hasExited)
  if (hasStarted()) return
  await program.failIfCrashed()
  t.fail('silent', say`Your server was asked for ${quote(line)}, and no such command runs.`)
}

function findCopies(line: string) {
  return findCommands(line.split(' ')[1] ?? line)
}

check(
  'refuses what is not allowed: 126',
  {
    holds: [3],
    help: {
      default: say`Where the Runner throws a Refusal, nothing was run: the status is 126, and what stands in the answer is up to you.`,
      unsafe: say`Whether a command may be run is judged by the Runner of given/run.ts. Give it the program and its words as they came, and run nothing without it.`,
      silent: say`runner.run throws a Refusal where a command is not allowed. Catch it, and answer with status 126.`,
    },
    byHand: [byHandServer, `printf 'cat /etc/hostname\\nwhoami\\nq\\n' | ${byHandClient}`],
    after: answers,
  },
  async (t) => {
    await t.placeFile('../outside.txt', 'not for everybody\n')
    const asker = await Asker.begin(t, await t.startServer(server))
    const lines = [
      'whoami',
      'sh -c id',
      '/bin/echo hello',
      '__proto__',
      'cat ../outside.txt',
      'date -f ../outside.txt',
      'ls -R',
    ]
    for (const [index, line] of lines.entries()) {
      const { status, bytes } = await asker.ask(index + 1, line)
      if (status === 126) continue
      t.fail(
        bytes.length > 0 && status === 0 ? 'unsafe' : 'wrong-bytes',
        say`Your server was asked for ${quote(line)}, which is not allowed, and answered with status ${status} and ${quoteOrNothing(bytes)}. 126 was due.`,
        { peer: asker.peer.id },
      )
    }
    // What a shell would do something with is nothing to a program.
    await asker.expect(100, 'echo $(id) * ; whoami', '$(id) * ; whoami\n')
  },
)

check(
  'does not run again what it has answered',
  {
    holds: [4],
    help: {
      default: say`Keep the answer of each request, by its sender and its id, at least the last 16. A request whose answer is kept gets that, and nothing is run.`,
      silent: say`A request that comes again after its answer means that the answer was lost. Send it again, as it was.`,
    },
    byHand: [
      byHandServer,
      `node -e "const s = require('dgram').createSocket('udp4').on('message', (m) => console.log(m.subarray(8).toString())); for (const ms of [0, 1000, 2000]) setTimeout(() => s.send(Buffer.from('\\0\\x07\\0\\0\\0\\x01\\0\\0date +%N'), 8081, '127.0.0.1'), ms); setTimeout(() => s.close(), 3000)"`,
    ],
    after: answers,
  },
  async (t) => {
    const program = await t.startServer(server)
    const asker = await Asker.begin(t, program)
    // Not two of these are alike: it is the time in nanoseconds.
    const line = 'date +%s.%N'
    const kept = new Map<number, Buffer>()
    for (const id of scatteredIds) kept.set(id, (await asker.ask(id, line)).bytes)
    expectAllDifferent(asker, line, kept)
    for (let round = 1; round <= 2; round++) {
      for (const [id, bytes] of kept) {
        const again = await asker.ask(id, line)
        if (!again.bytes.equals(bytes)) failOnSecondRun(asker, line, round, bytes, again.bytes)
      }
    }
    await expectAllKeptWhenAskedOften(asker, line, kept)
    await expectLastKept(asker, line, kept)
    await expectKnownWithAnotherLine(asker, line, kept)
    await asker.expectNothingMore()
    await expectKeptForEverySender(t, program, line)
    await expectEveryAnswerKept(t)
    await expectKeptWhereNoRoomWas(t)
    await expectNotStartedAgain(t)
  },
)

/** Half of their bits are the same in all: who looks at a part of an id takes them for one. The first is 0. */
const scatteredIds = Array.from({ length: mostKept }, (_, index) => index * 4_096)

/** One answer is asked for many times more. That makes no answers, and so none has to go. */
async function expectAllKeptWhenAskedOften(
  asker: Asker,
  line: string,
  kept: ReadonlyMap<number, Buffer>,
): Promise<void> {
  const often = [...kept.keys()].at(-1) ?? 0
  for (let time = 0; time < 100; time++) await asker.ask(often, line)
  for (const [id, before] of kept) {
    const { bytes } = await asker.ask(id, line)
    if (bytes.equals(before)) continue
    asker.fail(
      'wrong-bytes',
      say`Our client had ${mostKept} answers, and asked for one of them, under the id ${often}, a hundred times more. Then it asked again with the id ${id}: it had been answered ${quote(before)}, and was answered ${quoteOrNothing(bytes)}. Your server ran the command a second time. A request that comes again does not count as another one, however often it comes.`,
      say`Count an answer when it is given for the first time, and not when it is sent again.`,
    )
  }
}

/** The last answers are those of all senders: each of these has one. */
async function expectKeptForEverySender(t: CheckContext, program: Program, line: string): Promise<void> {
  const id = 7
  const kept: (readonly [asker: Asker, before: Buffer])[] = []
  for (let number = 1; number <= mostKept; number++) {
    const asker = await Asker.begin(t, program, say`client ${number} of ${mostKept}`)
    kept.push([asker, (await asker.ask(id, line)).bytes])
  }
  for (const [asker, before] of kept) {
    const { bytes } = await asker.ask(id, line)
    if (bytes.equals(before)) continue
    asker.fail(
      'wrong-bytes',
      say`${mostKept} clients asked for ${quote(line)} once each, and then each of them once more, with the same id. One had been answered ${quote(before)}, and was answered ${quoteOrNothing(bytes)}. Your server ran the command a second time. Its answer was among the last ${mostKept}: they are counted over all senders.`,
      say`Keep answers in one place for all senders, in the order in which they were given.`,
    )
  }
}

/** Which request it is, is said by its sender and its id, and not by its line. */
async function expectKnownWithAnotherLine(
  asker: Asker,
  line: string,
  kept: ReadonlyMap<number, Buffer>,
): Promise<void> {
  const [id, before] = [...kept].at(-1) ?? [0, Buffer.alloc(0)]
  const other = 'echo another line'
  const { bytes } = await asker.ask(id, other)
  if (bytes.equals(before)) return
  asker.fail(
    'wrong-bytes',
    say`Our client asked for ${quote(line)} under the id ${id}, and was answered ${quote(before)}. Then it sent ${quote(other)} with the same id, and was answered ${quoteOrNothing(bytes)}. A request is known by the sender's address, the sender's port and the id: it was the same request, and the same answer was due.`,
  )
}

/**
 * One answer more than are kept: the first of all may go, although it has just been sent again. A request that comes
 * again makes its answer no younger.
 */
async function expectLastKept(asker: Asker, line: string, kept: ReadonlyMap<number, Buffer>): Promise<void> {
  const [[oldest, first] = [0, Buffer.alloc(0)], ...others] = kept
  const once = await asker.ask(oldest, line)
  if (!once.bytes.equals(first)) failOnSecondRun(asker, line, 3, first, once.bytes)
  const newest = 1
  others.push([newest, (await asker.ask(newest, line)).bytes])
  for (const [id, before] of others) {
    const { bytes } = await asker.ask(id, line)
    if (bytes.equals(before)) continue
    asker.fail(
      'wrong-bytes',
      say`Our client had ${mostKept} answers, and asked for the first once more. Then it asked under a new id, ${newest}, and then again with the id ${id}: it had been answered ${quote(before)}, and was answered ${quoteOrNothing(bytes)}. Your server ran the command a second time. The answer to ${id} was among the last ${mostKept}: a request that comes again does not count as another one, and its answer grows no younger by it.`,
      say`When there are more answers than you keep, forget one: the one that was given first, and not the one that was asked for least recently. A Map keeps the order in which its keys were set first: leave an answer where it is when it is sent again.`,
    )
  }
}

/** @param round how often each request had come again by then */
function failOnSecondRun(asker: Asker, line: string, round: number, before: Buffer, after: Buffer): never {
  const times = [say`again`, say`again, for the second time`, say`again, for the third time`]
  const asked = times[round - 1] ?? say`again`
  return asker.fail(
    'wrong-bytes',
    say`Our client asked for ${quote(line)} and was answered ${quote(before)}. It sent the same request ${asked}, with the same id, and was answered ${quoteOrNothing(after)}: your server ran the command a second time. At least the last ${mostKept} answers are kept, and only ${mostKept} requests had come, each of them more than once.`,
  )
}

/**
 * An answer is kept whatever its status, that of a command that has failed and that of a request that was refused, and
 * however long the others are.
 */
async function expectEveryAnswerKept(t: CheckContext): Promise<void> {
  await t.placeFile('shelf/inner.txt', 'within\n')
  await t.placeFile('news.txt', 'old\n')
  const asker = await Asker.begin(t, await t.startServer(server))
  const lines = ['cat news.txt shelf', 'cat late.txt']
  const answered: { id: number; line: string; first: Answer }[] = []
  for (const [id, line] of lines.entries()) answered.push({ id, line, first: await asker.ask(id, line) })
  await t.placeFile('news.txt', 'new\n')
  await t.placeFile('late.txt', 'new\n')
  for (const { id, line, first } of answered) {
    const again = await asker.ask(id, line)
    if (first.bytes.equals(again.bytes) && first.status === again.status) continue
    asker.fail(
      'wrong-bytes',
      say`Our client asked for ${quote(line)} and was answered with status ${first.status} and ${quoteOrNothing(first.bytes)}. Then the file was changed, and the same request came again, with the same id. Your server answered with status ${again.status} and ${quoteOrNothing(again.bytes)}: the same answer was due, whatever its status.`,
    )
  }
  const [oldest] = answered
  if (oldest) await expectKeptBesideLongOnes(t, asker, oldest, answered.length)
}

/** So many answers are kept, and not so many bytes of them: all but the first ones are as long as an answer can be. */
async function expectKeptBesideLongOnes(
  t: CheckContext,
  asker: Asker,
  oldest: { readonly id: number; readonly line: string; readonly first: Answer },
  countShort: number,
): Promise<void> {
  const line = 'cat long.txt'
  await t.placeFile('long.txt', createText(mostOutput))
  const long: (typeof oldest)[] = []
  for (let id = countShort; id < mostKept; id++) long.push({ id, line, first: await asker.ask(id, line) })
  await t.placeFile('long.txt', 'new\n')
  for (const { id, line: asked, first } of [oldest, ...long.slice(0, 1)]) {
    const again = await asker.ask(id, asked)
    if (first.bytes.equals(again.bytes) && first.status === again.status) continue
    asker.fail(
      'wrong-bytes',
      say`${mostKept} requests were answered, ${long.length} of them with 100 KiB. One of the ${mostKept}, ${quote(asked)}, had been answered ${quoteOrNothing(first.bytes)}. Then its file was changed, and it came again, with the same id. Your server answered ${quoteOrNothing(again.bytes)}: at least the last ${mostKept} answers are kept, however long they are.`,
      say`Count the answers that you keep, and not their bytes: each has at most 100 KiB.`,
    )
  }
}

/** Eight commands run, and so the ninth is refused. It stays so for that request when there is room again. */
async function expectKeptWhereNoRoomWas(t: CheckContext): Promise<void> {
  if (!isKernelReadable) return
  const program = await t.startServer({ ...server, env: aMinute })
  const asker = await Asker.begin(t, program)
  const lines = Array.from({ length: 8 }, () => `sleep ${chooseSleep()}`)
  for (const [id, line] of lines.entries()) await asker.send(id, line)
  // Whoever carries out one request after another never has eight.
  if (!(await t.becomesTrue(program, () => lines.every((line) => findCopies(line).length > 0)))) return
  const ninth = 'echo room'
  const first = await asker.ask(8, ninth)
  for (const [id, line] of lines.entries()) {
    await endCommand(t, program, line)
    asker.judge(line, await asker.receive(id), '', 128 + 15)
  }
  const again = await asker.ask(8, ninth)
  if (first.bytes.equals(again.bytes) && first.status === again.status) return
  asker.fail(
    'wrong-bytes',
    say`Eight commands ran, our client asked for ${quote(ninth)}, and was answered with status ${first.status} and ${quoteOrNothing(first.bytes)}. When the eight had ended, the same request came again, with the same id. Your server answered with status ${again.status} and ${quoteOrNothing(again.bytes)}: the same answer was due, also where it was refused.`,
  )
}

/** A request with another id is another request, whatever it asks for. Some systems do not know %N. */
function expectAllDifferent(asker: Asker, line: string, kept: ReadonlyMap<number, Buffer>): void {
  const [[id, first] = [0, Buffer.alloc(0)], [other, second] = [0, Buffer.alloc(0)]] = kept
  if (!/\.\d+\n$/.test(first.toString()) || !first.equals(second)) return
  asker.fail(
    'wrong-bytes',
    say`Our client asked for ${quote(line)} under the id ${id} and then under the id ${other}. Your server gave ${quote(first)} as the answer to both. Another id is another request, and its command is run.`,
  )
}

/** The command of a request that comes again is not started at all, also where the answer that was kept is sent. */
async function expectNotStartedAgain(t: CheckContext): Promise<void> {
  if (!isKernelReadable) return
  const program = await t.startServer({ ...server, env: aMinute })
  const asker = await Asker.begin(t, program)
  const line = `sleep ${chooseSleep()}`
  await asker.send(1, line)
  await endCommand(t, program, line)
  asker.judge(line, await asker.receive(1), '', 128 + 15)
  await asker.expect(1, line, '', 128 + 15)
  await t.untilAtRest(program)
  if (findCopies(line).length === 0) return
  asker.fail(
    'too-much',
    say`Our client asked for ${quote(line)}, had the answer, and asked again as if it had been lost. Your server sent the answer that it had kept, and ran the command a second time all the same.`,
  )
}

check(
  'does not run again what it still runs',
  {
    holds: [4],
    help: {
      default: say`Note each request, its sender and its id, as soon as it comes: before its command is started, and before anything is awaited. What is noted already is not started.`,
      'extra-bytes': say`Nothing is due before the command has ended: the answer to a request that came twice is the same as to one that came once.`,
    },
    byHand: [
      byHandServer,
      `printf 'sleep 20\\nq\\n' | PATIENCE_MS=100 ${byHandClient}`,
      'pgrep -fa "^sleep 20"',
    ],
    after: tellsEnd,
  },
  async (t) => {
    if (!isKernelReadable) return
    const program = await t.startServer({ ...server, env: aMinute })
    const asker = await Asker.begin(t, program)
    const line = `sleep ${chooseSleep()}`
    // A network may double a datagram. Both are there when the server looks.
    await program.whileHeldStill(async () => {
      for (let double = 0; double < 2; double++) await asker.send(7, line)
    })
    await untilStarted(t, program, line)
    await t.untilAtRest(program)
    if (findCopies(line).length > 1)
      asker.fail(
        'too-much',
        say`Our client asked for ${quote(line)}, and its request came twice, one datagram right behind the other. Your server ran the command for each of them.`,
      )
    for (let again = 0; again < 2; again++) {
      await asker.send(7, line)
      await asker.peer.untilRead(program)
      await t.untilAtRest(program)
      failIfRunTwice(asker, line)
    }
    await asker.peer.expectNothingMore(program, say`while ${quote(line)} was still running`)
    const hasOverlapped = await doRequestsOverlap(t, program)
    if (hasOverlapped) await expectKnownAfterOthers(t, program, asker, line)
    await endCommand(t, program, line)
    asker.judge(line, await asker.receive(7), '', 128 + 15)
    // A server may answer each of them. What it had put off until now it would run now.
    await t.untilAtRest(program)
    failIfRunTwice(asker, line, 0)
    const same = encodePiece({ id: 7, piece: 0, count: 1, status: 128 + 15, bytes: '' })
    while (asker.peer.unreadCount > 0) await asker.peer.receive(program, same, say`the same answer`)
    await expectKeptAsTheLast(t, program, asker, line, { same, hasOverlapped })
  },
)

/** Whoever carries out one request after another answers nothing while a command sleeps. That is up to the learner. */
async function doRequestsOverlap(t: CheckContext, program: Program): Promise<boolean> {
  const other = await Asker.begin(t, program, say`second client`)
  await other.send(1, 'whoami')
  return await t.becomesTrue(program, () => other.peer.unreadCount > 0 || program.hasExited)
}

/** So many answers more, and one that was given before them is still among the last. */
const othersAfterIt = mostKept - 1

/** Of all requests this one came first, and its answer was given later than those of the others. */
async function expectKeptAsTheLast(
  t: CheckContext,
  program: Program,
  asker: Asker,
  line: string,
  { same, hasOverlapped }: { readonly same: Buffer; readonly hasOverlapped: boolean },
): Promise<void> {
  for (let other = 0; other < othersAfterIt; other++)
    asker.judgeStatus('whoami', await asker.ask(1_000 + other, 'whoami'), 126)
  await asker.send(7, line)
  await asker.peer.untilRead(program)
  await t.untilAtRest(program)
  if (findCopies(line).length > 0)
    t.fail(
      'too-much',
      hasOverlapped
        ? say`Our client asked for ${quote(line)}, and ${manyOthers} other requests were answered while that ran. Then it ended, and its answer came, the last of all. After ${othersAfterIt} answers more our client asked again with the same id, and your server ran the command a second time: at least the last ${mostKept} answers are kept, in the order in which they were given.`
        : say`Our client asked for ${quote(line)}. It ended, and its answer came. After ${othersAfterIt} answers more our client asked again with the same id, and your server ran the command a second time: at least the last ${mostKept} answers are kept, in the order in which they were given.`,
      {
        help: say`Which answers are the last is told by when they were given, and not by when their requests came. A Map keeps the order in which its keys were set first: delete the key and set it anew when the answer is there.`,
        peer: asker.peer.id,
      },
    )
  await asker.peer.receive(program, same, say`the same answer`)
}

/** So many others are answered while a command runs: more than most servers keep. Most of them are refused: that is quick. */
const othersRun = 2 * mostKept
const manyOthers = 5 * mostKept

/** What still runs is no answer, and does not give way to the answers that come meanwhile. */
async function expectKnownAfterOthers(
  t: CheckContext,
  program: Program,
  asker: Asker,
  line: string,
): Promise<void> {
  for (let other = 0; other < manyOthers; other++) {
    const id = 100 + other
    if (other < othersRun) await asker.expect(id, `echo ${id}`, `${id}\n`)
    else asker.judgeStatus('whoami', await asker.ask(id, 'whoami'), 126)
  }
  await asker.send(7, line)
  await asker.peer.untilRead(program)
  await t.untilAtRest(program)
  if (findCopies(line).length <= 1) return
  asker.fail(
    'too-much',
    say`Our client asked for ${quote(line)}. While that ran, ${manyOthers} other requests were answered. Then it asked for ${quote(line)} again, with the same id, and your server ran the command a second time, while the first still ran.`,
  )
}

/** @param allowed how many may run */
function failIfRunTwice(asker: Asker, line: string, allowed = 1): void {
  if (findCopies(line).length <= allowed) return
  asker.fail(
    'too-much',
    say`Our client asked for ${quote(line)}, and asked again because the answer was late. Your server ran the command a second time.`,
  )
}

check(
  'keeps two senders apart',
  {
    holds: [4],
    help: say`Two senders may choose the same id. Whose request it is, is said by the address and the port of the sender and the id: all three are the key under which you note it.`,
    byHand: [byHandServer, byHandClient, byHandClient],
    after: tellsEnd,
  },
  async (t) => {
    const program = await t.startServer({ ...server, env: aMinute })
    const first = await Asker.begin(t, program, say`first client`)
    const second = await Asker.begin(t, program, say`second client`)
    const askers = [first, second]
    // Not every system has more than one address on loopback.
    const namesake = await t
      .bindUdp(say`client on the same port of 127.0.0.2`, { port: first.peer.port, host: '127.0.0.2' })
      .catch(() => undefined)
    if (namesake) askers.push(Asker.from(t, program, namesake))
    for (let round = 0; round < 2; round++)
      for (const [index, asker] of askers.entries())
        await asker.expect(9, `echo client ${index + 1}`, `client ${index + 1}\n`)
    await expectKeysApart(t, program)
    if (!isKernelReadable) return
    const line = `sleep ${chooseSleep()}`
    await first.send(10, line)
    await untilStarted(t, program, line)
    await second.send(10, 'echo meanwhile')
    await second.peer.untilRead(program)
    await endCommand(t, program, line)
    second.judge('echo meanwhile', await second.receive(10), 'meanwhile\n')
    first.judge(line, await first.receive(10), '', 128 + 15)
  },
)

/** Ports of which one is the other and a 1, behind it or before it. */
interface AlikePorts {
  readonly short: UdpPeer
  readonly oneBehind: UdpPeer
  readonly oneBefore: UdpPeer
}

/** Who sends a request, and with which id. */
type Sent = readonly [from: UdpPeer, id: number]

async function bindAlikePorts(t: CheckContext): Promise<AlikePorts | undefined> {
  const bind = (port: number) => t.bindUdp(say`client on port ${port}`, { port })
  for (let port = 2_001; port < 2_051; port++) {
    try {
      return {
        short: await bind(port),
        oneBehind: await bind(10 * port + 1),
        oneBefore: await bind(10_000 + port),
      }
    } catch {
      // One of them is somebody else's.
    }
  }
  return undefined
}

/** Two requests differ also where address, port and id are alike when they are written without a gap, or added up. */
async function expectKeysApart(t: CheckContext, program: Program): Promise<void> {
  const ports = await bindAlikePorts(t)
  if (!ports) return
  const { short, oneBehind, oneBefore } = ports
  // Not every system has more than one address on loopback.
  const namesake = await t
    .bindUdp(say`client on port ${short.port} of 127.0.0.11`, { port: short.port, host: '127.0.0.11' })
    .catch(() => undefined)
  const pairs: (readonly [Sent, Sent])[] = [
    [
      [short, 17],
      [oneBehind, 7],
    ],
    [
      [short, 81],
      [oneBefore, 8],
    ],
    [
      [short, 9 + oneBehind.port - short.port],
      [oneBehind, 9],
    ],
  ]
  if (namesake)
    pairs.push([
      [namesake, 10],
      [oneBefore, 10],
    ])
  for (const [[first, firstId], [second, secondId]] of pairs) {
    await Asker.from(t, program, first).expect(firstId, 'echo one', 'one\n')
    const asker = Asker.from(t, program, second)
    await asker.send(secondId, 'echo two')
    const { bytes } = await second.receiveAny(program, say`the answer to "echo two"`)
    if (bytes.equals(encodePiece({ id: secondId, piece: 0, count: 1, status: 0, bytes: 'two\n' }))) continue
    asker.fail(
      'wrong-bytes',
      say`From ${first.host}, port ${first.port}, came "echo one" with the id ${firstId}, and was answered. Then from ${second.host}, port ${second.port}, came "echo two" with the id ${secondId}, and your server answered ${quoteOrNothing(bytes.subarray(8))}. These are two requests, and each has its own answer.`,
      say`Put a character between the address, the port and the id that none of them has, a blank for example. Without one the port 2001 and the id 17 are the same text as the port 20011 and the id 7.`,
    )
  }
}

check(
  'ignores what is not a request',
  {
    holds: [5],
    help: {
      default: say`Look before you read: readUInt16BE throws where fewer than two bytes are left. A datagram of fewer than 8 bytes, or with another piece, count or status than 0, 1 and 0, is not a request: return, and send nothing. Look at that first, and then whether its id is known.`,
      'too-much': say`A request has piece 0, count 1 and status 0. Compare all three before you run anything.`,
    },
    byHand: [byHandServer, "printf 'hello' | nc -u -w 1 127.0.0.1 8081"],
    after: answers,
  },
  async (t) => {
    const program = await t.startServer({ ...server, env: aMinute })
    const asker = await Asker.begin(t, program)
    const line = `sleep ${chooseSleep()}`
    const headers = [
      [1, 2, 0],
      [1, 1, 0],
      [0, 2, 0],
      [0, 0, 0],
      [0, 1, 1],
      [0, 1, 256],
      [0xff_ff, 0xff_ff, 0xff_ff],
    ] as const
    const datagrams = [
      ...['', 'x', '\0\x05\0\0\0\x01\0'].map((text) => Buffer.from(text)),
      ...headers.map(([piece, count, status]) => encodePiece({ id: 5, piece, count, status, bytes: line })),
    ]
    for (const datagram of datagrams) {
      await asker.peer.send(datagram, program.port)
      await asker.peer.untilRead(program)
    }
    await t.untilAtRest(program)
    if (program.hasExited) await failOnEnd(t, program)
    if (findCopies(line).length > 0)
      asker.fail(
        'too-much',
        say`A datagram came that is not a request, and your server ran ${quote(line)}, which stood in it.`,
      )
    await asker.peer.expectNothingMore(program, say`when no request had come`)
    await asker.expect(5, 'echo still here', 'still here\n')
    // Now that id is known, and its answer is kept.
    for (const datagram of datagrams) await asker.peer.send(datagram, program.port)
    await asker.peer.untilRead(program)
    await asker.peer.expectNothingMore(
      program,
      say`when datagrams had come with the id of an answered request, none of which is a request`,
    )
  },
)

async function failOnEnd(t: CheckContext, program: Program): Promise<never> {
  await program.closed
  await program.failIfCrashed()
  return t.fail(
    'exited-early',
    say`Your server ended when datagrams came that are not requests. They are ignored.`,
    {
      happening: program.exitHappening,
    },
  )
}

check(
  'leaves no command behind when stopped',
  {
    holds: [11],
    help: {
      default: say`Listen for SIGINT and SIGTERM: close the socket and abort the signal that the Runner was given for every command. Then nothing is left to wait for, and the program ends by itself. The starter does this.`,
      'too-much': say`A signal that nobody listens for ends your program at once, and not its commands. Listen for both, and abort the signal that every command was given: it has to be the same.`,
    },
    byHand: [
      `${byHandServer}     and then Ctrl-C`,
      `printf 'sleep 20\\nq\\n' | ${byHandClient}`,
      'pgrep -fa "^sleep 20"',
    ],
    after: answers,
  },
  async (t) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      // What it leaves behind at its end is to be found.
      const program = await t.startServer({ ...server, env: aMinute, sparesChildren: true })
      const lines = [`sleep ${chooseSleep()}`, `sleep ${chooseSleep()}`]
      for (const [index, line] of lines.entries()) {
        const asker = await Asker.begin(t, program, index === 0 ? say`first client` : say`second client`)
        await asker.send(1, line)
        if (!isKernelReadable) await t.untilAtRest(program)
        else if (index === 0) await untilStarted(t, program, line)
        // Whoever carries out one request after another does not start it now, nor later.
        else await t.becomesTrue(program, () => findCopies(line).length > 0 || program.hasExited)
      }
      program.signal(signal)
      await t.becomesTrue(program, () => program.hasExited)
      const isLeft = (line: string) => findCopies(line).length > 0
      for (const line of lines) {
        if (await t.becomesTrue(program, () => !isLeft(line), 1_000)) continue
        t.fail(
          'too-much',
          say`Your server was stopped by ${signal}, and ${quote(line)}, which it had started, still runs.`,
        )
      }
      if (!program.hasExited)
        t.fail(
          'does-not-stop',
          say`Your server got ${signal}, and it still runs, although it has no command any more.`,
        )
      await program.closed
      await program.failIfCrashed()
    }
  },
)

/** A request of the learner's client. */
interface Request {
  readonly id: number
  /** The port that it came from. */
  readonly from: number
  readonly datagram: Buffer
}

interface Meeting {
  readonly program: Program
  readonly ours: UdpPeer
}

/** @param host where our server is; on 127.0.0.1 where the system has no such address */
async function meet(
  t: CheckContext,
  env: Record<string, string>,
  host: string = '127.0.0.1',
): Promise<Meeting> {
  const ours = await t.bindUdp(ourServer, { host }).catch(() => t.bindUdp(ourServer))
  return { ours, program: t.startClient(ours.port, { env, host: ours.host }) }
}

/** Waits for the request of a line, and judges it. */
async function hear(t: CheckContext, { ours, program }: Meeting, line: string): Promise<Request> {
  const { bytes, from, happening } = await ours.receiveAny(program, say`the request for ${quote(line)}`, {
    patienceMs: 4_000,
  })
  const where = { peer: ours.id, happening }
  const request = decodePiece(bytes)
  if (!request)
    return t.fail(
      'wrong-bytes',
      say`Your client sent ${quoteOrNothing(bytes)}, ${countBytes(bytes.length)}. A request begins with a header of 8 bytes, and after it comes the line.`,
      where,
    )
  const { id, piece, count, status } = request
  if (piece !== 0 || count !== 1 || status !== 0)
    t.fail(
      'wrong-bytes',
      say`Your client sent a request with piece ${piece}, count ${count} and status ${status}. A request is piece 0 of 1, and its status is 0: ${quote(bytes)}.`,
      where,
    )
  if (request.bytes.toString() !== line)
    t.fail(
      'wrong-bytes',
      say`Behind the header of its request your client sent ${quoteOrNothing(request.bytes)}, where ${quote(line)} was due.`,
      where,
    )
  return { id, from, datagram: bytes }
}

interface Reply {
  readonly text: string | Buffer
  readonly status?: number
  /** The pieces that are sent, by their numbers; without it, all in order. */
  readonly only?: readonly number[]
}

/** Sends pieces of an answer to the learner's client. */
async function reply(
  { ours, program }: Meeting,
  { id, from }: Request,
  { text, status = 0, only }: Reply,
): Promise<void> {
  const pieces = cutIntoPieces(text, { id, status })
  const chosen = only ?? pieces.keys()
  await ours.sendMany(
    program,
    [...chosen].flatMap((index) => pieces[index] ?? []),
    from,
  )
}

/** What a client has printed on stdout since a mark, without prompts. */
function readStdout(program: Program, mark: number): string {
  return program.stdoutSince(mark).replaceAll(/>>>: ?/g, '')
}

/** Whether a client has printed an answer and its end, and nothing else. */
function hasPrinted(program: Program, mark: number, text: string, status: number): boolean {
  const printed = readStdout(program, mark)
  return printed.startsWith(text) && new RegExp(`^\\n?exit ${status}\\n`).test(printed.slice(text.length))
}

/** Waits until an answer stands on a client's stdout, whole and once, and behind it how it ended. */
async function expectAnswer(
  t: CheckContext,
  program: Program,
  mark: number,
  { text, status = 0 }: { text: string; status?: number },
  what: Words,
): Promise<void> {
  const isThere = () => hasPrinted(program, mark, text, status)
  // How it ended comes last.
  const isOver = () => /^exit \d+\n/m.test(readStdout(program, mark))
  await t.becomesTrue(program, () => isThere() || isOver() || program.hasExited)
  if (program.hasExited) await program.closed
  if (isThere()) return
  await program.failIfCrashed()
  const printed = readStdout(program, mark)
  t.fail(
    'wrong-output',
    say`${what} Your client printed ${quoteOrNothing(Buffer.from(printed))} on stdout. ${describeDue(text)} and then ${quote(`exit ${status}`)} was due.`,
  )
}

function describeDue(text: string): Words {
  return text === '' ? say`Nothing` : say`${quote(text)}`
}

const asks = check(
  'client: asks in one datagram',
  {
    holds: [6, 7, 10],
    help: {
      default: say`A request is a header of 8 bytes and the line, put together with Buffer.concat, in one datagram: id, 0, 1, 0, each with writeUInt16BE.`,
      'extra-bytes': say`One request at a time, and again only when the patience is over: process.env.PATIENCE_MS says how many milliseconds that is.`,
      'exited-early': say`q and the end of the input have their turn when every line before them has an answer, or was given up. A loop over the lines ends at the right time. Who listens for "close" of the keyboard hears it while lines are still waiting.`,
      'does-not-stop': say`At q and at the end of the input nothing is left to do: close the socket and the readline interface, and stop every timer.`,
    },
    byHand: [byHandServer, `printf 'echo one\\n  echo two  \\nq\\n' | ${byHandClient}`],
  },
  async (t) => {
    for (const ending of ['q', 'end of input'] as const) {
      const meeting = await meet(t, aMinutesPatience)
      const { ours, program } = meeting
      const lines =
        ending === 'q' ? ['echo grüße', 'echo two', 'echo three'] : ['echo first', nearlyQuit, 'echo größte']
      const text = lines.map((line) => `\n   \n  ${line} \n`).join('')
      // The last line of a pipe need not end with a line feed.
      const typed = Buffer.from(ending === 'q' ? text : text.slice(0, -1))
      // A pipe is a byte stream: what it brings at once may end inside a line, and inside a character.
      const inCharacter = typed.indexOf(0xc3) + 1
      program.type(typed.subarray(0, inCharacter))
      await t.untilAtRest(program)
      program.type(typed.subarray(inCharacter))
      const ids = new Set<number>()
      for (const line of lines) {
        const mark = program.stdoutLength
        if (line === nearlyQuit) await failIfTakenForQ(t, meeting)
        const request = await hear(t, meeting, line)
        expectNewId(t, ours, ids, request)
        await t.untilAtRest(program)
        await ours.expectNothingMore(program, say`before its request was answered, with a minute's patience`)
        if (line === lines[0]) await sayGoodbyeEarly(t, program, line, ending)
        const answer = { text: `${line.replace('echo ', '')}\n` }
        await reply(meeting, request, answer)
        await expectAnswer(t, program, mark, answer, say`Our server answered ${quote(line)} in one piece.`)
      }
      const when = ending === 'q' ? say`after "q"` : say`after the end of its input`
      await t.becomesTrue(program, () => program.hasExited || ours.unreadCount > 0)
      await ours.expectNothingMore(program, when)
      await program.expectExit(0, when)
    }
    await expectEndAtTerminal(t)
  },
)

/** A request like any other, for nothing is to be run here: it only begins as the quit word does. */
const nearlyQuit = 'quiet, please'

async function failIfTakenForQ(t: CheckContext, { ours, program }: Meeting): Promise<void> {
  await t.becomesTrue(program, () => ours.unreadCount > 0 || program.hasExited)
  if (!program.hasExited || ours.unreadCount > 0) return
  await program.closed
  await program.failIfCrashed()
  t.fail(
    'exited-early',
    say`The next line was ${quote(nearlyQuit)}, and your client ended without asking for it.`,
    {
      help: say`A line that is q and nothing else is the goodbye: command === 'q'. One that only begins so is a request.`,
      happening: program.exitHappening,
    },
  )
}

/** The input is over as well: closed from within a "line" listener, readline does not let go of an open pipe. */
function sayGoodbye(program: Program): void {
  program.typeLine('q')
  program.endInput()
}

/** On a terminal it does, and nobody presses another key. */
async function expectEndAtTerminal(t: CheckContext): Promise<void> {
  const ours = await t.bindUdp(ourServer)
  const program = t.startClient(ours.port, { env: aMinutesPatience, terminal: true })
  program.typeLine('q')
  await t.becomesTrue(program, () => program.hasExited || ours.unreadCount > 0)
  const when = say`after "q" had been typed on a terminal`
  await ours.expectNothingMore(program, when)
  await program.expectExit(0, when)
}

/** The goodbye comes while an answer is due, and waits for its turn. What stands behind q is not asked for. */
async function sayGoodbyeEarly(
  t: CheckContext,
  program: Program,
  line: string,
  ending: 'q' | 'end of input',
): Promise<void> {
  if (ending === 'q') program.type(' q \necho behind\n')
  program.endInput()
  await t.untilAtRest(program)
  if (!program.hasExited) return
  await program.closed
  await program.failIfCrashed()
  const goodbye = ending === 'q' ? say`"q" was typed, and its input was over` : say`its input was over`
  t.fail(
    'exited-early',
    say`Your client had asked for ${quote(line)}, and ended before the answer came: ${goodbye}. What was typed before that is answered first.`,
    { happening: program.exitHappening },
  )
}

/** So many that a clock of milliseconds, or a number at random, comes twice. */
const manyLines = 1_000
/** Whoever has counted on as often as that, with one step, counts further than one byte does. */
const countedLines = 300

check(
  'client: gives each line an id of its own',
  {
    holds: [6],
    help: say`Choose the first id at random, and count on from there: (id + 1) % 65536. A clock gives the same number to all that comes within one of its ticks, and numbers at random repeat themselves sooner than one expects.`,
    byHand: [byHandServer, `yes 'echo again' | head -n 1000 | ${byHandClient}`],
    after: asks,
  },
  async (t) => {
    const meeting = await meet(t, aMinutesPatience)
    const { program } = meeting
    const ids = new Set<number>()
    await answerMany(t, meeting, ids, countedLines)
    if (!isCount([...ids])) await answerMany(t, meeting, ids, manyLines - countedLines)
    program.endInput()
    await program.expectExit(0, say`after ${ids.size} answers and the end of its input`)
  },
)

/** Has the same line typed again and again, and answers each request at once: the less a clock has gone on by the next. */
async function answerMany(t: CheckContext, meeting: Meeting, ids: Set<number>, count: number): Promise<void> {
  const { ours, program } = meeting
  const line = 'echo again'
  program.type(`${line}\n`.repeat(count))
  for (let number = 0; number < count; number++) {
    const request = await hear(t, meeting, line)
    expectNewId(t, ours, ids, request)
    const { id, from } = request
    await ours.send(encodePiece({ id, piece: 0, count: 1, status: 0, bytes: 'again\n' }), from)
  }
}

/** Whether each id is the one before and the same step more. */
function isCount(ids: readonly number[]): boolean {
  const steps = ids.slice(1).map((id, index) => (id - (ids[index] ?? 0)) & 0xff_ff)
  return new Set(steps).size === 1
}

function expectNewId(t: CheckContext, ours: UdpPeer, ids: Set<number>, { id }: Request): void {
  if (ids.has(id))
    t.fail(
      'wrong-bytes',
      say`Your client sent another line with the id ${id}, which an earlier request had. A server that keeps its answers takes it for the same request.`,
      { peer: ours.id },
    )
  ids.add(id)
}

sendsWhereTold({
  holds: [12],
  after: asks,
  defaultPort,
  client: { env: aMinutesPatience },
  type: (client) => client.typeLine('echo hello'),
})

check(
  'client: prints an answer when it is whole, and how it ended',
  {
    holds: [7, 10],
    help: {
      'wrong-exit': say`How a command ended is said by the line with "exit". The client's own exit code is 0 where every answer has come.`,
      default: say`Keep the pieces by their numbers, and print nothing before there are as many as "count" says. Then print them in the order of their numbers, and a line with exit and the status.`,
    },
    byHand: [byHandServer, `printf 'cat given\\nsleep 0\\nq\\n' | ${byHandClient}`],
    after: asks,
  },
  async (t) => {
    const meeting = await meet(t, aMinutesPatience)
    const { program } = meeting
    await expectNothingEarly(t, meeting)
    for (const [text, status] of [
      ['', 0],
      ['', 124],
      ['cat: given: Is a directory\n', 1],
      ['refused\n', 126],
    ] as const) {
      const mark = program.stdoutLength
      program.typeLine('cat given')
      await reply(meeting, await hear(t, meeting, 'cat given'), { text, status })
      const what = say`Our server sent an answer of one piece, with ${countBytes(text.length)} and status ${status}.`
      await expectAnswer(t, program, mark, { text, status }, what)
    }
    sayGoodbye(program)
    await program.expectExit(
      0,
      say`after "q", when every answer had come, the last two with status 1 and 126`,
    )
  },
)

/** An answer of three pieces, of which two come, then the third. */
async function expectNothingEarly(t: CheckContext, meeting: Meeting): Promise<void> {
  const { program } = meeting
  const text = createText(3_300)
  const mark = program.stdoutLength
  const printedMark = program.printedLength
  program.typeLine('cat long.txt')
  const request = await hear(t, meeting, 'cat long.txt')
  await reply(meeting, request, { text, only: [0, 2, 2] })
  await t.untilAtRest(program)
  const early = program.printedSince(printedMark).replaceAll(/>>>: ?/g, '')
  if (early.trim() !== '')
    t.fail(
      'wrong-output',
      say`Of three pieces our server had sent piece 0, and piece 2 twice. Your client printed ${quote(early)}. An answer is whole when each of its pieces has come, and nothing is printed before.`,
    )
  await reply(meeting, request, { text, only: [1] })
  const what = say`Our server sent three pieces in the order 0, 2, 2, 1.`
  await expectAnswer(t, program, mark, { text }, what)
}

check(
  'client: keeps a character whole',
  {
    holds: [7],
    help: say`A piece may end inside a character, and what comes need not be text at all. Put the bytes together with Buffer.concat, or write each Buffer to process.stdout as it is; toString() of a single piece breaks what is cut.`,
    byHand: [byHandServer, byHandClient],
    after: asks,
  },
  async (t) => {
    const meeting = await meet(t, aMinutesPatience)
    const { program } = meeting
    // 1,400 is no multiple of 3: each piece but the last ends inside a character.
    const text = `${'世'.repeat(1_400)}\n`
    const mark = program.stdoutLength
    program.typeLine('cat world.txt')
    await reply(meeting, await hear(t, meeting, 'cat world.txt'), { text })
    const what = say`Our server sent 1,400 times "世", which has three bytes: a piece ends inside of it.`
    await expectAnswer(t, program, mark, { text }, what)
    const bytes = Buffer.from(Uint8Array.from({ length: 1_536 }, (_, index) => index % 256))
    const rawMark = program.rawLength
    const from = program.stdoutLength
    program.typeLine('cat bytes.bin')
    await reply(meeting, await hear(t, meeting, 'cat bytes.bin'), { text: bytes })
    await t.becomesTrue(program, () => /exit 0\n/.test(program.stdoutSince(from)) || program.hasExited)
    if (program.rawSince(rawMark).includes(bytes)) return
    t.fail(
      'wrong-output',
      say`Two pieces brought each of the 256 bytes six times, and your client printed other bytes than these.`,
    )
  },
)

check(
  'client: asks again with the same id',
  {
    holds: [8],
    help: {
      default: say`When the patience is over send the very same datagram again, three in all. With a new id it would be a new request, and its command would be run a second time.`,
      silent: say`Set a timer of PATIENCE_MS when you send, and begin it anew with a piece that you did not have yet. What you have already, what belongs to an earlier request, and what is not for you, does not count.`,
    },
    byHand: ['nc -u -l 127.0.0.1 8081', `printf 'echo hello\\nq\\n' | ${byHandClient}`],
    after: asks,
  },
  async (t) => {
    await untilInTime(fairPatienceMs, (held) => answerThirdRequest(t, held))
    await expectPatienceForNewPieces(t)
  },
)

/** Answers the third request for one line. */
async function answerThirdRequest(t: CheckContext, held: Held): Promise<void> {
  const meeting = await meet(t, held.env)
  const { program } = meeting
  program.typeLine('echo hello')
  const first = await hear(t, meeting, 'echo hello')
  await hearAgain(t, meeting, 'echo hello', first, 1)
  await hearAgain(t, meeting, 'echo hello', first, 2)
  await held.during(() => reply(meeting, first, { text: 'hello\n' }))
  const hasGivenUp = () => !program.stdout.includes('hello') && program.printedSince(0).trim() !== ''
  await noteGivingUp(hasGivenUp, () =>
    expectAnswer(t, program, 0, { text: 'hello\n' }, say`Our server answered the third request.`),
  )
}

/** Waits for the request to come again. @param before how often it has come already */
async function hearAgain(
  t: CheckContext,
  meeting: Meeting,
  line: string,
  first: Request,
  before: number,
): Promise<void> {
  try {
    const again = await hear(t, meeting, line)
    if (again.datagram.equals(first.datagram) && again.from === first.from) return
  } catch (error) {
    if (!(error instanceof CheckFailure) || (error.stage !== 'silent' && error.stage !== 'exited-early'))
      throw error
    const asked = before === 1 ? say`once` : say`${before} times`
    throw new CheckFailure(
      error.stage,
      say`Your client asked for ${quote(line)} ${asked}, and not all of the answer came. ${meeting.program.hasExited ? say`Then it ended.` : say`It asked no more.`} Three requests were due.`,
      error.parts,
    )
  }
  t.fail(
    'wrong-bytes',
    say`Your client asked for ${quote(line)} again, and not with the same datagram from the same port. The server takes it for another request and runs the command a second time.`,
    { peer: meeting.ours.id },
  )
}

/**
 * Doubles come until the client asks again, a stranger sends the same, and pieces come late of an answer that was given up:
 * nothing of that is new. A client that is put off by
 * each of them never asks, unless this machine was too busy to send the next one within its patience.
 */
async function expectPatienceForNewPieces(t: CheckContext): Promise<void> {
  for (const factor of [1, 3, 9]) {
    const patienceMs = fairPatienceMs * factor
    if ((await askAmongDoubles(t, patienceMs)) < patienceMs) return
  }
  throw new CannotJudge('This machine is too busy to send doubles within a patience.')
}

const mostDoubles = 60

/**
 * Has a client give up an answer of which one piece has come.
 * @returns its request, and what may still come for it. Undefined when it does not give up, which another check judges.
 */
async function haveGivenUp(
  t: CheckContext,
  meeting: Meeting,
): Promise<{ earlier: Request; late: Buffer[] } | undefined> {
  const { ours, program } = meeting
  const line = 'cat early.txt'
  const text = createText((mostDoubles + 1) * pieceBytes)
  program.typeLine(line)
  const earlier = await hear(t, meeting, line)
  await reply(meeting, earlier, { text, only: [0] })
  for (const before of [1, 2]) await hearAgain(t, meeting, line, earlier, before)
  const hasGivenUp = () => findGivenUpLine(program, 0) !== undefined || hasSaidThatNothingCame(program, 0)
  const doesOtherwise = () => program.hasExited || ours.unreadCount > 0
  await t.becomesTrue(program, () => hasGivenUp() || doesOtherwise(), 4_000)
  if (doesOtherwise()) return undefined
  return { earlier, late: cutIntoPieces(text, { id: earlier.id, status: 0 }).slice(1) }
}

/** Has a client ask among doubles. @returns the longest time, in milliseconds, that it had none to read */
async function askAmongDoubles(t: CheckContext, patienceMs: number): Promise<number> {
  const meeting = await meet(t, { PATIENCE_MS: String(patienceMs) })
  const { ours, program } = meeting
  const givenUp = await haveGivenUp(t, meeting)
  if (!givenUp) return 0
  const { earlier, late } = givenUp
  const mark = program.printedLength
  program.typeLine('cat long.txt')
  // Whoever ends when it gives up is judged by another check.
  await t.becomesTrue(program, () => ours.unreadCount > 0 || program.hasExited)
  if (program.hasExited && ours.unreadCount === 0) return 0
  const request = await hear(t, meeting, 'cat long.txt')
  let sentAt = performance.now()
  let longestMs = 0
  const measure = () => (longestMs = Math.max(longestMs, performance.now() - sentAt))
  const text = createText(3_300)
  const stranger = await t.bindUdp(say`stranger`)
  const double = cutIntoPieces(text, { id: request.id, status: 0 })[1] ?? Buffer.alloc(0)
  for (let doubles = 0; doubles < mostDoubles && ours.unreadCount === 0 && !program.hasExited; doubles++) {
    const before = performance.now()
    await reply(meeting, request, { text, only: [1] })
    await stranger.sendMany(program, [double], request.from)
    await ours.sendMany(program, late.slice(doubles, doubles + 1), earlier.from)
    measure()
    sentAt = before
    await t.becomesTrue(program, () => ours.unreadCount > 0 || program.hasExited, patienceMs / 8)
  }
  measure()
  if (ours.unreadCount > 0) {
    await hearAgain(t, meeting, 'cat long.txt', request, 1)
    return longestMs
  }
  await program.failIfCrashed()
  const printed = program.printedSince(mark).replaceAll(/>>>: ?/g, '')
  if (printed.trim() !== '')
    t.fail(
      'wrong-output',
      say`Of three pieces our server had sent piece 1, and then the same piece again and again. Your client printed ${quote(printed)}. Doubles do not count: an answer is whole when each of its pieces has come.`,
    )
  return t.fail(
    'silent',
    say`Your client had asked once and had piece 1 of 3. The same piece came again and again, ${mostDoubles} times from the server and ${mostDoubles} times from a stranger on another port, and between them pieces of an answer that your client had given up. With a patience of ${patienceMs} ms it did not ask for the others: what it has already is not new, what a stranger sends does not count, and what belongs to an earlier request does not either.`,
    { peer: ours.id },
  )
}

/**
 * How long our side has kept a client waiting. Its clock runs from when it asks: while this process got no processor, it
 * did not even hear of that; and what we have sent has come when the client has read it.
 */
class Held {
  readonly env: Record<string, string>
  readonly #patienceMs: number
  readonly #deafness = monitorEventLoopDelay({ resolution: 10 })
  #longestMs = 0

  constructor(patienceMs: number) {
    this.#patienceMs = patienceMs
    this.env = { PATIENCE_MS: String(patienceMs) }
    this.#deafness.enable()
  }

  /**
   * Answers a client.
   * @param action ends when the client has read what was sent. It need not read what comes when it has all, or has given
   * up, as long as it waits for the next line: what it prints is judged.
   */
  async during(action: () => Promise<void>): Promise<void> {
    const before = performance.now()
    await action().catch((error: unknown) => {
      if (!(error instanceof CheckFailure) || error.stage !== 'silent') throw error
    })
    this.#longestMs = Math.max(this.#longestMs, performance.now() - before)
  }

  /** Whether the client may rightly have gone on before what we had sent came. */
  get wasTooLong(): boolean {
    return this.#longestMs + this.#deafness.max / 1e6 >= this.#patienceMs / 2
  }

  [Symbol.dispose](): void {
    this.#deafness.disable()
  }
}

/** A client gave up on something that we had sent. It is right if we were too late, or it was kept from reading. */
class GaveUp extends Error {
  readonly failure: CheckFailure

  constructor(failure: CheckFailure) {
    super('gave up')
    this.failure = failure
  }
}

/** Repeats an exchange in which the client gave up after its patience may rightly have been over, with more of it. */
async function untilInTime(patienceMs: number, exchange: (held: Held) => Promise<void>): Promise<void> {
  for (const factor of [1, 3, 9]) {
    using held = new Held(patienceMs * factor)
    try {
      return await exchange(held)
    } catch (error) {
      if (!(error instanceof GaveUp)) throw error
      if (!held.wasTooLong) throw error.failure
    }
  }
  throw new CannotJudge('This machine is too busy to answer a request within its patience.')
}

/** @param hasGivenUp whether the client has given up on what we had sent */
async function noteGivingUp(hasGivenUp: () => boolean, judge: () => Promise<void>): Promise<void> {
  try {
    await judge()
  } catch (error) {
    throw error instanceof CheckFailure && hasGivenUp() ? new GaveUp(error) : error
  }
}

const storms = 20
const stormClients = 4

check(
  'client: puts together what 20 storms leave',
  {
    holds: [7, 8, 9],
    help: {
      default: say`Keep what has come when you ask again: an answer is whole when each of its pieces has come in some round. A piece that you have already is dropped, and the order of arrival says nothing.`,
      silent: say`An answer is whole when there are as many different pieces as "count" says. While some are missing and none comes, ask again: three requests in all.`,
      'wrong-exit': say`When an answer is given up set process.exitCode = 1, and leave it so.`,
      'exited-early': say`When an answer is given up say so, and take the next line.`,
    },
    byHand: [byHandServer, 'npx tsx {subject}/given/weather.ts 1 8082 8081', `PORT=8082 ${byHandClient}`],
    after: asks,
  },
  async (t) => {
    const seeds = Array.from({ length: storms }, (_, index) => index + 1)
    await Promise.all(
      Array.from({ length: stormClients }, async (_, client) => {
        const ours = seeds.filter((seed) => seed % stormClients === client)
        await untilInTime(fairPatienceMs, (held) => weatherStorms(t, ours, held))
      }),
    )
  },
)

/** Lets storms rage one after another over the answers to one client. */
async function weatherStorms(t: CheckContext, seeds: readonly number[], held: Held): Promise<void> {
  const meeting = { ...(await meet(t, held.env)), stranger: await t.bindUdp(say`stranger`), held }
  let hasGivenUp = false
  for (const seed of seeds) if ((await weather(t, meeting, seed)) === 'given up') hasGivenUp = true
  sayGoodbye(meeting.program)
  await meeting.program.expectExit(hasGivenUp ? 1 : 0, say`after "q"`)
}

interface StormyMeeting extends Meeting {
  readonly stranger: UdpPeer
  readonly held: Held
}

/** Lets a storm rage over an answer, one in each of three rounds, and judges what the client made of what was left. */
async function weather(t: CheckContext, meeting: StormyMeeting, seed: number): Promise<'whole' | 'given up'> {
  const { program, ours, stranger, held } = meeting
  const count = 6 + 5 * (seed % 5)
  const text = `storm ${seed}\n${createText(count * pieceBytes - 700)}`
  const line = `cat ${seed}.txt`
  const missing = new Set(Array.from({ length: count }, (_, index) => index))
  const mark = program.stdoutLength
  const printedMark = program.printedLength
  program.typeLine(line)
  let first: Request | undefined
  let story: Words = ''
  for (let round = 0; round < 3 && missing.size > 0; round++) {
    const request = await hearInStorm(t, meeting, line, first, story)
    first ??= request
    const storm = createStorm(seed * 1_000 + round, count)
    const { id, from } = first
    const lie = encodePiece({ id, piece: 0, count, status: 0, bytes: 'a stranger says this\n' })
    const datagrams = cutIntoPieces(text, { id })
    await held.during(() =>
      sendThroughStorm({
        storm,
        datagrams,
        peer: ours,
        stranger: { peer: stranger, bytes: lie },
        program,
        port: from,
      }),
    )
    for (const delivery of storm.deliveries) if ('index' in delivery) missing.delete(delivery.index)
    story = say`${story} Round ${round + 1}: ${describeStorm(storm)}`
  }
  const what = say`An answer of ${count} pieces.${story}`
  const due = [...missing]
  const hasGivenUpMore = () => {
    const said = readGivenUp(program, printedMark)
    if (said === undefined) return hasSaidThatNothingCame(program, printedMark)
    return said.length > due.length && due.every((number) => said.includes(number))
  }
  await noteGivingUp(hasGivenUpMore, () =>
    due.length === 0
      ? expectAnswer(t, program, mark, { text }, say`${what} So each piece came.`)
      : expectGivenUp(t, meeting, { mark, printedMark, missing: due }, what),
  )
  return due.length === 0 ? 'whole' : 'given up'
}

/** On which pieces a client says that it has given up; undefined while it says nothing of the kind. */
function readGivenUp(program: Program, printedMark: number): number[] | undefined {
  const line = findGivenUpLine(program, printedMark)
  return line === undefined ? undefined : (line.match(/\d+/g) ?? []).map(Number)
}

/** Whether a client has given up in words of its own: it has said something, and that is not an answer. */
function hasSaidThatNothingCame(program: Program, printedMark: number): boolean {
  const said = program.printedSince(printedMark).replaceAll(/>>>: ?/g, '')
  return said.trim() !== '' && !/^(?:exit \d|gave up on)/m.test(said)
}

function findGivenUpLine(program: Program, printedMark: number): string | undefined {
  return program
    .printedSince(printedMark)
    .split('\n')
    .slice(0, -1)
    .map((line) => line.replaceAll(/>>>: ?/g, ''))
    .find((line) => line.startsWith('gave up on'))
}

/** The next request of a round. Earlier answers may have left requests behind that crossed them. */
async function hearInStorm(
  t: CheckContext,
  meeting: Meeting,
  line: string,
  first: Request | undefined,
  story: Words,
): Promise<Request> {
  const { ours, program } = meeting
  for (;;) {
    const { bytes, from } = await ours.receiveAny(program, say`a request for ${quote(line)}`, {
      patienceMs: 4_000,
    })
    const request = decodePiece(bytes)
    if (request?.bytes.toString() !== line) continue
    if (first === undefined || bytes.equals(first.datagram)) return { id: request.id, from, datagram: bytes }
    t.fail(
      'wrong-bytes',
      say`Pieces were missing.${story} Your client asked for ${quote(line)} again, and not with the same datagram: the id was ${first.id} and is ${request.id}.`,
      { peer: ours.id },
    )
  }
}

interface GivenUp {
  readonly mark: number
  readonly printedMark: number
  /** The numbers of the pieces that have not come, rising. */
  readonly missing: readonly number[]
}

/** Waits until a client has said which pieces are missing, and judges whether it told all of them and printed none. */
async function expectGivenUp(
  t: CheckContext,
  { program, ours }: Meeting,
  { mark, printedMark, missing }: GivenUp,
  what: Words,
): Promise<void> {
  const due = `gave up on pieces ${missing.join(', ')}`
  const findLine = () => findGivenUpLine(program, printedMark)
  const isOver = () => findLine() !== undefined || ours.unreadCount > 0 || program.hasExited
  await t.becomesTrue(program, isOver, 4_000)
  if (findLine() === undefined && ours.unreadCount > 0)
    t.fail(
      'extra-bytes',
      say`${what} Your client had sent three requests, and sent one more. After the third silence it gives up.`,
      { peer: ours.id },
    )
  if (program.hasExited) await program.closed
  const printed = program.printedSince(printedMark)
  if (findLine() === undefined) {
    await program.failIfCrashed()
    t.fail(
      'wrong-output',
      say`${what} Your client printed ${quoteOrNothing(Buffer.from(printed))}. A line with ${quote(due)} was due.`,
    )
  }
  if (findLine() !== due)
    t.fail(
      'wrong-output',
      say`${what} Your client said ${quote(findLine() ?? '')}, where ${quote(due)} was due.`,
    )
  const early = readStdout(program, mark).replace(`${due}\n`, '')
  if (early.trim() === '') return
  t.fail(
    'wrong-output',
    say`${what} Your client gave up, and printed ${quote(early)} on stdout. Of an answer that is not whole nothing is printed.`,
  )
}

check(
  'client: names what is missing, goes on, exits 1',
  {
    holds: [8, 9, 10],
    help: {
      default: say`After the third silence compare the numbers from 0 to count - 1 with those of the pieces that have come, and print "gave up on pieces" and those that are missing, with a comma and a blank between two. Set process.exitCode = 1, and take the next line.`,
      'extra-bytes': say`Count the requests: three are sent, and when the patience is over once more the client gives up.`,
      'wrong-exit': say`Set process.exitCode = 1 when an answer is given up, and leave it so.`,
    },
    byHand: ['nc -u -l 127.0.0.1 8081', `printf 'echo hello\nq\n' | ${byHandClient}; echo "exit code $?"`],
    after: asks,
  },
  async (t) => {
    await untilInTime(shortPatienceMs, (held) => giveUpAndGoOn(t, held))
    const alone = t.startClient(await t.findFreePort(), { env: shortPatience })
    const mark = alone.printedLength
    alone.typeLine('echo hello')
    await expectWords(t, alone, mark, say`nobody was at the port`)
    alone.endInput()
    await alone.expectExit(1, say`after the end of its input, when nothing had answered`)
    alone.expectNoStackTrace(say`nobody was at the port`)
  },
)

async function giveUpAndGoOn(t: CheckContext, held: Held): Promise<void> {
  const meeting = await meet(t, held.env)
  const { ours, program } = meeting
  // So many that an order of texts, in which 10 stands before 2, is not that of numbers.
  const count = 12
  const text = createText(count * pieceBytes)
  const printedMark = program.printedLength
  const mark = program.stdoutLength
  program.typeLine('cat long.txt')
  const first = await hear(t, meeting, 'cat long.txt')
  await held.during(() => reply(meeting, first, { text, only: [3, 0] }))
  for (const before of [1, 2]) await hearAgain(t, meeting, 'cat long.txt', first, before)
  const what = say`Our server had sent pieces 3 and 0 of ${count}, and nothing more.`
  const missing = Array.from({ length: count }, (_, index) => index).filter(
    (index) => index !== 3 && index !== 0,
  )
  await noteGivingUp(
    () => hasSaidThatNothingCame(program, printedMark),
    () => expectGivenUp(t, meeting, { mark, printedMark, missing }, what),
  )
  await ours.expectNothingMore(program, say`after its three requests`)
  const silenceMark = program.printedLength
  program.typeLine('echo into the void')
  const second = await hear(t, meeting, 'echo into the void')
  for (const before of [1, 2]) await hearAgain(t, meeting, 'echo into the void', second, before)
  await expectWords(t, program, silenceMark, say`its three requests had found no answer`)
  await expectNextAnswered(t, meeting, held)
  sayGoodbye(program)
  await program.expectExit(1, say`after "q", when two answers had been given up`)
}

/** After what was given up the next line is asked for, and its answer is printed. */
async function expectNextAnswered(t: CheckContext, meeting: Meeting, held: Held): Promise<void> {
  const { program } = meeting
  const text = 'at last\n'
  const mark = program.stdoutLength
  const printedMark = program.printedLength
  program.typeLine('echo at last')
  const request = await hear(t, meeting, 'echo at last')
  await held.during(() => reply(meeting, request, { text }))
  await noteGivingUp(
    () => hasSaidThatNothingCame(program, printedMark),
    () =>
      expectAnswer(
        t,
        program,
        mark,
        { text },
        say`Two requests were given up, and our server answered the third.`,
      ),
  )
}

/** Waits until a client has said something in words of its own. */
async function expectWords(t: CheckContext, program: Program, mark: number, why: Words): Promise<void> {
  const hasSpoken = () =>
    program
      .printedSince(mark)
      .replaceAll(/>>>: ?/g, '')
      .trim() !== ''
  await t.becomesTrue(program, () => hasSpoken() || program.hasExited, 4_000)
  if (program.hasExited) await program.closed
  await program.failIfCrashed()
  if (program.hasExited)
    t.fail('exited-early', say`Your client ended when ${why}. It says so and goes on with the next line.`, {
      happening: program.exitHappening,
    })
  if (hasSpoken()) return
  t.fail('wrong-output', say`Your client said nothing when ${why}. Whoever typed the line waits.`)
}

check(
  'client: believes its server and its id alone',
  {
    holds: [7],
    help: say`Three things say that a piece belongs to this answer: the address of its sender, the port of its sender, and the id. Compare all of them, and drop what is shorter than a header or has a piece that is not below its count.`,
    byHand: [byHandServer, byHandClient],
    after: asks,
  },
  async (t) => {
    // Its server is where HOST says. Not every system has more than one address on loopback.
    const meeting = await meet(t, aMinutesPatience, '127.0.0.2')
    const { ours, program } = meeting
    const stranger = await t.bindUdp('stranger')
    const elsewhere = ours.host === '127.0.0.1' ? '127.0.0.2' : '127.0.0.1'
    const namesake = await t
      .bindUdp('stranger on the same port', { port: ours.port, host: elsewhere })
      .catch(() => undefined)
    program.typeLine('echo before')
    const before = await hear(t, meeting, 'echo before')
    await reply(meeting, before, { text: 'before\n' })
    await expectAnswer(
      t,
      program,
      0,
      { text: 'before\n' },
      say`Our server, which is at ${ours.host}, answered "echo before" in one piece.`,
    )
    program.typeLine('echo now')
    const mark = program.stdoutLength
    const { id, from } = await hear(t, meeting, 'echo now')
    const alone = { id, piece: 0, count: 1, status: 0 }
    const swapped = ((id & 0xff) << 8) | (id >> 8)
    const lies: readonly [sender: UdpPeer | undefined, datagram: Buffer, who: Words][] = [
      [
        stranger,
        encodePiece({ ...alone, bytes: 'lie one\n' }),
        say`A stranger on another port sent a piece with its id`,
      ],
      [
        namesake,
        encodePiece({ ...alone, bytes: 'lie two\n' }),
        say`A stranger at ${elsewhere} sent a piece with its id`,
      ],
      [
        ours,
        encodePiece({ ...alone, id: before.id, bytes: 'lie three\n' }),
        say`Our server answered the earlier request once more`,
      ],
      [
        ours,
        encodePiece({ ...alone, id: swapped === id ? id ^ 1 : swapped, bytes: 'lie four\n' }),
        say`Our server sent a piece with another id`,
      ],
      [
        ours,
        encodePiece({ ...alone, piece: 1, bytes: 'lie five\n' }),
        say`Our server sent a piece 1 of 1, which there is not`,
      ],
      [
        ours,
        encodePiece({ ...alone, piece: 2, count: 2, bytes: 'lie six\n' }),
        say`Our server sent a piece 2 of 2, which there is not`,
      ],
      [ours, Buffer.from(''), say`Our server sent an empty datagram`],
      [
        ours,
        encodePiece({ ...alone, bytes: '' }).subarray(0, 7),
        say`Our server sent 7 bytes, which are not a header`,
      ],
    ]
    for (const [sender, datagram] of lies) await sender?.send(datagram, from)
    await t.untilAtRest(program)
    if (program.hasExited) await program.closed
    await program.failIfCrashed()
    const printed = readStdout(program, mark)
    const believed = lies.find(([, datagram]) => {
      const lie = datagram.subarray(8).toString()
      return lie !== '' && printed.includes(lie)
    })
    if (believed)
      t.fail('wrong-output', say`${believed[2]}, and your client printed ${quote(printed)} as the answer.`)
    if (program.hasExited)
      t.fail('exited-early', say`Your client ended when datagrams came that are not pieces of its answer.`, {
        happening: program.exitHappening,
      })
    await reply(meeting, { id, from, datagram: Buffer.alloc(0) }, { text: 'now\n' })
    await expectAnswer(
      t,
      program,
      mark,
      { text: 'now\n' },
      say`After what was not a piece of the answer our server sent the answer.`,
    )
  },
)
