// starter fails "answers a second client while the first stays connected" at blocks-others: stayed connected
import {
  check,
  type CheckContext,
  countBytes,
  isKernelReadable,
  type Program,
  readProcessFacts,
  type TcpPeer,
} from '#checker'

/** One question and its answer; client and connection stay. */
async function ask(client: TcpPeer, text: string): Promise<void> {
  await client.send(text)
  await client.receive(text.toUpperCase(), `the answer to "${text}"`)
}

async function connectAndAsk(t: CheckContext, server: Program, name: string, text: string): Promise<TcpPeer> {
  const client = await t.connect(server, name)
  await ask(client, text)
  return client
}

const answers = check(
  'answers one client, in upper case',
  {
    help: 'The worker does the answering. Does the text of the client get to it, and its answer back to the socket?',
    byHand: ['npx tsx {subject}/server.ts', 'nc 127.0.0.1 8889'],
  },
  async (t) => {
    const server = await t.startServer()
    const client = await connectAndAsk(t, server, 'client', 'one')
    await ask(client, 'two')
    client.end()
  },
)

const answersSecond = check(
  'answers a second client while the first stays connected',
  {
    help: 'Start a worker for each connection as it comes. A loop that awaits one conversation takes the next client only after it.',
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
        'The first client was answered and stayed connected. The second client sent "two", and while the first was there your server sent it nothing.',
      )
    }
    await second.receive('TWO', 'the answer to "two"')
    await ask(first, 'three')
  },
)

check(
  'does not let an answer to "slow 400" hold up another client\'s answer',
  {
    help: 'Call answer() in the worker, never in the main thread, and let each client have a worker of its own.',
    byHand: [
      'npx tsx {subject}/server.ts',
      "printf 'slow 5000' | nc 127.0.0.1 8889     and at once, in a third terminal: nc 127.0.0.1 8889",
    ],
    after: answersSecond,
  },
  async (t) => {
    const server = await t.startServer()
    const slow = await connectAndAsk(t, server, 'slow client', 'one')
    const quick = await connectAndAsk(t, server, 'quick client', 'two')
    await slow.send('slow 400')
    await slow.untilRead()
    // What was sent to the slow client before the first of these answers has arrived before the second one does.
    await ask(quick, 'three')
    await ask(quick, 'four')
    const wasFirst = slow.hasHeardNothing
    await slow.receive('SLOW 400', 'the answer to "slow 400"')
    if (wasFirst) return
    // It was blocked, or this machine is busy. An answer that does not come within this check decides.
    await slow.send('slow 60000')
    await slow.untilRead()
    await quick.send('five')
    if (await t.becomesTrue(server, () => !quick.hasHeardNothing || server.hasExited)) {
      await quick.receive('FIVE', 'the answer to "five"')
      return
    }
    t.fail(
      'blocks-others',
      'The slow client asked for "slow 60000". While your server computed that, the quick client sent "five", and your server sent it nothing. One client\'s work held up the other client.',
    )
  },
)

check(
  'ends the connection of "boom" alone',
  {
    help: {
      default:
        'An error in a worker arrives in the main thread as the event "error" of that worker. It concerns one client: end the connection of that one.',
      'never-closed':
        'When a worker has failed, nobody will answer its client any more. End or destroy that socket at the worker\'s "error" or "exit".',
    },
    byHand: ['npx tsx {subject}/server.ts', 'nc 127.0.0.1 8889', 'printf boom | nc 127.0.0.1 8889'],
    after: answersSecond,
  },
  async (t) => {
    const server = await t.startServer()
    const other = await connectAndAsk(t, server, 'other client', 'one')
    const bomber = await connectAndAsk(t, server, 'client that says boom', 'two')
    await bomber.send('boom')
    if (!(await t.becomesTrue(server, () => bomber.goodbye !== undefined))) {
      t.fail(
        'never-closed',
        bomber.unreadLength === 0
          ? 'The work on "boom" threw an error, and your server did not end the connection of the client that had sent it: that client is waiting for an answer that will never come.'
          : `Your server sent ${countBytes(bomber.unreadLength)} in answer to "boom" and did not end the connection. The work on "boom" has to throw an error, and the connection has to end with it.`,
      )
    }
    await t.letReact(server)
    await ask(other, 'three')
    await connectAndAsk(t, server, 'next client', 'four')
  },
)

const threadsPerRound = 4

check(
  'has a thread for each client, and none of them when the clients have left',
  {
    help: {
      default: 'End the worker when its socket closes, whatever the reason: worker.terminate().',
      'blocks-others':
        'Start a Worker for each connection. Clients that share one wait for each other as soon as it computes.',
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
    const countThreads = () => readProcessFacts(server.pid ?? 0)?.threads ?? 0
    const describeTrouble = async () => {
      const before = countThreads()
      const clients: TcpPeer[] = []
      for (let number = 1; number <= threadsPerRound; number++)
        clients.push(await connectAndAsk(t, server, `client ${number}`, `hello from ${number}`))
      const present = countThreads()
      const [ending, resetting, booming, endingToo] = clients
      ending?.end()
      resetting?.reset()
      await booming?.send('boom')
      endingToo?.end()
      // Where the kernel cannot be read, this check proves that these clients are served, and no more.
      const haveGone = () => !server.hasExited && present - countThreads() >= threadsPerRound
      if (!isKernelReadable || (await t.becomesTrue(server, haveGone))) {
        // A program that has died has no threads either.
        await connectAndAsk(t, server, 'next client', 'still there')
        return undefined
      }
      await server.failIfCrashed()
      return { before, present, after: countThreads() }
    }
    // Node starts threads of its own when it first needs them. In the second round it has them already.
    if (!(await describeTrouble())) return
    const trouble = await describeTrouble()
    if (!trouble) return
    const { before, present, after } = trouble
    if (present - before < threadsPerRound) {
      t.fail(
        'blocks-others',
        `Your server had ${before} threads. When ${threadsPerRound} clients were connected and answered, it had ${present}. It did not start a thread for each of them.`,
      )
    }
    t.fail(
      'does-not-stop',
      `With ${threadsPerRound} clients your server had ${present} threads. Two of the clients ended, one reset, one said "boom". ${after} threads were still there afterwards, ${after - present + threadsPerRound} more than without these clients. It has not ended every worker.`,
    )
  },
)

check(
  'serves 30 clients at once, each with its own answers',
  {
    help: 'What belongs to one client has to be declared in the function that serves it: its socket, and its worker.',
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
      await client.receive(`I AM STILL ${index + 1}`, `the answer to "I am still ${index + 1}"`)
  },
)
