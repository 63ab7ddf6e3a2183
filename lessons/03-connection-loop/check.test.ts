// starter fails "serves the next client after the first has left" at refused: The connection of the second client was refused
import {
  check,
  type CheckContext,
  createPattern,
  ghost,
  isKernelReadable,
  listensOnLoopbackOnly,
  listensWhereTold,
  type Program,
  readDescriptorCount,
  readResidentBytes,
  say,
  silent,
  tellsItsPort,
  tellsTakenPort,
  type TcpPeer,
  toUpperCaseAscii,
  type Words,
} from '#checker'

const mebibyte = 1024 * 1024

const start = 'npx tsx {subject}/server.ts'
const byHand = [start, 'nc -v 127.0.0.1 9909     and, when it has left, once more']
const twoByHand = [start, 'nc -v 127.0.0.1 9909', 'nc -v 127.0.0.1 9909     while the first is there']
const resetByHand = `node -e "const s = require('net').connect(9909, '127.0.0.1', () => s.write('a', () => s.resetAndDestroy()))"`
const lateResetByHand = `node -e "const s = require('net').connect(9909, '127.0.0.1', () => s.write('a')); setTimeout(() => s.resetAndDestroy(), 5000)"`

/** One question of a client that is being served, and its answer. */
async function ask(client: TcpPeer, text: string): Promise<void> {
  await client.send(text)
  await client.receive(toUpperCaseAscii(text), say`the answer to "${text}"`)
}

/** One client's whole visit: it comes, is answered, and leaves. */
async function visit(t: CheckContext, server: Program, name: string, text = name): Promise<void> {
  const client = await t.connect(server, name)
  await ask(client, text)
  client.end()
}

const answers = check(
  'answers one client',
  {
    holds: [3],
    help: {
      default: say`Begin with the server of lesson 2: it answers every chunk until its client ends.`,
      silent: say`Where bytes are "not read yet", nobody reads from that socket. After pauseOnConnect a loop over the socket starts it, or socket.resume(); a listener for "data" alone does not. And a chunk of blanks is to be answered like any other.`,
      'closed-early': say`A conversation has more than one message. It is over when the client ends it: go on answering until then, whatever its words are.`,
    },
    byHand: [start, 'nc 127.0.0.1 9909     and two lines'],
  },
  async (t) => {
    const server = await t.startServer()
    const client = await t.connect(server, 'first client')
    await ask(client, 'one')
    await ask(client, 'another quiz {`}')
    // Nothing that a client says is a goodbye, and nothing is no message.
    for (const text of ['q', 'exit', ' \n', 'still here']) await ask(client, text)
    client.end()
  },
)

const servesNext = check(
  'serves the next client after the first has left',
  {
    holds: [4],
    help: {
      default: say`After one client the next one is due: a loop around the conversation.`,
      refused: say`What does your program do when its first client has left? A server goes on listening until somebody calls server.close(), or the program ends.`,
      silent: say`The next client is connected and waits. Does your program ever get past the first conversation?`,
      'wrong-bytes': say`What belongs to one conversation must not live longer than it. Declare its variables inside, not at the top of the file.`,
    },
    byHand,
    after: answers,
  },
  async (t) => {
    const server = await t.startServer()
    await visit(t, server, 'first client', 'one')
    // At rest, no timer of its own is left by which it would give up the wait for a client.
    await t.untilAtRest(server)
    await visit(t, server, 'second client', 'two')
  },
)

check(
  'lets those who come meanwhile wait for their turn',
  {
    holds: [5],
    help: {
      default: say`One client at a time: the loop over the clients awaits the conversation with one before it asks for the next.`,
      silent: say`The second client came while the first was served, and nobody took it afterwards. Where does your program keep who came meanwhile? on(server, "connection"), made once before the loop, collects them; once() hears only the next one.`,
      refused: say`Do not stop listening while a client is there: the next one may come at any time.`,
      'closed-early': say`Who comes meanwhile is not sent away. Keep the socket until its turn has come.`,
    },
    byHand: twoByHand,
    after: servesNext,
  },
  async (t) => {
    const server = await t.startServer()
    const first = await t.connect(server, 'first client')
    await ask(first, 'one')
    const ports: number[] = []
    while (ports.length < 3) ports.push(await t.findFreePort())
    ports.sort((one, other) => one - other)
    // Each comes from a lower port than the one before: what counts is when it came.
    const come = async (name: string) => {
      const port = ports.pop()
      return await t.connect(server, name, port === undefined ? {} : { port })
    }
    const second = await come('second client')
    await second.send('two')
    // The third says nothing until its turn has come. It has come before the fourth all the same.
    const third = await come('third client')
    const fourth = await come('fourth client')
    await fourth.send('seven')
    for (const text of ['four', 'five']) await ask(first, text)
    // Whatever it says to the others by itself, it has said when it is at rest.
    await t.untilAtRest(server)
    failIfGone(t, first)
    failIfServed(t, second, say`the first was still there`)
    failIfServed(t, third, say`the first was still there`)
    failIfServed(t, fourth, say`the first was still there`)
    first.end()
    const waiting = [second, third, fourth]
    await t.becomesTrue(server, () => waiting.some((client) => !client.hasHeardNothing))
    if (second.hasHeardNothing) {
      for (const later of [third, fourth]) {
        failIfServed(t, later, say`the second, which had come before it, was still waiting`, {
          help: say`Who came first is served first: take the next one from the front of the list.`,
        })
      }
    }
    await second.receive('TWO', say`the answer to "two", when the first client had left`)
    await ask(second, 'six')
    await t.untilAtRest(server)
    failIfServed(t, third, say`the second was still there`)
    second.end()
    await t.untilAtRest(server)
    failIfServed(
      t,
      fourth,
      say`the third, which had come before it and had said nothing yet, was still there`,
      {
        help: say`The order is that of coming. A client is there from the moment it connects, and not from its first word on.`,
      },
    )
    await ask(third, 'three')
    third.end()
    await fourth.receive('SEVEN', say`the answer to "seven", when the third client had left`)
  },
)

/** Fails if a client that has not left is not served any more: then the turn of the others has come. */
function failIfGone(t: CheckContext, served: TcpPeer): void {
  if (served.goodbye === undefined) return
  t.fail('closed-early', say`Your server ended the connection of the ${served.name}, which had not left.`, {
    help: say`A client may be silent for as long as it likes. Its conversation is over when it ends its side, and no timer of yours may end it.`,
  })
}

/** Fails if something has come for a client whose turn has not. */
function failIfServed(t: CheckContext, waiting: TcpPeer, meanwhile: Words, parts?: { help: Words }): void {
  if (waiting.hasHeardNothing) return
  if (waiting.unreadLength > 0)
    t.fail('extra-bytes', say`Your server answered the ${waiting.name} while ${meanwhile}.`, parts)
  t.fail('closed-early', say`Your server ended the connection of the ${waiting.name} while ${meanwhile}.`)
}

const keepAllHelp = say`A client that waits may speak more than once. Whoever reads it by then keeps every chunk, in order, and not one alone.`

check(
  'answers all that a client has said before it ended its side',
  {
    holds: [3],
    help: {
      default: say`The end of its side (FIN) says that the client will say no more. What it has said is still to be answered; after the last answer, end your side: socket.end().`,
      'never-closed': say`The client has ended its side and waits for yours. After the last answer: socket.end(). With allowHalfOpen nobody else does it.`,
      'wrong-bytes': keepAllHelp,
      'missing-bytes': keepAllHelp,
    },
    byHand: [
      start,
      'nc 127.0.0.1 9909',
      "(printf 'first words, '; sleep 1; printf 'last words') | nc -N 127.0.0.1 9909     while the first is there",
    ],
    after: servesNext,
  },
  async (t) => {
    const server = await t.startServer()
    const served = await t.connect(server, 'first client')
    await ask(served, 'one')
    // When its turn comes its words are there and its end as well, so neither can come first by chance.
    const waiting = await t.connect(server, 'half-closer')
    await waiting.send('first words, ')
    // At rest it has read them, if it reads from those who wait: then the rest cannot come in the same chunk.
    await t.untilAtRest(server)
    await waiting.sendMore('last words')
    waiting.end()
    served.end()
    await served.expectEnd(say`after the last answer`)
    await waiting.receive('FIRST WORDS, LAST WORDS', say`the answer to all that it had said`)
    await waiting.expectEnd(say`after the last answer`)
  },
)

const decodingHelp = say`Each byte has its answer, also half a character: change bytes, as toUpperCaseAscii does, and make no text of them.`

const halfCharacter = Buffer.from('ü').subarray(0, 1)

check(
  'serves 20 clients one after another, each with its own answers',
  {
    holds: [3, 4, 6],
    help: {
      default: say`What belongs to one conversation must not live longer than it. Declare its variables inside, not at the top of the file.`,
      silent: decodingHelp,
      'extra-bytes': decodingHelp,
    },
    byHand,
    after: servesNext,
  },
  async (t) => {
    const server = await t.startServer()
    for (let number = 1; number <= 20; number++) {
      const client = await t.connect(server, `client ${number}`)
      for (const text of [`hello from ${number}`, `goodbye, 世界, from ${number}`]) await ask(client, text)
      // Half a character is left over from each, and belongs to nobody else.
      await client.send(halfCharacter)
      await client.receive(halfCharacter, say`the answer to half a character`)
      client.end()
    }
    // What is said while somebody else has the turn is bytes as well.
    const served = await t.connect(server, 'client being served')
    await ask(served, 'my turn')
    const waiting = await t.connect(server, 'client that waits')
    await waiting.send(halfCharacter)
    await t.letReact(server)
    served.end()
    await waiting.receive(halfCharacter, say`the answer to half a character that was sent before its turn`)
    waiting.end()
  },
)

check(
  'outlives a client that says nothing and leaves',
  {
    holds: [5, 7],
    help: {
      default: say`A client may leave without a word. Your program must not count on a first chunk.`,
      silent: say`A client may leave without a word, also while it waits: its end has come before its turn. pauseOnConnect keeps the end until you read.`,
      'never-closed': say`The client has ended its side, and waits for yours, also when it has said nothing, and also when it left before its turn: socket.end().`,
      'extra-bytes': say`A client is there from the moment it connects, and not from its first word on. Whoever comes after it waits.`,
    },
    byHand: [start, 'nc -N 127.0.0.1 9909 </dev/null; nc 127.0.0.1 9909'],
    after: servesNext,
  },
  async (t) => {
    const server = await t.startServer()
    const wordless = await silent((name) => t.connect(server, name))
    wordless.end()
    await wordless.expectEnd(say`after the client had left without a word`)
    await visit(t, server, 'next client')
    const present = await silent((name) => t.connect(server, name))
    await t.letReact(server)
    const waiting = await t.connect(server, 'client that waits')
    await waiting.send('hello')
    const leaving = await silent((name) => t.connect(server, name))
    leaving.end()
    const last = await t.connect(server, 'last client')
    await t.untilAtRest(server)
    failIfServed(t, waiting, say`one that had said nothing was still there`)
    present.end()
    await waiting.receive('HELLO', say`the answer to "hello", when the silent client had left`)
    waiting.end()
    await ask(last, 'last')
    await leaving.expectEnd(say`after the client had left without a word while it waited`)
  },
)

/** Comes, says a part of a message, and resets when that has been read: while it is being served. */
async function breakOff(t: CheckContext, server: Program): Promise<void> {
  const rude = await t.connect(server, 'ghost')
  await rude.send('half a mess')
  await rude.untilRead()
  rude.reset()
  await t.letReact(server)
}

/** As `breakOff`, while two other clients wait, whose turns come one after the other. */
async function breakOffBeforeTwo(t: CheckContext, server: Program): Promise<void> {
  const rude = await t.connect(server, 'ghost')
  await rude.send('half a mess')
  await rude.untilRead()
  const waiting = await t.connect(server, 'client that waits')
  await waiting.send('hello')
  const last = await t.connect(server, 'last that waits')
  await last.send('me too')
  await t.letReact(server)
  rude.reset()
  await waiting.receive('HELLO', say`the answer to "hello", when the client before it had reset`)
  await t.untilAtRest(server)
  failIfServed(t, last, say`the client before it was still there`, {
    help: say`One reset frees one place. After "error" the socket says "close" as well: go on to the next client at one of the two, not at both.`,
  })
  waiting.end()
  await last.receive('ME TOO', say`the answer to "me too", when the client before it had left`)
  last.end()
}

const anothersWords = say`These are the words of another client. What is still to be answered belongs to its own conversation: declare the list inside, and it goes with the client.`

/** Asks for 8 MiB, ends its side, and reads nothing. Returns when the server can only wait. */
async function comeAndNotRead(t: CheckContext, server: Program): Promise<TcpPeer> {
  const greedy = await t.connect(server, 'client that does not read')
  greedy.stopReading()
  // To a server that waits for its reader the write is never finished, and the end never sent.
  greedy.send(createPattern(8 * mebibyte)).then(
    () => greedy.end(),
    () => undefined,
  )
  await t.untilAtRest(server)
  return greedy
}

check(
  'outlives a client that resets in the middle of a message',
  {
    holds: [5, 7],
    help: say`A reset arrives as "error" with ECONNRESET. It concerns one client: those who wait keep their places, and the server goes on with the next.`,
    byHand: [
      start,
      `${lateResetByHand}     and at once:`,
      'nc -v 127.0.0.1 9909     and a line, before the other has reset',
    ],
    after: servesNext,
  },
  async (t) => {
    const server = await t.startServer()
    await breakOff(t, server)
    await visit(t, server, 'next client')
    // Nobody counts how many have been rude.
    for (let number = 1; number <= 10; number++) await breakOff(t, server)
    await breakOffBeforeTwo(t, server)
    const polite = await t.connect(server, 'client that was answered')
    await ask(polite, 'hello')
    polite.reset()
    await t.letReact(server)
    await visit(t, server, 'last client')
  },
)

check(
  'outlives a client that resets before it has read its answers',
  {
    holds: [5, 6, 7],
    help: {
      default: say`When a client has gone, what it has not read is of no use to anybody. Its writes fail; the server goes on with the next client.`,
      refused: say`A write to a client that has gone fails. What ends your program then?`,
      silent: say`Your server still waits for the client that has gone. The event "drain" and the end of its writes may never come: "close" always does.`,
      'wrong-bytes': anothersWords,
      'extra-bytes': anothersWords,
    },
    byHand: [
      start,
      `node -e "const s = require('net').connect(9909, '127.0.0.1').pause(); s.end(Buffer.alloc(2 ** 23, 'a')); setTimeout(() => s.resetAndDestroy(), 2000)"; nc 127.0.0.1 9909     and a line`,
    ],
    after: servesNext,
  },
  async (t) => {
    const server = await t.startServer()
    const gone = await comeAndNotRead(t, server)
    gone.reset()
    await t.letReact(server)
    await visit(t, server, 'next client')
    const greedy = await comeAndNotRead(t, server)
    const next = await t.connect(server, 'next client')
    await next.send('next client')
    await t.untilAtRest(server)
    // Then answers are in its hands: whoever has none closes the connection, for this client has ended its side.
    if (greedy.isHeldByProgram)
      failIfServed(t, next, say`the client before it had not got all of its answers`, {
        help: say`A client that has ended its side is still served until its last answer is out and your side has ended too: "end" is not yet its goodbye, "close" is.`,
      })
    greedy.reset()
    await next.receive('NEXT CLIENT', say`the answer to "next client"`)
    next.end()
    await visit(t, server, 'last client')
  },
)

check(
  'outlives a client that resets before it is accepted',
  {
    holds: [7],
    help: say`The system accepts connections before your program does, and one of them may be gone when you get it: its address is undefined then. Give every socket its "error" listener at once, and take nothing else for granted.`,
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
    holds: [5, 7],
    help: {
      default: say`A socket that waits for its turn can break too, and its "error" kills the program if nobody listens. createServer({ pauseOnConnect: true }) leaves waiting sockets alone.`,
      'extra-bytes': say`Who comes first is served first, also when one of those who wait has broken off. Take it out of your list so that the others keep their order.`,
    },
    byHand: [start, 'nc -v 127.0.0.1 9909', resetByHand],
    after: servesNext,
  },
  async (t) => {
    const server = await t.startServer()
    const served = await t.connect(server, 'client being served')
    await ask(served, 'one')
    const leaving = await t.connect(server, 'client that breaks off')
    await leaving.send('while I wait')
    const waiting = await t.connect(server, 'next client')
    await waiting.send('next client')
    const last = await t.connect(server, 'last client')
    await last.send('last client')
    // All of them wait when one breaks off.
    await t.untilAtRest(server)
    await ghost((name) => t.connect(server, name))
    leaving.reset()
    // At rest it has heard of both, if it listens to those who wait.
    await t.untilAtRest(server)
    for (const text of ['two', 'three']) await ask(served, text)
    served.end()
    await t.becomesTrue(server, () => !waiting.hasHeardNothing || !last.hasHeardNothing)
    if (waiting.hasHeardNothing)
      failIfServed(t, last, say`the next client, which had come before it, was still waiting`)
    await waiting.receive('NEXT CLIENT', say`the answer to "next client"`)
    waiting.end()
    await last.receive('LAST CLIENT', say`the answer to "last client"`)
    last.end()
  },
)

/** What has ended keeps nothing, and serves nobody either. */
function failIfExited(t: CheckContext, server: Program): void {
  if (!server.hasExited) return
  t.fail('exited-early', say`Your server ended by itself when many clients had come and left.`, {
    help: say`A server waits for the next client, however many there have been. What ends yours?`,
  })
}

/** So many clients come in one round. */
const clientsPerRound = 80
/** Fewer bytes could be taken for the noise of a right program. Where no memory is measured, what the system takes unread. */
const bytesPerClient = isKernelReadable ? mebibyte : 64 * 1024
/** A program that keeps what one in four of its clients says grew by 18 to 27 MiB a round, after the first. */
const growthOfWhoKeeps = 12 * mebibyte
/** Right programs grew by up to 43 MiB in the first round, of 60, and 18 in the second, and then stood still (Node 20.20.2). */
const mostRounds = 5

check(
  'keeps nothing of the clients that have left',
  {
    holds: [8],
    help: say`What belongs to a client goes when the client goes: its connection, and all that it said.`,
    byHand: [start, 'for i in $(seq 400); do echo hello | nc -N 127.0.0.1 9909 >/dev/null; done; ss -tn'],
    after: servesNext,
  },
  async (t) => {
    const server = await t.startServer()
    const text = createPattern(bytesPerClient)
    const answer = toUpperCaseAscii(text)
    const receiveVisits = async () => {
      failIfExited(t, server)
      for (let number = 1; number <= clientsPerRound; number += 4) {
        const polite = await t.connect(server, 'client')
        const waiting = await t.connect(server, 'client that waits')
        await waiting.send(text)
        const ended = await t.connect(server, 'client that has ended')
        await ended.send(text)
        ended.end()
        await Promise.all([
          polite.send(text),
          polite.receive(answer, say`all that it had said in upper case`),
        ])
        // With each answer the event loop has gone round once: who reads from those that wait has read, and been told.
        await ask(polite, 'one')
        await ask(polite, 'two')
        // What is put away at the end has to be put away at a reset as well, also of one whose turn never comes.
        waiting.reset()
        await ask(polite, 'three')
        polite.end()
        // And so has what was said before its turn, of one that is answered when it has ended.
        await ended.receive(answer, say`all that it had said in upper case`)
        const rude = await t.connect(server, 'client')
        await Promise.all([rude.send(text), rude.receive(answer, say`all that it had said in upper case`)])
        rude.reset()
      }
    }
    // Where the kernel cannot be read, this check proves that so many clients are served, and no more.
    if (!isKernelReadable || server.pid === undefined) return await receiveVisits()
    const { pid } = server
    const descriptorsBefore = readDescriptorCount(pid)
    const memoryAtFirst = readResidentBytes(pid)
    // A program that cleans up late may grow for a while. One that keeps what it hears grows in every round.
    for (let round = 1; round <= mostRounds; round++) {
      const memoryBefore = readResidentBytes(pid)
      await receiveVisits()
      const countNew = () => readDescriptorCount(pid) - descriptorsBefore
      if (!(await t.becomesTrue(server, () => countNew() <= 10))) {
        t.fail(
          'never-closed',
          say`${clientsPerRound * round} clients came, were answered and left, and your server now holds ${countNew()} more open descriptors than before. It has not closed their connections.`,
          { help: say`For each client that ends, end your side too: socket.end().` },
        )
      }
      if (readResidentBytes(pid) - memoryBefore < growthOfWhoKeeps) return
    }
    const growth = Math.round((readResidentBytes(pid) - memoryAtFirst) / mebibyte)
    t.fail(
      'never-closed',
      say`${clientsPerRound * mostRounds} clients sent 1 MiB each and left, and your server now occupies ${growth} MiB more memory than before. It keeps what they said.`,
      {
        help: say`Where does it still lie? A list, a map or a variable outside of the conversation keeps what was put into it.`,
      },
    )
  },
)

listensOnLoopbackOnly({ holds: [1], after: answers })
listensWhereTold({ holds: [1], after: answers, defaultPort: 9909 })
tellsTakenPort({ holds: [2], after: answers })

tellsItsPort({ holds: [1], after: answers })
