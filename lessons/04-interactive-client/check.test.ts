// starter fails "sends what is typed and prints the answer" at closed-early: Your client ended the connection (FIN) before it had sent
import { check, type CheckContext, type Program, type TcpPeer, toUpperCaseAscii } from '#checker'

const server = 'PORT=9999 npx tsx solutions/03-connection-loop/server.ts'
const client = 'npx tsx {subject}/client.ts'
const byHand = [server, client]
const byHandGone = [server, client, 'and Ctrl-C in the terminal of the server']

const prompt = '>>>:'

/** Starts a client, takes its connection, and lets it come to the point where it waits for a line. */
async function meet(t: CheckContext, options?: { terminal: boolean }) {
  const listener = await t.listen()
  const client = t.startClient(listener.port, options)
  const server = await listener.accept(client)
  await t.letReact(client)
  return { client, server }
}

/** Types a line, sees it arrive, answers it in one write, and sees the answer printed. */
async function talk(client: Program, server: TcpPeer, line: string, from = 0): Promise<number> {
  const answer = toUpperCaseAscii(line)
  client.typeLine(line)
  await server.receive(line, `the line "${line}"`)
  await server.send(answer)
  return await client.expectOutput(answer.toString(), `the answer to "${line}"`, from)
}

/** Its own words, whichever they are: a prompt that it printed as well does not count. */
function expectWords(t: CheckContext, client: Program, mark: number, what: string): void {
  if (client.printedSince(mark).replaceAll(prompt, '').trim() !== '') return
  t.fail(
    'wrong-output',
    `Your client printed nothing but its prompt ${what}. Somebody who sits before it cannot tell why it ended.`,
  )
}

const sends = check(
  'sends what is typed and prints the answer',
  {
    help: {
      default: 'Read a line from stdin, send it, wait for the answer, print it, and begin anew.',
      'closed-early':
        'The texts of lesson 2 came as arguments. These come from stdin: node:readline makes lines of it.',
      'extra-bytes': 'Send the line without a line feed at its end. readline has already taken it off.',
      'wrong-output': 'Print each answer when it has come.',
    },
    byHand,
  },
  async (t) => {
    const { client, server } = await meet(t)
    const next = await talk(client, server, 'hello')
    await talk(client, server, 'grüße,世界', next)
  },
)

check(
  'takes the blanks from both ends of a line, and none from its middle',
  {
    help: 'line.trim() gives the text without white space at its ends. Send that, and not the line.',
    byHand,
    after: sends,
  },
  async (t) => {
    const { client, server } = await meet(t)
    client.typeLine('  two  words \t ')
    await server.receive('two  words', 'the line "  two  words \\t " without the blanks at its ends')
  },
)

check(
  'sends nothing for a blank line',
  {
    help: {
      default: 'After trimming, an empty text is not sent and no answer to it is due: ask for the next line.',
      silent:
        'A write of no bytes sends nothing at all, so no answer comes. Does your client wait for one? Ask for the next line instead.',
    },
    byHand,
    after: sends,
  },
  async (t) => {
    const { client, server } = await meet(t)
    for (const line of ['', '   ', 'x']) {
      client.typeLine(line)
      // One at a time here; lines that come all at once are the next check's.
      await t.letReact(client)
    }
    await server.receive('x', 'the first line that is not blank')
  },
)

check(
  'keeps lines that come faster than their answers, and sends each after the answer to the one before',
  {
    help: {
      default: 'Keep what comes while an answer is due, and send the next line when it has come.',
      'extra-bytes':
        'The next line was sent although an answer was due. A listener for "line" is called for each line at once; a for await loop takes the next one when you are ready.',
      silent:
        'question() hears one line and throws away those that come while nobody asks. A listener for "line", or a loop over the lines from the beginning, hears all.',
      'closed-early':
        'The end of the input came, and lines were still waiting. Send them, and wait for their answers, before you end.',
    },
    byHand: [server, `printf 'one\\ntwo\\n\\nthree\\n' | ${client}`],
    after: sends,
  },
  async (t) => {
    const listener = await t.listen()
    const client = t.startClient(listener.port)
    client.type('one\ntwo\n\nthree\n')
    client.endInput()
    const server = await listener.accept(client)
    let next = 0
    for (const line of ['one', 'two', 'three']) {
      await server.receive(line, `the line "${line}"`)
      // Asleep, it waits for the answer. Had it more to send by itself, it would have sent it.
      await t.staysQuiet(client, 300)
      const answer = toUpperCaseAscii(line)
      await server.send(answer)
      next = await client.expectOutput(answer.toString(), `the answer to "${line}"`, next)
    }
  },
)

const ends = check(
  'end of input: says goodbye with an end (FIN) and exits 0',
  {
    help: {
      default:
        'When the input is over, the loop over its lines ends, or readline says "close": socket.end().',
      'wrong-exit':
        'Exit code 13 means that a promise was awaited that nothing can settle any more. question() never answers once the input is over.',
      'does-not-stop': 'Both sides have ended. What does your client still wait for?',
    },
    byHand: [server, `printf 'hello\\n' | ${client}; echo "exit code $?"`],
    after: sends,
  },
  async (t) => {
    const { client, server } = await meet(t)
    await talk(client, server, 'hello')
    client.endInput()
    await server.expectEnd('after the end of its input')
    server.end()
    await client.expectExit(0, 'after the end of its input')
  },
)

check(
  'input that is over at once: exits 0',
  {
    help: {
      default:
        'The end of the input may come before the connection is there. Who listens for it at that time?',
      'wrong-exit': 'That nobody had anything to say is no fault of the connection: it ends as after "exit".',
    },
    byHand: [server, `${client} < /dev/null; echo "exit code $?"`],
    after: sends,
  },
  async (t) => {
    const listener = await t.listen()
    const client = t.startClient(listener.port)
    client.endInput()
    // It has nothing to say, so it may as well leave before it is connected.
    await t.becomesTrue(client, () => listener.waiting > 0 || client.hasExited)
    if (listener.waiting > 0) (await listener.accept(client)).end()
    await client.expectExit(0, 'after the end of its input')
  },
)

const quits = check(
  '"exit" and "q": says goodbye with an end (FIN), sends no more, and exits 0',
  {
    help: {
      default: 'Compare the trimmed line with "exit" and with "q" before you send it, and leave the loop.',
      'extra-bytes':
        'The quit word, and what comes after it, is not for the server. Compare before you send, and send no more.',
      'never-closed': 'Does your client know both words? Then: socket.end().',
    },
    byHand: [server, `printf 'hello\\nq\\nmore\\n' | ${client}`],
    after: sends,
  },
  async (t) => {
    for (const word of ['exit', 'q']) {
      const { client, server } = await meet(t)
      await talk(client, server, 'hello')
      // The input is over as well: closed from within a "line" listener, readline does not let go of an open pipe.
      client.type(`${word}\nmore\n`)
      client.endInput()
      await server.expectEnd(`after "${word}" was typed`)
      server.end()
      await client.expectExit(0, `after "${word}" was typed`)
    }
  },
)

const gone = check(
  'server ends (FIN): says so and exits 1, without waiting for another line',
  {
    help: {
      default:
        'The end of the server is the event "end" of the socket. Somebody has to read, or it never comes.',
      'does-not-stop':
        'Your client waits for a line and hears nothing else. Listen for the end of the server at the same time, and close the readline interface when it comes.',
      'wrong-exit': 'Whoever started it has to know that it was not its own decision: process.exitCode = 1.',
    },
    byHand: byHandGone,
    after: sends,
  },
  async (t) => {
    const { client, server } = await meet(t)
    await talk(client, server, 'hello')
    await t.letReact(client)
    const mark = client.printedLength
    server.end()
    await client.expectExit(1, 'after the server had ended the connection')
    expectWords(t, client, mark, 'when the server ended the connection')
  },
)

check(
  'server resets (RST): says so and exits 1, without waiting for another line',
  {
    help: {
      default: 'A reset is the event "error" of the socket. Say so, and close the readline interface.',
      crashed: 'An "error" event that nobody listens for ends the program with a stack trace.',
    },
    byHand: byHandGone,
    after: sends,
  },
  async (t) => {
    const { client, server } = await meet(t)
    await talk(client, server, 'hello')
    await t.letReact(client)
    const mark = client.printedLength
    server.reset()
    await client.expectExit(1, 'after the server had reset the connection')
    expectWords(t, client, mark, 'when the server reset the connection')
  },
)

check(
  'server ends (FIN) while an answer is due: says so and exits 1',
  {
    help: {
      default:
        'Instead of an answer the end may come. Whoever waits for "data" has to hear of "end" as well.',
      'wrong-exit':
        'Exit code 13 means that a promise was awaited that nothing can settle any more: once(socket, "data") does not hear the end.',
    },
    byHand: ['nc -l 127.0.0.1 9999     and Ctrl-C when the line has come', client],
    after: gone,
  },
  async (t) => {
    const { client, server } = await meet(t)
    client.typeLine('hello')
    await server.receive('hello', 'the line "hello"')
    await t.letReact(client)
    const mark = client.printedLength
    server.end()
    await client.expectExit(1, 'after the server had ended the connection without an answer')
    expectWords(t, client, mark, 'when the server ended the connection without an answer')
  },
)

const asks = check(
  'on a terminal: asks with ">>>:", again after each answer and each blank line',
  {
    help: 'Write the prompt when you are ready for a line: at the beginning, after each answer, and after a blank line.',
    byHand,
    after: sends,
  },
  async (t) => {
    const { client, server } = await meet(t, { terminal: true })
    let next = await client.expectOutput(prompt, 'its prompt')
    next = await talk(client, server, 'hello', next)
    next = await client.expectOutput(prompt, 'its prompt again, after the answer', next)
    for (const blank of ['', '   ']) {
      client.typeLine(blank)
      next = await client.expectOutput(prompt, 'its prompt again, after a blank line', next)
    }
    await talk(client, server, 'x', next)
  },
)

check(
  'on a terminal: "q" ends with an end (FIN) and exit code 0, without another key',
  {
    help: {
      default: 'After the quit word: socket.end(), and nothing more is read from the keyboard.',
      'does-not-stop':
        'Both sides have ended, and the keyboard is still open: whoever listens to it keeps the program alive. Close the readline interface.',
    },
    byHand: [server, `${client}     and type q`],
    after: [asks, quits],
  },
  async (t) => {
    const { client, server } = await meet(t, { terminal: true })
    await client.expectOutput(prompt, 'its prompt')
    client.typeLine('q')
    await server.expectEnd('after "q" was typed')
    server.end()
    await client.expectExit(0, 'after "q" was typed')
  },
)

check(
  'on a terminal: Ctrl-D ends with an end (FIN) and exit code 0',
  {
    help: 'On a terminal the end of the input is Ctrl-D at the beginning of a line. The terminal and readline understand it; in raw mode, without readline, it is a byte like any other (4).',
    byHand: [server, `${client}     and Ctrl-D`],
    after: [asks, ends],
  },
  async (t) => {
    const { client, server } = await meet(t, { terminal: true })
    await client.expectOutput(prompt, 'its prompt')
    // It may switch the terminal's mode at this moment, and then Ctrl-D would get lost in between.
    await t.letReact(client)
    client.endInput()
    await server.expectEnd('after Ctrl-D')
    server.end()
    await client.expectExit(0, 'after Ctrl-D')
  },
)

check(
  'on a terminal: the server ends, and the client says so and exits 1, without waiting for a key',
  {
    help: 'Your client reads the keyboard and hears nothing else. What has to happen when the event "end" comes first?',
    byHand: byHandGone,
    after: asks,
  },
  async (t) => {
    const { client, server } = await meet(t, { terminal: true })
    await client.expectOutput(prompt, 'its prompt')
    await t.letReact(client)
    const mark = client.printedLength
    server.end()
    await client.expectExit(1, 'after the server had ended the connection')
    expectWords(t, client, mark, 'when the server ended the connection')
  },
)

check(
  'nobody listening gives one clear line and exit code 1',
  {
    help: {
      default: 'A refused connection is the event "error". Print error.message and set process.exitCode = 1.',
      'does-not-stop':
        'The connection was refused, and the client still waits for a line. Close the readline interface.',
    },
    byHand: [`${client}; echo "exit code $?"`],
  },
  async (t) => {
    const client = t.startClient(await t.findFreePort())
    await client.expectComplaint('nobody was listening')
    expectWords(t, client, 0, 'when nobody was listening')
  },
)
