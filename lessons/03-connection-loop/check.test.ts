// starter fails "serves the next client after the first has left" at refused: The connection of the second client was refused
import {
  check,
  type CheckContext,
  createPattern,
  ghost,
  isKernelReadable,
  type Program,
  readDescriptorCount,
  readResidentBytes,
  silent,
  toUpperCaseAscii,
} from '#checker'

const mebibyte = 1024 * 1024

const byHand = ['npx tsx {subject}/server.ts', 'nc -v 127.0.0.1 9909     and, when it has left, once more']
const resetByHand = `node -e "const s = require('net').connect(9909, '127.0.0.1', () => s.write('a', () => s.resetAndDestroy()))"`

/** One client's whole visit: it comes, is answered, and leaves. */
async function visit(t: CheckContext, server: Program, name: string, text = name): Promise<void> {
  const client = await t.connect(server, name)
  await client.send(text)
  await client.receive(toUpperCaseAscii(text), `the answer to "${text}"`)
  client.end()
}

const answers = check(
  'answers one client',
  { help: 'Begin with the server of lesson 2: it answers every chunk until its client ends.', byHand },
  async (t) => {
    const server = await t.startServer()
    await visit(t, server, 'first client', 'one')
  },
)

const servesNext = check(
  'serves the next client after the first has left',
  {
    help: {
      default: 'After one client the next one is due: a loop around the conversation.',
      refused:
        'What does your program do when its first client has left? Without server.close() it goes on listening.',
      silent:
        'The next client is connected and waits. Does your program ever get past the first conversation?',
    },
    byHand,
    after: answers,
  },
  async (t) => {
    const server = await t.startServer()
    await visit(t, server, 'first client', 'one')
    await t.letReact(server)
    await visit(t, server, 'second client', 'two')
  },
)

check(
  'serves 20 clients one after another, each with its own answers',
  {
    help: 'What belongs to one conversation must not live longer than it. Declare its variables inside, not at the top of the file.',
    byHand,
    after: servesNext,
  },
  async (t) => {
    const server = await t.startServer()
    for (let number = 1; number <= 20; number++) {
      const client = await t.connect(server, `client ${number}`)
      for (const text of [`hello from ${number}`, `goodbye from ${number}`]) {
        await client.send(text)
        await client.receive(toUpperCaseAscii(text), `the answer to "${text}"`)
      }
      client.end()
    }
  },
)

check(
  'outlives a client that says nothing and leaves',
  {
    help: 'A client may leave without a word. Your program must not count on a first chunk.',
    byHand: ['npx tsx {subject}/server.ts', 'nc -N 127.0.0.1 9909 </dev/null; nc 127.0.0.1 9909'],
    after: servesNext,
  },
  async (t) => {
    const server = await t.startServer()
    const wordless = await silent((name) => t.connect(server, name))
    wordless.end()
    await t.letReact(server)
    await visit(t, server, 'next client')
  },
)

check(
  'outlives a client that resets in the middle of a message',
  {
    help: 'A reset arrives as "error" with ECONNRESET. It concerns one client; the server goes on with the next.',
    byHand: ['npx tsx {subject}/server.ts', resetByHand, 'nc -v 127.0.0.1 9909'],
    after: servesNext,
  },
  async (t) => {
    const server = await t.startServer()
    const rude = await t.connect(server, 'ghost')
    await rude.send('half a mess')
    // In the middle: what it said has been read, so it is being served when it resets.
    await rude.untilRead()
    rude.reset()
    await t.letReact(server)
    await visit(t, server, 'next client')
    const polite = await t.connect(server, 'client that was answered')
    await polite.send('hello')
    await polite.receive('HELLO')
    polite.reset()
    await t.letReact(server)
    await visit(t, server, 'last client')
  },
)

check(
  'outlives a client that resets before it is accepted',
  {
    help: 'The system accepts connections before your program does, and one of them may be gone when you get it. Give every socket its "error" listener at once.',
    byHand,
    after: servesNext,
  },
  async (t) => {
    const server = await t.startServer()
    // Held still, the program accepts nobody; the system goes on shaking hands in its name.
    server.signal('SIGSTOP')
    await ghost((name) => t.connect(server, name))
    await ghost((name) => t.connect(server, name), 'gone before you came')
    server.signal('SIGCONT')
    await t.letReact(server)
    await visit(t, server, 'next client')
  },
)

check(
  'outlives a client that resets while another one is served',
  {
    help: 'A socket that waits for its turn can break too, and its "error" kills the program if nobody listens. createServer({ pauseOnConnect: true }) leaves waiting sockets alone.',
    byHand: ['npx tsx {subject}/server.ts', 'nc -v 127.0.0.1 9909', resetByHand],
    after: servesNext,
  },
  async (t) => {
    const server = await t.startServer()
    const served = await t.connect(server, 'client being served')
    await served.send('one')
    await served.receive('ONE')
    await ghost((name) => t.connect(server, name))
    await ghost((name) => t.connect(server, name), 'while I wait')
    await t.letReact(server)
    for (const text of ['two', 'three']) {
      await served.send(text)
      await served.receive(toUpperCaseAscii(text), `the answer to "${text}"`)
    }
    served.end()
    await visit(t, server, 'next client')
  },
)

check(
  'keeps nothing of 200 clients that have left',
  {
    help: 'For each client that ends, end your side too: socket.end(). And keep no list of what was said.',
    byHand: [
      'npx tsx {subject}/server.ts',
      'for i in $(seq 200); do echo hello | nc -N 127.0.0.1 9909; done',
      'ss -tn',
    ],
    after: servesNext,
  },
  async (t) => {
    const server = await t.startServer()
    const text = createPattern(128 * 1024)
    const answer = toUpperCaseAscii(text)
    const receiveVisits = async (count: number) => {
      for (let number = 1; number <= count; number++) {
        const client = await t.connect(server, 'client')
        await Promise.all([client.send(text), client.receive(answer, 'its 128 KiB in upper case')])
        client.end()
      }
    }
    // Where the kernel cannot be read, this check proves that 200 clients are served, and no more.
    if (!isKernelReadable || server.pid === undefined) return await receiveVisits(200)
    const { pid } = server
    const descriptorsBefore = readDescriptorCount(pid)
    const memoryAtFirst = readResidentBytes(pid)
    // A program that cleans up late may grow for a while. One that keeps what it hears grows in every round.
    for (let round = 1; round <= 4; round++) {
      const memoryBefore = readResidentBytes(pid)
      await receiveVisits(200)
      const countNew = async () => readDescriptorCount(pid) - descriptorsBefore
      if (!(await t.becomesTrue(server, async () => (await countNew()) <= 10))) {
        t.fail(
          'never-closed',
          `200 clients came, were answered and left, and your server now holds ${await countNew()} more open descriptors than before. It has not closed their connections.`,
        )
      }
      if (readResidentBytes(pid) - memoryBefore < 15 * mebibyte) return
    }
    const growth = Math.round((readResidentBytes(pid) - memoryAtFirst) / mebibyte)
    t.fail(
      'never-closed',
      `800 clients sent 100 MiB in all and left, and your server now occupies ${growth} MiB more memory than before. It keeps what they said.`,
    )
  },
)
