// starter fails "streams stdout and stderr apart and says how it ended" at wrong-bytes: Your server refused "cat notes.txt"
import { basename } from 'node:path'
import {
  check,
  type CheckContext,
  CheckFailure,
  chooseSleep,
  connectsWhereTold,
  countBytes,
  createPattern,
  createSparseBytes,
  encodeFrame,
  findCommands,
  isKernelReadable,
  listensOnLoopbackOnly,
  type Program,
  quote,
  readEnvironment,
  refusesAnotherHost,
  receiveFrame,
  say,
  splitter,
  tellsTakenPort,
  type TcpPeer,
  type Words,
  wantsOwnPort,
} from '#checker'

const server = 'npx tsx {subject}/server.ts'
const client = 'npx tsx {subject}/client.ts'
const defaultPort = 8081

const requestType = 16
const streamTypes = new Map([
  [17, 'stdout'],
  [18, 'stderr'],
] as const)
const endType = 19
const refusalType = 255

/** So many commands run at once, over all clients. */
const mostAtOnce = 8

/** How a command has ended, as a frame of type 19 says it. */
interface End {
  readonly exitCode: number | null
  readonly signal: string | null
  readonly truncated: boolean
}

/** A request, and all that has come of it so far. */
interface Asked {
  readonly id: number
  /** As somebody would type it. */
  readonly line: string
  stdout: Buffer
  stderr: Buffer
  end?: End
  refusal?: string
}

/** One client's requests and their answers, which are sorted by their ids as they come. */
class Conversation {
  readonly peer: TcpPeer
  readonly #t: CheckContext
  readonly #asked = new Map<number, Asked>()
  #nextId = 1
  /** How many refusals have come. Which request one is for is not always said: its id may be left out. */
  countRefused = 0

  constructor(t: CheckContext, peer: TcpPeer) {
    this.#t = t
    this.peer = peer
  }

  static async begin(t: CheckContext, program: Program, name: Words = say`client`): Promise<Conversation> {
    return new Conversation(t, await t.connect(program, name))
  }

  /** Notes a request, and gives the frame of it. */
  prepare(program: string, args: readonly string[], id = this.#nextId++): { asked: Asked; frame: Buffer } {
    const line = [program, ...args].join(' ')
    const asked: Asked = { id, line, stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) }
    this.#asked.set(id, asked)
    return { asked, frame: encodeFrame(requestType, JSON.stringify({ id, program, args })) }
  }

  /** Sends a request and waits for nothing. */
  async send(program: string, args: readonly string[] = [], id?: number): Promise<Asked> {
    const { asked, frame } = this.prepare(program, args, id)
    // Answers to other requests may have come meanwhile.
    await this.peer.sendMore(frame)
    return asked
  }

  /** Sends a request and waits until it has been refused, or has ended. */
  async ask(program: string, args: readonly string[] = [], id?: number): Promise<Asked> {
    const asked = await this.send(program, args, id)
    await this.finish(asked)
    return asked
  }

  /** Sends a request that is on the list, and waits until it has ended. @throws {CheckFailure} when it is refused. */
  async run(program: string, args: readonly string[] = [], id?: number): Promise<Asked & { end: End }> {
    return this.expectRun(await this.ask(program, args, id))
  }

  /** @throws {CheckFailure} when a request was refused that is on the list. */
  expectRun(asked: Asked): Asked & { end: End } {
    const { end } = asked
    if (end) return { ...asked, end }
    return this.fail(
      'wrong-bytes',
      say`Your server refused ${quote(asked.line)}, which is on the list, with the message ${quote(asked.refusal ?? '')}.`,
    )
  }

  /** Reads frames until a request has been refused, or has ended. */
  async finish(asked: Asked): Promise<void> {
    while (!asked.end && asked.refusal === undefined) await this.readFrame(asked)
  }

  /** Reads frames until a request that goes on has said so much on stdout. */
  async untilSaid(asked: Asked, text: string): Promise<void> {
    while (asked.stdout.length < Buffer.byteLength(text)) {
      await this.readFrame(asked)
      if (asked.refusal !== undefined) this.expectRun(asked)
    }
    if (!asked.stdout.equals(Buffer.from(text)))
      this.#failOnOutput(asked, 'stdout', asked.stdout, Buffer.from(text))
  }

  /** Judges what a command has said and how it ended. */
  expectAnswer(asked: Asked & { end: End }, stdout: string | Buffer, exitCode = 0): void {
    const bytes = Buffer.from(stdout)
    if (!asked.stdout.equals(bytes)) this.#failOnOutput(asked, 'stdout', asked.stdout, bytes)
    this.expectEnd(asked, exitCode)
  }

  /** Judges how a command has ended that ended by itself. */
  expectEnd({ line, end }: Asked & { end: End }, exitCode: number): void {
    const { signal, truncated } = end
    if (end.exitCode === exitCode && signal === null && !truncated) return
    this.fail(
      'wrong-bytes',
      say`Your server said that ${quote(line)} ended with ${describeEnd(end)}. It ended by itself, with exit code ${exitCode}, and had sent all that it said.`,
    )
  }

  /** Waits for the next frame and takes what is in it. @param due the request whose answer is waited for */
  async readFrame(due: Asked): Promise<Asked> {
    const { type, payload } = await receiveFrame(this.peer, say`the answer to ${quote(due.line)}`)
    const stream = streamTypes.get(type as 17 | 18)
    if (stream) return this.#takeOutput(stream, type, payload)
    if (type === endType) return this.#takeEnd(payload)
    if (type === refusalType) return this.#takeRefusal(payload, due)
    return this.fail(
      'wrong-bytes',
      say`Your server answered ${quote(due.line)} with a frame of type ${type}. Its answers are of type 17, 18, 19 or 255.`,
    )
  }

  fail(stage: 'wrong-bytes' | 'extra-bytes', happened: Words, help?: Words): never {
    return this.#t.fail(stage, happened, { peer: this.peer.id, ...(help !== undefined && { help }) })
  }

  #takeOutput(stream: 'stdout' | 'stderr', type: number, payload: Buffer): Asked {
    if (payload.length < 4)
      this.fail(
        'wrong-bytes',
        say`Your server sent a frame of type ${type} with ${countBytes(payload.length)} behind the type. The id alone takes four.`,
      )
    const id = payload.readUInt32BE(0)
    const isReversed = this.#asked.has(payload.readUInt32LE(0))
    const asked = this.#find(id, type, isReversed)
    asked[stream] = Buffer.concat([asked[stream], payload.subarray(4)])
    return asked
  }

  #takeEnd(payload: Buffer): Asked {
    const { id, exitCode, signal, truncated } = this.#parse(endType, payload)
    const asked = this.#find(id, endType)
    const isCode = typeof exitCode === 'number' && Number.isInteger(exitCode)
    const isEnd = isCode ? signal === null : exitCode === null && typeof signal === 'string'
    if (!isEnd || typeof truncated !== 'boolean')
      return this.fail(
        'wrong-bytes',
        say`Your server said how ${quote(asked.line)} ended by ${quote(payload.toString())}. Of "exitCode" and "signal" one is null, and "truncated" is true or false.`,
      )
    asked.end = { exitCode: isCode ? exitCode : null, signal: isCode ? null : String(signal), truncated }
    return asked
  }

  #takeRefusal(payload: Buffer, due: Asked): Asked {
    const { id, message } = this.#parse(refusalType, payload)
    if (typeof message !== 'string' || message.trim() === '')
      this.fail(
        'wrong-bytes',
        say`Your server refused something by ${quote(payload.toString())}. A refusal has a "message", a text that says why.`,
      )
    this.countRefused++
    const asked = id === undefined ? due : this.#find(id, refusalType)
    asked.refusal = message
    return asked
  }

  /** Finds what was asked under an id. @throws {CheckFailure} when nothing was, or when nothing more is due. */
  #find(id: unknown, type: number, isReversed = false): Asked {
    const asked = typeof id === 'number' ? this.#asked.get(id) : undefined
    if (!asked)
      return this.fail(
        'wrong-bytes',
        say`Your server sent a frame of type ${type} for the id ${String(id)}, under which we had asked nothing. Our ids so far: ${[...this.#asked.keys()].join(', ')}.`,
        isReversed ? say`The four bytes stand the wrong way round: big-endian is writeUInt32BE.` : undefined,
      )
    if (asked.end)
      return this.fail(
        'extra-bytes',
        say`Your server sent a frame of type ${type} for ${quote(asked.line)} after the one of type 19 that had said how it ended.`,
      )
    if (asked.refusal !== undefined)
      return this.fail(
        'extra-bytes',
        say`Your server sent a frame of type ${type} for ${quote(asked.line)} after it had refused it.`,
      )
    return asked
  }

  #parse(type: number, payload: Buffer): Record<string, unknown> {
    try {
      const value: unknown = JSON.parse(payload.toString())
      if (isObject(value)) return value
    } catch {
      // Told below.
    }
    return this.fail(
      'wrong-bytes',
      say`Your server sent a frame of type ${type} with ${quote(payload.toString())} in it, which is not an object in JSON.`,
    )
  }

  #failOnOutput({ line }: Asked, stream: 'stdout' | 'stderr', actual: Buffer, expected: Buffer): never {
    return this.fail(
      'wrong-bytes',
      say`Your server sent ${quoteOrNothing(actual)} as the ${stream} of ${quote(line)}, where ${quoteOrNothing(expected)} was due.`,
    )
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function describeEnd({ exitCode, signal, truncated }: End): string {
  return JSON.stringify({ exitCode, signal, truncated })
}

function quoteOrNothing(bytes: Buffer): Words {
  return bytes.length === 0 ? say`nothing` : say`${quote(bytes)}`
}

/** Whoever runs a command that is asked for here has to end it again, and it ends by itself too. */
const aMinute = { COMMAND_TIMEOUT_MS: '60000' }

const notes = 'grüße, 世界\nand a second line\n'

const streams = check(
  'streams stdout and stderr apart and says how it ended',
  {
    holds: [1, 4],
    help: {
      default: say`spawn(program, args) of node:child_process: what comes from its stdout goes out in frames of type 17, what comes from its stderr in frames of type 18, and the event "close" tells the end of both, with exit code and signal.`,
      silent: say`Send each piece as it comes. A command may say something and then go on for long.`,
      'wrong-bytes': say`Compare what came with what was due. A command is given each word as it came, a path too, and its words may come in any order. "close" tells its end when both streams have been read; "exit" may come before.`,
    },
    byHand: [server, `printf 'ls given\\ncat given\\nq\\n' | ${client}`],
  },
  async (t) => {
    await t.placeFile('notes.txt', notes)
    await t.placeFile('shelf/inner.txt', 'within\n')
    const program = await t.startServer()
    const conversation = await Conversation.begin(t, program)
    conversation.expectAnswer(await conversation.run('cat', ['notes.txt'], 0x01_02_03_04), notes)
    const both = await conversation.run('cat', ['notes.txt', 'shelf'], 0xff_fe_fd_fc)
    conversation.expectAnswer(both, notes, 1)
    if (both.stderr.length === 0)
      conversation.fail(
        'wrong-bytes',
        say`"cat notes.txt shelf" complains on stderr, for shelf is a folder. Your server sent no frame of type 18 with the complaint.`,
      )
    await expectStreaming(t, program, conversation)
    for (const [name, ...args] of [
      ['date'],
      ['date', '-u'],
      ['date', '-u', '+%Y-%m-%d'],
      ['echo'],
      ['ls'],
      ['ls', '-l', 'shelf'],
      ['ls', '-a', '.'],
      ['ls', '-la', 'shelf/inner.txt'],
      ['uname'],
      ['uname', '-a'],
      ['uname', '-s', '-r'],
      ['sleep', '0'],
    ] as const) {
      const asked = await conversation.run(name, args)
      conversation.expectEnd(asked, 0)
      if (asked.stdout.length === 0 && name !== 'sleep')
        conversation.fail('wrong-bytes', say`Your server sent nothing as the stdout of ${quote(asked.line)}.`)
    }
    // In any order, says the task. What a program makes of that differs from system to system.
    for (const [name, ...args] of [
      ['date', '+%Y', '-u'],
      ['uname', '-r', '-s'],
      ['ls', 'shelf', '-l'],
    ] as const)
      await conversation.run(name, args)
    const named = await conversation.run('ls', ['shelf'], 0xff_ff_ff_ff)
    conversation.expectAnswer(named, 'inner.txt\n')
    // It prints the word that it was given.
    conversation.expectAnswer(await conversation.run('ls', ['shelf/inner.txt'], 0), 'shelf/inner.txt\n')
  },
)

/** A command that says something and goes on: what it has said is due at once. */
async function expectStreaming(t: CheckContext, program: Program, conversation: Conversation): Promise<void> {
  const pipe = await t.placePipe('pipe')
  if (!pipe) return
  const asked = await conversation.send('cat', ['notes.txt', 'pipe'])
  await conversation.untilSaid(asked, notes)
  await pipe.write('one')
  await conversation.untilSaid(asked, `${notes}one`)
  await pipe.write(' two')
  await conversation.untilSaid(asked, `${notes}one two`)
  if (asked.end) await program.failIfCrashed()
  await pipe.end()
  await conversation.finish(asked)
  conversation.expectAnswer(conversation.expectRun(asked), `${notes}one two`)
  await expectComplaints(t, program, conversation)
}

/** Two complaints on stderr, with a wait between them. */
async function expectComplaints(
  t: CheckContext,
  program: Program,
  conversation: Conversation,
): Promise<void> {
  const pipe = await t.placePipe('second-pipe')
  if (!pipe) return
  const asked = await conversation.send('cat', ['shelf', 'second-pipe', 'shelf'])
  // Whoever reads from the pipe has opened it. Closed before that, it would be waited for without end.
  await pipe.write('between\n')
  await conversation.untilSaid(asked, 'between\n')
  if (asked.end) await program.failIfCrashed()
  await pipe.end()
  await conversation.finish(asked)
  conversation.expectEnd(conversation.expectRun(asked), 1)
  const [before, after, ...rest] = asked.stderr.toString().split('\n')
  if (before === after && rest.join('') === '') return
  conversation.fail(
    'wrong-bytes',
    say`${quote(asked.line)} complains twice on stderr, for shelf is a folder: before it reads second-pipe, and after it. Your server sent ${quoteOrNothing(asked.stderr)}.`,
  )
}

listensOnLoopbackOnly({ holds: [9], after: streams })

refusesAnotherHost({
  protocol: 'tcp',
  holds: [9],
  help: say`Look at HOST before you listen. Where it is set to anything but 127.0.0.1: one line on stderr, and process.exitCode = 1.`,
  byHand: [`HOST=127.0.0.10 ${server}; echo "exit code $?"`],
  after: streams,
})

tellsTakenPort({ holds: [9], after: streams })

wantsOwnPort({
  protocol: 'tcp',
  defaultPort,
  holds: [9],
  help: say`The environment says which port: process.env.PORT, and 8081 without it.`,
  byHand: [server, "ss -ltn 'sport = :8081'"],
  after: streams,
})

check(
  'takes requests however they are cut',
  {
    holds: [7],
    help: {
      default: say`A chunk is a piece of the stream. Give each to one Decoder of this connection, and take what it has: no frame yet, one, or several.`,
      silent: say`Several requests may come in one chunk. Take all the frames that the Decoder gives, and not the first alone.`,
    },
    byHand: [server, client],
    after: streams,
  },
  async (t) => {
    const program = await t.startServer()
    const bare = await Conversation.begin(t, program, say`splitter`)
    const { asked, frame } = bare.prepare('echo', ['grüße'])
    await splitter(() => Promise.resolve(bare.peer), frame)
    await bare.finish(asked)
    bare.expectAnswer(bare.expectRun(asked), 'grüße\n')
    // Three in one write, and of the third only the length and a half of its first character beyond ASCII.
    const glued = await Conversation.begin(t, program, say`gluer`)
    const three = ['one', 'two', 'grüße'].map((word) => glued.prepare('echo', [word]))
    const all = Buffer.concat(three.map((each) => each.frame))
    const middleOfCharacter = all.lastIndexOf(0xc3) + 1
    await glued.peer.sendMore(all.subarray(0, middleOfCharacter))
    await glued.peer.untilRead()
    await glued.peer.sendMore(all.subarray(middleOfCharacter))
    for (const each of three) {
      await glued.finish(each.asked)
      glued.expectAnswer(glued.expectRun(each.asked), `${each.asked.line.slice('echo '.length)}\n`)
    }
  },
)

/** Words that a shell would do something with; each is to come back as it is. */
const hazards = [
  '$(id)',
  '`id`',
  '; id',
  '| id',
  '&& id',
  '\nid\n',
  "'; id; '",
  '"; id; "',
  '$HOME',
  '~',
  '*',
  '{a,b}',
  '> made.txt',
  '#',
  '!!',
  String.raw`a\\b`,
  '  two  blanks ',
  '',
  'grüße, 世界',
  '%s%n',
]

check(
  'hands words on as they are',
  {
    holds: [1],
    help: {
      default: say`spawn(program, args) without the option "shell", with each word as one element of args: then no shell reads them, and no word needs to be quoted.`,
      unsafe: say`spawn(program, args) without the option "shell" starts the program itself, and no shell reads the words. Forbidding some characters does not help: there is always another one.`,
    },
    byHand: [server, `printf 'echo $(id)\\necho ;id\\nq\\n' | ${client}`],
    after: streams,
  },
  async (t) => {
    const conversation = await Conversation.begin(t, await t.startServer())
    for (const word of hazards) {
      const asked = await conversation.ask('echo', [word])
      const said = asked.stdout.toString()
      if (said.includes('uid='))
        t.fail(
          'unsafe',
          say`Your server was asked for ${quote(asked.line)} and answered with the name of its user: ${quoteOrNothing(asked.stdout)}. A shell read what a client had written.`,
          { peer: conversation.peer.id },
        )
      if (asked.refusal !== undefined)
        conversation.fail(
          'wrong-bytes',
          say`Your server refused ${quote(asked.line)}. Where no shell reads the words, every word is harmless to echo, and it comes back as it is.`,
        )
      if (said !== `${word}\n`)
        conversation.fail(
          'wrong-bytes',
          say`Your server was asked to run echo with the one word ${quote(word)}, and answered ${quoteOrNothing(asked.stdout)}. ${quote(`${word}\n`)} was due.`,
        )
    }
    const several = ['a', '', 'b  c', '$(id)', ' ']
    const asked = await conversation.run('echo', several)
    conversation.expectAnswer(asked, `${several.join(' ')}\n`)
  },
)

/** Programs that are not on the list. Those without a slash stand in the PATH, where they do nothing but say so. */
const unlisted: readonly (readonly [string, ...string[]])[] = [
  ['id'],
  ['sh', '-c', 'id'],
  ['rm', 'notes.txt'],
  ['env'],
  ['__proto__'],
  ['constructor'],
  ['toString'],
  ['hasOwnProperty'],
  ['length'],
  ['Echo', 'x'],
  ['echo ', 'x'],
  [' echo', 'x'],
  ['echox', 'x'],
  ['ech', 'x'],
  [''],
  ['/bin/echo', 'x'],
  ['./echo', 'x'],
  ['shelf/echo', 'x'],
  ['echo x'],
]

check(
  'runs nothing that is not on the list',
  {
    holds: [1],
    help: say`Compare the whole name with the names on the list, before anything is started, and each word with what that program may be given: parseFloat reads the beginning of a word and forgets the rest. A Map or a Set has only what you put into it; an object has "constructor" and "__proto__" as well.`,
    byHand: [server, `printf 'id\\n/bin/echo x\\nconstructor\\nq\\n' | ${client}`],
    after: streams,
  },
  async (t) => {
    const script = "#!/bin/sh\necho 'this ran'\n"
    await t.placeFile('notes.txt', notes)
    await t.placeProgram('echo', script)
    await t.placeProgram('shelf/echo', script)
    for (const [name] of unlisted)
      if (name !== '' && !name.includes('/')) await t.placeProgram(`../programs/${name}`, script)
    const folder = await t.placeFile('../programs/.keep', '')
    const path = `${folder.slice(0, -'/.keep'.length)}:${process.env['PATH'] ?? ''}`
    const conversation = await Conversation.begin(t, await t.startServer({ env: { PATH: path } }))
    for (const [name, ...args] of unlisted)
      await expectRefusal(t, conversation, name, args, say`${quote(name)} is not on the list.`)
    // Whoever makes a number of it by parseFloat sees the 0 and not the rest. It ends at once, whoever runs it.
    await expectRefusal(
      t,
      conversation,
      'sleep',
      ['0d'],
      say`sleep is given a number. "0d" is not one: with it, sleep counts days.`,
    )
    conversation.expectAnswer(await conversation.run('cat', ['notes.txt']), notes)
  },
)

/** Asks for what has to be refused. @param why what is wrong with it, as a sentence */
async function expectRefusal(
  t: CheckContext,
  conversation: Conversation,
  program: string,
  args: readonly string[],
  why: Words,
): Promise<void> {
  const asked = await conversation.ask(program, args)
  if (asked.refusal !== undefined) return
  const said = Buffer.concat([asked.stdout, asked.stderr])
  t.fail(
    'unsafe',
    say`Your server was asked for ${quote(asked.line)} and did not refuse it. It sent ${quoteOrNothing(said)} and ${asked.end ? describeEnd(asked.end) : ''}. ${why}`,
    { peer: conversation.peer.id },
  )
}

const secret = 'told to nobody, 4711'
const hiddenName = 'seen-by-nobody.txt'

check(
  'reads nothing outside of its folder',
  {
    holds: [2],
    help: {
      default: say`Ask the system where a path leads once its links are followed: realpath of node:fs/promises. It has to be the folder itself, or to begin with the folder and a slash.`,
      'wrong-bytes': say`What counts is where a path ends up, and not how it is written: a link, a path with dots in it and one that begins with a slash may all end up inside. A link counts for what it points to. And a name may begin with two dots and lead nowhere else: "../" leads up, and so does ".." as the last part.`,
    },
    byHand: [server, `printf 'cat ../../README.md\\ncat /etc/hostname\\nls ..\\nq\\n' | ${client}`],
    after: streams,
  },
  async (t) => {
    await t.placeFile('notes.txt', notes)
    await t.placeFile('shelf/inner.txt', 'within\n')
    const sister = `../${basename(t.folder)}-old`
    await t.placeFile(`${sister}/notes.txt`, secret)
    const outside = await t.placeFile('../elsewhere/notes.txt', secret)
    await t.placeFile(`../elsewhere/${hiddenName}`, secret)
    await t.placeFile('../elsewhere/deep/inner.txt', secret)
    // A path in which the folder's own stands, but not at its beginning.
    const around = process.platform === 'win32' ? '../elsewhere' : `../elsewhere${t.folder}`
    await t.placeFile(`${around}/notes.txt`, secret)
    await t.placeLink('inward', 'shelf/inner.txt')
    await t.placeLink('link', '../elsewhere/notes.txt')
    await t.placeLink('absolute', outside)
    await t.placeLink('chain', 'link')
    await t.placeLink('way-out', '../elsewhere')
    await t.placeLink('deep', '../elsewhere/deep')
    const conversation = await Conversation.begin(t, await t.startServer())
    // A link that stays in the folder is as good as what it points to.
    for (const path of ['inward', './shelf/inner.txt'])
      conversation.expectAnswer(await conversation.run('cat', [path]), 'within\n')
    for (const path of [
      '../elsewhere/notes.txt',
      'shelf/../../elsewhere/notes.txt',
      './../elsewhere/notes.txt',
      outside,
      `${sister}/notes.txt`,
      `${around}/notes.txt`,
      'link',
      'absolute',
      'chain',
      'way-out/notes.txt',
    ])
      await expectKept(t, conversation, ['cat', path])
    // A good path before it does not make it better.
    await expectKept(t, conversation, ['cat', 'notes.txt', 'link'])
    for (const path of ['..', '../', '/', sister, 'way-out', 'way-out/', 'shelf/../..'])
      await expectKept(t, conversation, ['ls', path])
    // Nor do an option before it, or one after it.
    await expectKept(t, conversation, ['ls', '-l', 'way-out'])
    await expectKept(t, conversation, ['ls', 'shelf', '-la', '..'])
    // With L, ls follows links, and with R it goes into what they lead to.
    await expectKept(t, conversation, ['ls', '-LR'], { mayAnswer: true })
    // The system takes the link first and the dots then. Who takes the dots first may answer with what is in the folder.
    await expectKept(t, conversation, ['cat', 'deep/../notes.txt'], { mayAnswer: true })
    await expectKept(t, conversation, ['ls', 'deep/..'], { mayAnswer: true })
    // A way that leads back in, or that begins at the root.
    const backIn = [`../${basename(t.folder)}/shelf/inner.txt`, `${t.folder}/shelf/inner.txt`]
    for (const path of ['shelf/../shelf/inner.txt', ...backIn])
      conversation.expectAnswer(await conversation.run('cat', [path]), 'within\n')
    // A name of its own, which only begins like the way up.
    await t.placeFile('..notes.txt', notes)
    conversation.expectAnswer(await conversation.run('cat', ['..notes.txt']), notes)
  },
)

/**
 * Asks for what lies outside of the folder, which has to be refused.
 * @param mayAnswer whether any answer will do that does not tell what lies outside
 */
async function expectKept(
  t: CheckContext,
  conversation: Conversation,
  [program, ...args]: readonly [string, ...string[]],
  { mayAnswer = false } = {},
): Promise<void> {
  const asked = await conversation.ask(program, args)
  if (asked.refusal !== undefined) return
  const said = asked.stdout.toString()
  const isTold = said.includes(secret) || said.includes(hiddenName)
  if (!isTold && mayAnswer) return
  t.fail(
    'unsafe',
    isTold
      ? say`Your server was asked for ${quote(asked.line)}, and sent what lies outside of its folder: ${quoteOrNothing(asked.stdout)}.`
      : say`Your server was asked for ${quote(asked.line)} and did not refuse it. ${quote(args.at(-1) ?? '')} lies outside of its folder.`,
    { peer: conversation.peer.id },
  )
}

check(
  'refuses options that read, write or set',
  {
    holds: [1],
    help: say`Say which options and words a program may be given, and refuse all the others. Whoever lists what is forbidden forgets something: date knows --file also as --fi, and -f after another letter.`,
    byHand: [server, `printf 'date -f ../secret\\ndate -s nonsense\\ndate 99999999\\nq\\n' | ${client}`],
    after: streams,
  },
  async (t) => {
    const outside = await t.placeFile('../elsewhere/secret.txt', secret)
    const conversation = await Conversation.begin(t, await t.startServer())
    // What would set the clock names a time that there is not, so that nothing is set whoever is asked.
    const read = say`With it, date reads a file and tells what stands in it.`
    const set = say`With it, whoever may do so sets the clock of the machine.`
    for (const [args, why] of [
      [['-f', outside], read],
      [[`-f${outside}`], read],
      [[`--file=${outside}`], read],
      [[`--fi=${outside}`], read],
      [['-uf', outside], read],
      [['-r', outside], say`With it, date tells when a file was changed.`],
      [[`--reference=${outside}`], say`With it, date tells when a file was changed.`],
      [[`-ur${outside}`], say`With it, date tells when a file was changed.`],
      [['-s', 'nonsense'], set],
      [['--set=+nonsense'], set],
      [['-us', 'nonsense'], set],
      [['99999999'], set],
      [['+%Y', '99999999'], set],
    ] as const)
      await expectRefusal(t, conversation, 'date', args, why)
  },
)

/** Six bytes each in JSON: the request fits into a frame, and a message that repeats the word does not. */
const longWord = '\u0001'.repeat(174_756)

/** Payloads of type 16 that are not a request, each with what is wrong with it. */
const noRequests: readonly (readonly [string, Words])[] = [
  ['{"id":1,"program":"echo","args":["x"]', say`the end of it is missing`],
  ['', say`there is nothing in it`],
  ['null', say`it is null`],
  ['7', say`it is a number`],
  ['[]', say`it is an array`],
  ['"echo"', say`it is a string`],
  ['{}', say`all is missing`],
  ['{"program":"echo","args":["x"]}', say`"id" is missing`],
  ['{"id":-1,"program":"echo","args":["x"]}', say`"id" is negative`],
  ['{"id":1.5,"program":"echo","args":["x"]}', say`"id" is not whole`],
  ['{"id":4294967296,"program":"echo","args":["x"]}', say`"id" does not fit into four bytes`],
  ['{"id":"1","program":"echo","args":["x"]}', say`"id" is a string`],
  ['{"id":1,"args":["x"]}', say`"program" is missing`],
  ['{"id":1,"program":["echo"],"args":["x"]}', say`"program" is an array`],
  ['{"id":1,"program":"echo","args":"x"}', say`"args" is a string`],
  ['{"id":1,"program":"echo","args":{"0":"x","length":1}}', say`"args" is an object`],
  ['{"id":1,"program":"echo","args":[1]}', say`a word is a number`],
  ['{"id":1,"program":"echo","args":[["x"]]}', say`a word is an array`],
  ['{"id":1,"program":"echo","args":[null]}', say`a word is null`],
  [String.raw`{"id":1,"program":"echo","args":["a\u0000b"]}`, say`there is a zero byte in a word`],
]

check(
  'refuses what is not a request and goes on',
  {
    holds: [7],
    help: {
      default: say`What a stranger has written is of any form. Parse it as unknown, look at each part before you use it, and answer 255 where something is missing or of another kind.`,
      'closed-early': say`One bad request is no reason to end the connection: answer 255, and go on with the next one.`,
      silent: say`Every request gets an answer, also the one that nobody can carry out: 255, with a message.`,
    },
    byHand: [server, client],
    after: streams,
  },
  async (t) => {
    const program = await t.startServer()
    const conversation = await Conversation.begin(t, program)
    for (const [payload, what] of noRequests)
      await expectError(t, conversation, encodeFrame(requestType, payload), say`${quote(payload)}`, what)
    for (const type of [0, 1, 17, 19, 255]) {
      const frame = encodeFrame(type, '{"id":1,"program":"echo","args":["x"]}')
      await expectError(t, conversation, frame, say`a frame of type ${type}`, say`requests are of type 16`)
    }
    // More than Linux hands to a program in one word.
    if (process.platform === 'linux') {
      for (const name of ['echo', 'cat']) {
        const frame = encodeFrame(requestType, JSON.stringify({ id: 2, program: name, args: [longWord] }))
        const what = say`${name} with a word of ${countBytes(longWord.length)}`
        await expectError(t, conversation, frame, what, say`the system does not take words of that length`)
      }
    }
    const unknown = encodeFrame(requestType, JSON.stringify({ id: 3, program: longWord, args: [] }))
    const what = say`a request for a program with a name of ${countBytes(longWord.length)}`
    await expectError(t, conversation, unknown, what, say`it is not on the list`)
    conversation.expectAnswer(await conversation.run('echo', ['still here']), 'still here\n')
    await expectRoom(t, conversation)
    for (const goodbye of ['end', 'reset'] as const) await expectGoodbye(t, program, goodbye)
    await expectAnswerBeforeEnd(t, program)
    const next = await Conversation.begin(t, program, say`next client`)
    next.expectAnswer(await next.run('echo', ['still here']), 'still here\n')
  },
)

/** Sends a frame that has to be answered by 255, and by nothing else. @param why what is wrong with it, as a clause */
async function expectError(
  t: CheckContext,
  { peer }: Conversation,
  frame: Buffer,
  what: Words,
  why: Words,
): Promise<void> {
  await peer.send(frame)
  const { type } = await receiveFrame(peer, say`the refusal`)
  if (type === refusalType) return
  t.fail(
    'wrong-bytes',
    say`Your server answered ${what} with a frame of type ${type}, where 255 was due: ${why}.`,
    { peer: peer.id },
  )
}

/** What could not be started does not run, and takes no place from what could. */
async function expectRoom(t: CheckContext, conversation: Conversation): Promise<void> {
  for (let count = 0; count < mostAtOnce; count++) {
    const frame = encodeFrame(requestType, JSON.stringify({ id: 4, program: 'echo', args: ['a\0b'] }))
    await expectError(t, conversation, frame, say`echo with a zero byte`, say`no program can be given one`)
  }
  const asked = await conversation.ask('echo', ['room'])
  if (asked.refusal !== undefined)
    conversation.fail(
      'wrong-bytes',
      say`Your server was asked eight times for what the system cannot start, and refused it. Then it refused "echo room" as well, with the message ${quote(asked.refusal)}, and nothing was running.`,
      say`What spawn throws at has not been started: it must not stay among those that run. Count down wherever the count went up, by finally for example.`,
    )
  conversation.expectAnswer(conversation.expectRun(asked), 'room\n')
}

/** A web page that sends a form to the port: its first four bytes are a length of 1.3 GB. Then it leaves. */
async function expectGoodbye(t: CheckContext, program: Program, goodbye: 'end' | 'reset'): Promise<void> {
  const page = await t.connect(program, say`web page`)
  // More than one chunk: what comes after the wrong length is read, or the end that follows it is not heard.
  const body = `echo $(id)\n${'x'.repeat(200_000)}`
  await page.sendMore(`POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n${body}`)
  const { type } = await receiveFrame(page, say`the refusal of the POST of a web page`)
  if (type !== refusalType)
    t.fail(
      'wrong-bytes',
      say`Your server answered the POST of a web page with a frame of type ${type}. Its first four bytes, "POST", are a length that no frame has: 255 was due, and then the end (FIN).`,
      { peer: page.id },
    )
  await page.expectEnd(say`after a length that no frame has`)
  page[goodbye]()
  if (!isKernelReadable) return await t.letReact(program)
  if (await t.becomesTrue(program, () => program.hasExited || !page.isHeldByProgram)) return
  t.fail(
    'never-closed',
    say`A client was refused for its length, and it has ended its side too. Your server has not closed the connection.`,
    {
      help: say`An end comes after all that the client has sent, and only whoever reads on hears it. Read what comes and drop it: socket.resume(). Where something still listens for "readable", resume does nothing: take that listener away first.`,
      peer: page.id,
    },
  )
}

/** A path that has to be looked at, and in the same write a length that no frame has: each gets its answer. */
async function expectAnswerBeforeEnd(t: CheckContext, program: Program): Promise<void> {
  await t.placeFile('../elsewhere/notes.txt', secret)
  const conversation = await Conversation.begin(t, program, say`client with a wrong length`)
  const { peer } = conversation
  const { asked, frame } = conversation.prepare('cat', ['../elsewhere/notes.txt'])
  await peer.send(Buffer.concat([frame, Buffer.alloc(4, 0xff)]))
  try {
    for (let count = 0; count < 2; count++) {
      const { type } = await receiveFrame(
        peer,
        say`the refusals of ${quote(asked.line)} and of a wrong length`,
      )
      if (type !== refusalType)
        t.fail(
          'wrong-bytes',
          say`Your server was asked for ${quote(asked.line)}, with a length behind it that no frame has, and sent a frame of type ${type}. Twice 255 was due.`,
          { peer: peer.id },
        )
    }
  } catch (error) {
    if (!(error instanceof CheckFailure) || error.stage !== 'closed-early') throw error
    t.fail(
      'closed-early',
      say`Your server was asked for ${quote(asked.line)}, and in the same write came a length that no frame has. It refused one of the two, and ended the connection without an answer to the other.`,
      {
        help: say`While a path is looked at, the next frame is read. Remember which requests have no answer yet, and end the connection when all of them have theirs.`,
        peer: peer.id,
      },
    )
  }
  await peer.expectEnd(say`after a length that no frame has`)
}

/** Starts `sleep` commands, each with a number of its own by which it is found, and waits until they run. */
async function startSleeps(
  t: CheckContext,
  program: Program,
  conversation: Conversation,
  count: number,
): Promise<{ asked: Asked; number: string }[]> {
  const sleeps: { asked: Asked; number: string }[] = []
  for (let index = 0; index < count; index++) {
    const number = chooseSleep()
    const asked = await conversation.send('sleep', [number])
    await untilRunning(t, program, conversation, asked, number)
    sleeps.push({ asked, number })
  }
  return sleeps
}

async function untilRunning(
  t: CheckContext,
  program: Program,
  conversation: Conversation,
  asked: Asked,
  number: string,
): Promise<void> {
  if (!isKernelReadable) return
  const { peer } = conversation
  await t.becomesTrue(program, () => findCommands(number).length > 0 || !peer.hasHeardNothing)
  if (findCommands(number).length > 0) return
  // What came instead tells more: a refusal, or an end that is too early.
  if (!peer.hasHeardNothing) conversation.expectRun(await conversation.readFrame(asked))
  t.fail(
    'silent',
    say`Your server was asked for ${quote(asked.line)}, and no such command runs on this machine. Several requests may be under way at the same time.`,
    { peer: peer.id },
  )
}

/** Waits until no command has this number any more. @returns whether that came about */
async function isGone(t: CheckContext, program: Program, number: string): Promise<boolean> {
  if (!isKernelReadable) return true
  return await t.becomesTrue(program, () => findCommands(number).length === 0)
}

check(
  'lets a quick request overtake a slow one',
  {
    holds: [3],
    help: say`Start a command and go on reading. Whoever awaits its end in the loop over the requests holds up all that come after it.`,
    byHand: [server, `printf 'sleep 5\\nq\\n' | ${client}`, `printf 'echo quick\\nq\\n' | ${client}`],
    after: streams,
  },
  async (t) => {
    const program = await t.startServer({ env: aMinute })
    const conversation = await Conversation.begin(t, program, say`first client`)
    const number = chooseSleep()
    const slow = await conversation.send('sleep', [number])
    const second = await Conversation.begin(t, program, say`second client`)
    for (const [quick, who] of [
      [second, say`another client`],
      [conversation, say`the same client`],
    ] as const) {
      const asked = await quick.send('echo', ['quick'])
      await finishMeanwhile(t, quick, asked, who, slow.line)
      quick.expectAnswer(quick.expectRun(asked), 'quick\n')
    }
    await untilRunning(t, program, conversation, slow, number)
    await t.untilAtRest(program)
    if (!conversation.peer.hasHeardNothing) await conversation.readFrame(slow)
    if (slow.end || slow.refusal !== undefined || (isKernelReadable && findCommands(number).length === 0))
      t.fail(
        'closed-early',
        say`Your server ended ${quote(slow.line)} long before its 20 seconds were over. COMMAND_TIMEOUT_MS was 60000, and nobody had left.`,
        { peer: conversation.peer.id },
      )
  },
)

/** Waits for an answer that nothing should hold up. */
async function finishMeanwhile(
  t: CheckContext,
  conversation: Conversation,
  asked: Asked,
  who: Words,
  slow: string,
): Promise<void> {
  try {
    await conversation.finish(asked)
  } catch (error) {
    if (!(error instanceof CheckFailure) || error.stage !== 'silent') throw error
    t.fail(
      'blocks-others',
      say`Your server was running ${quote(slow)}, and did not answer ${quote(asked.line)} of ${who} meanwhile.`,
      { peer: conversation.peer.id },
    )
  }
}

check(
  'runs eight at once and refuses the ninth',
  {
    holds: [3],
    help: {
      default: say`Count what runs, over all clients: one more before a command is started, one less when it has ended, however it did. The ninth is refused and not kept for later.`,
      'too-much': say`Look at the number and start the command without awaiting anything in between: whoever awaits realpath there has seen a number that is no longer true.`,
      silent: say`A ninth request is refused with 255 at once. It does not wait until another one has ended.`,
    },
    byHand: [server, `for i in 1 2 3 4 5 6 7 8 9; do (printf 'sleep 5\\nq\\n' | ${client}) & done; wait`],
    after: streams,
  },
  async (t) => {
    const program = await t.startServer({ env: aMinute })
    const first = await Conversation.begin(t, program, say`first client`)
    const second = await Conversation.begin(t, program, say`second client`)
    await expectPlaceBesideRefused(t, first)
    const [sleep] = await startSleeps(t, program, first, 5)
    await startSleeps(t, program, second, mostAtOnce - 5)
    const third = await Conversation.begin(t, program, say`third client`)
    for (const conversation of [first, third]) await expectFull(t, conversation)
    if (!isKernelReadable || !sleep) return
    // One of them ends, and then there is room for one.
    for (const { pid } of findCommands(sleep.number)) process.kill(pid, 'SIGKILL')
    await first.finish(sleep.asked)
    third.expectAnswer(await third.run('echo', ['there is room']), 'there is room\n')
    await expectBurst(t)
  },
)

/** Eight requests for what lies outside, and one for echo behind them, in one write: nothing runs but that. */
async function expectPlaceBesideRefused(t: CheckContext, conversation: Conversation): Promise<void> {
  await t.placeFile('../elsewhere/notes.txt', secret)
  const path = '../elsewhere/notes.txt'
  const refused = Array.from({ length: mostAtOnce }, () => conversation.prepare('cat', [path]))
  const { asked, frame } = conversation.prepare('echo', ['room'])
  const [{ asked: due } = { asked }] = refused
  await conversation.peer.send(Buffer.concat([...refused.map((each) => each.frame), frame]))
  while (!asked.end && conversation.countRefused <= mostAtOnce) await conversation.readFrame(due)
  if (!asked.end)
    conversation.fail(
      'wrong-bytes',
      say`Eight requests for ${quote(due.line)} came in one write, and behind them one for ${quote(asked.line)}. Your server refused all nine, and nothing was running.`,
      say`What is refused does not run, and takes no place, not even while its path is looked at. Count when a command is started, and not when it is asked for.`,
    )
  conversation.expectAnswer(conversation.expectRun(asked), 'room\n')
  while (conversation.countRefused < mostAtOnce) await conversation.readFrame(due)
}

/** With eight running, the next one is refused, whoever asks. */
async function expectFull(t: CheckContext, conversation: Conversation): Promise<void> {
  const ninth = await conversation.ask('echo', ['ninth'])
  if (ninth.refusal !== undefined) return
  t.fail(
    'too-much',
    say`Eight commands were running for two clients, and your server ran a ninth, ${quote(ninth.line)}. 255 was due.`,
    { peer: conversation.peer.id },
  )
}

/** Ten requests in one write, all for a path, which has to be looked at before: two of them are refused. */
async function expectBurst(t: CheckContext): Promise<void> {
  const name = `pipe-${chooseSleep()}`
  const pipe = await t.placePipe(name)
  if (!pipe) return
  const program = await t.startServer({ role: say`second server`, env: aMinute })
  const conversation = await Conversation.begin(t, program, say`gluer`)
  const burst = Array.from({ length: mostAtOnce + 2 }, () => conversation.prepare('cat', [name]))
  await conversation.peer.send(Buffer.concat(burst.map(({ frame }) => frame)))
  await t.untilAtRest(program)
  while (!conversation.peer.hasHeardNothing && burst[0]) await conversation.readFrame(burst[0].asked)
  const running = findCommands(name).length
  const { countRefused } = conversation
  if (running === mostAtOnce && countRefused === 2) return
  t.fail(
    running > mostAtOnce ? 'too-much' : 'wrong-bytes',
    say`Ten requests came in one write. Your server ran ${running} of them at once and refused ${countRefused}. Eight and two were due.`,
    { peer: conversation.peer.id },
  )
}

check(
  'ends what takes too long',
  {
    holds: [4],
    help: {
      default: say`Set a timer of COMMAND_TIMEOUT_MS when a command starts, kill the command when it is over, and clear it when the command has ended. Killed by a signal, the command has no exit code: "close" tells the signal.`,
      'too-much': say`To say that it is over is not enough: child.kill() ends the command itself.`,
    },
    byHand: [`COMMAND_TIMEOUT_MS=300 ${server}`, `printf 'sleep 20\nq\n' | ${client}`],
    after: streams,
  },
  async (t) => {
    const env = { COMMAND_TIMEOUT_MS: '300' }
    const program = await t.startServer({ env })
    const conversation = await Conversation.begin(t, program)
    const number = chooseSleep()
    const asked = await conversation.send('sleep', [number])
    try {
      await conversation.finish(asked)
    } catch (error) {
      if (!(error instanceof CheckFailure) || error.stage !== 'silent') throw error
      t.fail(
        'too-much',
        say`Your server was asked for ${quote(asked.line)}. COMMAND_TIMEOUT_MS was 300, and the command still ran when that was long over.`,
        { peer: conversation.peer.id },
      )
    }
    const { end } = conversation.expectRun(asked)
    if (!(await isGone(t, program, number)))
      t.fail(
        'too-much',
        say`Your server said that ${quote(asked.line)} had ended, with ${describeEnd(end)}, and the command still runs.`,
        { peer: conversation.peer.id },
      )
    expectKilled(conversation, asked, end, say`COMMAND_TIMEOUT_MS was 300`)
    if (end.truncated)
      conversation.fail(
        'wrong-bytes',
        say`Your server said that ${quote(asked.line)} ended with ${describeEnd(end)}. It said nothing, and nothing of it was left out: "truncated" has to be false.`,
        say`"truncated" is about MAX_OUTPUT_BYTES alone. That the time was over is told by "signal".`,
      )
    conversation.expectAnswer(await conversation.run('echo', ['next']), 'next\n')
    await expectTalkerEnded(t)
  },
)

/**
 * A command that says something all the time has no more of it than one that is silent. We need no clock for that: two
 * silent ones, which begin one after the other when it has begun, and both of which the limit ends.
 */
async function expectTalkerEnded(t: CheckContext): Promise<void> {
  const pipe = await t.placePipe('talk')
  if (!pipe) return
  const program = await t.startServer({ role: say`second server`, env: { COMMAND_TIMEOUT_MS: '1000' } })
  const conversation = await Conversation.begin(t, program, say`client with a talker`)
  const talker = await conversation.send('cat', ['talk'])
  await pipe.write('more\n')
  await conversation.untilSaid(talker, 'more\n')
  for (let count = 0; count < 2; count++) {
    const silent = await conversation.send('sleep', [chooseSleep()])
    while (!silent.end && silent.refusal === undefined) {
      if (!talker.end) await pipe.write('more\n')
      await conversation.readFrame(silent)
    }
    conversation.expectRun(silent)
  }
  if (talker.end) return
  t.fail(
    'too-much',
    say`Your server was asked for ${quote(talker.line)}, a named pipe into which we wrote all the time. COMMAND_TIMEOUT_MS was 1000, and it still ran when two commands that had begun after it, one after the other, had been ended by that.`,
    {
      help: say`Set the timer when the command starts, and let nothing that it says put the end off.`,
      peer: conversation.peer.id,
    },
  )
}

/** A killed command has no exit code, and a signal. */
function expectKilled(conversation: Conversation, { line }: Asked, end: End, why: Words): void {
  if (end.signal !== null) return
  conversation.fail(
    'wrong-bytes',
    say`Your server said that ${quote(line)} ended with ${describeEnd(end)}. ${why}, so it has to be killed, and then "signal" names what ended it.`,
  )
}

const fewBytes = 100_000
const mebibyte = 1024 * 1024
const large = createSparseBytes(64 * mebibyte)

check(
  'ends what says too much',
  {
    holds: [4],
    help: {
      default: say`Count the bytes of both streams together. What goes beyond MAX_OUTPUT_BYTES is not sent any more: kill the command, and say "truncated": true.`,
      'too-much': say`Of the chunk that goes beyond the limit send only what fits, or nothing.`,
    },
    byHand: [`MAX_OUTPUT_BYTES=1000 ${server}`, `printf 'cat package-lock.json\nq\n' | ${client} | wc -c`],
    after: streams,
  },
  async (t) => {
    const exact = createPattern(fewBytes)
    await t.placeFile('exact.txt', exact)
    await t.placeFile('longer.txt', createPattern(fewBytes + 1))
    await t.placeFile('shelf/inner.txt', 'within\n')
    await t.placeFile('mebibyte.txt', createPattern(mebibyte))
    await t.placeSparseFile('large.bin', large)
    const program = await t.startServer({ env: { MAX_OUTPUT_BYTES: String(fewBytes), ...aMinute } })
    const conversation = await Conversation.begin(t, program)
    conversation.expectAnswer(await conversation.run('cat', ['exact.txt']), exact)
    await expectTruncated(t, conversation, ['longer.txt'], fewBytes)
    // Its complaint about the folder is the byte too much.
    await expectTruncated(t, conversation, ['exact.txt', 'shelf'], fewBytes)
    const { asked, end } = await expectTruncated(t, conversation, ['large.bin'], fewBytes)
    expectKilled(conversation, asked, end, say`It had 64 MiB to say`)
    const unset = await t.startServer({ role: say`second server`, env: aMinute })
    const other = await Conversation.begin(t, unset, say`other client`)
    other.expectAnswer(await other.run('cat', ['mebibyte.txt']), createPattern(mebibyte))
    await expectTruncated(t, other, ['large.bin'], mebibyte)
  },
)

/** Has more said than is allowed, and judges what came of it. */
async function expectTruncated(
  t: CheckContext,
  conversation: Conversation,
  paths: readonly string[],
  limit: number,
): Promise<{ asked: Asked; end: End }> {
  const asked = await conversation.run('cat', paths)
  const count = asked.stdout.length + asked.stderr.length
  const { end } = asked
  if (count > limit)
    t.fail(
      'too-much',
      say`Your server sent ${countBytes(count)} of what ${quote(asked.line)} said, both streams together. ${countBytes(limit)} were the limit.`,
      { peer: conversation.peer.id },
    )
  if (!end.truncated)
    conversation.fail(
      'wrong-bytes',
      say`Your server sent ${countBytes(count)} of what ${quote(asked.line)} said, which is not all, and said that it ended with ${describeEnd(end)}. "truncated" has to be true.`,
    )
  return { asked, end }
}

check(
  'ends the commands of a client that leaves',
  {
    holds: [5],
    help: {
      default: say`Keep what each client has running, and kill it when its connection is over. The event "close" of its socket comes after an end and after a reset.`,
      'closed-early': say`Only the commands of the client that has left: the others are still waited for.`,
    },
    byHand: [server, `printf 'sleep 20\n' | ${client}     and Ctrl-C at once`, 'pgrep -a sleep'],
    after: streams,
  },
  async (t) => {
    const name = `pipe-${chooseSleep()}`
    const pipe = await t.placePipe(name)
    const program = await t.startServer({ env: aMinute })
    const stays = await Conversation.begin(t, program, say`client that stays`)
    const [kept] = await startSleeps(t, program, stays, 1)
    for (const [goodbye, how] of [
      ['end', say`ended its connection (FIN)`],
      ['reset', say`reset its connection`],
    ] as const) {
      const leaver = await Conversation.begin(t, program, say`leaver`)
      const sleeps = await startSleeps(t, program, leaver, 2)
      leaver.peer[goodbye]()
      for (const { asked, number } of sleeps)
        if (!(await isGone(t, program, number))) failOnLeftover(t, leaver, asked, how)
    }
    await program.failIfCrashed()
    if (kept && isKernelReadable && findCommands(kept.number).length === 0)
      t.fail(
        'closed-early',
        say`Two other clients had left, and your server ended ${quote(kept.asked.line)} of the one that stayed.`,
        { peer: stays.peer.id },
      )
    if (pipe) await expectNothingStarted(t, program, stays, name)
    await program.failIfCrashed()
    stays.expectAnswer(await stays.run('echo', ['still here']), 'still here\n')
  },
)

function failOnLeftover(t: CheckContext, { peer }: Conversation, { line }: Asked, how: Words): never {
  t.fail(
    'too-much',
    say`Your server ran ${quote(line)} for a client, the client ${how}, and the command still runs. Nobody waits for it any more.`,
    { peer: peer.id },
  )
}

/**
 * Clients ask and leave at once: their commands may not have been started yet. With what runs already there are as many as
 * may run at once, so that whoever counts what was not started, or does not count down, has no room afterwards.
 */
async function expectNothingStarted(
  t: CheckContext,
  program: Program,
  stays: Conversation,
  name: string,
): Promise<void> {
  const hurried: Conversation[] = []
  for (let count = 1; count < mostAtOnce; count++)
    hurried.push(await Conversation.begin(t, program, say`client in a hurry ${count}`))
  // All is there when the program looks again. One path may be looked at before it hears of the end; hundreds are not.
  const paths = Array.from({ length: 300 }, () => name)
  await program.whileHeldStill(async () => {
    for (const conversation of hurried) {
      await conversation.send('cat', paths)
      conversation.peer.end()
    }
  })
  // Who has looked at as many paths that came later has looked at these. The last one is refused: it takes no place.
  await stays.ask('ls', [...paths, '..'])
  await t.untilAtRest(program)
  const { peer } = hurried[0] ?? stays
  if (!(await isGone(t, program, name)))
    t.fail(
      'too-much',
      say`Seven clients asked for ${quote(`cat ${name}`)}, with that path ${paths.length} times, and left at once, and such a command still runs. Nobody waits for it any more.`,
      {
        peer: peer.id,
        help: say`Between the request and the start of the command something is awaited, realpath for example, and the client may leave meanwhile. Look again whether it is there before you start the command.`,
      },
    )
  if (await hasRoom(t, program, stays)) return
  t.fail(
    'wrong-bytes',
    say`Seven clients asked for ${quote(`cat ${name}`)}, with that path ${paths.length} times, and left at once. None of these commands runs, and one of another client does. Your server was asked for "echo room", and refused it again and again.`,
    {
      peer: stays.peer.id,
      help: say`What is not started takes no place. Look whether the client is still there before you count one more, or count down wherever the count went up, by finally for example.`,
    },
  )
}

/** Whether there is room for one command more. What has just been killed may still be counted, so it is asked for again. */
async function hasRoom(t: CheckContext, program: Program, conversation: Conversation): Promise<boolean> {
  for (let time = 0; time < 10; time++) {
    const asked = await conversation.ask('echo', ['room'])
    if (asked.refusal === undefined) return true
    await t.untilAtRest(program)
  }
  return false
}

check(
  'leaves none behind when stopped',
  {
    holds: [5],
    help: {
      default: say`Listen for SIGINT and SIGTERM: server.close(), kill all that runs, and end every connection, also that of a client that has asked for nothing. Then nothing is left to wait for, and the program ends by itself.`,
      'too-much': say`A signal that nobody listens for ends your program at once, and not its commands. Listen for both signals, and kill what runs.`,
    },
    byHand: [`${server}     and then Ctrl-C`, `printf 'sleep 20\n' | ${client}`, 'pgrep -a sleep'],
    after: streams,
  },
  async (t) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      // What it leaves behind at its end is to be found.
      const program = await t.startServer({ env: aMinute, sparesChildren: true })
      await t.connect(program, say`client that says nothing`)
      const first = await Conversation.begin(t, program, say`first client`)
      const second = await Conversation.begin(t, program, say`second client`)
      const sleeps = [
        ...(await startSleeps(t, program, first, 2)),
        ...(await startSleeps(t, program, second, 1)),
      ]
      program.signal(signal)
      await t.becomesTrue(program, () => program.hasExited)
      for (const { asked, number } of sleeps) {
        if (await isGone(t, program, number)) continue
        t.fail(
          'too-much',
          say`Your server was stopped by ${signal}, and ${quote(asked.line)}, which it had started, still runs.`,
        )
      }
      if (!program.hasExited)
        t.fail(
          'does-not-stop',
          say`Your server got ${signal}, and it still runs, although it has no command any more. Three clients are connected, of which one has said nothing.`,
        )
    }
  },
)

/** Names under which programs are told what is not for everybody. A list of bad names would not know the last ones. */
const secretNames = [
  'API_TOKEN',
  'DB_PASSWORD',
  'AWS_SECRET_ACCESS_KEY',
  'DATABASE_URL',
  'SSH_AUTH_SOCK',
  'GREETING',
]

check(
  'gives no secret to a command',
  {
    holds: [6],
    help: say`Without the option "env" a command gets the whole environment of its parent. Give it one that you made: env: { PATH: process.env.PATH }.`,
    byHand: [
      `API_TOKEN=4711 ${server}`,
      `printf 'sleep 20\n' | ${client}`,
      "tr '\\0' '\\n' < /proc/$(pgrep -n sleep)/environ",
    ],
    after: streams,
  },
  async (t) => {
    const value = `secret-${chooseSleep()}`
    const secrets = Object.fromEntries(secretNames.map((name) => [name, `${value}-of-${name}`]))
    const program = await t.startServer({ env: { ...secrets, ...aMinute } })
    const conversation = await Conversation.begin(t, program)
    const [sleep] = await startSleeps(t, program, conversation, 1)
    if (!sleep) return
    const told = findCommands(sleep.number).flatMap(({ pid }) => readEnvironment(pid))
    const known = secretNames.find((name) => told.some((each) => each.includes(`${value}-of-${name}`)))
    if (known === undefined) return
    t.fail(
      'unsafe',
      say`Your server had ${known} in its environment, and the command that it ran for a client, ${quote(sleep.asked.line)}, has it too. A command that tells its environment would tell it.`,
      { peer: conversation.peer.id },
    )
  },
)

/** A request as the learner's client has sent it. */
interface Heard {
  readonly id: number
  readonly program: string
  readonly args: readonly string[]
}

/** Starts a client, and takes its connection. */
async function meet(t: CheckContext): Promise<{ program: Program; peer: TcpPeer }> {
  const listener = await t.listen()
  const program = t.startClient(listener.port)
  return { program, peer: await listener.accept(program) }
}

/** Waits for a request of the learner's client and judges it. */
async function hear(t: CheckContext, peer: TcpPeer, line: string, due: readonly string[]): Promise<Heard> {
  const { type, payload } = await receiveFrame(peer, say`the request for ${quote(line)}`)
  if (type !== requestType)
    t.fail(
      'wrong-bytes',
      say`${quote(line)} was typed, and your client sent a frame of type ${type}. A request is of type 16.`,
      { peer: peer.id },
    )
  const request = parseRequest(payload)
  if (!request)
    return t.fail(
      'wrong-bytes',
      say`${quote(line)} was typed, and your client sent ${quoteOrNothing(payload)}. A request is {"id","program","args"} in JSON: a whole number from 0 to 4294967295, a text, and an array of texts.`,
      { peer: peer.id },
    )
  const sent = [request.program, ...request.args]
  if (JSON.stringify(sent) === JSON.stringify(due)) return request
  return t.fail(
    'wrong-bytes',
    say`${quote(line)} was typed, and your client asked for the program and the words ${JSON.stringify(sent)}. ${JSON.stringify(due)} were due.`,
    { peer: peer.id },
  )
}

function parseRequest(payload: Buffer): Heard | undefined {
  try {
    const value: unknown = JSON.parse(payload.toString())
    if (!isObject(value)) return undefined
    const { id, program, args } = value
    if (typeof id !== 'number' || !Number.isInteger(id) || id < 0 || id > 0xff_ff_ff_ff) return undefined
    if (typeof program !== 'string' || !Array.isArray(args)) return undefined
    const words = args.filter((word) => typeof word === 'string')
    return words.length === args.length ? { id, program, args: words } : undefined
  } catch {
    return undefined
  }
}

function encodeOutput(type: 17 | 18, { id }: Heard, bytes: string | Buffer): Buffer {
  const prefix = Buffer.alloc(4)
  prefix.writeUInt32BE(id)
  return encodeFrame(type, Buffer.concat([prefix, Buffer.from(bytes)]))
}

function encodeEnd(
  { id }: Heard,
  { exitCode = null, signal = null, truncated = false }: Partial<End>,
): Buffer {
  return encodeFrame(endType, JSON.stringify({ id, exitCode, signal, truncated }))
}

const shows = check(
  'client: shows both streams and exit N',
  {
    holds: [8],
    help: {
      default: say`Behind the four bytes of the id a frame of type 17 brings bytes for stdout, one of type 18 bytes for stderr. Write them as they are. Then, at type 19, a line with "exit" and the code; for a signal 128 and its number, which os.constants.signals knows.`,
      'wrong-bytes': say`Split the trimmed line at its blanks, however many there are: the first word is the program, the others are args, an empty array where there are none.`,
    },
    byHand: [server, `printf 'cat README.md nowhere\nls given\nq\n' | ${client}`],
  },
  async (t) => {
    const { program, peer } = await meet(t)
    program.typeLine('  cat   a.txt  b.txt ')
    const first = await hear(t, peer, '  cat   a.txt  b.txt ', ['cat', 'a.txt', 'b.txt'])
    const text = Buffer.from('grüße, 世界\n')
    // A frame may end inside a character, and a chunk inside a frame.
    await peer.sendMore(encodeOutput(17, first, text.subarray(0, 3)))
    await peer.sendMore(encodeOutput(18, first, 'b.txt is not there\n'))
    const rest = Buffer.concat([encodeOutput(17, first, text.subarray(3)), encodeEnd(first, { exitCode: 3 })])
    await peer.sendMore(rest.subarray(0, 7))
    await peer.untilRead()
    await peer.sendMore(rest.subarray(7))
    await program.expectOutput('grüße, 世界\n', say`what came in frames of type 17`)
    await expectExitLine(t, program, 0, 3, say`exit code 3`)
    await t.becomesTrue(program, () => program.stderr.includes('b.txt is not there'))
    if (!program.stderr.includes('b.txt is not there'))
      t.fail(
        'wrong-output',
        say`Your client did not print "b.txt is not there" on stderr. It came in a frame of type 18.`,
      )
    if (program.stdout.includes('b.txt is not there'))
      t.fail('wrong-output', say`Your client printed on stdout what came in a frame of type 18, stderr.`)
    for (const [signal, code] of [
      ['SIGKILL', 137],
      ['SIGTERM', 143],
    ] as const) {
      const mark = program.printedLength
      program.typeLine('date')
      const request = await hear(t, peer, 'date', ['date'])
      await peer.sendMore(encodeEnd(request, { signal }))
      await expectExitLine(t, program, mark, code, say`the signal ${signal}`)
    }
    await expectBytes(t, program, peer)
  },
)

/** Waits until "exit N" stands on either stream. */
async function expectExitLine(
  t: CheckContext,
  program: Program,
  mark: number,
  code: number,
  how: Words,
): Promise<void> {
  const find = () => new RegExp(`\\bexit ${code}\\b`).test(program.printedSince(mark))
  await t.becomesTrue(program, () => find() || program.hasExited)
  await program.failIfCrashed()
  if (find()) return
  t.fail(
    'wrong-output',
    say`Your client was told that a command had ended with ${how}, and printed ${quoteOrNothing(Buffer.from(program.printedSince(mark)))}. ${quote(`exit ${code}`)} was due.`,
  )
}

/** What a command says need not be text. */
async function expectBytes(t: CheckContext, program: Program, peer: TcpPeer): Promise<void> {
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte)
  const mark = program.rawLength
  program.typeLine('cat bytes.bin')
  const request = await hear(t, peer, 'cat bytes.bin', ['cat', 'bytes.bin'])
  await peer.sendMore(encodeOutput(17, request, Buffer.from(bytes)))
  await peer.sendMore(encodeEnd(request, { exitCode: 0 }))
  await expectExitLine(t, program, 0, 0, say`exit code 0`)
  if (await t.becomesTrue(program, () => program.rawSince(mark).includes(Buffer.from(bytes)))) return
  t.fail(
    'wrong-output',
    say`A frame of type 17 brought each of the 256 bytes, and your client printed other bytes than these.`,
    {
      help: say`process.stdout.write(bytes) prints bytes as they are. Text that is made of them is another matter.`,
    },
  )
}

check(
  'client: sends trimmed lines, nothing for a blank one',
  {
    holds: [8],
    help: {
      default: say`The rules of lesson 4 hold: each line in its turn, without the white space at its ends, and nothing for a blank one.`,
      'closed-early': say`A line that is "q" and nothing else is the goodbye. "quit" and "q now" are commands, and the server answers what it thinks of them.`,
      'wrong-bytes': say`The rules of lesson 4 hold: each line in its turn, without the white space at its ends, and nothing for a blank one. What stdin brings at once may be a part of a line: readline puts lines together, and characters as well.`,
    },
    byHand: [server, `printf 'echo one\n\n   \n  echo two  \nq\n' | ${client}`],
    after: shows,
  },
  async (t) => {
    const { program, peer } = await meet(t)
    const typed = Buffer.from('echo one\n\n   \n\techo two \necho grün\nquit\nq now\n')
    // A pipe is a byte stream: what it brings at once may end inside a line, and inside a character.
    const inCharacter = typed.indexOf(0xc3) + 1
    program.type(typed.subarray(0, inCharacter))
    await t.untilAtRest(program)
    program.type(typed.subarray(inCharacter))
    let from = 0
    for (const word of ['one', 'two', 'grün']) {
      const request = await hear(t, peer, `echo ${word}`, ['echo', word])
      await peer.sendMore(encodeOutput(17, request, `${word}\n`))
      await peer.sendMore(encodeEnd(request, { exitCode: 0 }))
      from = await program.expectOutput(`${word}\n`, say`what "echo ${word}" said`, from)
    }
    // A line that only begins with the goodbye is a command.
    for (const line of ['quit', 'q now']) {
      const { id } = await hear(t, peer, line, line.split(' '))
      await peer.sendMore(encodeFrame(refusalType, JSON.stringify({ id, message: `no ${line}` })))
    }
  },
)

check(
  'client: tells a refusal and goes on',
  {
    holds: [8],
    help: {
      default: say`A frame of type 255 is the answer to a request as well: print its "message", and go on with the next line. It may come without an id.`,
      silent: say`After 255 nothing more comes for that request. Do not wait for a frame of type 19 then.`,
    },
    byHand: [server, `printf 'rm x\necho on\nq\n' | ${client}`],
    after: shows,
  },
  async (t) => {
    const { program, peer } = await meet(t)
    program.type('rm x\nid\necho on\n')
    for (const [line, hasId] of [
      ['rm x', true],
      ['id', false],
    ] as const) {
      const { id } = await hear(t, peer, line, line.split(' '))
      const message = `"${line}" is not for you, says Zoë on seat ${id + 7001}`
      await peer.sendMore(encodeFrame(refusalType, JSON.stringify({ ...(hasId && { id }), message })))
      await expectTold(t, program, message)
    }
    const request = await hear(t, peer, 'echo on', ['echo', 'on'])
    await peer.sendMore(encodeOutput(17, request, 'on\n'))
    await peer.sendMore(encodeEnd(request, { exitCode: 0 }))
    await program.expectOutput('on\n', say`what "echo on" said`)
  },
)

async function expectTold(t: CheckContext, program: Program, message: string): Promise<void> {
  const hasTold = () => program.printedSince(0).includes(message)
  await t.becomesTrue(program, () => hasTold() || program.hasExited)
  await program.failIfCrashed()
  if (hasTold()) return
  t.fail(
    'wrong-output',
    say`A request was refused with the message ${quote(message)}, and your client did not print it.`,
  )
}

check(
  'client: "q" ends it',
  {
    holds: [8],
    help: {
      default: say`At "q", or at the end of the input, when all before it has been answered: socket.end(), and exit code 0.`,
      'extra-bytes': say`"q" alone is the goodbye. It is not for the server.`,
    },
    byHand: [server, `printf 'echo on\nq\n' | ${client}; echo "exit code $?"`],
    after: shows,
  },
  async (t) => {
    for (const [typed, when] of [
      ['echo on\n q \necho more\n', say`after "q" was typed`],
      ['echo on\n', say`after the end of its input`],
    ] as const) {
      const { program, peer } = await meet(t)
      program.type(typed)
      program.endInput()
      const request = await hear(t, peer, 'echo on', ['echo', 'on'])
      // Whoever leaves without the answer has left by now.
      await t.untilAtRest(program)
      if (peer.goodbye)
        t.fail(
          'closed-early',
          say`Your client ended the connection before the answer to "echo on" had come.`,
          { peer: peer.id },
        )
      await peer.sendMore(encodeOutput(17, request, 'on\n'))
      await peer.sendMore(encodeEnd(request, { exitCode: 0 }))
      await program.expectOutput('on\n', say`what "echo on" said`)
      await peer.expectEnd(when)
      peer.end()
      await program.expectExit(0, when)
    }
  },
)

check(
  'client: says so and exits 1 when the server leaves',
  {
    holds: [8],
    help: {
      default: say`The end of the server is the event "end" of the socket, and a reset is "error". Say so, set process.exitCode = 1, and let go of socket and keyboard.`,
      'does-not-stop': say`Nothing has to be typed any more: close the readline interface when the server has gone, also while a command is waited for.`,
    },
    byHand: [`${server}     and then Ctrl-C`, `${client}     and type sleep 9`],
    after: shows,
  },
  async (t) => {
    for (const [isAsking, goodbye] of [
      [false, 'end'],
      [true, 'end'],
      [true, 'reset'],
    ] as const) {
      const { program, peer } = await meet(t)
      program.typeLine('echo on')
      const request = await hear(t, peer, 'echo on', ['echo', 'on'])
      if (!isAsking) {
        await peer.sendMore(encodeEnd(request, { exitCode: 0 }))
        await expectExitLine(t, program, 0, 0, say`exit code 0`)
      }
      await t.letReact(program)
      const mark = program.printedLength
      peer[goodbye]()
      const when =
        goodbye === 'end'
          ? say`the server had ended the connection`
          : say`the server had reset the connection`
      await program.expectExit(1, say`after ${when}`)
      if (program.printedSince(mark).replaceAll('>>>:', '').trim() === '')
        t.fail('wrong-output', say`Your client printed no words of its own when ${when}.`)
      program.expectNoStackTrace(when)
    }
  },
)

connectsWhereTold({ holds: [9], after: shows, defaultPort })

check(
  'client: nobody listening gives one clear line and exit code 1',
  {
    holds: [9],
    help: say`A refused connection is the event "error". Print error.message on stderr and set process.exitCode = 1.`,
    byHand: [`${client}; echo "exit code $?"`],
  },
  async (t) => {
    await t.startClient(await t.findFreePort()).expectComplaint(say`nobody was listening`)
  },
)
