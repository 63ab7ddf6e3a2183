// starter fails "probe: open, with both addresses" at wrong-output: printed "not yet\n"
import {
  check,
  type CheckContext,
  connectsWhereTold,
  createLongPattern,
  createPattern,
  createSparseBytes,
  everyByte,
  isKernelReadable,
  type LongBytes,
  type Program,
  quote,
  say,
  type TcpPeer,
  type Words,
} from '#checker'

const probe = 'npx tsx {subject}/probe.ts'
const sender = 'npx tsx {subject}/sender.ts'
const netcat = 'nc -N -l 127.0.0.1 9909 > received.bin'
const noAnswer = 'npx tsx {subject}/given/no-answer.ts'

const aMinute = ['--timeout', '60000']
/** So long that no right probe has to hurry, and so short that a check can wait until it is over. */
const threeSeconds = ['--timeout', '3000']
/** The program may rightly wait two seconds, and a busy machine makes no right program wrong. */
const patienceMs = 7_000

function startProbe(t: CheckContext, host: string, port: number, options: readonly string[] = []): Program {
  const args = [host, String(port), ...options]
  // HOST and PORT say nothing here: where it goes stands in its arguments.
  return t.startProgram({ role: say`probe`, file: 'probe.ts', port, args, env: { PORT: undefined } })
}

const ourReader = nameReader(say`reader`)

function nameReader(role: Words) {
  return { column: say`our ${role}`, within: say`our ${role}`, atStart: say`Our ${role}` }
}

function startSender(t: CheckContext, port: number, file: string): Program {
  return t.startProgram({ role: say`sender`, file: 'sender.ts', port, args: [file] })
}

/** Judges how a probe ended, and that a word of its result stands in what it printed. */
async function expectResult(
  t: CheckContext,
  program: Program,
  { code, word, when }: { code: number; word: string; when: Words },
): Promise<void> {
  await t.becomesTrue(program, () => program.hasExited, patienceMs)
  await program.expectExit(code, say`after ${when}`)
  program.expectNoStackTrace(when)
  const printed = program.printedSince(0)
  if (new RegExp(`\\b${word}\\b`).test(printed)) return
  const said = printed.trim() === '' ? say`nothing` : quote(printed)
  t.fail('wrong-output', say`Your probe printed ${said} after ${when}. A line with ${quote(word)} was due.`)
}

const opens = check(
  'probe: open, with both addresses',
  {
    holds: [1],
    help: {
      default: say`When "connect" comes, the socket knows both of its ends: localAddress, localPort, remoteAddress, remotePort. Read them before you destroy it.`,
      silent: say`Where it is to go stands in its arguments: process.argv[2] is HOST, process.argv[3] is PORT.`,
      'exited-early': say`Where it is to go stands in its arguments: process.argv[2] is HOST, process.argv[3] is PORT.`,
      'wrong-exit': say`It was connected, so it is open and the exit code is 0. What becomes of the connection after that, a reset for example, does not make it another answer.`,
      'never-closed': say`Once the answer is there, the connection is no longer needed: socket.destroy(), or socket.end().`,
      'does-not-stop': say`What is left? A timer that nobody has stopped keeps a program alive.`,
    },
    byHand: ['nc -k -l 127.0.0.1 9909', `${probe} 127.0.0.1 9909 --timeout 60000; echo "exit code $?"`],
  },
  async (t) => {
    // The second address is loopback too; where a system does not have it, the first has to do.
    for (const { host, options, goodbye } of [
      { host: '127.0.0.1', options: aMinute, goodbye: 'end' },
      { host: '127.0.0.2', options: aMinute, goodbye: 'reset' },
      { host: '127.0.0.1', options: threeSeconds, goodbye: 'late end' },
    ] as const) {
      const listener = await t.listen({ host }).catch(() => undefined)
      if (!listener) continue
      const program = startProbe(t, host, listener.port, options)
      const peer = await listener.accept(program)
      // Where the probe has reset its connection at once, the system no longer knows its port.
      const near = peer.programsEnd
      const findNear = () => near ?? /127\.0\.0\.1:\d+/.exec(program.stdout)?.[0] ?? '127.0.0.1:PORT'
      const findLine = () => `tcp ${findNear()} -> ${host}:${listener.port} open`
      const hasLine = () => program.stdout.split('\n').some((printed) => printed.trim() === findLine())
      // It may print its line before it closes the connection, or when that is done.
      if (!(await t.becomesTrue(program, () => program.hasExited || peer.goodbye !== undefined)))
        t.fail(
          'never-closed',
          say`Your probe was connected, and it did not close the connection. It knew the answer by then.`,
        )
      // Whether it waits for our end is its own business, so that comes too: as a reset, or when its time is over. It is open all the same.
      if (goodbye === 'late end') await t.untilAtRest(program)
      if (goodbye === 'reset') peer.reset()
      else peer.end()
      if (!hasLine()) await t.becomesTrue(program, () => hasLine() || program.hasExited)
      if (program.hasExited) await program.closed
      await program.failIfCrashed()
      if (!hasLine()) {
        const said = program.stdout.trim() === '' ? say`nothing` : quote(program.stdout)
        t.fail(
          'wrong-output',
          say`Your probe was connected and printed ${said} on stdout. The line should be ${quote(findLine())}.`,
        )
      }
      await program.expectExit(0, say`after it had connected`)
      failIfAnsweredTwice(t, program, findLine())
    }
  },
)

/** Its line is there, and so is its exit code. Nothing that happened later is another answer. */
function failIfAnsweredTwice(t: CheckContext, program: Program, line: string): void {
  const second = /\b(?:refused|timed out|unreachable)\b/.exec(program.printedSince(0))
  if (!second) return
  t.fail(
    'wrong-output',
    say`Your probe was connected and printed ${quote(line)}, and ${quote(second[0])} as well. There is one answer, and that was the first.`,
    {
      help: say`Whichever event comes first decides. When "connect" has come, an "error" or a "timeout" that follows is no answer any more: print nothing for it.`,
    },
  )
}

check(
  'probe: refused',
  {
    holds: [2],
    help: {
      default: say`A refused connection is the event "error" with the code ECONNREFUSED. Print a line with "refused" and set process.exitCode = 1.`,
      'does-not-stop': say`The answer is there. What still waits: a timer that nobody has stopped?`,
    },
    byHand: [`${probe} 127.0.0.1 9913 --timeout 60000; echo "exit code $?"`],
    after: opens,
  },
  async (t) => {
    const program = startProbe(t, '127.0.0.1', await t.findFreePort(), aMinute)
    await expectResult(t, program, {
      code: 1,
      word: 'refused',
      when: say`it was refused, because nobody was listening`,
    })
  },
)

check(
  'probe: gives up when its time is over',
  {
    holds: [3],
    help: {
      default: say`--timeout is in milliseconds, 2000 where it is missing. When they are over and neither "connect" nor "error" has come: a line with "timed out", exit code 2.`,
      'does-not-stop': say`The event "timeout" only tells that the time is over, and the system goes on trying to connect. socket.destroy() ends that.`,
      'exited-early': say`It had been given more time than that. How long it waits stands after --timeout.`,
    },
    byHand: [noAnswer, `${probe} 127.0.0.1 9909 --timeout 300; echo "exit code $?"     and the same again`],
    after: opens,
  },
  async (t) => {
    const full = await t.listenWithFullQueue()
    if (!full) return
    const hurried = startProbe(t, full.host, full.port, ['--timeout', '300'])
    await expectResult(t, hurried, {
      code: 2,
      word: 'timed out',
      when: say`its 300 ms were over and no answer had come`,
    })
    const patient = startProbe(t, full.host, full.port, aMinute)
    await t.untilAtRest(patient)
    if (patient.hasExited) {
      await patient.failIfCrashed()
      t.fail(
        'exited-early',
        say`Your probe had a minute, no answer had come, and it ended without waiting for the rest of it.`,
      )
    }
    const usual = startProbe(t, full.host, full.port)
    await expectResult(t, usual, {
      code: 2,
      word: 'timed out',
      when: say`no answer had come, and it had been given no --timeout`,
    })
  },
)

check(
  'probe: unreachable',
  {
    holds: [4],
    help: say`Of all that can fail, only ECONNREFUSED is a refusal. Every other error of the socket is a line with "unreachable", exit code 3: write an else, and no list of codes.`,
    byHand: [`${probe} 255.255.255.255 9913; echo "exit code $?"`],
    after: opens,
  },
  async (t) => {
    // Linux refuses to connect there by itself and sends nothing; what another system does is not known.
    if (process.platform !== 'linux') return
    const program = startProbe(t, '255.255.255.255', await t.findFreePort(), aMinute)
    await expectResult(t, program, {
      code: 3,
      word: 'unreachable',
      when: say`the system had said that there is no way to that address`,
    })
  },
)

/** Each byte there is, so that whoever reads text changes some, and enough for many pieces; no line feed at the end. */
const letter = Buffer.concat([everyByte, createPattern(1024 * 1024), Buffer.from('grüße')])

const sends = check(
  'sender: sends a file byte for byte, then FIN',
  {
    holds: [5],
    help: {
      default: say`createReadStream(name) brings the file in pieces, as bytes. Write each piece to the socket, and end it after the last.`,
      'wrong-bytes': say`What is in the file goes out as it is: bytes, not text and not lines. With an encoding, bytes that are not text are lost.`,
      'closed-early': say`end() says FIN after all that was written. destroy() throws away what has not gone out yet. Where nothing was sent: FILE is a path and no URL, so # and % in it are letters like all others.`,
      'never-closed': say`After the last piece: socket.end(). An empty file has no piece, and its end comes all the same.`,
      'does-not-stop': say`Both sides have ended. What does your sender still wait for?`,
    },
    byHand: [netcat, `${sender} package-lock.json && cmp package-lock.json received.bin`],
  },
  async (t) => {
    for (const [name, bytes] of [
      // To a program that makes a URL of it this is another name.
      ['letter #1, 50% of it.bin', letter],
      ['empty.bin', Buffer.alloc(0)],
    ] as const) {
      const listener = await t.listen()
      const program = startSender(t, listener.port, await t.placeFile(name, bytes))
      const peer = await listener.accept(program, ourReader)
      const what = bytes.length === 0 ? say`the empty file` : say`the file`
      await peer.receive(bytes, what)
      await peer.expectEnd(say`after the last byte of ${what}`)
      peer.end()
      await program.expectExit(0, say`after it had sent ${what}`)
    }
  },
)

connectsWhereTold({
  who: 'sender',
  client: { role: say`sender`, file: 'sender.ts', args: ['/dev/null'] },
  defaultPort: 9909,
  holds: [5],
  after: sends,
})

/** Why the connection was made at all and what was sent on it does not matter: its end is heard, and answered or not. */
async function hearItsEnd(
  t: CheckContext,
  program: Program,
  listener: Awaited<ReturnType<CheckContext['listen']>>,
  answersIt: boolean,
) {
  await t.becomesTrue(program, () => program.hasExited || listener.waiting > 0)
  if (listener.waiting === 0) return
  const peer = await listener.accept(program, ourReader)
  await t.becomesTrue(program, () => program.hasExited || peer.goodbye !== undefined)
  if (peer.goodbye !== undefined && answersIt) peer.end()
}

check(
  'sender: a file that is not there gives one line and exit code 1',
  {
    holds: [7],
    help: {
      default: say`A file that cannot be opened is an "error" of the stream that reads it, or a rejected promise: one line on stderr, and process.exitCode = 1.`,
      'does-not-stop': say`Nothing will be sent any more, so there is nobody to wait for: destroy the socket. And open the file at once, not when "connect" has come: that may take long.`,
    },
    byHand: [
      `node -e "require('net').createServer({ allowHalfOpen: true }, (s) => s.resume()).listen(9909, '127.0.0.1')"`,
      `${sender} no-such-file; echo "exit code $?"`,
    ],
    after: sends,
  },
  async (t) => {
    const listener = await t.listen()
    const first = startSender(t, listener.port, 'no-such-file')
    await hearItsEnd(t, first, listener, true)
    await first.expectComplaint(say`there was no such file`)
    // Whoever waits for the end of a connection waits here as well: it has not even begun.
    const full = await t.listenWithFullQueue()
    const second = startSender(t, full?.port ?? listener.port, 'no-such-file')
    if (!full) await hearItsEnd(t, second, listener, false)
    await second.expectComplaint(
      full
        ? say`there was no such file, and our reader had not accepted the connection yet`
        : say`there was no such file, and our reader had not ended its own side`,
    )
  },
)

check(
  'sender: nobody listening gives one line and exit code 1',
  {
    holds: [7],
    help: say`A refused connection is the "error" of the socket: one line on stderr, and process.exitCode = 1. Nobody reads the file then any more.`,
    byHand: [`${sender} package-lock.json; echo "exit code $?"`],
    after: sends,
  },
  async (t) => {
    const file = await t.placeFile('letter.bin', letter)
    const program = startSender(t, await t.findFreePort(), file)
    await program.expectComplaint(say`nobody was listening`)
  },
)

const mebibyte = 1024 * 1024
/** No two places in it are alike. It and the long one are more than two systems take from a sender: 4 to 7 MiB on Linux as it comes. */
const shortFile = createLongPattern(16 * mebibyte)
const longFile = createSparseBytes(64 * mebibyte)
const mostGrowth = 32 * mebibyte

/** Has a sender send a file to a reader that takes nothing, and waits until it does nothing more. */
async function sendToStandstill(t: CheckContext, file: LongBytes, reader = ourReader) {
  const listener = await t.listen()
  const name =
    file === longFile
      ? await t.placeSparseFile('large.bin', longFile)
      : await t.placeFile('long.bin', file.slice(0, file.length))
  const program = startSender(t, listener.port, name)
  const peer = await listener.accept(program, reader)
  peer.stopReading()
  await t.untilAtRest(program)
  await failIfGivenUp(t, program, file)
  return { program, peer }
}

/** Fails if a sender has ended while its reader stood still, or had not accepted its connection. */
async function failIfGivenUp(t: CheckContext, program: Program, file: LongBytes): Promise<void> {
  if (!program.hasExited) return
  await program.failIfCrashed()
  t.fail(
    'exited-early',
    say`Our reader stood still, and your sender ended. Most of the file of ${toMebibytes(file.length)} MiB was still to be sent.`,
    { happening: program.exitHappening },
  )
}

function toMebibytes(bytes: number): number {
  return Math.round(bytes / mebibyte)
}

check(
  'sender: waits for a reader that stands still',
  {
    holds: [6],
    help: {
      default: say`When write returns false, your piece is taken: do not write it again. Read the next one when "drain" comes, and then go on to the end of the file.`,
      'too-much': say`What the system does not take stays in your program. When write returns false, wait for "drain" before you read on in the file. And read it in pieces: readFile takes it whole.`,
      'wrong-bytes': say`write keeps the piece itself, and makes no copy of it, until the system has taken it. Do not read into the same buffer again before that: take a new one for each piece, or wait for the callback of write.`,
      'exited-early': say`A reader may stand still for as long as it likes. Whoever waits for it sets no timer here.`,
    },
    byHand: [
      'npx tsx {subject}/given/still-reader.ts',
      `truncate -s 64M large.bin; ${sender} large.bin`,
      'ps -o rss,args -C node     and then Enter in the first terminal',
    ],
    after: sends,
  },
  async (t) => {
    const short = await sendToStandstill(t, shortFile, nameReader(say`first reader`))
    const withShort = await t.readMemoryAtRest(short.program)
    await failIfGivenUp(t, short.program, shortFile)
    const { program, peer } = await sendToStandstill(t, longFile, nameReader(say`second reader`))
    const withLong = await t.readMemoryAtRest(program)
    await failIfGivenUp(t, program, longFile)
    const growth = withLong - withShort
    if (isKernelReadable && growth >= mostGrowth) {
      t.fail(
        'too-much',
        say`Our reader stood still, and your sender went on all the same: it had ${toMebibytes(withShort)} MiB of memory with a file of 16 MiB, and ${toMebibytes(withLong)} MiB with a file of 64 MiB. It grew by ${toMebibytes(growth)} MiB with what nobody had taken yet.`,
      )
    }
    await readToTheEnd(program, peer, longFile, say`the file of 64 MiB`)
    await readToTheEnd(short.program, short.peer, shortFile, say`the file of 16 MiB`)
    await keepUntilConnected(t)
  },
)

/**
 * A file is read and written before there is a connection. Whoever destroys the socket then has sent nothing of it, and
 * whoever does not ask what write says has all of it in memory.
 */
async function keepUntilConnected(t: CheckContext): Promise<void> {
  const full = await t.listenWithFullQueue()
  if (!full) return
  const short = startSender(t, full.port, await t.placeFile('short.txt', 'a short file'))
  const withShort = await t.readMemoryAtRest(short)
  if (short.hasExited) {
    await short.failIfCrashed()
    t.fail(
      'exited-early',
      say`Our reader had not accepted the connection yet, and your sender ended with exit code ${short.exit?.code ?? 0}. Of its short file nothing had been sent.`,
      {
        happening: short.exitHappening,
        help: say`end() says FIN when all is sent that was written, and waits for the connection too. destroy() throws away what has not gone out yet.`,
      },
    )
  }
  const long = startSender(t, full.port, await t.placeSparseFile('large.bin', longFile))
  const withLong = await t.readMemoryAtRest(long)
  await failIfGivenUp(t, long, longFile)
  if (withLong - withShort < mostGrowth) return
  t.fail(
    'too-much',
    say`Our reader had not accepted the connection yet, and your sender read on all the same: it had ${toMebibytes(withShort)} MiB of memory with a short file, and ${toMebibytes(withLong)} MiB with a file of 64 MiB.`,
    {
      help: say`write may be called before there is a connection. It keeps your piece until then, and tells by false that you should read no further.`,
    },
  )
}

/** Has the reader go on. What the sender kept meanwhile must not have changed. */
async function readToTheEnd(program: Program, peer: TcpPeer, file: LongBytes, what: Words): Promise<void> {
  await peer.receiveLong(file, what)
  await peer.expectEnd(say`after the last byte of the file`)
  peer.end()
  await program.expectExit(0, say`after it had sent the file to a reader that had stood still`)
}

check(
  'sender: a reader that resets gives one line and exit code 1',
  {
    holds: [7],
    help: {
      default: say`A reset is the "error" of the socket: one line on stderr, and process.exitCode = 1. Nobody takes the rest of the file.`,
      'wrong-exit': say`Not all of the file was sent, and exit code 1 says so. (Exit code 13 means that a promise was awaited that nothing can settle any more: after a reset no "drain" comes.)`,
      'does-not-stop': say`After a reset no "drain" comes any more. What still waits, or still holds the file open?`,
    },
    byHand: [
      `node -e "require('net').createServer({ pauseOnConnect: true }, (s) => setTimeout(() => s.resetAndDestroy(), 2000)).listen(9909, '127.0.0.1')"`,
      `truncate -s 64M large.bin; ${sender} large.bin; echo "exit code $?"`,
    ],
    after: sends,
  },
  async (t) => {
    const { program, peer } = await sendToStandstill(t, shortFile)
    peer.reset()
    await program.expectComplaint(say`its reader had reset the connection`)
  },
)
