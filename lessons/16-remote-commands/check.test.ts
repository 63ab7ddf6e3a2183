// starter fails "answers with stdout, then stderr" at wrong-bytes: where the answer to a command that writes to both
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import {
  check,
  type CheckContext,
  chooseSleep,
  connectsWhereTold,
  findCommands,
  isKernelReadable,
  listensOnLoopbackOnly,
  type Program,
  quote,
  readOpenPorts,
  say,
  tellsTakenPort,
  type TcpPeer,
  type Words,
} from '#checker'

const server = 'npx tsx {subject}/server.ts'
const client = 'npx tsx {subject}/client.ts'
const asksByHand = [server, 'nc 127.0.0.1 8080     and type the command']
/** Whoever sits there is the server: what comes is seen as it came, and the answers are typed. */
const answeredByHand = 'nc -l 127.0.0.1 8080     and type the answers'

const prompt = '>>>:'
const defaultPort = 8080
/** So long a command may be. */
const mostCommandBytes = 4_096
/** A limit that no check outlasts. */
const longTimeout = { COMMAND_TIMEOUT_MS: '60000' }

/** Sends a command in one write, compares the answer, and lets the server be done with the command. */
async function ask(
  t: CheckContext,
  program: Program,
  peer: TcpPeer,
  command: string,
  answer: string | Uint8Array,
  what: Words,
): Promise<void> {
  await peer.send(command)
  await peer.receive(answer, what)
  // Who answers as the output comes has said all before the shell has ended. A command that comes meanwhile is not judged.
  await t.untilAtRest(program)
}

/** What the numbers from 1 on look like, one a line: so that each place differs from its neighbours. */
function listNumbers(count: number): string {
  return Array.from({ length: count }, (_, index) => `${index + 1}\n`).join('')
}

/** A command that prints these numbers, wherever there is a shell. */
function countTo(count: number): string {
  return `awk 'BEGIN { for (i = 1; i <= ${count}; i++) print i }'`
}

/** All that comes until nothing more can: the peer's end is awaited, and then what stands before it is taken. */
async function readToTheGoodbye(t: CheckContext, program: Program, peer: TcpPeer): Promise<Buffer> {
  await t.becomesTrue(program, () => peer.goodbye !== undefined || program.hasExited)
  await program.failIfCrashed()
  return await peer.receiveBytes(peer.unreadLength, say`what stood before the end`)
}

/** Resolves when the command that sleeps runs, wherever that can be known. */
async function untilItRuns(t: CheckContext, program: Program, sleep: string): Promise<boolean> {
  if (!isKernelReadable) return true
  return await t.becomesTrue(program, () => findCommands(sleep).some(isSleep))
}

function isSleep({ line }: { line: string }): boolean {
  return /^\S*sleep /.test(line)
}

/**
 * Judges that a command is gone with what it has started, found by the number that it was given.
 * @param when what happened before, as a sentence: "The client left."
 * @param parts what to try where the shell runs on as well, if that is not what the check says
 */
async function expectGone(
  t: CheckContext,
  program: Program,
  sleep: string,
  when: Words,
  parts?: { help: Words },
): Promise<void> {
  if (!isKernelReadable) return
  if (await t.becomesTrue(program, () => findCommands(sleep).length === 0)) return
  const left = findCommands(sleep)
  const children = left.filter(isSleep)
  if (children.length === left.length) {
    t.fail('too-much', say`${when} The shell is gone; the "sleep" that the shell had started still runs.`, {
      help: say`child.kill(), and the options timeout and signal of spawn, end one process: the shell. With detached: true the shell leads a group, and process.kill(-child.pid, 'SIGKILL') ends all of it.`,
    })
  }
  t.fail(
    'too-much',
    children.length > 0
      ? say`${when} The shell that ran its command still runs, and so does the "sleep" that the shell had started.`
      : say`${when} The shell that ran its command still runs.`,
    parts,
  )
}

const answers = check(
  'answers with stdout, then stderr',
  {
    holds: [2],
    help: {
      default: say`spawn(command, { shell: true }) of node:child_process gives the command to the system's shell. Collect both of its outputs, and send them when it has closed: stdout first.`,
      'wrong-bytes': say`Compare what came with what was due. All of stdout comes first, then all of stderr, each byte as it was printed: also of a command that fails, and of one that prints no text.`,
      'missing-bytes': say`"exit" may come before the last bytes have been read, or while a child of the shell still has something to say. "close" comes after both outputs are at their end.`,
    },
    byHand: asksByHand,
  },
  async (t) => {
    const program = await t.startServer({ env: longTimeout })
    const peer = await t.connect(program)
    await ask(
      t,
      program,
      peer,
      'echo not that >&2; sleep 0.2; echo this; echo nor that >&2; echo and this',
      'this\nand this\nnot that\nnor that\n',
      say`the answer to a command that writes to both`,
    )
    await ask(
      t,
      program,
      peer,
      'echo "two  words" | tr a-z A-Z && echo $((6 * 7))',
      'TWO  WORDS\n42\n',
      say`the answer to a line for a shell`,
    )
    await ask(t, program, peer, "echo 'grüße, 世界'", 'grüße, 世界\n', say`the answer to a command in UTF-8`)
    await ask(t, program, peer, 'echo', '\n', say`the answer to a command that says a line feed and no more`)
    await ask(t, program, peer, 'echo told; exit 3', 'told\n', say`the answer to a command that fails`)
    await ask(
      t,
      program,
      peer,
      'echo why >&2; exit 3',
      'why\n',
      say`the answer to a command that says why it fails`,
    )
    await ask(
      t,
      program,
      peer,
      `printf 'gr\\303\\274n \\377\\000'`,
      Buffer.from([...Buffer.from('grün '), 0xff, 0]),
      say`bytes that are not text`,
    )
    // One output is at its end before the other has begun.
    await ask(
      t,
      program,
      peer,
      'echo out; exec >&-; sleep 0.3; echo err >&2',
      'out\nerr\n',
      say`all that came until both outputs were at their end`,
    )
  },
)

listensOnLoopbackOnly({ holds: [1], after: answers })

check(
  'refuses another HOST',
  {
    holds: [1],
    help: say`Look at the address before you call listen: for everything but 127.0.0.1 print one line on stderr and set process.exitCode = 1.`,
    byHand: [`HOST=127.0.0.10 ${server}; echo "exit code $?"`],
    after: answers,
  },
  async (t) => {
    // The first begins as the address does that is due.
    for (const host of ['127.0.0.10', '0.0.0.0']) {
      const port = await t.findFreePort()
      const program = t.startProgram({ role: say`server`, file: 'server.ts', port, host })
      const findOpen = () => (isKernelReadable ? readOpenPorts(program, 'tcp')[0] : undefined)
      await t.becomesTrue(program, () => program.hasExited || findOpen() !== undefined)
      const open = findOpen()
      if (open?.address === host) {
        t.fail(
          'unsafe',
          say`Your server was told to listen on ${host}, and it does. A shell has no place there: 127.0.0.1 is the only address at which this server may be.`,
        )
      }
      if (open) {
        t.fail(
          'listening-elsewhere',
          say`Your server was told to listen on ${host}, and listens on ${open.address}. Whoever started it takes it to be elsewhere.`,
        )
      }
      await program.expectComplaint(say`HOST was ${host}`)
    }
    // The one address that will do may be named as well.
    await t.startServer({ host: '127.0.0.1' })
  },
)

const tellsTaken = tellsTakenPort({ holds: [1], after: answers })

check(
  `wants port ${defaultPort} without PORT`,
  {
    holds: [1],
    help: say`Where PORT is not set, process.env.PORT is undefined: Number(process.env.PORT ?? 8080).`,
    byHand: [server, `ss -ltn 'sport = :${defaultPort}'`],
    after: tellsTaken,
  },
  async (t) => {
    // The learner's own server may run in another window. Whoever has the port, it is taken, and there is no doubt which.
    const holder = await t.listen({ port: defaultPort }).catch(() => undefined)
    const program = t.startProgram({
      role: say`server`,
      file: 'server.ts',
      port: defaultPort,
      env: { PORT: undefined },
    })
    const isThere = () => readOpenPorts(program, 'tcp').some(({ port }) => port === defaultPort)
    const isElsewhere = () => isKernelReadable && readOpenPorts(program, 'tcp').length > 0
    await t.becomesTrue(program, () => program.hasExited || isElsewhere())
    if (!isKernelReadable && !holder) return
    if (isThere()) return
    const [other] = readOpenPorts(program, 'tcp')
    if (other)
      t.fail('listening-elsewhere', say`PORT was not set, and your server listens on port ${other.port}.`)
    await program.expectComplaint(say`port ${defaultPort} was taken`)
  },
)

const codes = check(
  'answers a command without output with its exit code',
  {
    holds: [3],
    help: {
      default: say`Where both outputs are empty, send one line in place of them: (no output, exit code N), with a line feed.`,
      silent: say`A write of no bytes sends nothing at all, and whoever asked waits for ever. Where both outputs are empty, send (no output, exit code N) and a line feed.`,
      'wrong-bytes': say`"close" brings the exit code of the shell, and null where a signal has ended it. Then the number is 128 and the signal's own, as a shell counts: os.constants.signals has it.`,
    },
    byHand: asksByHand,
    after: answers,
  },
  async (t) => {
    const program = await t.startServer({ env: longTimeout })
    const peer = await t.connect(program)
    for (const [command, code] of [
      ['true', 0],
      ['false', 1],
      ['exit 7', 7],
      ['kill -9 $$', 137],
      ['kill -1 $$', 129],
      ['kill -14 $$', 142],
      // Its number is another one on macOS.
      ['kill -USR1 $$', 128 + constants.signals.SIGUSR1],
    ] as const) {
      await ask(
        t,
        program,
        peer,
        command,
        `(no output, exit code ${code})\n`,
        say`the answer to "${command}"`,
      )
    }
  },
)

check(
  'gives the command an input that is at its end',
  {
    holds: [2],
    help: say`A command that reads its input waits for its end. stdio: ['ignore', 'pipe', 'pipe'] gives it one that is at its end; so does child.stdin.end().`,
    byHand: asksByHand,
    after: answers,
  },
  async (t) => {
    const program = await t.startServer({ env: longTimeout })
    const peer = await t.connect(program)
    await ask(
      t,
      program,
      peer,
      'cat; echo read',
      'read\n',
      say`what comes after a command that reads its input`,
    )
  },
)

check(
  'sends back 3 MiB, and 1 MiB of stderr',
  {
    holds: [2],
    help: {
      default: say`Listen to both outputs from the beginning, and keep every chunk: Buffer.concat makes one of them.`,
      silent: say`Is stderr read while stdout still goes on? A pipe holds only so much: whoever reads one to its end before the other waits for a command that waits for it.`,
      'wrong-bytes': say`Is all of stdout there before stderr begins? exec keeps 1 MiB of each output, unless maxBuffer says more.`,
      'missing-bytes': say`What a chunk brings is a part of the output, and more follow. exec keeps 1 MiB of each output, unless maxBuffer says more.`,
    },
    byHand: [
      server,
      "(printf 'seq 500000 >&2; seq 500000'; sleep 5) | nc -N 127.0.0.1 8080 | wc -c     and see 6,777,790",
    ],
    after: answers,
  },
  async (t) => {
    const program = await t.startServer({ env: longTimeout })
    const peer = await t.connect(program)
    // Both have more than a pipe holds, and stderr comes first.
    const [few, many] = [listNumbers(165_000), listNumbers(460_000)]
    await ask(
      t,
      program,
      peer,
      `${countTo(165_000)} >&2; ${countTo(460_000)}`,
      many + few,
      say`3 MiB of stdout and then 1 MiB of stderr`,
    )
  },
)

const serves = check(
  'serves one command and one client after another',
  {
    holds: [2],
    help: {
      default: say`Each read is a command of its own, as long as the client stays. When it has left, the next client is served.`,
      'closed-early': say`The connection stays when the answer is out: more commands may come.`,
      'wrong-bytes': say`A shell of its own gets each command as it came. Nothing is taken from it but one line feed at its end: a blank may belong to a word.`,
      refused: say`Is anything in your server over when its first client has left?`,
    },
    byHand: [...asksByHand, 'nc 127.0.0.1 8080     and once more, when the first has left'],
    after: answers,
  },
  async (t) => {
    const program = await t.startServer({ env: longTimeout })
    const folder = await t.connect(program, 'first client')
    await ask(t, program, folder, 'cd /; pwd', '/\n', say`the answer to the first command`)
    await ask(t, program, folder, 'exit 5', '(no output, exit code 5)\n', say`the answer to "exit 5"`)
    await ask(
      t,
      program,
      folder,
      'echo still here',
      'still here\n',
      say`the answer to the command after "exit 5"`,
    )
    folder.end()
    // Whoever ends with a client has ended by then, and the next one is refused.
    await t.letReact(program)
    const ghost = await t.connect(program, 'second client')
    await ask(t, program, ghost, 'echo two', 'two\n', say`the answer to the second client`)
    ghost.reset()
    // As nc sends it.
    const netcat = await t.connect(program, 'third client')
    await ask(
      t,
      program,
      netcat,
      'echo three\n',
      'three\n',
      say`the answer to a command with a line feed at its end`,
    )
    await ask(
      t,
      program,
      netcat,
      '  echo four\\ ',
      'four \n',
      say`the answer to a command with blanks around it, the last of which belongs to its word`,
    )
  },
)

/** What a page in a browser makes it send: nobody asked whoever sits before it. */
function post(body: string, path = '/'): string {
  const lines = [
    `POST ${path} HTTP/1.1`,
    'Host: 127.0.0.1:8080',
    `Content-Length: ${body.length}`,
    'Content-Type: text/plain',
    'Origin: http://example.org',
  ]
  return `${lines.join('\r\n')}\r\n\r\n${body}`
}

check(
  'runs nothing of more than one line',
  {
    holds: [4],
    help: {
      default: say`Look at the whole of what one read brought before you run any of it: with a line feed inside, say why not and end the connection.`,
      unsafe: say`Refuse the whole of it, and forget what the same client sends afterwards: a browser sends the body of a POST apart. One line feed at the very end does not make a second line; one at the beginning does. The greatest length counts bytes, not characters.`,
      'never-closed': say`After the refusal: socket.end(). Whoever sends several lines is not a client of yours.`,
      'wrong-bytes': say`A line feed at the end does not count: take it away first, and measure then.`,
    },
    byHand: [server, "printf 'echo one\\necho two' | nc 127.0.0.1 8080"],
    after: serves,
  },
  async (t) => {
    await t.useOwnFolder()
    const program = await t.startServer({ env: longTimeout })
    let number = 0
    /** A file that is there when a command has run, and what runs it. */
    const choose = () => {
      const path = join(t.folder, `ran-${++number}`)
      return { path, command: `touch '${path}'` }
    }
    const [first, last, alone, behind] = [choose(), choose(), choose(), choose()]
    for (const { chunks, marks, what } of [
      {
        chunks: [`${first.command}\n${last.command}`],
        marks: [first, last],
        what: say`two commands in one read`,
      },
      {
        chunks: [`${alone.command}\necho two\n`],
        marks: [alone],
        what: say`two lines, each with its line feed`,
      },
      {
        chunks: [`\n${behind.command}`],
        marks: [behind],
        what: say`a line feed and then a command`,
      },
      ...listPosts(choose),
    ]) {
      await sendInTurn(t, program, chunks, { what, marks })
    }
    const next = await t.connect(program, 'next client')
    const longest = 'a'.repeat(mostCommandBytes - 'echo '.length)
    const long = `echo ${longest}`
    const due = `${longest}\n`
    await ask(t, program, next, long, due, say`the answer to a command of exactly 4,096 bytes`)
    const withLineFeed = say`the answer to a command of exactly 4,096 bytes and a line feed, which does not count`
    await ask(t, program, next, `${long}\n`, due, withLineFeed)
  },
)

interface Mark {
  readonly path: string
  readonly command: string
}

/** A page's POST, whole and cut where browsers cut it, and single lines that are too long. */
function listPosts(choose: () => Mark) {
  const [whole, apart, long, longer, wide] = [choose(), choose(), choose(), choose(), choose()]
  const [head = '', body = ''] = post(apart.command).split('\r\n\r\n')
  // Blanks would be changed in an address. A shell finds them elsewhere.
  const path = `/;${long.command.replaceAll(' ', '${IFS}')};${'a'.repeat(100_000)}`
  return [
    { chunks: [post(whole.command)], marks: [whole], what: say`a POST as a page in a browser sends it` },
    {
      chunks: [`${head}\r\n\r\n`, body],
      marks: [apart],
      what: say`a POST whose body came after its head`,
    },
    {
      chunks: [post('', path)],
      marks: [long],
      what: say`a request whose first line is longer than one read`,
    },
    {
      chunks: [`${longer.command} #`.padEnd(mostCommandBytes + 1, '.')],
      marks: [longer],
      what: say`a command of 4,097 bytes`,
    },
    {
      // A "ü" is one character and two bytes.
      chunks: [`${wide.command} #`.padEnd(mostCommandBytes / 2, '.').padEnd(mostCommandBytes, 'ü')],
      marks: [wide],
      what: say`a command of 4,096 characters, which are 6,144 bytes`,
    },
  ]
}

/** Sends each chunk when the one before has been dealt with, and judges that the client was refused and nothing ran. */
async function sendInTurn(
  t: CheckContext,
  program: Program,
  chunks: readonly string[],
  { what, marks }: { what: Words; marks: readonly Mark[] },
): Promise<void> {
  const peer = await t.connect(program)
  for (const chunk of chunks) {
    await peer.sendMore(chunk)
    await peer.untilRead()
    await t.untilAtRest(program)
  }
  await program.failIfCrashed()
  if (marks.some(({ path }) => existsSync(path))) {
    t.fail('unsafe', say`The client sent ${what}. Your server ran a command of it.`, { peer: peer.id })
  }
  const words = await readToTheGoodbye(t, program, peer)
  if (peer.goodbye === undefined) {
    await peer.expectEnd(say`after ${what}`)
  }
  // A reset may have overtaken the words where not all was read.
  if (words.toString().trim() === '' && peer.goodbye === 'end') {
    t.fail(
      'missing-bytes',
      say`The client sent ${what}. Your server ran nothing of it, and ended the connection without a word.`,
      { peer: peer.id },
    )
  }
  // A server may serve one client at a time. The next one has its turn when this one has left.
  peer.end()
}

/** What a limit that was reached leaves: the beginning of the output, and words. */
interface Told {
  readonly came: Buffer
  readonly words: string
}

/** Waits for an answer that begins with as much of `output` as its server likes, and goes on in words of its own. */
async function receiveTold(t: CheckContext, program: Program, peer: TcpPeer, output: Buffer): Promise<Told> {
  let seen = Buffer.alloc(0)
  const read = async () => {
    if (peer.unreadLength > 0)
      seen = Buffer.concat([seen, await peer.receiveBytes(peer.unreadLength, say`the answer`)])
    return split()
  }
  const split = (): Told => {
    let same = 0
    while (same < seen.length && same < output.length && seen[same] === output[same]) same++
    return { came: seen.subarray(0, same), words: seen.subarray(same).toString().trim() }
  }
  await t.becomesTrue(program, async () => (await read()).words !== '' || peer.goodbye !== undefined)
  await program.failIfCrashed()
  return await read()
}

check(
  'ends a command that takes too long, with its children',
  {
    holds: [5],
    help: {
      default: say`A timer of COMMAND_TIMEOUT_MS for each command. When it rings: kill the whole group, and answer with what has come and a sentence.`,
      silent: say`The time was over, and no answer came. Does your server wait for "close"? A child of the shell that still runs holds the pipes open.`,
      'missing-bytes': say`What the command had said by then belongs to the answer, and so does a sentence that says that it was ended. Without the sentence nobody can tell that something is missing.`,
    },
    byHand: [
      `COMMAND_TIMEOUT_MS=1000 ${server}`,
      'nc 127.0.0.1 8080     and type: echo begun; sleep 20; echo never',
      'ps -e | grep sleep',
    ],
    after: codes,
  },
  async (t) => {
    // A busy machine may need longer than the limit to start a shell. Then nothing had come, and more time is given.
    for (const [attempt, limitMs] of [500, 3_000, 9_000].entries()) {
      const program = await t.startServer({ env: { COMMAND_TIMEOUT_MS: String(limitMs) } })
      const peer = await t.connect(program)
      const sleep = chooseSleep()
      // The sleep is the child of a child: whoever looks for the shell's own children finds xargs alone.
      await peer.send(`echo begun; echo why >&2; echo ${sleep} | xargs sleep; echo never`)
      await t.staysQuiet(program, limitMs)
      const { came, words } = await receiveTold(t, program, peer, Buffer.from('begun\nwhy\n'))
      await expectGone(t, program, sleep, say`COMMAND_TIMEOUT_MS was ${limitMs}, and the time was over.`)
      if (came.length === 10 && words !== '' && !words.startsWith('never')) {
        await expectTalkerEnded(t, program, peer, limitMs)
        // A server may serve one client at a time, and be done with this one first.
        peer.end()
        await t.untilAtRest(program)
        await expectSilentEnded(t, program, limitMs)
        await expectEachTimedAnew(t)
        return
      }
      const hadNothing = words !== '' && !words.includes('begun')
      if (hadNothing && attempt < 2) continue
      failToTell(
        t,
        peer,
        { came, words },
        say`A command said "begun" and "why" and went on for longer than COMMAND_TIMEOUT_MS, ${limitMs}.`,
      )
    }
  },
)

/** So long a command that goes on talking pauses between two lines, in milliseconds. */
const pauseMs = 100

/** The limit holds for the next command of the same client as well, and for one that does not fall silent. */
async function expectTalkerEnded(
  t: CheckContext,
  program: Program,
  peer: TcpPeer,
  limitMs: number,
): Promise<void> {
  // Words about the end may have come in several pieces.
  await t.untilAtRest(program)
  await peer.receiveBytes(peer.unreadLength, say`the rest of the answer`)
  const sleep = chooseSleep()
  // Its pauses alone are far longer than the limit, however busy the machine is.
  const count = Math.ceil((4_000 + 2 * limitMs) / pauseMs)
  const talk = `i=0; while [ $i -lt ${count} ]; do echo more; sleep ${pauseMs / 1_000}; i=$((i+1)); done; echo never`
  await peer.send(`sleep ${sleep} | (${talk})`)
  await t.becomesTrue(program, () => peer.unreadLength > 0 || peer.goodbye !== undefined, limitMs)
  const { words } = await receiveTold(t, program, peer, Buffer.from('more\n'.repeat(count)))
  const why = say`The next command of the same client said "more" all the time, and went on for longer than COMMAND_TIMEOUT_MS, ${limitMs}.`
  const parts = {
    help: say`Set a timer when a command starts, for each command anew, and let nothing that it says put the end off.`,
    peer: peer.id,
  }
  const isLeft = words === '' && (!isKernelReadable || findCommands(sleep).length > 0)
  if (isLeft || words.startsWith('never')) t.fail('too-much', say`${why} Nobody ended it.`, parts)
  if (words === '') t.fail('silent', say`${why} It was ended, and no answer came.`, parts)
  await expectGone(t, program, sleep, why)
}

/** Where nothing had come, the answer is the sentence alone: a command that was killed has no exit code of its own. */
async function expectSilentEnded(t: CheckContext, program: Program, limitMs: number): Promise<void> {
  const peer = await t.connect(program, 'client whose command says nothing')
  const sleep = chooseSleep()
  // Both of its outputs are at their end long before it is.
  await peer.send(`exec >&- 2>&-; sleep ${sleep}; exit 3`)
  await t.becomesTrue(program, () => peer.unreadLength > 0 || peer.goodbye !== undefined, limitMs)
  await t.untilAtRest(program)
  const { words } = await receiveTold(t, program, peer, Buffer.alloc(0))
  const why = say`A command closed both of its outputs, said nothing, and went on for longer than COMMAND_TIMEOUT_MS, ${limitMs}.`
  if (words === '') {
    t.fail('silent', say`${why} No answer came.`, {
      help: say`Outputs that are at their end do not end a command, and the time goes on. Clear its timer when the shell has ended ("close"), and not before; and do not wait for more words when the timer rings.`,
      peer: peer.id,
    })
  }
  await expectGone(t, program, sleep, why)
  if (!words.includes('(no output')) return
  t.fail('wrong-bytes', say`${why} Your server answered ${quote(words)}, as if it had ended by itself.`, {
    help: say`Where a limit has ended a command, the sentence about that is the answer. The line with the exit code is for commands that have ended by themselves and said nothing.`,
    peer: peer.id,
  })
}

/**
 * Two commands, each of which takes less than the limit, and both together more: the timer of the first is over while
 * the second runs. A busy machine is given more time.
 */
async function expectEachTimedAnew(t: CheckContext): Promise<void> {
  const limits = [500, 3_000, 9_000]
  for (const limitMs of limits) {
    const isLast = limitMs === limits.at(-1)
    const program = await t.startServer({ env: { COMMAND_TIMEOUT_MS: String(limitMs) } })
    const peer = await t.connect(program, 'client with two commands')
    const begun = performance.now()
    await awaitAnswer(t, program, peer, `sleep ${0.0002 * limitMs}`, limitMs)
    const mayTellNothing = performance.now() - begun > 0.9 * limitMs
    const said = await awaitAnswer(t, program, peer, `sleep ${0.00085 * limitMs}; echo said`, limitMs)
    // Where the first took so long that its timer was over before the second began, nothing was tried.
    if (said === 'said\n' && (!mayTellNothing || isLast)) return
    if (!isLast) continue
    t.fail(
      'wrong-bytes',
      say`COMMAND_TIMEOUT_MS was ${limitMs}. A command took a fifth of that, and the next one of the same client less than nine tenths. Your server answered it with ${quote(said)}.`,
      {
        help: say`Each command has a timer of its own. When it has ended, clearTimeout: the timer of an earlier command may ring while the next one runs.`,
        peer: peer.id,
      },
    )
  }
}

/** Sends a command and waits until its answer has come, or its server has gone. */
async function awaitAnswer(
  t: CheckContext,
  program: Program,
  peer: TcpPeer,
  command: string,
  limitMs: number,
): Promise<string> {
  await peer.send(command)
  await t.becomesTrue(program, () => peer.unreadLength > 0 || peer.goodbye !== undefined, 2 * limitMs)
  // A connection that is over may be the end of its server.
  if (peer.goodbye !== undefined && (await t.becomesTrue(program, () => program.hasExited)))
    await program.closed
  await program.failIfCrashed()
  // It may come in several pieces.
  await t.untilAtRest(program)
  return (await peer.receiveBytes(peer.unreadLength, say`the answer`)).toString()
}

/** Says what was missing in an answer that a limit cut off. */
function failToTell(t: CheckContext, peer: TcpPeer, { came, words }: Told, why: Words): never {
  const parts = { peer: peer.id }
  if (came.length === 0 && words === '') t.fail('silent', say`${why} No answer came.`, parts)
  if (words === '') {
    t.fail(
      'missing-bytes',
      say`${why} Your server answered with what it had said, and not with a word about the end.`,
      parts,
    )
  }
  t.fail(
    'missing-bytes',
    say`${why} That was not where your server's answer begins: ${quote(came.toString() + words)}.`,
    parts,
  )
}

check(
  'ends a command that says too much',
  {
    holds: [5],
    help: {
      default: say`Count what both outputs bring. Above MAX_OUTPUT_BYTES kill the group, and answer with what has come and a sentence.`,
      'extra-bytes': say`Exactly MAX_OUTPUT_BYTES is not too much.`,
      'wrong-bytes': say`Each command is counted by itself: what an earlier one has said counts no more.`,
      'too-much': say`Nothing that a command says ends it by itself: kill its group when the limit is passed, and keep no more of what still comes.`,
    },
    byHand: [`MAX_OUTPUT_BYTES=1000 ${server}`, 'nc 127.0.0.1 8080     and type: seq 1000000'],
    after: codes,
  },
  async (t) => {
    const most = 100_000
    const program = await t.startServer({ env: { ...longTimeout, MAX_OUTPUT_BYTES: String(most) } })
    const exactly = await t.connect(program, 'client that asks for as much as may be')
    const head = `awk 'BEGIN { for (i = 0; i < 12500; i++) print "1234567" }'`
    await ask(
      t,
      program,
      exactly,
      head,
      '1234567\n'.repeat(most / 8),
      say`exactly MAX_OUTPUT_BYTES of output`,
    )
    await ask(
      t,
      program,
      exactly,
      head,
      '1234567\n'.repeat(most / 8),
      say`exactly MAX_OUTPUT_BYTES of output, for the second time`,
    )
    exactly.end()
    await t.untilAtRest(program)
    for (const stream of ['', ' >&2']) {
      const peer = await t.connect(program, 'client that asks for too much')
      const sleep = chooseSleep()
      // It would end by itself: nobody reads on when its server has gone, and there is an end to it as well.
      await peer.send(`(yes ${sleep} | head -c 20000000; sleep ${sleep})${stream}`)
      const line = Buffer.from(`${sleep}\n`)
      const told = await receiveTold(t, program, peer, Buffer.alloc(2 * most * 10, line))
      await expectGone(t, program, sleep, say`A command said more than MAX_OUTPUT_BYTES, ${most} bytes.`)
      if (told.came.length > 10 * most) {
        t.fail(
          'too-much',
          say`MAX_OUTPUT_BYTES was ${most}, and the answer had more than ${told.came.length} bytes.`,
          {
            peer: peer.id,
          },
        )
      }
      if (told.came.length === 0 || told.words === '')
        failToTell(t, peer, told, say`A command said more than MAX_OUTPUT_BYTES, ${most} bytes, and went on.`)
      peer.end()
      await t.untilAtRest(program)
    }
  },
)

check(
  'ends the command of a client that leaves, with its children',
  {
    holds: [6],
    help: {
      default: say`"end" and "close" of the socket tell that a client has left, also while its command runs: kill the group of that command then.`,
      'too-much': say`A loop over the chunks does not hear the end of the client while it awaits a command. Listeners for "end" and "close" do.`,
      'closed-early': say`Each client has its own command. Only that of the client that left may go.`,
    },
    byHand: [
      server,
      'nc 127.0.0.1 8080     and type: sleep 20; echo never, and then Ctrl-C',
      'ps -e | grep sleep',
    ],
    after: codes,
  },
  async (t) => {
    const program = await t.startServer({ env: longTimeout })
    for (const [goodbye, when] of [
      ['end', say`The client left.`],
      ['reset', say`The client broke off the connection.`],
    ] as const) {
      const sleep = chooseSleep()
      const leaver = await t.connect(program, 'client that leaves')
      await leaver.send(`sleep ${sleep}; echo never`)
      if (!(await untilItRuns(t, program, sleep)))
        t.fail('silent', say`The client sent a command that sleeps, and your server did not run it.`)
      leaver[goodbye]()
      await expectGone(t, program, sleep, when)
    }
    const sleep = chooseSleep()
    const stays = await t.connect(program, 'client that stays')
    await stays.send(`sleep ${sleep}; echo never`)
    const leaver = await t.connect(program, 'client that leaves')
    await untilItRuns(t, program, sleep)
    leaver.end()
    await t.untilAtRest(program)
    if (isKernelReadable && findCommands(sleep).length === 0)
      t.fail('closed-early', say`One client left, and the command of another one was ended.`, {
        peer: stays.id,
      })
    await expectOldestEnded(t, program, stays, sleep)
  },
)

/** Whoever came first leaves, while the command of one who came later runs, or waits for its turn. */
async function expectOldestEnded(
  t: CheckContext,
  program: Program,
  first: TcpPeer,
  sleep: string,
): Promise<void> {
  const laterSleep = chooseSleep()
  const later = await t.connect(program, 'client that came later')
  await later.send(`sleep ${laterSleep}; echo never`)
  await t.untilAtRest(program)
  const didRun = findCommands(laterSleep).some(isSleep)
  first.end()
  await expectGone(
    t,
    program,
    sleep,
    say`A client left while the command of another one, which had come later, ran.`,
    {
      help: say`Each client has a command of its own. Keep it beside that client's socket, and kill that one when this client leaves, not the newest.`,
    },
  )
  if (!didRun || findCommands(laterSleep).length > 0) return
  t.fail('closed-early', say`One client left, and the command of another one was ended.`, { peer: later.id })
}

check(
  'leaves no command behind when stopped',
  {
    holds: [7],
    help: {
      default: say`process.on('SIGINT', …) and process.on('SIGTERM', …): kill the group of every command that runs, close the server, and let go of the clients.`,
      'does-not-stop': say`A listener for a signal takes its effect away: the program ends when nothing is left to wait for. server.close(), and destroy the sockets. A timer that nobody needs any more is something to wait for as well: clearTimeout.`,
      'too-much': say`A group of its own does not hear Ctrl-C. Whoever started it has to end it: keep what runs, and kill each group when the signal comes.`,
    },
    byHand: [
      `${server}     and, when the command runs, Ctrl-C`,
      'nc 127.0.0.1 8080     and type: sleep 20; echo never',
      'ps -e | grep sleep',
    ],
    after: codes,
  },
  async (t) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const program = await t.startServer({ env: longTimeout, sparesChildren: true })
      // What one command has left behind in the server must not keep it.
      const first = await t.connect(program, 'first client')
      await ask(t, program, first, 'true', '(no output, exit code 0)\n', say`the answer to "true"`)
      const sleeps = [chooseSleep(), chooseSleep()]
      for (const [index, sleep] of sleeps.entries()) {
        const peer = await t.connect(program, say`client ${index + 1}`)
        await peer.send(`sleep ${sleep}; echo never`)
        // A server may have them wait for their turn. Then the second one is not run at all.
        if (index === 0) await untilItRuns(t, program, sleep)
        else await t.untilAtRest(program)
      }
      program.signal(signal)
      const hasEnded = await t.becomesTrue(program, () => program.hasExited)
      const when = hasEnded
        ? say`Your server ended at ${signal}.`
        : say`Your server got the signal ${signal}, and still runs.`
      for (const sleep of sleeps) await expectGone(t, program, sleep, when)
      if (!hasEnded) {
        t.fail(
          'does-not-stop',
          say`Your server got the signal ${signal}, ended its commands, and was still running.`,
        )
      }
    }
  },
)

/** Starts a client, takes its connection, and lets it come to the point where it waits for a line. */
async function meet(t: CheckContext, options?: { terminal: boolean }) {
  const listener = await t.listen()
  const program = t.startClient(listener.port, options)
  const peer = await listener.accept(program)
  await t.letReact(program)
  return { program, peer }
}

/** Waits for the goodbye of the client, says ours, and waits for its end. */
async function sayGoodbye(program: Program, peer: TcpPeer, when: Words): Promise<void> {
  await peer.expectEnd(when)
  // Whether it waits for the other side's end is its own business, so that comes too.
  peer.end()
  await program.expectExit(0, when)
}

const sends = check(
  'client: sends trimmed lines, nothing for a blank one',
  {
    holds: [8],
    help: {
      default: say`As in lesson 4: trim the line, send what is left without a line feed, and send nothing where nothing is left.`,
      'extra-bytes': say`The next line goes out after the first bytes of the answer. Until then it is kept.`,
      'wrong-bytes': say`What stdin brings at once may be a part of a line, or many lines. readline puts lines together, and characters as well.`,
      silent: say`One byte of an answer has come, and the next line is due. Where the answer ends nobody can tell, so your client cannot wait for that.`,
      'closed-early': say`"exit" is a command like any other here. Only "q" and the end of the input are goodbyes.`,
    },
    byHand: [answeredByHand, `printf '  echo  one \\n\\nexit\\n' | ${client}`],
  },
  async (t) => {
    const listener = await t.listen()
    const program = t.startClient(listener.port)
    const typed = Buffer.from('  echo  one\t\n\n   \nexit\r\nq now\n grün\n')
    // A pipe is a byte stream like a socket: what it brings at once may end inside a line, and inside a character.
    const inCharacter = typed.indexOf(0xc3) + 1
    program.type(typed.subarray(0, inCharacter))
    const peer = await listener.accept(program)
    await t.untilAtRest(program)
    program.type(typed.subarray(inCharacter))
    for (const line of ['echo  one', 'exit', 'q now', 'grün']) {
      await peer.receive(line, say`the line "${line}"`)
      // What it would send by itself, without an answer, it has sent when it is at rest.
      await t.untilAtRest(program)
      // One byte is an answer already.
      await peer.send('a')
    }
  },
)

check(
  'client: prints all of a long answer',
  {
    holds: [8],
    help: {
      default: say`Print every chunk when it comes, as long as the connection lasts, whether a line is due or not.`,
      'wrong-output': say`A listener for "data" that prints with process.stdout.write prints all that comes, byte for byte. What only waits for one chunk prints one chunk; console.log adds a line feed.`,
    },
    byHand: [answeredByHand, `${client}     and type a line; then answer in several lines`],
    after: sends,
  },
  async (t) => {
    const { program, peer } = await meet(t)
    program.typeLine('first')
    await peer.receive('first', say`the line "first"`)
    const answer = Buffer.from(`begun gr`)
    await peer.send(Buffer.concat([answer, Buffer.from([0xc3])]))
    await t.untilAtRest(program)
    const numbers = listNumbers(30_000)
    await peer.send(Buffer.concat([Buffer.from([0xbc]), Buffer.from(`n\n${numbers}`)]))
    const next = await program.expectOutput(
      `begun grün\n`,
      say`the beginning of the answer, whose character was cut`,
    )
    const rest = await program.expectOutput(numbers, say`all of the answer, 170 KB`, next)
    // What comes late is printed without a line being typed.
    await t.untilAtRest(program)
    await peer.send('late words\n')
    await program.expectOutput('late words\n', say`what came late`, rest)
    await expectOneLineForEachAnswer(t, program, peer)
  },
)

/** An answer of several chunks has come. It lets one line out, and the one behind that waits for an answer of its own. */
async function expectOneLineForEachAnswer(t: CheckContext, program: Program, peer: TcpPeer): Promise<void> {
  await t.untilAtRest(program)
  program.type('second\nthird\n')
  await peer.receiveBytes('second'.length, say`the line "second"`)
  await t.untilAtRest(program)
  if (peer.unreadLength > 0) {
    const came = await peer.receiveBytes(peer.unreadLength, say`what came behind "second"`)
    t.fail(
      'extra-bytes',
      say`An answer had come in four pieces. Then "second" and "third" were typed at once, and behind "second" your client sent ${quote(came)}, before anything of its answer had come.`,
      {
        help: say`What came before a line was sent is not an answer to it. Wait for the first chunk that comes after it: once(socket, 'data').`,
        peer: peer.id,
      },
    )
  }
  await peer.send('answer\n')
  await peer.receive('third', say`the line "third", after the answer to "second"`)
}

check(
  'client: "q" ends with FIN and exit code 0',
  {
    holds: [9],
    help: {
      default: say`Compare the trimmed line with "q" before you send it. Then, as at the end of the input: socket.end(), and close the readline interface.`,
      'wrong-exit': say`Exit code 13 means that a promise was awaited that nothing can settle any more.`,
      'extra-bytes': say`The quit word is not for the server, nor is what was typed after it.`,
    },
    byHand: [answeredByHand, `printf 'echo one\\nq\\nmore\\n' | ${client}; echo "exit code $?"`],
    after: sends,
  },
  async (t) => {
    for (const [typed, when] of [
      ['echo one\n q \nmore\n', say`after "q" was typed`],
      ['echo one\n', say`after the end of its input`],
    ] as const) {
      const listener = await t.listen()
      const program = t.startClient(listener.port)
      program.type(typed)
      program.endInput()
      const peer = await listener.accept(program)
      await peer.receive('echo one', say`the line "echo one"`)
      // Whoever leaves without the answer has left by now.
      await t.untilAtRest(program)
      if (peer.goodbye !== undefined) {
        t.fail(
          'closed-early',
          say`Your client ended the connection before the answer had come. To the server of this lesson that means that nobody waits for the command any more.`,
          { peer: peer.id },
        )
      }
      await peer.send('one\n')
      await program.expectOutput('one\n', say`the answer`)
      await sayGoodbye(program, peer, when)
    }
  },
)

check(
  'client: says so and exits 1 when the server leaves',
  {
    holds: [10],
    help: {
      default: say`The end of the server is the event "end" of the socket, a reset the event "error". Say so on stderr, close the readline interface, and set process.exitCode = 1.`,
      'does-not-stop': say`Your client waits for a line, or for an answer, and hears nothing else. Listen for the end of the server all the time.`,
      'wrong-exit': say`Where the server ends the conversation, the exit code is 1: process.exitCode = 1. That is so as well when the input is over, or a "q" has been typed and its turn has not come.`,
    },
    byHand: ['nc -l 127.0.0.1 8080     and Ctrl-C when it is connected', client],
    after: sends,
  },
  async (t) => {
    for (const [goodbye, isDue, when] of [
      ['end', false, say`after the server had ended the connection`],
      ['end', true, say`after the server had ended the connection without an answer`],
      ['reset', false, say`after the server had reset the connection`],
      ['reset', true, say`after the server had reset the connection without an answer`],
    ] as const) {
      const { program, peer } = await meet(t)
      if (isDue) {
        // Behind the second command a goodbye waits for its turn, which does not come.
        program.type(goodbye === 'reset' ? 'sleep 5\nq\n' : 'sleep 5\n')
        await peer.receive('sleep 5', say`the line "sleep 5"`)
        await t.letReact(program)
      }
      const mark = program.printedLength
      peer[goodbye]()
      await program.expectExit(1, when)
      if (program.printedSince(mark).replaceAll(prompt, '').trim() !== '') continue
      t.fail('wrong-output', say`Your client printed no words of its own ${when}.`)
    }
    // Whoever has nothing more to say waits for an answer all the same.
    const last = await meet(t)
    last.program.typeLine('sleep 5')
    last.program.endInput()
    await last.peer.receive('sleep 5', say`the line "sleep 5"`)
    await t.letReact(last.program)
    last.peer.end()
    await last.program.expectExit(
      1,
      say`after the server had ended the connection without an answer to the last line of the input`,
    )
  },
)

check(
  'client: on a terminal asks with ">>>:", and ends at "q" without another key',
  {
    holds: [8, 9],
    help: say`Write the prompt when you are ready for a line: at the beginning, after the first bytes of an answer, and after a blank line. After "q" close the readline interface: whoever listens to the keyboard keeps the program alive.`,
    byHand: [answeredByHand, client],
    after: sends,
  },
  async (t) => {
    const { program, peer } = await meet(t, { terminal: true })
    let next = await program.expectOutput(prompt, say`its prompt`)
    program.typeLine('')
    next = await program.expectOutput(prompt, say`its prompt again, after a blank line`, next)
    program.typeLine('echo one')
    await peer.receive('echo one', say`the line "echo one"`)
    next = await program.expectOutput('echo one', say`what was typed, which the terminal shows`, next)
    await peer.send('one\n')
    // The prompt may come before or after what is printed.
    await program.expectOutput('one\n', say`the answer`, next)
    next = await program.expectOutput(prompt, say`its prompt again, after the answer`, next)
    await t.letReact(program)
    program.typeLine('q')
    await sayGoodbye(program, peer, say`after "q" was typed`)
  },
)

connectsWhereTold({ holds: [10], after: sends, defaultPort })

check(
  'client: nobody listening gives one clear line and exit code 1',
  {
    holds: [10],
    help: {
      default: say`A refused connection is the event "error". Print error.message on stderr and set process.exitCode = 1.`,
      'does-not-stop': say`The connection was refused, and the client still waits for a line. Close the readline interface.`,
    },
    byHand: [`${client}; echo "exit code $?"`],
    after: sends,
  },
  async (t) => {
    const program = t.startClient(await t.findFreePort())
    await program.expectComplaint(say`nobody was listening`)
  },
)
