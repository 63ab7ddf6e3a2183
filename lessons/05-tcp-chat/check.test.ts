// starter fails "prints who has come and what they say" at wrong-output: It should have printed the address of its client
import {
  check,
  type CheckContext,
  CheckFailure,
  connectsWhereTold,
  ghost,
  listensOnLoopbackOnly,
  listensWhereTold,
  type Program,
  quote,
  say,
  type TcpPeer,
  tellsTakenPort,
  type Words,
  findTerminalCommand,
  terminalCommands,
} from '#checker'

const byHandServer = [
  'npx tsx {subject}/server.ts',
  'nc 127.0.0.1 8080     and type in both terminals, in turn',
]
const byHandTwo = [...byHandServer, 'nc 127.0.0.1 8080     once more, while the first is there']
const byHandClient = [
  'nc -l 127.0.0.1 8080',
  'npx tsx {subject}/client.ts     and type in both terminals, in turn',
]

/** Longer than what somebody takes who takes a beginning. */
const longMessage = `${'all of this, '.repeat(100)}to the end`

/** What a program asks with is no word of its own. */
const prompt = '>>>:'

/** What a server says in nobody's turn. A client that prints it has said nothing of its own either. */
const unaskedWords = 'no seat is free'

/** Connects a client to the server and waits until the server has announced it. */
async function comeIn(t: CheckContext, server: Program, name = 'client'): Promise<TcpPeer> {
  const client = await t.connect(server, name)
  client.ignoreLineEnds()
  await server.expectOutput(`connected: 127.0.0.1:${client.port}`, say`the address of its ${name}`)
  return client
}

/** The next client, after one has left. When nobody takes it, the loop over the clients may have come to an end. */
async function comeNext(t: CheckContext, server: Program, name: string): Promise<TcpPeer> {
  try {
    return await comeIn(t, server, name)
  } catch (error) {
    if (!(error instanceof CheckFailure) || error.stage !== 'wrong-output' || server.stderr.trim() === '')
      throw error
    return t.fail(error.stage, error.happened, {
      help: say`Is the loop over your clients still going on? What is thrown inside it ends it, and the port stays open all the same. See what your server printed on stderr: once(socket, 'close') throws when the socket says "error".`,
    })
  }
}

/** The client says something, the server prints it, the operator answers, the client hears it. */
async function exchange(server: Program, client: TcpPeer, said: string, answer: string): Promise<void> {
  const from = server.stdoutLength
  await client.send(said)
  await server.expectOutput(said, say`what the ${client.name} had said`, from)
  server.typeLine(answer)
  await client.receive(answer, say`what its operator had typed`)
}

/** Fails if a program has left somebody who was only silent: no timer of its own may end a conversation. */
async function expectPresence(
  t: CheckContext,
  program: Program,
  peer: TcpPeer,
  silence: Words,
): Promise<void> {
  await t.untilAtRest(program)
  await program.failIfCrashed()
  if (peer.goodbye === undefined && !program.hasExited) return
  t.fail('closed-early', say`${program.name} gave up the conversation by itself while ${silence}.`, {
    help: say`Whoever types may think for as long as they like, on both sides. Set no timer.`,
  })
}

/** Waits until the program sleeps and makes sure that it has not spoken out of turn. */
async function expectPatience(
  t: CheckContext,
  server: Program,
  client: TcpPeer,
  happened: Words,
): Promise<void> {
  await t.untilAtRest(server)
  if (client.unreadLength > 0) t.fail('extra-bytes', happened)
}

/** Waits for one answer and makes sure that no other one comes with it. */
async function expectOneAnswer(
  t: CheckContext,
  server: Program,
  client: TcpPeer,
  answer: string,
  whenMore: Words,
): Promise<void> {
  try {
    await client.receive(answer, say`what its operator had typed first`)
  } catch (error) {
    if (error instanceof CheckFailure && error.stage === 'extra-bytes')
      t.fail('extra-bytes', whenMore, error.parts)
    throw error
  }
  await expectPatience(t, server, client, whenMore)
}

/**
 * The turn of a line that was typed too early has come. A server that keeps such lines sends it now. One that has
 * refused it in words, in `printed`, is typed the line again; one that has lost it without a word is not.
 */
async function retypeIfRefused(
  t: CheckContext,
  server: Program,
  client: TcpPeer,
  line: string,
  printed: string,
): Promise<void> {
  if (!hasWords(printed)) return
  const isSent = await t.becomesTrue(server, () => client.unreadLength > 0 || server.hasExited)
  if (!isSent) server.typeLine(line)
}

/**
 * The turn of a line that was typed early has come. When nothing is sent, one more line shows what has become of it:
 * it may be lost, or lie there until somebody types.
 */
async function expectSomething(
  t: CheckContext,
  server: Program,
  client: TcpPeer,
  line: string,
): Promise<void> {
  if (await t.becomesTrue(server, () => !client.hasHeardNothing || server.hasExited)) return
  server.typeLine('are you there')
  const isSent = await t.becomesTrue(server, () => client.unreadLength > 0 || server.hasExited)
  await server.failIfCrashed()
  const story = say`The operator typed "${line}" before the client had spoken. Then the client spoke, and your server sent nothing.`
  if (!isSent) t.fail('silent', say`${story} It sent nothing either when the operator typed one more line.`)
  try {
    await client.receive('are you there')
  } catch {
    t.fail(
      'silent',
      say`${story} It sent the line when the operator typed one more. The early line lay there and was not looked for.`,
      {
        help: say`Look into the list of typed lines in both cases: after a line was typed, and after a message came.`,
      },
    )
  }
  t.fail(
    'silent',
    say`${story} The next line that the operator typed went out at once. The early one was lost, without a word.`,
  )
}

/** Whether there is something to read besides the prompt. */
function hasWords(printed: string): boolean {
  return /\p{L}/u.test(printed.replaceAll(prompt, ' '))
}

/**
 * Waits until the program has printed words since `mark`.
 * @param when says after what they are due: "when its client had left"
 */
async function expectWords(
  t: CheckContext,
  program: Program,
  mark: number,
  when: Words,
  heard = prompt,
): Promise<void> {
  const isSaid = () => hasWords(program.printedSince(mark).replaceAll(heard, ''))
  await t.becomesTrue(program, () => isSaid() || program.hasExited)
  await program.failIfCrashed()
  if (isSaid()) return
  t.fail(
    'wrong-output',
    say`${program.name} printed ${nameWhatWasPrinted(program, mark)} ${when}. Whoever sits before it cannot tell what happened.`,
  )
}

/**
 * Waits until the program has printed a sentence since `mark`: something readable that is more than its prompt, in
 * whatever words it prompts, once again.
 * @param before the end of what it had printed before a blank line was typed, with its prompt
 */
async function expectRefusal(
  t: CheckContext,
  program: Program,
  mark: number,
  before: string,
  typed: Words,
): Promise<void> {
  const isSaid = () => {
    const fresh = program.printedSince(mark).replaceAll(prompt, ' ').trim()
    return hasWords(fresh) && !before.trimEnd().endsWith(fresh)
  }
  await t.becomesTrue(program, () => isSaid() || program.hasExited)
  await program.failIfCrashed()
  if (isSaid()) return
  t.fail(
    'wrong-output',
    say`${typed} ${program.name} printed ${nameWhatWasPrinted(program, mark)}. Whoever typed it was not told why nothing was sent.`,
  )
}

/** The lines of what was printed, without prompts and numbers. */
function listLines(printed: string): Set<string> {
  const lines = printed.replaceAll(prompt, ' ').split('\n')
  return new Set(lines.map((line) => line.replaceAll(/\d+/g, '#').trim()))
}

/**
 * Waits until the program has printed a line with words since `mark` that is none of the usual ones, which it prints
 * when something is said and answered.
 */
async function expectRefusalBesides(
  t: CheckContext,
  program: Program,
  mark: number,
  usual: ReadonlySet<string>,
  typed: Words,
): Promise<void> {
  const isSaid = () =>
    [...listLines(program.printedSince(mark))].some((line) => hasWords(line) && !usual.has(line))
  await t.becomesTrue(program, () => isSaid() || program.hasExited)
  await program.failIfCrashed()
  if (isSaid()) return
  t.fail(
    'wrong-output',
    say`${typed} ${program.name} printed ${nameWhatWasPrinted(program, mark)}. Whoever typed it was not told why nothing was sent.`,
  )
}

function nameWhatWasPrinted(program: Program, mark: number): Words {
  const fresh = program.printedSince(mark).trim()
  return fresh === '' ? say`nothing` : say`${quote(fresh)} and nothing else`
}

/**
 * Types a line with nothing in it, and wants it refused in words.
 * @param before the end of what it had printed before the first of several blank lines in a row: each is refused anew
 * @returns the end of what it had printed before this one
 */
async function expectBlankRefused(
  t: CheckContext,
  program: Program,
  blank: string,
  typed: Words,
  before?: string,
): Promise<string> {
  await t.letReact(program)
  const last = program.printedLast
  const mark = program.printedLength
  program.typeLine(blank)
  await expectRefusal(t, program, mark, before ?? last, typed)
  return last
}

/** Types three blanks, and then a tab in the same turn, and wants both refused in words. */
async function expectBlanksRefused(t: CheckContext, program: Program): Promise<void> {
  const before = await expectBlankRefused(t, program, '   ', say`A line of three blanks was typed.`)
  await expectBlankRefused(t, program, '\t', say`Behind a blank line came another one, of a tab.`, before)
}

listensOnLoopbackOnly({ holds: [1] })

const prints = check(
  'prints who has come and what they say',
  {
    holds: [2, 3],
    help: say`When a client's turn has come: console.log(\`connected: \${socket.remoteAddress}:\${socket.remotePort}\`). Then print every message as text.`,
    byHand: byHandServer,
  },
  async (t) => {
    const server = await t.startServer()
    const client = await comeIn(t, server)
    await client.send('grüße')
    await server.expectOutput('grüße', say`what its client had said`)
  },
)

const converses = check(
  'carries a whole conversation',
  {
    holds: [3, 4],
    help: {
      default: say`The line that the operator types is the answer: send it to the client, then wait for the next message.`,
      silent: say`Does your server read its keyboard all the time? readline/promises question() loses lines on a pipe; a listener for "line" does not.`,
      'extra-bytes': say`Only what the operator types goes to the client.`,
      'wrong-bytes': say`The line that the operator types is the answer. Text is UTF-8: socket.write(line), with no other encoding.`,
      'wrong-output': say`Print every message as it is and to its end, whatever its words are, blanks too. util.inspect and JSON write quotes and backslashes in another way, and console.log(text, more) takes a % in the text for a command.`,
      'closed-early': say`No word of a client is a goodbye, and no message is nothing: only the end of its side says that it has left.`,
    },
    byHand: byHandServer,
    after: prints,
  },
  async (t) => {
    const server = await t.startServer()
    const client = await comeIn(t, server)
    await exchange(server, client, 'hello', 'good morning')
    await expectPresence(t, server, client, say`its client was silent`)
    await exchange(server, client, 'yes', 'are you there?')
    await exchange(server, client, 'danke schön', 'auf wiedersehen, und grüße')
    // Words that are goodbyes elsewhere, nothing but blanks, and what was answered before: each is a turn like any other.
    await exchange(server, client, 'q', 'not yet')
    await exchange(server, client, 'exit', 'not yet')
    await exchange(server, client, '    ', 'I see nothing')
    await exchange(server, client, '  two  words  ', 'I see two')
    // Signs that a printed object, JSON and a format of console.log make into others.
    await exchange(server, client, `it's "5%%" of \\ it`, 'I see signs')
    const from = server.stdoutLength
    await client.send(longMessage)
    await server.expectOutput(longMessage, say`all that its client had said`, from)
    await expectPresence(t, server, client, say`its operator typed nothing`)
    server.typeLine(longMessage)
    await client.receive(longMessage, say`what its operator had typed`)
  },
)

check(
  'sends what is typed, without the blanks at both ends',
  {
    holds: [3],
    help: say`line.trim() takes the white space from both ends of a line, and leaves what stands in its middle.`,
    byHand: byHandServer,
    after: converses,
  },
  async (t) => {
    const server = await t.startServer()
    const client = await comeIn(t, server)
    await client.send('hello')
    await server.expectOutput('hello', say`what its client had said`)
    server.typeLine('  two \t words \t')
    await client.receive('two \t words', say`what its operator had typed, without the blanks at both ends`)
  },
)

const moreAnswers = ['third answer', 'fourth answer', 'fifth answer', 'sixth answer']

check(
  'keeps to the turns when the operator types early',
  {
    holds: [4],
    help: {
      default: say`Keep typed lines in a list. One of them goes out when it is the operator's turn, and then it is the client's turn again.`,
      silent: say`What was typed too early must not be lost, however much it is: keep it until the operator's turn has come, and look into the list then.`,
      'wrong-bytes': say`The lines go out in the order in which they were typed, also those that were typed before anybody had come: keep them whether a client is there or not. And each goes out without the blanks at its ends, as one that is typed in time.`,
    },
    byHand: byHandServer,
    after: converses,
  },
  async (t) => {
    const server = await t.startServer()
    await t.untilAtRest(server)
    const markBefore = server.printedLength
    // The first line is there before anybody has come, the others before the client has spoken.
    server.typeLine('first answer')
    await t.untilAtRest(server)
    const spokenBefore = server.printedSince(markBefore)
    const client = await comeIn(t, server)
    const mark = server.printedLength
    // Kept or not, no line goes out with the blanks at its ends.
    server.type(['  second answer \t', ...moreAnswers, ''].join('\n'))
    await expectPatience(
      t,
      server,
      client,
      say`The operator typed before the client had said anything, and your server sent it at once. The client speaks first.`,
    )
    const spoken = spokenBefore + server.printedSince(mark)
    await client.send('one')
    await retypeIfRefused(t, server, client, 'first answer', spoken)
    await expectSomething(t, server, client, 'first answer')
    await expectOneAnswer(
      t,
      server,
      client,
      'first answer',
      say`Your server answered once and then sent the next line too, although the client had not spoken in between. After an answer it is the client's turn.`,
    )
    await client.send('two')
    await retypeIfRefused(t, server, client, 'second answer', spoken)
    await expectSomething(t, server, client, 'second answer')
    await client.receive('second answer', say`what its operator had typed next`)
    for (const answer of moreAnswers) {
      await client.send('and then')
      await retypeIfRefused(t, server, client, answer, spoken)
      await client.receive(answer, say`the line that its operator had typed next, "${answer}"`)
    }
  },
)

check(
  'takes all that has come before the answer as one turn',
  {
    holds: [3, 4],
    help: {
      default: say`A chunk is not a message. What arrives sets a mark, "it is our turn"; an answer takes it away.`,
      'wrong-output': say`A character may be cut between two chunks. socket.setEncoding("utf8") keeps its first half until the second has come.`,
    },
    byHand: [
      'npx tsx {subject}/server.ts',
      "(printf 'begr\\303'; read; printf '\\274n'; cat) | nc 127.0.0.1 8080     and press Enter for the second piece",
    ],
    after: converses,
  },
  async (t) => {
    const server = await t.startServer()
    const client = await comeIn(t, server)
    const message = Buffer.from('begrün')
    await client.send(message.subarray(0, 5))
    const next = await server.expectOutput('begr', say`the first piece of what its client had said`)
    await client.sendMore(message.subarray(5))
    await client.untilRead()
    await t.letReact(server)
    const mark = server.printedLength
    server.type('first answer\nsecond answer\n')
    await expectOneAnswer(
      t,
      server,
      client,
      'first answer',
      say`What the client said came in two pieces, and your server sent an answer to each. All that has come before the answer is one turn.`,
    )
    await server.expectOutput('ün', say`the second piece of what its client had said, whole`, next)
    const spoken = server.printedSince(mark)
    await client.send('go on')
    await retypeIfRefused(t, server, client, 'second answer', spoken)
    await client.receive('second answer', say`what its operator had typed next`)
  },
)

const refuses = check(
  'refuses a blank line in words and asks again',
  {
    holds: [5],
    help: {
      default: say`Trim the line. If nothing is left, say each time why it is not sent, and take the next line for the same turn.`,
      silent: say`write("") sends nothing, and nobody is told. Then both sides wait to receive: the client for the answer, your server for the client.`,
    },
    byHand: byHandServer,
    after: converses,
  },
  async (t) => {
    const server = await t.startServer()
    const client = await comeIn(t, server)
    await client.send('hello')
    await server.expectOutput('hello', say`what its client had said`)
    await expectBlankRefused(t, server, '', say`A blank line was typed.`)
    server.typeLine('no longer blank')
    await client.receive('no longer blank', say`the first line that was not blank`)
    const from = server.stdoutLength
    await client.send('go on')
    await server.expectOutput('go on', say`what its client had said`, from)
    await expectBlanksRefused(t, server)
    server.typeLine('not blank either')
    await client.receive('not blank either', say`the first line after it`)
  },
)

check(
  'refuses a blank line that was typed early',
  {
    holds: [5],
    help: say`A blank line may lie in the list of typed lines too. Look at each line when it is taken out: a blank one is not an answer, and the next one is taken for the same turn.`,
    byHand: ['npx tsx {subject}/server.ts     and press Enter twice, then type a line', 'nc 127.0.0.1 8080'],
    after: refuses,
  },
  async (t) => {
    const server = await t.startServer()
    const client = await comeIn(t, server)
    const before = server.printedLength
    await exchange(server, client, 'hello', 'good morning')
    await t.letReact(server)
    const usual = listLines(server.printedSince(before))
    const mark = server.printedLength
    server.type('\n  \ngood morning\n')
    await t.letReact(server)
    const spoken = server.printedSince(mark)
    await client.send('hello')
    await retypeIfRefused(t, server, client, 'good morning', spoken)
    if (!(await t.becomesTrue(server, () => !client.hasHeardNothing || server.hasExited))) {
      await server.failIfCrashed()
      t.fail(
        'silent',
        say`The operator typed two blank lines and "good morning" before the client had spoken. Then the client spoke, and your server sent nothing. Both sides wait now: the client for an answer, your server for the client.`,
      )
    }
    await client.receive('good morning', say`the first line that was not blank`)
    await expectRefusalBesides(
      t,
      server,
      mark,
      usual,
      say`Two blank lines were typed before the client spoke.`,
    )
  },
)

const servesNext = check(
  'serves the next client after the first has left',
  {
    holds: [1, 2, 4, 5, 6],
    help: {
      default: say`The conversation is over when the client has ended. Say so, and take the next one. What is typed while nobody is there is not lost: a blank line is refused in words, and any other is kept.`,
      silent: say`Is the next client read from? And what became of the line that was typed while nobody was there? A blank one is refused like any other, and is not the answer to the next client; any other one is kept for it.`,
      refused: say`Lesson 3: without server.close() a server goes on listening.`,
      'never-closed': say`A client that has ended its side has left. With allowHalfOpen: true your side stays open until you call socket.end(); without that option Node ends it.`,
    },
    byHand: byHandTwo,
    after: converses,
  },
  async (t) => {
    const server = await t.startServer()
    const first = await comeIn(t, server, 'first client')
    await exchange(server, first, 'here I am', 'hello first')
    await t.letReact(server)
    const mark = server.printedLength
    first.end()
    await expectWords(t, server, mark, say`when its client left`)
    await first.expectEnd(say`after its client had ended its side`)
    await t.letReact(server)
    // Typed while nobody is there, a blank line is no answer to whoever comes next either.
    const usual = listLines(server.printedSince(0))
    const alone = server.printedLength
    server.typeLine('')
    await t.letReact(server)
    const second = await comeNext(t, server, 'second client')
    await exchange(server, second, 'here I am', 'hello second')
    await expectRefusalBesides(t, server, alone, usual, say`A blank line was typed while nobody was there.`)
    await exchange(server, second, 'still here', 'so am I')
    second.end()
    await second.expectEnd(say`after its client had ended its side`)
    const silent = await comeNext(t, server, 'silent client')
    await t.letReact(server)
    const wordless = server.printedLength
    silent.end()
    await expectWords(t, server, wordless, say`when a client left that had not said a word`)
    await silent.expectEnd(say`after it had ended its side without a word`)
    // Typed while nobody is there, a line is not for the one that has left. It is for whoever comes next.
    await t.untilAtRest(server)
    const early = server.printedLength
    server.typeLine('hello stranger')
    await t.untilAtRest(server)
    const spoken = server.printedSince(early)
    // Only on Linux is every address that begins with 127 one of the machine's own.
    const host = process.platform === 'linux' ? '127.0.0.2' : '127.0.0.1'
    const other = await t.connect(server, say`client from another address`, { host })
    other.ignoreLineEnds()
    await server.expectOutput(`connected: ${host}:${other.port}`, say`the address of the ${other.name}`)
    await other.send('me too')
    await retypeIfRefused(t, server, other, 'hello stranger', spoken)
    await expectSomething(t, server, other, 'hello stranger')
    await other.receive('hello stranger', say`what its operator had typed while nobody was there`)
  },
)

check(
  "notices a client that leaves in the operator's turn",
  {
    holds: [6],
    help: {
      default: say`While your program waits for the keyboard it must hear the socket too. Does it wait for a line and for nothing else?`,
      'never-closed': say`A client that has ended its side has left, also when the operator owes it an answer: end your side too.`,
      silent: say`Does a question to the operator still wait, which was asked for the client that has left? It takes the line that was meant for the next one.`,
    },
    byHand: byHandTwo,
    after: servesNext,
  },
  async (t) => {
    const server = await t.startServer()
    const first = await comeIn(t, server, 'first client')
    await first.send('are you there')
    await server.expectOutput('are you there', say`what the first client had said`)
    await t.letReact(server)
    const mark = server.printedLength
    first.end()
    // Nobody types: it has to notice by itself.
    await expectWords(t, server, mark, say`when its client left in the operator's turn`)
    await first.expectEnd(say`after its client had ended its side in the operator's turn`)
    await t.letReact(server)
    const second = await comeNext(t, server, 'second client')
    await exchange(server, second, 'I have come', 'welcome')
  },
)

check(
  'lets a second client wait its turn',
  {
    holds: [1, 2],
    help: say`Whose answer is it? A loop around the clients that awaits each conversation talks with one of them at a time; the next is served when that one has left. More than one may wait: keep them all, in their order.`,
    byHand: byHandTwo,
    after: servesNext,
  },
  async (t) => {
    const server = await t.startServer()
    const first = await comeIn(t, server, 'first client')
    await exchange(server, first, 'I am first', 'hello first')
    const from = server.stdoutLength
    await first.send('one more thing')
    await server.expectOutput('one more thing', say`what the first client had said`, from)
    const second = await t.connect(server, 'second client')
    const { port } = second
    second.ignoreLineEnds()
    await second.send('I can wait')
    await t.letReact(server)
    const third = await t.connect(server, 'third client')
    third.ignoreLineEnds()
    await third.send('so can I')
    const later: TcpPeer[] = []
    for (const name of [say`fourth client`, say`fifth client`, say`sixth client`]) {
      const client = await t.connect(server, name)
      client.ignoreLineEnds()
      // The fifth says nothing before its turn, and has come before the sixth all the same.
      if (later.length !== 1) await client.send('me too')
      later.push(client)
    }
    // At rest, no timer of its own is left by which it would send somebody away.
    await t.untilAtRest(server)
    for (const waiting of [second, third, ...later]) {
      if (!waiting.goodbye) continue
      t.fail(
        'closed-early',
        say`The ${waiting.name} came while the first was in conversation, and your server ended its connection. However many come, each waits its turn and is served when those before it have left.`,
      )
    }
    server.type('for the first\n')
    for (const waiting of [second, third, ...later]) {
      await expectPatience(
        t,
        server,
        waiting,
        say`The first client had spoken, others came and spoke too, and the operator answered. Your server sent the answer to the ${waiting.name}. One conversation at a time: it was meant for the first.`,
      )
    }
    await first.receive('for the first', say`what its operator had typed`)
    for (const [words, what] of [
      [`connected: 127.0.0.1:${port}`, say`the address of the second client`],
      ['I can wait', say`the words of the second client`],
    ] as const) {
      if (server.printedSince(0).includes(words))
        t.fail(
          'wrong-output',
          say`Your server printed ${quote(words)}, ${what}, while the first was still in conversation. The second client's turn comes when the first has left.`,
        )
    }
    first.end()
    await server.expectOutput(`connected: 127.0.0.1:${port}`, say`the address of its second client`)
    await server.expectOutput('I can wait', say`what the second client had said while it waited`)
    server.type('for the second\n')
    await second.receive('for the second', say`what its operator had typed`)
    second.end()
    await server.expectOutput(`connected: 127.0.0.1:${third.port}`, say`the address of its third client`)
    await server.expectOutput('so can I', say`what the third client had said while it waited`)
    server.type('for the third\n')
    await third.receive('for the third', say`what its operator had typed`)
    let before = third
    for (const client of later) {
      const from = server.stdoutLength
      before.end()
      await server.expectOutput(`connected: 127.0.0.1:${client.port}`, say`the address of its ${client.name}`)
      if (client === later[1]) await client.send('me too')
      // Typed any sooner, the line would be out of turn, and a server may refuse that.
      await server.expectOutput('me too', say`what the ${client.name} had said while it waited`, from)
      server.typeLine('for you too')
      await client.receive('for you too', say`what its operator had typed`)
      before = client
    }
  },
)

check(
  'outlives clients that break off, in conversation and while they wait',
  {
    holds: [1, 6],
    help: {
      default: say`A reset arrives as "error" of the socket, and then as "close". Say that the client has gone, and take the next one.`,
      silent: say`A reset arrives as "error" of the socket, and then as "close". Take the next client at one of the two: at both, the one that has just come is passed over.`,
      'wrong-output': say`Say that the client has gone when it is the one in conversation. What becomes of those who wait is nobody's business until their turn: createServer({ pauseOnConnect: true }) leaves it with the system.`,
    },
    byHand: [
      'npx tsx {subject}/server.ts',
      `node -e "const s = require('net').connect(8080, '127.0.0.1', () => s.write('a')); s.on('data', () => s.resetAndDestroy())"`,
    ],
    after: servesNext,
  },
  async (t) => {
    const server = await t.startServer()
    const first = await comeIn(t, server, 'first client')
    await exchange(server, first, 'I am first', 'hello first')
    await t.letReact(server)
    const before = server.printedLength
    await ghost((name) => t.connect(server, name))
    await t.letReact(server)
    await server.failIfCrashed()
    if (hasWords(server.printedSince(before)))
      t.fail(
        'wrong-output',
        say`Your server printed ${nameWhatWasPrinted(server, before)} when a client broke off that waited for its turn. Until the first has left, nothing is shown of another one.`,
      )
    await exchange(server, first, 'still here', 'so am I')
    // What is printed now may be about the ghost, whose turn has come.
    first.reset()
    await t.letReact(server)
    const second = await comeNext(t, server, 'second client')
    await exchange(server, second, 'I am second', 'hello second')
    const from = server.stdoutLength
    await second.send('will you answer')
    await server.expectOutput('will you answer', say`what the second client had said`, from)
    await t.letReact(server)
    const inOurTurn = server.printedLength
    second.reset()
    await expectWords(t, server, inOurTurn, say`when its client had broken off in the operator's turn`)
    await t.letReact(server)
    const third = await comeNext(t, server, 'third client')
    await exchange(server, third, 'I am third', 'hello third')
    await t.letReact(server)
    const inTheirTurn = server.printedLength
    third.reset()
    await expectWords(t, server, inTheirTurn, say`when its client had broken off in its own turn`)
    await t.letReact(server)
    const fourth = await comeNext(t, server, 'fourth client')
    await exchange(server, fourth, 'I am fourth', 'hello fourth')
    const waiting = await t.connect(server, 'client that waited')
    waiting.ignoreLineEnds()
    await t.letReact(server)
    fourth.reset()
    await server.expectOutput(`connected: 127.0.0.1:${waiting.port}`, say`the address of the ${waiting.name}`)
    await exchange(server, waiting, 'my turn', 'so it is')
  },
)

check(
  "lets the next client speak first after one has left in the operator's turn",
  {
    holds: [4],
    help: {
      default: say`Whose turn it is belongs to one conversation. When the next client comes it is the client's turn, however the last conversation ended.`,
      silent: say`Does a question to the operator still wait, which was asked for the client that has left? It takes the line that was meant for the next one.`,
    },
    byHand: byHandTwo,
    after: servesNext,
  },
  async (t) => {
    const server = await t.startServer()
    const first = await comeIn(t, server, 'first client')
    await first.send('are you there')
    await server.expectOutput('are you there', say`what the first client had said`)
    await t.letReact(server)
    const leaving = server.printedLength
    first.end()
    await expectWords(t, server, leaving, say`when its client left in the operator's turn`)
    await t.letReact(server)
    const second = await comeNext(t, server, 'second client')
    await t.letReact(server)
    const mark = server.printedLength
    server.typeLine('good morning')
    await expectPatience(
      t,
      server,
      second,
      say`The first client left in the operator's turn, and a second one came. The operator typed before the second had said anything, and your server sent it at once. The client speaks first.`,
    )
    const spoken = server.printedSince(mark)
    await second.send('hello')
    await retypeIfRefused(t, server, second, 'good morning', spoken)
    await expectSomething(t, server, second, 'good morning')
    await second.receive('good morning', say`what its operator had typed`)
  },
)

check(
  'goes on after bytes that are not UTF-8',
  {
    holds: [7],
    help: {
      default: say`A client may send any bytes. toString() and setEncoding("utf8") put U+FFFD where bytes are not UTF-8; a decoder with fatal: true throws.`,
      'extra-bytes': say`A decoder keeps half a character until the rest comes. It belongs to one client: make one for each, or call socket.setEncoding("utf8").`,
    },
    byHand: [
      'npx tsx {subject}/server.ts',
      "printf '\\377\\376 still here \\303' | nc -N 127.0.0.1 8080; printf '\\274 me too' | nc -N 127.0.0.1 8080",
    ],
    after: servesNext,
  },
  async (t) => {
    const server = await t.startServer()
    const client = await comeIn(t, server)
    await client.send(Buffer.concat([Buffer.from([0xff, 0xfe, 0x80]), Buffer.from(' still here')]))
    await server.expectOutput('still here', say`the readable part of what its client had said`)
    server.typeLine('so I see')
    await client.receive('so I see', say`what its operator had typed`)
    // It leaves with the first half of ü, and the next one begins with the second: no character of anybody.
    await client.send(Buffer.from([0xc3]))
    await client.untilRead()
    await t.letReact(server)
    client.end()
    await client.expectEnd(say`after its client had ended its side`)
    const next = await comeNext(t, server, 'next client')
    const mark = server.stdoutLength
    await next.send(Buffer.concat([Buffer.from([0xbc]), Buffer.from(' me too')]))
    await server.expectOutput('me too', say`the readable part of what the ${next.name} had said`, mark)
    if (!server.stdoutSince(mark).includes('ü')) return
    t.fail(
      'extra-bytes',
      say`Your server printed "ü". Its first byte came from a client that has left, and its second from the next one.`,
    )
  },
)

check(
  'lets no control character of a message reach the terminal',
  {
    holds: [4, 7],
    help: {
      default: say`Replace every control character of every message, except tab and line feed, before you print it, also of what a client has said while it waited. /\\p{Cc}/u matches them all.`,
      silent: say`A message of which nothing is left to print, or a line feed and no more, has come all the same: it is the operator's turn. Replaced by a sign, a control character is seen.`,
    },
    byHand: [
      'npx tsx {subject}/server.ts | cat -v     shows what it prints: ^[ is ESC, ^? is DEL, M-BM-^[ is U+009B',
      "printf 'begin\\033[2J\\007\\rmiddle\\177\\302\\233finish' | nc -N 127.0.0.1 8080",
    ],
    after: prints,
  },
  async (t) => {
    // A real terminal, as the operator has one. It is not ours: whatever comes is looked at and not obeyed.
    const server = await t.startServer({ terminal: true })
    const client = await comeIn(t, server)
    for (const [begin, finish, answer] of [
      ['begin', 'finish', 'nice try'],
      ['once more', 'and over', 'no'],
    ] as const) {
      const mark = server.rawLength
      const from = server.stdoutLength
      await client.send(encloseCommands(begin, finish))
      await expectHarmless(t, server, [begin, finish], mark, from)
      server.typeLine(answer)
      await client.receive(answer, say`what its operator had typed`)
    }
    // Nothing of these can be shown, or not much, and each is a turn like any other. The second is Enter in nc.
    for (const [message, answer] of [
      ['\u0007', 'what was that'],
      ['\n', 'say something'],
    ] as const) {
      await client.send(message)
      await client.untilRead()
      await t.letReact(server)
      server.typeLine(answer)
      await client.receive(answer, say`the answer to a message of one control character, ${quote(message)}`)
    }
    // What was said before its turn is no better.
    const waiting = await t.connect(server, 'client that waits')
    await waiting.send(encloseCommands('at last', 'my turn'))
    await t.letReact(server)
    const mark = server.rawLength
    const from = server.stdoutLength
    client.end()
    await expectHarmless(t, server, ['at last', 'my turn'], mark, from)
  },
)

/** All that is a command to a terminal, between two words by which it is found again. */
function encloseCommands(begin: string, finish: string): Buffer {
  return Buffer.concat([Buffer.from(`${begin} `), terminalCommands, Buffer.from(` ${finish}`)])
}

/** Waits for both words on the terminal, and wants nothing between them that is a command to it. */
async function expectHarmless(
  t: CheckContext,
  server: Program,
  [begin, finish]: readonly [string, string],
  mark: number,
  from: number,
): Promise<void> {
  const after = await server.expectOutput(begin, say`the beginning of what its client had said`, from)
  await server.expectOutput(finish, say`the end of what its client had said`, after)
  const printed = server.rawSince(mark)
  // What the program itself prints around a message is its own.
  const inside = printed.subarray(printed.indexOf(begin), printed.lastIndexOf(finish))
  const found = findTerminalCommand(inside)
  if (found === undefined) return
  t.fail(
    'wrong-output',
    say`The client sent characters that are commands to a terminal, and your server printed ${found} as it came. Whoever is connected can clear the operator's screen or write something else over it.`,
  )
}

listensWhereTold({ holds: [1], defaultPort: 8080, after: prints })
tellsTakenPort({ holds: [1], after: prints })

const talks = check(
  'client: speaks first, then takes turns',
  {
    holds: [8],
    help: {
      default: say`Send the typed line, trimmed; wait for the answer, print it, and take the next line.`,
      silent: say`The client speaks first. If it waits for the server to speak, and the server waits for it, both wait for ever.`,
      'wrong-output': say`Print what the server sends, as it is. console.log(answer, more) takes a % in the answer for a command: give it one text alone.`,
    },
    byHand: byHandClient,
  },
  async (t) => {
    const listener = await t.listen()
    const client = t.startClient(listener.port)
    const server = await listener.accept(client)
    let from = 0
    for (const [typed, said, answer] of [
      ['good morning\n', 'good morning', 'hello there'],
      ['grüße\n', 'grüße', 'danke schön'],
      // Blanks belong to an answer as well.
      ['and now\n', 'and now', '  5%%\twords  '],
    ] as const) {
      client.type(typed)
      await server.receive(said, say`the line that was typed`)
      await server.send(answer)
      from = await client.expectOutput(answer, say`the answer`, from)
      if (said === 'grüße') await expectPresence(t, client, server, say`its user typed nothing`)
    }
    client.typeLine('think')
    await server.receive('think', say`the line that was typed`)
    await expectPresence(t, client, server, say`the answer was due`)
  },
)

check(
  'client: sends what is typed, without the blanks at both ends',
  {
    holds: [8],
    help: {
      default: say`line.trim() takes the white space from both ends of a line, and leaves what stands in its middle.`,
      'closed-early': say`A line that is "exit" or "q" and nothing else is a goodbye. One that only begins so is something to send.`,
    },
    byHand: byHandClient,
    after: talks,
  },
  async (t) => {
    const listener = await t.listen()
    const client = t.startClient(listener.port)
    const server = await listener.accept(client)
    client.type('  two \t words \t\n')
    await server.receive('two \t words', say`the line that was typed, without the blanks at both ends`)
    for (const line of ['exit here?', 'quite so']) {
      await server.send('answer')
      client.typeLine(line)
      await server.receive(line, say`the line "${line}"`)
    }
  },
)

check(
  'client: keeps to the turns when its user types early',
  {
    holds: [8],
    help: say`Keep typed lines in a list, all of them, and send one when an answer has come, also if it is the same as before. Each goes out without the blanks at its ends.`,
    byHand: byHandClient,
    after: talks,
  },
  async (t) => {
    const listener = await t.listen()
    const client = t.startClient(listener.port)
    const server = await listener.accept(client)
    const lines = ['one', 'two', 'three', 'three', ...'abcdefghijklmnop']
    // One was typed with blanks around it.
    client.type(`${lines.join('\n').replace('two', '  two \t')}\n`)
    for (const [index, said] of lines.entries()) {
      await server.receive(said, say`the line "${said}"`)
      // What it would send out of turn it has sent when it is at rest.
      if (index < 3) await t.untilAtRest(client)
      await server.send(`answer to ${said}`)
    }
  },
)

const refusesInClient = check(
  'client: refuses a blank line in words and asks again',
  {
    holds: [9],
    help: {
      default: say`Trim the line. If nothing is left, say each time why it is not sent, and take the next line for the same turn.`,
      silent: say`write("") sends nothing. If your client then waits for an answer, both sides wait to receive.`,
    },
    byHand: byHandClient,
    after: talks,
  },
  async (t) => {
    const listener = await t.listen()
    const client = t.startClient(listener.port)
    const server = await listener.accept(client)
    client.type('hello\n')
    await server.receive('hello', say`the line that was typed`)
    await server.send('good morning')
    await client.expectOutput('good morning', say`the answer`)
    await expectBlankRefused(t, client, '', say`A blank line was typed.`)
    client.typeLine('no longer blank')
    await server.receive('no longer blank', say`the first line that was not blank`)
    await server.send('well said')
    await client.expectOutput('well said', say`the answer`)
    await expectBlanksRefused(t, client)
    client.typeLine('not blank either')
    await server.receive('not blank either', say`the first line after it`)
  },
)

check(
  'client: refuses a blank line that was typed early',
  {
    holds: [9],
    help: {
      default: say`A line may be typed while an answer is due. Look at each line when it is taken out of the list: a blank one is refused in words, and the next one is taken for the same turn.`,
      silent: say`A blank line may lie in the list of typed lines too. It is not sent, so no answer to it will come: take the next line at once.`,
    },
    byHand: [
      'nc -l 127.0.0.1 8080',
      'npx tsx {subject}/client.ts     and type a line, a blank one, and another',
    ],
    after: refusesInClient,
  },
  async (t) => {
    const listener = await t.listen()
    const client = t.startClient(listener.port)
    const server = await listener.accept(client)
    const before = client.printedLength
    client.typeLine('hello')
    await server.receive('hello', say`the line that was typed`)
    await server.send('good morning')
    await client.expectOutput('good morning', say`the answer`)
    await t.letReact(client)
    const usual = listLines(client.printedSince(before))
    const mark = client.printedLength
    client.type('hello\n   \nhello\n')
    await server.receive('hello', say`the first line that was typed`)
    await t.untilAtRest(client)
    await server.send('good morning')
    await server.receive('hello', say`the line after the blank one`)
    await expectRefusalBesides(t, client, mark, usual, say`A blank line was typed while an answer was due.`)
  },
)

check(
  'client: asks with ">>>:" on a terminal',
  {
    holds: [8, 9],
    help: say`process.stdout.write(">>>: ") prints without a line feed. It is due when the user may type: at first, after each answer, and after a blank line, when that has been refused.`,
    byHand: byHandClient,
    after: talks,
  },
  async (t) => {
    const listener = await t.listen()
    const client = t.startClient(listener.port, { terminal: true })
    const server = await listener.accept(client)
    let from = await client.expectOutput(prompt, say`its prompt`)
    client.typeLine('hello')
    await server.receive('hello', say`the line that was typed`)
    await server.send('good morning')
    from = await client.expectOutput('good morning', say`the answer`, from)
    from = await client.expectOutput(prompt, say`its prompt, after the answer`, from)
    client.typeLine('')
    await client.expectOutput(prompt, say`its prompt, after a blank line`, from)
    await t.untilAtRest(client)
    const printed = client.stdoutSince(from)
    if (hasWords(printed.slice(0, printed.lastIndexOf(prompt)))) return
    t.fail(
      'wrong-output',
      say`A blank line was typed on a terminal. Your client printed ${quote(printed.trim())}: it asked again, and had not said before why nothing was sent.`,
    )
  },
)

check(
  'client: leaves with an end (FIN) and exit code 0 after exit or q',
  {
    holds: [8],
    help: {
      default: say`On exit or q: socket.end(), and read no more from the keyboard.`,
      'does-not-stop': say`An open keyboard keeps a program alive. close() of the readline interface lets go of it.`,
      'extra-bytes': say`exit and q are for your program, also with blanks around them. They are not sent.`,
    },
    byHand: byHandClient,
    after: talks,
  },
  async (t) => {
    for (const [word, terminal] of [
      ['exit', true],
      [' q\t', false],
      ['\texit ', false],
    ] as const) {
      const listener = await t.listen()
      const client = t.startClient(listener.port, { terminal })
      const server = await listener.accept(client)
      client.typeLine('hello')
      await server.receive('hello', say`the line that was typed`)
      await server.send('good morning')
      await client.expectOutput('good morning', say`the answer`)
      client.typeLine(word)
      await server.expectEnd(say`after "${word.trim()}" was typed`)
      server.end()
      // Node goes on reading a pipe whose readline interface was closed while it gave out a line. On a terminal, where
      // somebody would have to press a key, it does not.
      if (!terminal) client.endInput()
      await client.expectExit(0, say`after "${word.trim()}" was typed`)
    }
  },
)

check(
  'client: leaves when its input is over and the last answer has come',
  {
    holds: [8],
    help: {
      default: say`The input was over, and lines were still waiting. The end of input waits for its turn as they do: the client leaves when the last answer has come.`,
      'never-closed': say`The end of the input is a goodbye, as "q" is: the readline interface tells it by "close", and a loop over its lines ends.`,
    },
    byHand: ['nc -l 127.0.0.1 8080', "printf 'one\\ntwo\\n' | npx tsx {subject}/client.ts"],
    after: talks,
  },
  async (t) => {
    const listener = await t.listen()
    const client = t.startClient(listener.port)
    const server = await listener.accept(client)
    // The last line is blank and has no line feed.
    client.type('one\ntwo\n  ')
    client.endInput()
    await leaveAfterTwo(t, client, server, say`its input was over`)
  },
)

check(
  'client: a quit word waits for its turn, as any line does',
  {
    holds: [8],
    help: say`A quit word may be typed while an answer is due, and lines may lie before it. Look at each line when its turn has come, and not when it is typed.`,
    byHand: ['nc -l 127.0.0.1 8080', "printf 'one\\ntwo\\nq\\n' | npx tsx {subject}/client.ts"],
    after: talks,
  },
  async (t) => {
    const listener = await t.listen()
    const client = t.startClient(listener.port)
    const server = await listener.accept(client)
    // The last line has no line feed: the end of the input ends it.
    client.type('one\ntwo\nq')
    client.endInput()
    await leaveAfterTwo(t, client, server, say`"q" had its turn`)
  },
)

/** Two lines were typed and then a goodbye: both are answered, and then the client leaves. */
async function leaveAfterTwo(
  t: CheckContext,
  client: Program,
  server: TcpPeer,
  goodbye: Words,
): Promise<void> {
  for (const said of ['one', 'two']) {
    await server.receive(said, say`the line "${said}"`)
    await t.untilAtRest(client)
    if (server.goodbye !== undefined)
      t.fail('closed-early', say`Your client ended the connection while the answer to "${said}" was due.`, {
        help: say`The end of the input, like a quit word, has its turn after the last answer: call socket.end() when that has come.`,
      })
    await server.send(`answer to ${said}`)
  }
  await server.expectEnd(say`after ${goodbye} and the last answer had come`)
  server.end()
  await client.expectExit(0, say`after ${goodbye}`)
}

check(
  'client: says so and exits 1 when the server leaves or breaks off',
  {
    holds: [8],
    help: {
      default: say`Listen for "end" and "error" of the socket while the keyboard waits. Say what happened on stderr and set process.exitCode = 1.`,
      'does-not-stop': say`The server was gone, and your program still waited for a key. Close the readline interface when the socket ends. The end is heard when all that came before it has been read: what the server says in nobody's turn has to be taken as well, or dropped by socket.resume().`,
      'wrong-exit': say`Exit code 0 is for a goodbye whose turn has come. The server left first, also where "q" was typed already, or the input was over, and an answer was still due.`,
    },
    byHand: byHandClient,
    after: talks,
  },
  async (t) => {
    for (const [goodbye, turn, happened] of [
      ['end', 'first', say`the server had left before anything was typed`],
      ['end', 'unasked', say`the server had said something unasked and left`],
      ['end', 'theirs', say`the server had left`],
      ['reset', 'theirs', say`the server had broken off`],
      ['end', 'due', say`the server had left while an answer was due`],
      ['reset', 'due', say`the server had broken off while an answer was due`],
      ['end', 'last', say`the server had left while the answer to the last line was due`],
    ] as const) {
      const listener = await t.listen()
      const client = t.startClient(listener.port)
      const server = await listener.accept(client)
      if (turn === 'theirs' || turn === 'due' || turn === 'last') {
        client.type('hello\n')
        await server.receive('hello', say`the line that was typed`)
      }
      if (turn === 'theirs') {
        await server.send('good morning')
        await client.expectOutput('good morning', say`the answer`)
      }
      // A quit word that was typed early has its turn after the answer, which never comes.
      if (turn === 'due') client.typeLine('q')
      // So has the end of the input.
      if (turn === 'last') client.endInput()
      await t.letReact(client)
      const mark = client.printedLength
      if (turn === 'unasked') await server.send(unaskedWords)
      server[goodbye]()
      await client.expectExit(1, say`after ${happened}`)
      client.expectNoStackTrace(happened)
      await expectWords(t, client, mark, say`when ${happened}`, unaskedWords)
    }
  },
)

check(
  'client: nobody listening gives one clear line and exit code 1',
  {
    holds: [8],
    help: {
      default: say`A refused connection arrives as "error" of the socket. Print its message on stderr and set process.exitCode = 1.`,
      'does-not-stop': say`No connection came about, and your program still waited for a key. Close the readline interface then too.`,
    },
    byHand: ['npx tsx {subject}/client.ts     with no server running'],
    after: talks,
  },
  async (t) => {
    const client = t.startClient(await t.findFreePort())
    await client.expectComplaint(say`nobody was listening`)
  },
)

connectsWhereTold({ holds: [8], defaultPort: 8080, after: talks })
