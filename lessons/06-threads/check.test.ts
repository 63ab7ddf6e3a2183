// starter fails "answers a second client while the first stays connected" at blocks-others: stayed connected
import {
  check,
  type CheckContext,
  CheckFailure,
  countBytes,
  createPattern,
  ghost,
  halfCloser,
  isKernelReadable,
  listensOnLoopbackOnly,
  listensWhereTold,
  type Program,
  quote,
  readDescendants,
  readProcessFacts,
  say,
  silent,
  type TcpPeer,
  tellsTakenPort,
  toUpperCaseAscii,
} from '#checker'

/** An invisible character that some editors put before a text. It belongs to the text. */
const byteOrderMark = '\ufeff'

/** One question and its answer; client and connection stay. */
async function ask(t: CheckContext, server: Program, client: TcpPeer, text: string): Promise<void> {
  await client.send(text)
  const answer = toUpperCaseAscii(text)
  try {
    await client.receive(answer, say`the answer to ${quote(text)}`)
  } catch (error) {
    if (error instanceof CheckFailure) explain(t, server, answer.toString(), error)
    throw error
  }
}

/** Says more about an answer that went astray, where it was seen what became of it. */
function explain(
  t: CheckContext,
  server: Program,
  answer: string,
  { stage, happened, parts }: CheckFailure,
): void {
  if (stage === 'silent' && server.stdout.includes(answer))
    t.fail(stage, say`${happened} It printed ${quote(answer)} on its own stdout.`, {
      help: say`The answer appeared in the terminal of your server. Post it to the main thread, or start the worker with { stdout: true } and lay worker.stdout on the socket.`,
    })
  const came = Buffer.from(parts.bytes?.actual ?? '', 'base64').toString()
  if (stage === 'extra-bytes' && came.endsWith(`${answer}\n`))
    t.fail(stage, happened, {
      ...parts,
      help: say`Behind the answer came a line feed. console.log adds one, and in a worker with { stdout: true } it writes to the client. process.stdout.write, postMessage and socket.write add nothing.`,
    })
  if (stage === 'wrong-bytes' && answer.startsWith(byteOrderMark) && !came.startsWith(byteOrderMark))
    t.fail(stage, happened, {
      ...parts,
      help: say`The first character was U+FEFF, the byte order mark, and it is gone. A TextDecoder drops it unless it was made with { ignoreBOM: true }. setEncoding("utf8") and a StringDecoder keep it.`,
    })
}

async function connectAndAsk(t: CheckContext, server: Program, name: string, text: string): Promise<TcpPeer> {
  const client = await t.connect(server, name)
  await ask(t, server, client, text)
  return client
}

listensOnLoopbackOnly({ holds: [1] })

const answers = check(
  'answers one client, in upper case',
  {
    holds: [2],
    help: {
      default: say`Send back what answer() gives for what the client has said, and nothing else.`,
      silent: say`The worker does the answering. Does the text of the client get to it, and its answer back to the socket?`,
      'wrong-bytes': say`Give answer() the text as it came, with its blanks and line feeds, and send what it gives as it is.`,
    },
    byHand: ['npx tsx {subject}/server.ts', 'nc 127.0.0.1 8889'],
  },
  async (t) => {
    const server = await t.startServer()
    const client = await connectAndAsk(t, server, 'client', 'one')
    await ask(t, server, client, 'zwei grüße')
    await ask(t, server, client, '  three \r\n')
  },
)

const answersSecond = check(
  'answers a second client while the first stays connected',
  {
    holds: [3],
    help: say`Start a worker for each connection as it comes. A loop that awaits one conversation takes the next client only after it.`,
    byHand: [
      'npx tsx {subject}/server.ts',
      'nc 127.0.0.1 8889     and, while it is there, the same in a third terminal',
    ],
    after: answers,
  },
  async (t) => {
    const server = await t.startServer()
    const first = await connectAndAsk(t, server, 'first client', 'one')
    const second = await t.connect(server, 'second client')
    await second.send('two')
    if (!(await t.becomesTrue(server, () => !second.hasHeardNothing || server.hasExited))) {
      t.fail(
        'blocks-others',
        say`The first client was answered and stayed connected. The second client sent "two", and while the first was there your server sent it nothing.`,
      )
    }
    await second.receive('TWO', say`the answer to "two"`)
    await ask(t, server, first, 'three')
  },
)

check(
  'answers one client while it computes for another',
  {
    holds: [2, 3],
    help: {
      default: say`Call answer() in the worker, never in the main thread, and let each client have a worker of its own. What begins with "slow" and a number is slow, whatever stands behind it: a line feed, or more words.`,
      'wrong-bytes': say`What answer() in given/work.ts gives is the answer, and on "slow 60000" it computes for a minute first.`,
      'closed-early': say`An answer may take as long as it takes. Which timer ends a connection whose client is still waiting?`,
    },
    byHand: [
      'npx tsx {subject}/server.ts',
      'echo slow 5000 | nc 127.0.0.1 8889     and at once, in a third terminal: nc 127.0.0.1 8889',
    ],
    after: answersSecond,
  },
  async (t) => {
    const server = await t.startServer()
    const slow = await connectAndAsk(t, server, 'slow client', 'one')
    const quick = await connectAndAsk(t, server, 'quick client', 'two')
    const wordy = await connectAndAsk(t, server, 'client with more words', 'three')
    // An answer that does not come within this check: so only the order decides, on the slowest machine too.
    // With a line feed, as nc sends it: that is slow as well.
    await slow.send('slow 60000\n')
    await slow.untilRead()
    await quick.send('quick')
    if (!(await t.becomesTrue(server, () => !quick.hasHeardNothing || server.hasExited))) {
      t.fail(
        'blocks-others',
        say`The slow client asked for "slow 60000". While your server computed that, the quick client sent "quick", and your server sent it nothing. One client's work held up the other client.`,
      )
    }
    await quick.receive('QUICK', say`the answer to "quick"`)
    for (const text of ['four', 'five', 'six', 'slow 400', 'seven', 'eight'])
      await askBeside(t, server, quick, text)
    await wordy.send(wordySlow)
    await wordy.untilRead()
    await askBeside(
      t,
      server,
      quick,
      'nine',
      say`What begins with "slow" and a number is slow, whatever stands behind it and however long that is. Give every text to the worker of its client.`,
    )
    if (slow.unreadLength > 0)
      t.fail(
        'wrong-bytes',
        say`Your server answered "slow 60000" before a minute had passed: this check does not last that long. Something else than the given work has answered.`,
      )
    await expectPatience(t, server, slow)
    if (quick.goodbye !== undefined)
      t.fail(
        'closed-early',
        say`The quick client had all its answers and said nothing for a while, and your server ended its connection.`,
        {
          help: say`Which timer ends the connection of a client that pauses? It may speak again, however late.`,
        },
      )
    await askBeside(t, server, quick, 'ten')
  },
)

/** Slow like any other, and so long that somebody may want to spare a thread the copying. */
const wordySlow = `slow 60000, if you please${', and be so kind'.repeat(1_500)}`

/** A question and its answer while the server computes for another client, so that computing alone explains no silence. */
async function askBeside(
  t: CheckContext,
  server: Program,
  client: TcpPeer,
  text: string,
  help = say`Each client's worker computes by itself, also while others compute. A lock, a queue or a shared worker makes them wait.`,
): Promise<void> {
  try {
    await ask(t, server, client, text)
  } catch (error) {
    if (!(error instanceof CheckFailure) || error.stage !== 'silent') throw error
    t.fail(
      'blocks-others',
      say`The ${client.name} sent "${text}" while your server computed for another client, and your server sent it nothing. Work for one client waits for work for another.`,
      { ...error.parts, help },
    )
  }
}

/** Waits until no timer will wake the server soon, and makes sure that it has not given up the work of this client. */
async function expectPatience(t: CheckContext, server: Program, slow: TcpPeer): Promise<void> {
  await t.untilAtRest(server, { mayCompute: true })
  await server.failIfCrashed()
  if (slow.goodbye === undefined) return
  t.fail(
    'closed-early',
    say`The ${slow.name} asked for "slow 60000", and your server ended its connection before the answer was there.`,
  )
}

check(
  'ends the connection of "boom" alone',
  {
    holds: [5],
    help: {
      default: say`An error in a worker arrives in the main thread as the event "error" of that worker. It concerns one client: end the connection of that one.`,
      'never-closed': say`When a worker has failed, nobody will answer its client any more. End or destroy that socket at the worker's "error" or "exit".`,
      'extra-bytes': say`Only what answer() gives goes to the client, and from "boom" it gives nothing. Say in your own terminal what has failed.`,
      'closed-early': say`Only "boom" is a boom, these four bytes. A text that has more in it, a line feed for example, is answered.`,
    },
    byHand: ['npx tsx {subject}/server.ts', 'nc 127.0.0.1 8889', 'printf boom | nc 127.0.0.1 8889'],
    after: answersSecond,
  },
  async (t) => {
    const server = await t.startServer()
    const other = await connectAndAsk(t, server, 'other client', 'one')
    const bomber = await connectAndAsk(t, server, 'client that says boom', 'two')
    await expectEndByBoom(t, server, bomber)
    const hasty = await t.connect(server, 'client whose first word is boom')
    await expectEndByBoom(t, server, hasty)
    const parting = await halfCloser((name) => t.connect(server, name), 'boom')
    await expectBoomsEnd(t, server, parting)
    await t.letReact(server)
    await ask(t, server, other, 'three')
    await ask(t, server, other, 'boom\n')
    await ask(t, server, other, 'boomerang')
    await ask(t, server, other, 'four\nboom')
    await connectAndAsk(t, server, 'next client', 'four')
  },
)

async function expectEndByBoom(t: CheckContext, server: Program, bomber: TcpPeer): Promise<void> {
  await bomber.send('boom')
  await expectBoomsEnd(t, server, bomber)
}

async function expectBoomsEnd(t: CheckContext, server: Program, bomber: TcpPeer): Promise<void> {
  if (await t.becomesTrue(server, () => bomber.goodbye !== undefined)) return bomber.expectNothingMore()
  t.fail(
    'never-closed',
    bomber.unreadLength === 0
      ? say`The work on "boom" threw an error, and your server did not end the connection of the ${bomber.name}: that client is waiting for an answer that will never come.`
      : say`Your server sent ${countBytes(bomber.unreadLength)} in answer to "boom" and did not end the connection. The work on "boom" has to throw an error, and the connection has to end with it.`,
  )
}

/**
 * A way to count the threads that a server has, in the processes that it consists of now; 0 where the kernel does not
 * tell. A process that it starts later is none of its threads.
 */
function threadCounter(server: Program): () => number {
  const processes = server.pid === undefined ? [] : readDescendants(server.pid)
  return () => processes.reduce((sum, pid) => sum + (readProcessFacts(pid)?.threads ?? 0), 0)
}

const threadsPerRound = 6
/** So many of them end as soon as they are there: their threads are still starting. */
const hastyPerRound = 2
/** More than the system takes off a server whose client does not read. */
const largeLength = 8 * 1024 * 1024

check(
  'has a thread for each client, and none of them when the clients have left',
  {
    holds: [2, 6],
    help: {
      default: say`End the worker when its socket closes, whatever the reason: worker.terminate(). Do it in a listener for "close": a loop that waits for "drain" waits for ever once its client has left.`,
      'blocks-others': say`Start a Worker for each connection. Clients that share one wait for each other as soon as it computes.`,
    },
    byHand: [
      'npx tsx {subject}/server.ts',
      'nc 127.0.0.1 8889     twice or more, and see the threads come and go:',
      "ps -o nlwp= -p $(ss -ltnpH 'sport = :8889' | grep -o 'pid=[0-9]*' | cut -c5-)",
    ],
    after: answersSecond,
  },
  async (t) => {
    const server = await t.startServer()
    const countThreads = threadCounter(server)
    const describeTrouble = async () => {
      const before = countThreads()
      const clients: TcpPeer[] = []
      for (let number = 1; number <= threadsPerRound; number++)
        clients.push(await connectAndAsk(t, server, `client ${number}`, `hello from ${number}`))
      const present = countThreads()
      const [ending, resetting, booming, endingToo, computing, unread] = clients
      ending?.end()
      resetting?.reset()
      unread?.stopReading()
      // Its answers wait in the server, which may rightly read no more of it until they are taken.
      // One that has read all before it had an answer meets another text when they wait.
      for (const text of [createPattern(largeLength), 'and one more']) {
        unread?.sendMore(text).catch(() => {})
        await t.untilAtRest(server)
      }
      unread?.reset()
      await booming?.send('boom')
      await endingToo?.send('slow 400')
      await endingToo?.untilRead()
      endingToo?.end()
      await computing?.send('slow 60000')
      await computing?.untilRead()
      computing?.reset()
      // Where the kernel cannot be read, this check proves that these clients are served, and no more.
      // Started through tsx, a worker has more threads than one.
      const threadsPerClient = Math.max(1, Math.floor((present - before) / threadsPerRound))
      const haveGone = () =>
        !server.hasExited && present - countThreads() >= threadsPerClient * threadsPerRound
      if (!isKernelReadable || (await t.becomesTrue(server, haveGone))) {
        // A program that has died has no threads either.
        await connectAndAsk(t, server, 'next client', 'still there')
        return undefined
      }
      await server.failIfCrashed()
      return { before, present, after: countThreads() }
    }
    const first = await describeTrouble()
    if (!first) return
    // Node starts threads of its own when it first needs them, and in a second round it has them already. They can only
    // add to those that were counted; where there were too few, clients that share one would wait for each other now.
    const hasTooFew = first.present - first.before < threadsPerRound
    const trouble = hasTooFew ? first : await describeTrouble()
    if (!trouble) return
    const { before, present, after } = trouble
    if (present - before < threadsPerRound) {
      t.fail(
        'blocks-others',
        say`Your server had ${before} threads. When ${threadsPerRound} clients were connected and answered, it had ${present}. It did not start a thread for each of them.`,
      )
    }
    t.fail(
      'does-not-stop',
      say`With ${threadsPerRound} clients your server had ${present} threads. Two of the clients ended, one of them while it was computed for. One reset, one did so before it had read its answers, one said "boom", and one asked for "slow 60000" and reset. ${after} threads were still there afterwards, ${after - present + threadsPerRound} more than without these clients. It has not ended every worker.`,
    )
  },
)

check(
  'has no thread left of clients that never spoke',
  {
    holds: [6],
    help: say`A client may connect, say nothing, and leave, also at once. End its worker all the same when the socket closes, even if the thread is still starting.`,
    byHand: [
      'npx tsx {subject}/server.ts',
      'nc 127.0.0.1 8889     several times, and leave each with Ctrl-C without a word; then:',
      "ps -o nlwp= -p $(ss -ltnpH 'sport = :8889' | grep -o 'pid=[0-9]*' | cut -c5-)",
    ],
    after: answersSecond,
  },
  async (t) => {
    const server = await t.startServer()
    // This one stays, and Node has started the threads that it needs for itself.
    const other = await connectAndAsk(t, server, 'other client', 'one')
    const countThreads = threadCounter(server)
    // Node starts threads of its own when it first needs them. After the first round it has them already.
    await comeAndGo(t, server, 1, 'end')
    for (const [round, goodbye] of [
      [2, 'end'],
      [3, 'reset'],
    ] as const) {
      const before = countThreads()
      await comeAndGo(t, server, round, goodbye)
      const haveGone = () => !server.hasExited && countThreads() <= before
      if (!isKernelReadable || (await t.becomesTrue(server, haveGone))) continue
      await server.failIfCrashed()
      const left = goodbye === 'end' ? say`ended, ${hastyPerRound} of them at once` : say`reset`
      t.fail(
        'does-not-stop',
        say`Your server had ${before} threads. ${threadsPerRound} clients connected, said nothing and ${left}, and then it had ${countThreads()}. It has not ended the workers of clients that never spoke.`,
      )
    }
    await ask(t, server, other, 'two')
  },
)

/** Clients that say nothing and leave: some end at once, and the others are there until the server is at rest. */
async function comeAndGo(
  t: CheckContext,
  server: Program,
  round: number,
  goodbye: 'end' | 'reset',
): Promise<void> {
  const silent: TcpPeer[] = []
  const hasty = goodbye === 'end' ? hastyPerRound : 0
  const come = (number: number) => t.connect(server, `silent client ${round}.${number}`)
  // Held still, the server finds their connections and their ends together.
  if (hasty > 0)
    await server.whileHeldStill(async () => {
      for (let number = 1; number <= hasty; number++) (await come(number)).end()
    })
  for (let number = hasty + 1; number <= threadsPerRound; number++) silent.push(await come(number))
  await t.untilAtRest(server)
  if (silent.some((client) => client.goodbye !== undefined))
    t.fail(
      'closed-early',
      say`${silent.length} clients connected and had not said anything yet, and your server ended a connection. A client may take its time.`,
      { help: say`Which timer ends the connection of a client that is silent? It may still speak.` },
    )
  for (const client of silent) client[goodbye]()
  await t.untilAtRest(server)
}

check(
  'outlives clients that reset at once',
  {
    holds: [6],
    help: say`Every socket needs its listener for "error" from the beginning, before anything is awaited: a client may break off while its worker starts.`,
    byHand: [
      'npx tsx {subject}/server.ts',
      `node -e "const s = require('net').connect(8889, '127.0.0.1', () => s.resetAndDestroy())"`,
    ],
    after: answersSecond,
  },
  async (t) => {
    const server = await t.startServer()
    const other = await connectAndAsk(t, server, 'other client', 'one')
    const countThreads = threadCounter(server)
    const haunt = async () => {
      for (let number = 1; number <= threadsPerRound; number++) await ghost((name) => t.connect(server, name))
      await t.untilAtRest(server)
    }
    // Node starts threads of its own when it first needs them. After the first round it has them already.
    await haunt()
    const before = countThreads()
    await haunt()
    await server.failIfCrashed()
    if (isKernelReadable && !(await t.becomesTrue(server, () => countThreads() <= before)))
      t.fail(
        'does-not-stop',
        say`Your server had ${before} threads. ${threadsPerRound} clients connected and reset at once, and then it had ${countThreads()}.`,
        {
          help: say`A client may have left while its worker starts. Listen for "close" of the socket from the beginning, before anything is awaited.`,
        },
      )
    await ask(t, server, other, 'two')
    await connectAndAsk(t, server, 'next client', 'three')
  },
)

check(
  'gives a client that has ended its side every answer',
  {
    holds: [4],
    help: {
      'closed-early': say`After a client's end nothing more comes from it, and its answers are still due, however long they take. End the socket when the worker is through with all that it was given, and by no timer.`,
      default: say`A client that ends its side still reads. Let the worker finish what it has been given: tell it the end behind the last text, and end the socket when it is through.`,
      'never-closed': say`The client has ended its side and has its answers. When the worker is through, end the socket: its stdout ends, or it posts that it is done. Where no worker was started, because the client never spoke, end the socket at once.`,
    },
    byHand: ['npx tsx {subject}/server.ts', 'printf hello | nc -N 127.0.0.1 8889'],
    after: answersSecond,
  },
  async (t) => {
    const server = await t.startServer()
    const wordless = await silent((name) => t.connect(server, name))
    wordless.end()
    await wordless.expectEnd(say`after it had ended its side without a word`)
    const hasty = await halfCloser((name) => t.connect(server, name), 'hello')
    await hasty.receive('HELLO', say`the answer to "hello"`)
    await hasty.expectEnd(say`after the last answer`)
    const patient = await connectAndAsk(t, server, 'client that waits for its answer', 'one')
    await patient.send('slow 500')
    await patient.untilRead()
    await patient.sendMore('two')
    patient.end()
    await patient.receive('SLOW 500TWO', say`the answers to "slow 500" and "two"`)
    await patient.expectEnd(say`after the last answer`)
    const slow = await connectAndAsk(t, server, 'slow client', 'one')
    await slow.send('slow 60000')
    slow.end()
    await slow.untilRead()
    await expectPatience(t, server, slow)
  },
)

check(
  'serves 30 clients at once, each with its own answers',
  {
    holds: [7],
    help: {
      default: say`What belongs to one client has to be declared in the function that serves it: its socket, and its worker.`,
      'closed-early': say`Thirty may be there at once, and who has left takes no place any more. Do you count the clients that have come, or those that are there?`,
    },
    byHand: [
      'npx tsx {subject}/server.ts',
      'for i in $(seq 30); do echo "hello from $i" | nc -N 127.0.0.1 8889 & done; wait',
    ],
    after: answersSecond,
  },
  async (t) => {
    const server = await t.startServer()
    // A worker takes a while to start, so each client waits for its own; from then on all are there at once.
    const clients: TcpPeer[] = []
    for (let number = 1; number <= 30; number++)
      clients.push(await connectAndAsk(t, server, `client ${number}`, `hello from ${number}`))
    await Promise.all(clients.map((client, index) => client.send(`I am still ${index + 1}`)))
    for (const [index, client] of clients.entries())
      await client.receive(`I AM STILL ${index + 1}`, say`the answer to "I am still ${index + 1}"`)
    // Who has left takes no place: another one may come.
    const [leaving] = clients
    leaving?.end()
    await leaving?.expectEnd(say`after it had ended its side`)
    await connectAndAsk(t, server, 'next client', 'one more')
    await expectNamesakesApart(t, server, clients[1])
  },
)

/** Fails where the server knows its clients by their ports alone: one from another address has the port of this one. */
async function expectNamesakesApart(
  t: CheckContext,
  server: Program,
  client: TcpPeer | undefined,
): Promise<void> {
  // Only on Linux is every address that begins with 127 one of the machine's own.
  if (!client || process.platform !== 'linux') return
  const place = { host: '127.0.0.2', port: client.port }
  const namesake = await t.connect(server, say`client from ${place.host}`, place)
  await ask(t, server, namesake, 'same port')
  await client.send('another address')
  await t.becomesTrue(server, () => !client.hasHeardNothing || namesake.unreadLength > 0)
  if (namesake.unreadLength > 0)
    t.fail(
      'extra-bytes',
      say`Two clients had the port ${client.port}, one at 127.0.0.1 and one at ${place.host}. The first spoke, and your server answered the second.`,
      {
        help: say`A port names nobody: two machines may use the same. Keep what belongs to a client in the function that serves it, or find it by its socket.`,
      },
    )
  await client.receive('ANOTHER ADDRESS', say`the answer to "another address"`)
  await ask(t, server, namesake, 'still here')
}

check(
  'loses nothing of 8 MiB that a slow reader has asked for before it ended its side',
  {
    holds: [4],
    help: {
      default: say`What your server has written may still wait in the program when the last answer is there. socket.end() sends it first, and then the FIN; socket.destroy() throws it away.`,
      'wrong-bytes': say`Each answer goes out whole, and in its order.`,
    },
    byHand: ['npx tsx {subject}/server.ts', 'yes | head -c 8M | nc -N 127.0.0.1 8889 | (sleep 3; wc -c)'],
    after: answersSecond,
  },
  async (t) => {
    const server = await t.startServer()
    const client = await t.connect(server, 'slow reader')
    const text = createPattern(largeLength)
    client.stopReading()
    // Not awaited: a program may rightly read no more until its answers are taken.
    const sent = client.send(text)
    client.end()
    await t.untilAtRest(server)
    client.readOn()
    await sent
    await client.receive(toUpperCaseAscii(text), say`the answer to its 8 MiB`)
    await client.expectEnd(say`after the last answer`)
  },
)

check(
  'harms no character that comes in two pieces',
  {
    holds: [2, 4],
    help: {
      default: say`setEncoding("utf8"), on the socket or on process.stdin, keeps half a character back until the rest has come. toString() does not.`,
      'never-closed': say`A piece that holds only a part of a character brings no answer. Do not count the answers that are still due: tell the worker the end behind the last text, and end the socket when it is through.`,
    },
    byHand: [
      'npx tsx {subject}/server.ts',
      "(printf 'gr\\303'; read; printf '\\274n'; cat) | nc 127.0.0.1 8889     and press Enter for the second piece",
    ],
    after: answers,
  },
  async (t) => {
    const server = await t.startServer()
    const client = await connectAndAsk(t, server, 'client', `${byteOrderMark}one`)
    const message = Buffer.from('grün')
    await client.send(message.subarray(0, 3))
    await client.untilRead()
    // Half a character is its own client's.
    await connectAndAsk(t, server, 'other client', 'two')
    await client.sendMore(message.subarray(3))
    await client.receive('GRüN', say`the answer to "grün", which came in two pieces`)
    // Three bytes and four, cut in every place.
    for (const character of ['世', '😀']) {
      const bytes = Buffer.from(character)
      for (let at = 1; at < bytes.length; at++) {
        await client.send(bytes.subarray(0, at))
        await client.untilRead()
        await client.sendMore(bytes.subarray(at))
        await client.receive(character, say`the answer to "${character}", which came in two pieces`)
      }
    }
    client.end()
    await client.expectEnd(say`after it had ended its side`)
  },
)

listensWhereTold({ holds: [1], defaultPort: 8889, after: answers })
tellsTakenPort({ holds: [1], after: answers })
