// starter fails "sends what is typed and prints the answer" at closed-early: Your client ended the connection (FIN) before it had sent
import {
  check,
  type CheckContext,
  connectsWhereTold,
  type Program,
  say,
  type TcpPeer,
  toUpperCaseAscii,
  type Words,
} from '#checker'

const client = 'npx tsx {subject}/client.ts'
/** Whoever sits there is the server: what comes is seen as it came, and the answers are typed. */
const netcat = 'nc -l 127.0.0.1 9999'
const answeredByHand = `${netcat}     and type the answers`
const endedByHand = `${netcat}     and Ctrl-C when it is connected`
const resetByHand = `node -e "require('net').createServer((s) => setTimeout(() => s.resetAndDestroy(), 3000)).listen(9999, '127.0.0.1')"`

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
  client.typeLine(line)
  await server.receive(line, say`the line "${line}"`)
  return await answer(client, server, line, from)
}

/** Answers a line in one write, and sees the answer printed. */
async function answer(client: Program, server: TcpPeer, line: string, from: number): Promise<number> {
  const text = toUpperCaseAscii(line)
  await server.send(text)
  return await client.expectOutput(text.toString(), say`the answer to "${line}"`, from)
}

/** Its own words, whichever they are: a prompt that it printed as well, or what the server said, does not count. */
function expectWords(t: CheckContext, client: Program, mark: number, what: Words, heard = prompt): void {
  if (client.printedSince(mark).replaceAll(prompt, '').replaceAll(heard, '').trim() !== '') return
  t.fail(
    'wrong-output',
    say`Your client printed no words of its own ${what}. Somebody who sits before it cannot tell why it ended.`,
  )
}

/** Fails if the client has left, though nobody has: no timer of its own may end a wait. */
function failIfGone(t: CheckContext, client: Program, server: TcpPeer, meanwhile: Words, help: Words): void {
  if (server.goodbye === undefined && !client.hasExited) return
  t.fail('closed-early', say`Your client gave up by itself while ${meanwhile}.`, { help })
}

const helpWithPerson = say`Whoever types may think for as long as they like, also before the first line. Set no timer.`

/** What begins like an option or a comment, or comes a second time, is a text like any other. */
const oddLines = ['hello', '-v', '#grün', '/q']
const longLine = `much,-${'and-so-on,-'.repeat(200)}to-the-end`
const longAnswer = `  5%% %s\n\n${'and so on, '.repeat(200)}\nend  `
/** What an arrow key and others send to a pipe: characters of the line like any others. */
const controls = 'left\u001b[D,\u0007,\u007f'
/** An answer has the length that it has: one is shorter than its question, and one is longer. */
const otherAnswers = [
  ['anybody-there?', 'yes'],
  ['who?', 'somebody who likes to talk'],
  [controls, 'as it is'],
] as const

const sends = check(
  'sends what is typed and prints the answer',
  {
    holds: [4],
    help: {
      default: say`Read a line from stdin, send it as it is, wait for the answer, print it, and begin anew.`,
      silent: say`Every line that is not blank is sent, whatever it begins with, and also when it comes a second time.`,
      'wrong-bytes': say`Send the line as it is, with no character left out or made into another.`,
      'missing-bytes': say`A line may have any length. Send all of it.`,
      'closed-early': say`The texts of lesson 2 came as arguments. These come from stdin: node:readline makes lines of it.`,
      'extra-bytes': say`Send the line without a line feed at its end. readline has already taken it off.`,
      'wrong-output': say`Print each answer when it has come, as it came. One chunk is one answer: how long the line was says nothing about it. And console.log(answer, more) takes a % in the answer for a command: give it one text alone.`,
    },
    byHand: [answeredByHand, `${client}     and type a line`],
  },
  async (t) => {
    const { client, server } = await meet(t)
    let next = await talk(client, server, 'hello')
    await t.untilAtRest(client)
    failIfGone(t, client, server, say`nobody typed anything`, helpWithPerson)
    for (const line of [...oddLines, 'grüße,世界']) next = await talk(client, server, line, next)
    // Looks like one character, and is two: the letter u, and its dots.
    client.typeLine('u\u0308')
    await server.receive('u\u0308', say`the line of "u" and two dots, which are two characters`)
    next = await answer(client, server, 'u\u0308', next)
    for (const [question, reply] of otherAnswers) {
      client.typeLine(question)
      await server.receive(question, say`the line "${question}"`)
      await server.send(reply)
      next = await client.expectOutput(reply, say`the answer to "${question}"`, next)
    }
    client.typeLine(longLine)
    await server.receive(longLine, say`the long line`)
    await t.untilAtRest(client)
    const helpWithServer = say`An answer may be long in coming. Wait for it, and set no timer.`
    failIfGone(t, client, server, say`an answer was due`, helpWithServer)
    // An answer may have any length, and lines and blanks of its own: one chunk is one answer.
    await server.send(longAnswer)
    await client.expectOutput(longAnswer, say`the whole answer to the long line`, next)
  },
)

check(
  'takes the blanks from both ends of a line, and none from its middle',
  {
    holds: [3],
    help: say`line.trim() gives the text without white space at its ends, also without the carriage return of a Windows line. Send that, and not the line.`,
    byHand: [
      `${netcat} | cat -vet`,
      `printf '  two \\t words \\t \\n' | ${client}     and printf 'a Windows line\\r\\n'`,
    ],
    after: sends,
  },
  async (t) => {
    const { client, server } = await meet(t)
    client.typeLine('  two \t words \t ')
    await server.receive('two \t words', say`the line "  two \\t words \\t " without the blanks at its ends`)
    await answer(client, server, 'two \t words', 0)
    client.typeLine('a Windows line\r')
    await server.receive('a Windows line', say`the line "a Windows line" without its carriage return`)
    await t.untilAtRest(client)
    server.expectNothingMore()
  },
)

check(
  'puts a line together that comes in pieces',
  {
    holds: [3],
    help: say`A chunk of stdin is not a line: it may end anywhere, even inside a character. node:readline collects what comes until the line feed.`,
    byHand: [netcat, `(printf 'gr\\303'; sleep 2; printf '\\274n\\n'; sleep 2) | ${client}`],
    after: sends,
  },
  async (t) => {
    const { client, server } = await meet(t)
    const line = Buffer.from('grün\n')
    const middleOfCharacter = 3
    client.type(line.subarray(0, middleOfCharacter))
    // At rest it has read the piece, so the rest cannot come in the same chunk.
    await t.untilAtRest(client)
    failIfGone(t, client, server, say`its first line was still being typed`, helpWithPerson)
    client.type(line.subarray(middleOfCharacter))
    await server.receive('grün', say`the line "grün", which came in two pieces`)
  },
)

check(
  'sends nothing for a blank line',
  {
    holds: [3],
    help: {
      default: say`After trimming, an empty text is not sent and no answer to it is due: ask for the next line.`,
      silent: say`A write of no bytes sends nothing at all, so no answer comes. Does your client wait for one? Ask for the next line instead.`,
    },
    byHand: [netcat, `${client}     and press Enter; then type a line`],
    after: sends,
  },
  async (t) => {
    const { client, server } = await meet(t)
    for (const line of ['', '   ', '\t', '\r', 'x']) {
      client.typeLine(line)
      // One at a time here; lines that come all at once are another check's.
      await t.letReact(client)
    }
    await server.receive('x', say`the first line that is not blank`)
  },
)

const keeps = check(
  'keeps lines that come faster than their answers, and sends each after the answer to the one before',
  {
    holds: [5],
    help: {
      default: say`Keep what comes while an answer is due, and send the next line when the answer has come.`,
      'extra-bytes': say`The next line was sent although an answer was due. A listener for "line" is called for each line at once; a for await loop takes the next one when you are ready.`,
      silent: say`The lines were in the pipe before your client was connected. readline says a line when it has read it, whether somebody listens or not: call on(keyboard, "line"), or add the listener, right after createInterface.`,
      'closed-early': say`The input was over, and lines were still to be sent. Keep them: question() hears one line, and those that come before it asks again are lost. A loop over the lines, or a listener for "line", hears all.`,
    },
    byHand: [answeredByHand, `printf 'one\\ntwo\\n\\nthree\\nthree\\n' | ${client}`],
    after: sends,
  },
  async (t) => {
    const listener = await t.listen()
    const client = t.startClient(listener.port)
    const more = Array.from({ length: 100 }, (_, index) => `line ${index + 1}`)
    // One comes twice. The last line has no line feed: the end of the input ends it.
    client.type(['one', 'two', '', 'three', 'three', ...'abcdefgh', ...more, 'last'].join('\n'))
    client.endInput()
    const server = await listener.accept(client)
    let next = 0
    for (const line of ['one', 'two', 'three', 'three', ...'abcdefgh', ...more, 'last']) {
      await server.receive(line, say`the line "${line}"`)
      // What it would send by itself, without an answer, it has sent when it is at rest.
      if (!more.includes(line)) await t.untilAtRest(client)
      next = await answer(client, server, line, next)
    }
  },
)

const ends = check(
  'end of input: says goodbye with an end (FIN) and exits 0',
  {
    holds: [6],
    help: {
      default: say`When the input is over, the loop over its lines ends, or readline says "close": socket.end().`,
      'wrong-exit': say`Exit code 13 means that a promise was awaited that nothing can settle any more. question() never answers once the input is over.`,
      'does-not-stop': say`Both sides have ended. What does your client still wait for?`,
    },
    byHand: [answeredByHand, `printf 'hello\\n' | ${client}; echo "exit code $?"`],
    after: sends,
  },
  async (t) => {
    const { client, server } = await meet(t)
    await talk(client, server, 'hello')
    client.endInput()
    await sayGoodbye(client, server, say`after the end of its input`)
  },
)

/** Waits for the goodbye of the client, says ours, and waits for its end. */
async function sayGoodbye(client: Program, server: TcpPeer, when: Words): Promise<void> {
  await server.expectEnd(when)
  // Whether it waits for the other side's end is its own business, so that comes too.
  server.end()
  await client.expectExit(0, when)
}

check(
  'input that is over at once: exits 0',
  {
    holds: [6],
    help: {
      default: say`The end of the input may come before the connection is there. Who listens for it at that time?`,
      'wrong-exit': say`Nothing is wrong with a connection on which nobody had anything to say: it ends as after "exit".`,
    },
    byHand: [netcat, `${client} < /dev/null; echo "exit code $?"`],
    after: sends,
  },
  async (t) => {
    const listener = await t.listen()
    const client = t.startClient(listener.port)
    client.endInput()
    // It has nothing to say, so it may as well leave before it is connected.
    await t.becomesTrue(client, () => listener.waiting > 0 || client.hasExited)
    if (listener.waiting === 0) await client.expectExit(0, say`after the end of its input`)
    else await sayGoodbye(client, await listener.accept(client), say`after the end of its input`)
  },
)

const quits = check(
  '"exit" and "q": says goodbye with an end (FIN), sends no more, and exits 0',
  {
    holds: [6],
    help: {
      default: say`Compare the trimmed line with "exit" and with "q" before you send it, and leave the loop.`,
      'extra-bytes': say`The quit word, and what comes after it, is not for the server. Compare the trimmed line before you send it, and send no more.`,
      'closed-early': say`The goodbye is the whole line, "exit" or "q". A line that only begins so, or has the word inside, is for the server, and so is every other word of goodbye.`,
      'never-closed': say`Does your client know both words? Then: socket.end().`,
    },
    byHand: [answeredByHand, `printf 'hello\\n q \\nmore\\n' | ${client}`],
    after: sends,
  },
  async (t) => {
    for (const [other, word] of [
      ['exit now', 'exit'],
      ['quit', '\tq '],
      // The line of a Windows pipe ends with a carriage return.
      ['bye', ' exit\t\r'],
    ] as const) {
      const { client, server } = await meet(t)
      await talk(client, server, other)
      // The input is over as well: closed from within a "line" listener, readline does not let go of an open pipe.
      client.type(`${word}\nmore\n`)
      client.endInput()
      await sayGoodbye(client, server, say`after "${word.trim()}" was typed`)
    }
  },
)

const lastLineHelp = say`The last line of a pipe may lack its line feed. It is a line like any other: trim it, compare it with "exit" and "q", send nothing if nothing is left, and then say goodbye with socket.end().`

check(
  'the goodbye waits for its turn: what was typed before it is answered first',
  {
    holds: [5, 6],
    help: {
      default: say`The quit word, or the end of the input, came while lines were still to be sent. Its turn is after theirs, and after their answers.`,
      'wrong-goodbye': say`The goodbye is socket.end(), also when the input was over long before the last answer. resetAndDestroy() breaks the connection off.`,
      'extra-bytes': lastLineHelp,
      'never-closed': lastLineHelp,
    },
    byHand: [
      answeredByHand,
      `printf 'one\\ntwo\\nq' | ${client}; echo "exit code $?"     and printf 'one\\ntwo\\n  '`,
    ],
    after: [keeps, ends, quits],
  },
  async (t) => {
    for (const [typed, when, isOverLate] of [
      // Neither last line has a line feed.
      ['one\ntwo\nq', say`after the answer to the last line before "q"`, false],
      ['one\ntwo\n  ', say`after the answer to its last line that is not blank`, false],
      ['one\ntwo\n', say`after the answer to its last line`, true],
    ] as const) {
      const listener = await t.listen()
      const client = t.startClient(listener.port)
      client.type(typed)
      if (!isOverLate) client.endInput()
      const server = await listener.accept(client)
      let next = 0
      for (const line of ['one', 'two']) {
        await server.receive(line, say`the line "${line}"`)
        // The end of the input comes while the last answer is due.
        if (isOverLate && line === 'two') client.endInput()
        // Whoever leaves without the answer has left by now.
        await t.untilAtRest(client)
        failIfSaidGoodbye(t, server, line)
        next = await answer(client, server, line, next)
      }
      await sayGoodbye(client, server, when)
    }
  },
)

/** Fails if the client has said its goodbye, or has left, before the answer to a line. */
function failIfSaidGoodbye(t: CheckContext, server: TcpPeer, line: string): void {
  if (server.goodbye === undefined) return
  t.fail('closed-early', say`Your client ended the connection while the answer to "${line}" was due.`, {
    help: say`The end of the input, like a quit word, has its turn after the last answer. Note that the input is over, and call socket.end() when the answer has come.`,
  })
}

const gone = check(
  'server ends (FIN): says so and exits 1, without waiting for another line',
  {
    holds: [7],
    help: {
      default: say`The end of the server is the event "end" of the socket. Say so, and let go of socket and keyboard.`,
      'does-not-stop': say`Your client waits for a line and hears nothing else. Listen for the end of the server at the same time, and close the readline interface when it comes.`,
      'wrong-output': say`Print each answer when it has come, and do not wait whether more of it comes: the end may be right behind it. Then say that the server has gone.`,
      'wrong-exit': say`Whoever started it has to know that it was not its own decision: process.exitCode = 1.`,
    },
    byHand: [endedByHand, client],
    after: sends,
  },
  async (t) => {
    const { client, server } = await meet(t)
    await talk(client, server, 'hello')
    await t.letReact(client)
    const mark = client.printedLength
    server.end()
    await client.expectExit(1, say`after the server had ended the connection`)
    expectWords(t, client, mark, say`when the server ended the connection`)
    await endBehindAnswer(t)
  },
)

/** The end comes right behind an answer: the answer is printed all the same. */
async function endBehindAnswer(t: CheckContext): Promise<void> {
  const { client, server } = await meet(t)
  client.typeLine('hello')
  await server.receive('hello', say`the line "hello"`)
  await t.letReact(client)
  const mark = client.printedLength
  await server.send('HELLO')
  server.end()
  await client.expectExit(1, say`after the server had answered and ended the connection`)
  await client.expectOutput('HELLO', say`the answer to "hello", although the end came right behind it`)
  expectWords(t, client, mark, say`when the server had answered and ended the connection`, 'HELLO')
}

check(
  'server resets (RST): says so and exits 1, without waiting for another line',
  {
    holds: [7],
    help: say`A reset is the event "error" of the socket. Say so, and close the readline interface.`,
    byHand: [resetByHand, client],
    after: sends,
  },
  async (t) => {
    for (const line of ['hello', '']) {
      const { client, server } = await meet(t)
      if (line !== '') await talk(client, server, line)
      await t.letReact(client)
      const mark = client.printedLength
      server.reset()
      await client.expectExit(1, say`after the server had reset the connection`)
      expectWords(t, client, mark, say`when the server reset the connection`)
    }
  },
)

/**
 * Has one line sent, to which no answer will come, and another one wait for its turn; behind that the end of the input,
 * or a quit word, whose turn never comes.
 * @returns what it had printed by then
 */
async function leaveDue(
  t: CheckContext,
  client: Program,
  server: TcpPeer,
  isInputOver: boolean,
): Promise<number> {
  client.typeLine('hello')
  await server.receive('hello', say`the line "hello"`)
  client.typeLine('more')
  if (isInputOver) client.endInput()
  else client.typeLine('q')
  await t.letReact(client)
  return client.printedLength
}

check(
  'server ends (FIN) while an answer is due: says so and exits 1',
  {
    holds: [7],
    help: {
      default: say`Instead of an answer the end may come. Whoever waits for "data" has to hear of "end" as well.`,
      'wrong-exit': say`Exit code 13 means that a promise was awaited that nothing can settle any more: once(socket, "data") does not hear the end. Exit code 0 is for a goodbye whose turn has come: "q" or the end of the input was read here, and an answer was still due.`,
    },
    byHand: [`${netcat}     and Ctrl-C when a line has come`, `${client}     and type two lines`],
    after: gone,
  },
  async (t) => {
    for (const isInputOver of [false, true]) {
      const { client, server } = await meet(t)
      const mark = await leaveDue(t, client, server, isInputOver)
      server.end()
      await client.expectExit(1, say`after the server had ended the connection without an answer`)
      expectWords(t, client, mark, say`when the server ended the connection without an answer`)
    }
  },
)

check(
  'server resets (RST) while an answer is due: says so and exits 1',
  {
    holds: [7],
    help: {
      default: say`Whoever waits for "data" has to hear of "error" as well: a reset is told by nothing else.`,
      'wrong-exit': say`Exit code 0 is for a goodbye whose turn has come. "q" or the end of the input was read here, and an answer was still due: the server has left, not the client.`,
    },
    byHand: [resetByHand, `${client}     and type a line at once`],
    after: gone,
  },
  async (t) => {
    for (const isInputOver of [false, true]) {
      const { client, server } = await meet(t)
      const mark = await leaveDue(t, client, server, isInputOver)
      server.reset()
      await client.expectExit(1, say`after the server had reset the connection without an answer`)
      expectWords(t, client, mark, say`when the server reset the connection without an answer`)
    }
  },
)

check(
  'server says something unasked and ends (FIN): says so and exits 1',
  {
    holds: [7],
    help: say`"end" comes when everything before it has been taken from the socket. What the server said unasked is read by nobody and holds it back: a listener for "data" takes it, or socket.resume() drops it.`,
    byHand: ["echo 'no seat is free' | nc -l -N 127.0.0.1 9999", client],
    after: gone,
  },
  async (t) => {
    // Before anything was typed, and after an answer.
    for (const line of ['', 'hello']) {
      const { client, server } = await meet(t)
      if (line !== '') await talk(client, server, line)
      await t.letReact(client)
      const words = 'no seat is free'
      const mark = client.printedLength
      await server.send(words)
      server.end()
      await client.expectExit(1, say`after the server had said something and ended the connection`)
      expectWords(t, client, mark, say`when the server had said something and ended the connection`, words)
    }
  },
)

const asks = check(
  'on a terminal: asks with ">>>:", again after each answer and each blank line',
  {
    holds: [2, 3, 4, 5],
    help: {
      default: say`Write the prompt when you are ready for a line: at the beginning, after each answer, and after a blank line.`,
      silent: say`On a terminal, too, a line may be typed while an answer is due. question() hears it only if it was asked by then; a loop over the lines, or a listener for "line", hears all.`,
    },
    byHand: [answeredByHand, client],
    after: sends,
  },
  async (t) => {
    const { client, server } = await meet(t, { terminal: true })
    let next = await client.expectOutput(prompt, say`its prompt`)
    next = await talk(client, server, 'hello', next)
    next = await client.expectOutput(prompt, say`its prompt again, after the answer`, next)
    for (const blank of ['', '   ']) {
      client.typeLine(blank)
      next = await client.expectOutput(prompt, say`its prompt again, after a blank line`, next)
    }
    next = await talk(client, server, 'x', next)
    for (const line of ['one', 'two']) client.typeLine(line)
    for (const line of ['one', 'two']) {
      await server.receive(line, say`the line "${line}"`)
      await t.letReact(client)
      next = await answer(client, server, line, next)
    }
  },
)

check(
  'on a terminal: "q" ends with an end (FIN) and exit code 0, without another key',
  {
    holds: [6],
    help: {
      default: say`After the quit word: socket.end(), and nothing more is read from the keyboard.`,
      'does-not-stop': say`Both sides have ended, and the keyboard is still open: whoever listens to it keeps the program alive. Close the readline interface.`,
    },
    byHand: [`${netcat}     and Ctrl-C when q was typed`, `${client}     and type q`],
    after: [asks, quits],
  },
  async (t) => {
    const { client, server } = await meet(t, { terminal: true })
    await client.expectOutput(prompt, say`its prompt`)
    client.typeLine('q')
    await sayGoodbye(client, server, say`after "q" was typed`)
  },
)

check(
  'on a terminal: Ctrl-D ends with an end (FIN) and exit code 0',
  {
    holds: [6],
    help: {
      default: say`On a terminal the end of the input is Ctrl-D at the beginning of a line. The terminal and readline understand it; in raw mode, without readline, it is a byte like any other (4).`,
      'wrong-goodbye': say`The goodbye is socket.end(), also after Ctrl-D. resetAndDestroy() breaks the connection off.`,
    },
    byHand: [netcat, `${client}     and Ctrl-D`],
    after: [asks, ends],
  },
  async (t) => {
    const { client, server } = await meet(t, { terminal: true })
    await client.expectOutput(prompt, say`its prompt`)
    // It may switch the terminal's mode at this moment, and then Ctrl-D would get lost in between.
    await t.letReact(client)
    client.endInput()
    await sayGoodbye(client, server, say`after Ctrl-D`)
  },
)

check(
  'on a terminal: the server ends or resets, and the client says so and exits 1, without waiting for a key',
  {
    holds: [7],
    help: {
      default: say`Nothing has to be typed any more when the server has gone: say so at the event "end" or "error", close the readline interface, and let the program end.`,
      'wrong-exit': say`Whoever started it has to know that it was not its own decision, also when neither side has said anything yet: process.exitCode = 1.`,
    },
    byHand: [endedByHand, client],
    after: asks,
  },
  async (t) => {
    for (const [goodbye, what] of [
      ['end', say`the server had ended the connection`],
      ['reset', say`the server had reset the connection`],
    ] as const) {
      const { client, server } = await meet(t, { terminal: true })
      await client.expectOutput(prompt, say`its prompt`)
      await t.letReact(client)
      const mark = client.printedLength
      server[goodbye]()
      await client.expectExit(1, say`after ${what}`)
      expectWords(t, client, mark, say`when ${what}`)
    }
  },
)

connectsWhereTold({ holds: [1], after: sends, defaultPort: 9999 })

check(
  'nobody listening gives one clear line and exit code 1',
  {
    holds: [8],
    help: {
      default: say`A refused connection is the event "error". Print error.message on stderr and set process.exitCode = 1.`,
      'does-not-stop': say`The connection was refused, and the client still waits for a line. Close the readline interface.`,
    },
    byHand: [`${client}; echo "exit code $?"`],
  },
  async (t) => {
    for (const isInputOver of [false, true]) {
      const client = t.startClient(await t.findFreePort())
      if (isInputOver) {
        client.type('hello\n')
        client.endInput()
      }
      await client.expectComplaint(say`nobody was listening`)
    }
  },
)
