// starter fails "prints each message: with colons, with none, empty" at wrong-output: It should have printed what the first client had sent
import {
  check,
  type CheckContext,
  findTerminalCommand,
  listensOnLoopbackOnly,
  listensWhereTold,
  type Program,
  quote,
  readShownText,
  say,
  tellsTakenPort,
  terminalCommands,
  type UdpPeer,
  type Words,
  typeInPieces,
} from '#checker'

const byHandServer = ['npx tsx {subject}/server.ts', 'nc -u 127.0.0.1 9090     and type in both terminals']
const byHandTwo = [...byHandServer, 'nc -u 127.0.0.1 9090     once more, before the first has its answer']
const byHandClient = [
  'nc -u -l 127.0.0.1 9090     is ann of given/contacts.json',
  'npx tsx {subject}/client.ts --name me     and type ann, then something to say',
]
const byHandTwoContacts = ['nc -u -l 127.0.0.1 9091     is bob', ...byHandClient]

/** What a program asks with is no word of its own. */
const prompt = '>>>:'

const server = { protocol: 'udp' } as const

const helpOnPieces = say`If you cut the lines yourself: what your program reads at a time may be half a line, or half a character. Keep what has no line feed yet, and call process.stdin.setEncoding("utf8").`

/** A colour by its name in the contacts, and by the number that switches it on. */
const colours = [
  ['black', 30],
  ['red', 31],
  ['green', 32],
  ['yellow', 33],
  ['blue', 34],
  ['magenta', 35],
  ['cyan', 36],
  ['white', 37],
] as const

interface Contact {
  readonly host: string
  readonly port: number
  readonly colour?: (typeof colours)[number][0]
}

type Contacts = Readonly<Record<string, Contact>>

/** Writes a file of contacts beside the programs. @returns the words by which a program is told of it */
async function placeContacts(t: CheckContext, contacts: Contacts): Promise<readonly string[]> {
  return ['--contacts', await t.placeFile('other-contacts.json', writeContacts(contacts))]
}

/** Writes contacts in the place of those that the lesson gives, which a program reads where it is not told of others. */
async function placeGivenContacts(t: CheckContext, contacts: Contacts): Promise<readonly string[]> {
  await t.placeFile('given/contacts.json', writeContacts(contacts))
  return []
}

/** A socket of ours may be a contact: it has a host and a port. */
function writeContacts(contacts: Contacts): string {
  const entries = Object.entries(contacts).map(([name, { host, port, colour }]) => [
    name,
    { host, port, colour },
  ])
  return JSON.stringify(Object.fromEntries(entries))
}

/** A contact of the learner's client, played by us, on an address of its own where the system has more than one. */
async function bindContact(t: CheckContext, name: string, host = '127.0.0.1'): Promise<UdpPeer> {
  const called = { column: name, within: name, atStart: `${name[0]?.toUpperCase()}${name.slice(1)}` }
  return t.bindUdp(called, { host }).catch(() => t.bindUdp(called))
}

/** Starts the client of a user called käthe. Where to send it learns from its contacts, and not from PORT. */
async function startChatting(t: CheckContext, args: readonly string[], terminal = false): Promise<Program> {
  const env = { PORT: undefined }
  return t.startClient(await t.findFreePort(), { args: ['--name', 'käthe', ...args], env, terminal })
}

/** The first of our sockets to which the program has sent something that nobody has taken yet. */
async function findReceiver(
  t: CheckContext,
  program: Program,
  peers: readonly UdpPeer[],
): Promise<UdpPeer | undefined> {
  const find = () => peers.find(({ unreadCount }) => unreadCount > 0)
  await t.becomesTrue(program, () => find() !== undefined || program.hasExited)
  return find()
}

/** Sends a message to the server and waits until it stands on the screen. Resolves with the place behind it. */
async function ask(server: Program, client: UdpPeer, message: string, from = 0): Promise<number> {
  await client.send(message, server.port)
  return server.expectOutput(message, say`what the ${client.name} had sent`, from)
}

/** The operator's line has come to the one for whom it was: not a byte more, and from the port that was asked. */
async function takeAnswer(t: CheckContext, server: Program, client: UdpPeer, line: string): Promise<void> {
  const { from } = await client.receive(server, line, say`what its operator had typed`)
  if (from === server.port) return
  t.fail(
    'silent',
    say`Your server answered from port ${from}. The ${client.name} had asked port ${server.port}, and what comes from another port is a stranger's.`,
    { help: say`Answer with the socket that received: a new one has a port of its own.` },
  )
}

/** Whether there is something to read besides the prompt. */
function hasWords(printed: string): boolean {
  return /\p{L}/u.test(printed.replaceAll(prompt, ' '))
}

/**
 * Types a line that is to be refused, and waits until the program has printed a sentence: something readable that is
 * more than what it asks with, once again.
 * @param asked what it had printed when it last waited for a line, with its question at the end
 */
async function expectRefusal(
  t: CheckContext,
  program: Program,
  line: string,
  { asked, typed, why }: { asked: string; typed: Words; why: Words },
): Promise<void> {
  const mark = program.printedLength
  program.typeLine(line)
  const read = () => program.printedSince(mark).replaceAll(prompt, ' ').trim()
  const isSaid = () => hasWords(read()) && !asked.trimEnd().endsWith(read())
  await t.becomesTrue(program, () => isSaid() || program.hasExited)
  await t.letReact(program)
  await program.failIfCrashed()
  if (program.hasExited)
    t.fail(
      'exited-early',
      say`${typed} ${program.name} ended, where it should have gone on and read the next line.`,
    )
  if (isSaid()) return
  const said = read() === '' ? say`nothing` : say`${quote(read())} and nothing else`
  t.fail('wrong-output', say`${typed} ${program.name} printed ${said}. Whoever typed it was not told ${why}.`)
}

/** Types a blank line and a line of blanks. Both are to be refused in words. */
async function expectBlanksRefused(t: CheckContext, program: Program): Promise<void> {
  await t.letReact(program)
  const why = say`why nothing was sent`
  const asked = program.printedLast
  await expectRefusal(t, program, '', { asked, typed: say`A blank line was typed.`, why })
  await expectRefusal(t, program, '   ', { asked, typed: say`A line of three blanks was typed.`, why })
}

const receives = listensOnLoopbackOnly({ server, holds: [1] })

listensWhereTold({ server, holds: [1], after: receives, defaultPort: 9090 })

tellsTakenPort({ server, holds: [1], after: receives })

const prints = check(
  'prints each message: with colons, with none, empty',
  {
    holds: [2],
    help: say`Print the whole text of each datagram, with the blanks at its ends: message.toString(). What is before the first colon is looked at for the colour only, and nothing has to be there. console.log with a second argument takes %d and %s in the first for places to fill. And a decoder that you keep from one datagram to the next keeps half of a character too.`,
    byHand: [
      'npx tsx {subject}/server.ts',
      "printf 'bob : lunch at 12:30 : where?' | nc -u -w 1 127.0.0.1 9090     and the same without a colon",
      `for half in '\\303' '\\274'; do printf "$half" | nc -u -w 1 127.0.0.1 9090; done     is one character`,
    ],
    after: receives,
  },
  async (t) => {
    const server = await t.startServer({ protocol: 'udp' })
    const first = await t.bindUdp('first client')
    const second = await t.bindUdp('second client')
    let from = 0
    for (const [client, message] of [
      [first, 'ann : hello'],
      [second, 'bob : lunch at 12:30 : where?'],
      [first, '  no colon in this one, and blanks at both ends  '],
      [second, 'grüße : 世界'],
      [first, 'constructor : who are you?'],
      // A program may take a text for a format, or put a sign before what it takes for special.
      [second, 'ann : 100%d sure, %s says, of "C:\\new"'],
    ] as const) {
      from = await ask(server, client, message, from)
    }
    await t.letReact(server)
    const mark = server.stdoutLength
    await first.send('', server.port)
    const isShown = () => /\S|\n/.test(server.stdoutSince(mark).replaceAll(prompt, ''))
    await t.becomesTrue(server, () => isShown() || server.hasExited)
    await server.failIfCrashed()
    if (server.hasExited)
      t.fail(
        'exited-early',
        say`The first client sent an empty datagram, and your server ended. Over UDP that is a message: nobody has left.`,
      )
    if (!isShown())
      t.fail(
        'wrong-output',
        say`The first client sent an empty datagram, and your server printed nothing, not even an empty line. It is a message too, and its sender waits for an answer.`,
      )
    await ask(server, second, 'still there', mark)
    await expectHalvesApart(t, server, (half) => first.send(half, server.port))
  },
)

/** Sends a program one half of a "ü" at the end of a datagram, and the other at the beginning of the next one. */
async function expectHalvesApart(
  t: CheckContext,
  program: Program,
  send: (message: Buffer) => Promise<void>,
): Promise<void> {
  const from = program.stdoutLength
  await send(Buffer.from('ann : one half \xc3', 'latin1'))
  const between = await program.expectOutput('one half', say`a message that ended with half of a "ü"`, from)
  await send(Buffer.from('\xbc the other half', 'latin1'))
  await program.expectOutput('the other half', say`a message that began with half of a "ü"`, between)
  if (!program.stdoutSince(between).includes('ü')) return
  t.fail(
    'wrong-output',
    say`A message ended with half of a character, and the next one began with the other half. ${program.name} put the halves together and printed a "ü" that stood in neither. Each datagram is a message of its own.`,
    { help: say`Make text of each datagram by itself: message.toString() keeps nothing for the next one.` },
  )
}

const answers = check(
  'answers in the order in which the messages came',
  {
    holds: [3],
    help: {
      default: say`Keep the sender of each message in a list, address and port together: push when it comes, and shift when the operator has typed a line, before you send. Two clients may have the same port number, on two addresses.`,
      silent: say`Each message gets an answer of its own, also the second one of the same sender, and also an empty one. The answer goes to the address and port that came with the message.`,
      'wrong-bytes': say`The answer is the line that the operator typed, and nothing else.`,
      'missing-bytes': say`The answer is the line that the operator typed, whole. It may have more bytes than characters: a length that send is told is that of its bytes, Buffer.byteLength(text).`,
    },
    byHand: byHandTwo,
    after: prints,
  },
  async (t) => {
    const namesake = await t.bindUdp('contact called ann')
    const contacts = await placeContacts(t, { ann: { host: namesake.host, port: namesake.port } })
    const server = await t.startServer({ protocol: 'udp', args: contacts })
    const first = await t.bindUdp('first client')
    // Not every system has more than one address on loopback.
    const second = await t
      .bindUdp('second client', { host: '127.0.0.2', port: first.port })
      .catch(() => t.bindUdp('second client'))
    const peers = [first, second, namesake]
    let from = await ask(server, first, 'ann : who is first?')
    from = await ask(server, second, 'ann : may I ask too?', from)
    await answerOldest(t, server, { line: 'one', due: first, peers })
    await first.send('', server.port)
    await ask(server, second, 'ann : and once more', from)
    await answerOldest(t, server, { line: 'two', due: second, peers })
    server.type('three\nfour, für dich\n')
    await takeAnswer(t, server, first, 'three')
    await t.untilAtRest(server)
    await first.expectNothingMore(server, say`after an answer to its empty message`)
    await takeAnswer(t, server, second, 'four, für dich')
    for (const peer of peers)
      await peer.expectNothingMore(server, say`after the operator had typed one line for each message`)
  },
)

interface DueAnswer {
  readonly line: string
  readonly due: UdpPeer
  readonly peers: readonly UdpPeer[]
}

/** The operator types a line: it goes to the one whose message is the oldest without an answer, and to nobody else. */
async function answerOldest(
  t: CheckContext,
  server: Program,
  { line, due, peers }: DueAnswer,
): Promise<void> {
  server.typeLine(line)
  const receiver = await findReceiver(t, server, peers)
  if (receiver === undefined || receiver === due) return takeAnswer(t, server, due, line)
  const { happening } = await receiver.receiveAny(server)
  const parts = { peer: receiver.id, happening }
  const typed = say`The first client asked, then the second. Your operator typed ${quote(line)}`
  if (receiver === peers.at(-1))
    t.fail(
      'extra-bytes',
      say`${typed}, and your server sent it to the address that the contacts have for ann. The ${due.name} had called itself ann: that is a claim, and the answer goes to where the message came from.`,
      {
        ...parts,
        help: say`The second argument of "message" says where a message came from: sender.address and sender.port.`,
      },
    )
  if (line === 'one') t.fail('extra-bytes', say`${typed}, and the ${receiver.name} got it.`, parts)
  t.fail(
    'extra-bytes',
    say`${typed}, and the ${receiver.name} got it. The oldest message without an answer was the ${due.name}'s.`,
    parts,
  )
}

const manyCount = 30

check(
  'answers thirty messages that wait, each with its own line',
  {
    holds: [3],
    help: say`A message waits for its answer however many others wait, also behind another one of the same sender. The list has no end here, and nothing is dropped from it.`,
    byHand: [
      'npx tsx {subject}/server.ts     and type thirty lines, when the messages have come',
      'for i in $(seq 30); do printf "ann : $i" | nc -u -w 1 127.0.0.1 9090 & done; wait',
    ],
    after: answers,
  },
  async (t) => {
    const server = await t.startServer({ protocol: 'udp' })
    const clients = [await t.bindUdp('first client'), await t.bindUdp('second client')] as const
    // Two of one client come one after the other, then two of the other.
    const findAsker = (number: number) => clients[number % 4 < 2 ? 0 : 1]
    let from = 0
    const lines: string[] = []
    for (let number = 1; number <= manyCount; number++) {
      from = await ask(server, findAsker(number), `ann : question ${number}.`, from)
      lines.push(`answer ${number}`)
    }
    server.type(`${lines.join('\n')}\n`)
    for (const [index, line] of lines.entries()) await takeAnswer(t, server, findAsker(index + 1), line)
  },
)

check(
  'keeps what is typed before anybody has asked',
  {
    holds: [4],
    help: {
      default: say`Keep the lines in a list as well. When a message comes and a line waits, that line is its answer, and the next one waits for the next message.`,
      silent: say`A line that is typed while nobody waits is kept in a list, before the first message and after any other. Look into the list whenever a message has come.`,
      'wrong-bytes': say`The answer is the line that was typed first of those that wait, and nothing else. None takes another's place. ${helpOnPieces}`,
    },
    byHand: [
      'npx tsx {subject}/server.ts     and type two lines, and two more when those are out',
      ...byHandTwo.slice(1),
    ],
    after: answers,
  },
  async (t) => {
    const server = await t.startServer({ protocol: 'udp' })
    const first = await t.bindUdp('first client')
    const second = await t.bindUdp('second client')
    server.type('one\n')
    await typeInPieces(t, server)
    await t.untilAtRest(server)
    await first.send('is anybody there', server.port)
    await first.receive(server, 'one', say`the line that its operator had typed before`)
    await first.expectNothingMore(server, say`after the answer to its one message`)
    await second.send('and for me', server.port)
    await second.receive(
      server,
      'grüße',
      say`the second line that its operator had typed before, and that it could read only in pieces`,
    )
    server.type('three\nfour\n')
    await t.untilAtRest(server)
    await first.send('and once more', server.port)
    await first.receive(
      server,
      'three',
      say`the first of two lines that its operator had typed before, when every message had its answer`,
    )
    await second.send('and once more for me', server.port)
    await second.receive(server, 'four', say`the second line that its operator had typed then`)
  },
)

check(
  'refuses a blank line in words',
  {
    holds: [5],
    help: {
      default: say`Trim the line. If nothing is left, say why it is not sent, whether somebody waits or not, and leave the message without an answer until the next line comes.`,
      silent: say`A blank line answers nobody: the next line is the answer to the same message.`,
    },
    byHand: [
      'npx tsx {subject}/server.ts     and press Enter, both before a message has come and after it',
      ...byHandServer.slice(1),
    ],
    after: answers,
  },
  async (t) => {
    const server = await t.startServer({ protocol: 'udp' })
    const client = await t.bindUdp()
    await ask(server, client, 'hello')
    await expectBlanksRefused(t, server)
    server.typeLine('no longer blank')
    await takeAnswer(t, server, client, 'no longer blank')
    const usual = await answerFromBefore(t, server, client, 'not blank')
    const withBlanks = await answerFromBefore(t, server, client, 'not blank either', '\n  \n')
    if (withBlanks !== '' && withBlanks !== usual) return
    t.fail(
      'wrong-output',
      say`A blank line and one of two blanks were typed while nobody waited for an answer. Your server refused them neither then nor when the next message came. Whoever typed them was not told why nothing was sent.`,
    )
  },
)

/**
 * Types a line, and perhaps blank ones before it, while nobody waits. It is the answer to the message that comes then.
 * Resolves with the words that the server has printed from first to last, without the line and the message.
 */
async function answerFromBefore(
  t: CheckContext,
  server: Program,
  client: UdpPeer,
  line: string,
  blanks = '',
): Promise<string> {
  await t.letReact(server)
  const mark = server.printedLength
  server.type(`${blanks}${line}\n`)
  await t.untilAtRest(server)
  await ask(server, client, 'go on', server.stdoutLength)
  await takeAnswer(t, server, client, line)
  await t.letReact(server)
  const own = server.printedSince(mark).replaceAll(line, ' ').replaceAll('go on', ' ')
  return own.replaceAll(/\P{L}+/gu, ' ').trim()
}

const inColour = check(
  "shows a message in its sender's colour, and ends the colour",
  {
    holds: [6],
    help: say`Before the text "\\x1b[36m" switches cyan on, and behind it "\\x1b[39m" sets the colour back. The name is all that stands before the first colon, without the blanks around it: annabel and ann lee are not ann. message.indexOf(":") is -1 where there is no colon. Black is a colour as well: its number is 30.`,
    byHand: ['npx tsx {subject}/server.ts', "printf 'ann : hello' | nc -u -w 1 127.0.0.1 9090"],
    after: prints,
  },
  async (t) => {
    const contacts = await placeContacts(t, {
      ann: { host: '127.0.0.1', port: 1, colour: 'cyan' },
      // The first of the eight: in a list of them its place is 0.
      bob: { host: '127.0.0.1', port: 2, colour: 'black' },
      eve: { host: '127.0.0.1', port: 3 },
      'zoë lee': { host: '127.0.0.1', port: 4, colour: 'blue' },
    })
    const server = await startInColour(t, contacts)
    const client = await t.bindUdp()
    await expectColour(t, server, client, 'ann : hello there', 'cyan')
    await expectColour(t, server, client, 'bob : hello ann', 'black')
    await expectColour(t, server, client, 'ann : lunch at 12:30', 'cyan')
    await expectColour(t, server, client, 'ann:without a blank', 'cyan')
    await expectColour(t, server, client, '  bob  : with more of them', 'black')
    await expectColour(t, server, client, 'zoë lee : a blank in my name', 'blue')
    await expectColour(t, server, client, 'eve : I have none')
    await expectColour(t, server, client, 'mallory : ann : hello')
    for (const name of ['annabel', 'ann lee', 'joann'])
      await expectColour(t, server, client, `${name} : I am not ann`)
    await expectColour(t, server, client, 'ann?')
    await expectColour(t, server, client, 'ann')
    const given = await placeGivenContacts(t, { ann: { host: '127.0.0.1', port: 1, colour: 'yellow' } })
    await expectColour(t, await startInColour(t, given), client, 'ann : hello', 'yellow')
  },
)

/** Starts a server on a terminal that may show colours, and lets it say that it is there. */
async function startInColour(t: CheckContext, args: readonly string[], noColour?: string): Promise<Program> {
  const server = await t.startServer({
    protocol: 'udp',
    terminal: true,
    args,
    env: { NO_COLOR: noColour },
  })
  await t.letReact(server)
  return server
}

/** Sends a message to a server on a terminal: its text is to have the colour, or none, and what follows it none. */
async function expectColour(
  t: CheckContext,
  server: Program,
  client: UdpPeer,
  message: string,
  colour?: (typeof colours)[number][0],
): Promise<void> {
  const { colour: found, after } = await readColour(t, server, client, message)
  const due = colours.find(([name]) => name === colour)?.[1]
  const came = say`The message ${quote(message)} came.`
  if (found !== undefined && !message.includes(':'))
    t.fail(
      'wrong-output',
      say`${came} It has no colon, so there is no name in it. Your server printed it in ${nameColour(found)}.`,
    )
  if (found !== due)
    t.fail(
      'wrong-output',
      colour === undefined
        ? say`${came} No contact with a colour is called what stands before its first colon, and your server printed it in ${nameColour(found)}.`
        : say`${came} The colour of that name is ${nameColour(due)}, and your server printed it in ${nameColour(found)}.`,
    )
  if (after === undefined) return
  t.fail(
    'wrong-output',
    say`${came} Your server printed it in ${nameColour(found)} and did not end the colour. All that is printed later has it too, what the operator types as well.`,
  )
}

/** The colour of a message's text on the terminal, and of what is printed after it. */
async function readColour(t: CheckContext, server: Program, client: UdpPeer, message: string) {
  const mark = server.rawLength
  await ask(server, client, message, server.stdoutLength)
  await t.letReact(server)
  const { text, colours, colourAfter: after } = readShownText(server.rawSince(mark))
  const end = text.indexOf(message) + message.length
  // A program may leave the name as it is. What stands behind the first colon is the text.
  const begin = end - message.length + message.indexOf(':') + 1
  const shown = colours.slice(begin, end).filter((_, place) => /\S/.test(text[begin + place] ?? ''))
  return { colour: shown.find((colour) => colour !== shown[0]) ?? shown[0], after }
}

function nameColour(number: number | undefined): Words {
  if (number === undefined) return say`no colour`
  const name = colours.find(([, switchedOn]) => switchedOn === number)?.[0]
  return name === undefined ? say`another colour (${number})` : say`${name} (${number})`
}

check(
  'shows no colour under NO_COLOR',
  {
    holds: [6],
    help: say`Ask for process.env.NO_COLOR once: where it is set, to whatever it is, print the text as it is.`,
    byHand: ['NO_COLOR=0 npx tsx {subject}/server.ts', "printf 'ann : hello' | nc -u -w 1 127.0.0.1 9090"],
    after: inColour,
  },
  async (t) => {
    const server = await startInColour(t, [], '0')
    const client = await t.bindUdp()
    const { colour } = await readColour(t, server, client, 'ann : hello')
    if (colour !== undefined)
      t.fail(
        'wrong-output',
        say`NO_COLOR was set in its environment, to 0, and your server printed "ann : hello" in ${nameColour(colour)}. It counts whatever it is set to.`,
      )
  },
)

check(
  'lets one datagram print one line, and no control character reach the terminal',
  {
    holds: [7],
    help: say`Replace every control character of every message, except tab, before you print it. /\\p{Cc}/u matches them all, line feed and carriage return too.`,
    byHand: [
      'npx tsx {subject}/server.ts | cat -v     shows what it prints: ^[ is ESC, ^M is carriage return',
      "printf 'ann : begin\\033[2J\\007\\rmiddle\\nann : more\\nbob : finish' | nc -u -w 1 127.0.0.1 9090",
    ],
    after: prints,
  },
  async (t) => {
    const server = await startInColour(t, [])
    const client = await t.bindUdp()
    await expectHarmless(t, server, (message) => client.send(message, server.port))
  },
)

/** Sends a program on a real terminal, which is not ours, one line too many, and then all control characters. */
async function expectHarmless(
  t: CheckContext,
  program: Program,
  send: (message: Buffer) => Promise<void>,
): Promise<void> {
  const end = 'beer for ann'
  const threeLines = '\neve : I agree\nbob : I owe a '
  const shown = (await showBetween(program, send, ['ann : all is well', end], threeLines)).toString()
  const lines = shown.split('\n')
  if (lines.length > 1)
    t.fail(
      'wrong-output',
      say`A message had two line feeds in it, and ${program.within} printed it in ${lines.length} lines. The last, ${quote(`${lines.at(-1)}${end}`)}, looks as if it were a message of its own. One datagram may print one line.`,
    )
  for (const words of [
    ['ann : begin', 'finish'],
    ['once more', 'and over'],
    // What stands before the first colon is part of the message too.
    ['as a name', 'at its end : and done'],
  ] as const) {
    // Each twice: a program may replace the first of its kind only.
    const commands = Buffer.concat([terminalCommands, terminalCommands])
    const found = findTerminalCommand(await showBetween(program, send, words, commands))
    if (found !== undefined)
      t.fail(
        'wrong-output',
        say`A message held characters that are commands to a terminal, and ${program.within} printed ${found} as it came. Whoever can send to it can clear the screen or write something else over it.`,
      )
  }
}

/** Sends something between two words, and resolves with what a program printed between them. */
async function showBetween(
  program: Program,
  send: (message: Buffer) => Promise<void>,
  [begin, finish]: readonly [string, string],
  what: string | Buffer,
): Promise<Buffer> {
  const mark = program.rawLength
  const from = program.stdoutLength
  const text = typeof what === 'string' ? [begin, what, finish] : [`${begin} `, what, ` ${finish}`]
  await send(Buffer.concat(text.map((part) => (typeof part === 'string' ? Buffer.from(part) : part))))
  const after = await program.expectOutput(begin, say`the beginning of the message`, from)
  await program.expectOutput(finish, say`the end of the message`, after)
  const printed = program.rawSince(mark)
  return printed.subarray(printed.indexOf(begin), printed.lastIndexOf(finish))
}

const sends = check(
  'client: sends "NAME : TEXT" to the contact chosen',
  {
    holds: [8, 9],
    help: {
      default: say`The first line is the name of a contact. Each line after it is one datagram to its host and port: the name that --name gives, a blank, a colon, a blank, the line.`,
      silent: say`Host and port are those of the contact. Nobody has to answer before the next line is sent. A line that is typed early is not to be lost: one listener or one loop reads them all.`,
      'exited-early': say`Only a line that is "exit" or "q", as it stands, ends the client. "Q", "Exit", "quite so" and "exit now" are lines to send.`,
      'wrong-bytes': say`A datagram is the name that --name gives, a blank, a colon, a blank, and the line. ${helpOnPieces}`,
    },
    byHand: byHandClient,
  },
  async (t) => {
    const ann = await bindContact(t, 'ann', '127.0.0.2')
    const bob = await bindContact(t, 'bob')
    const contacts = await placeContacts(t, { bob, ann })
    const client = await startChatting(t, contacts)
    client.type('ann\nhello\ngrüße:  世界\nQ\nExit\nquite so\nexit now\n')
    await ann.receive(client, 'käthe : hello', say`the first line`)
    await ann.receive(client, 'käthe : grüße:  世界', say`the second line`)
    // Nearly a word that ends it: in capitals, or with more behind it.
    for (const line of ['Q', 'Exit', 'quite so', 'exit now'])
      await ann.receive(client, `käthe : ${line}`, say`the line "${line}"`)
    await typeInPieces(t, client)
    await ann.receive(client, 'käthe : grüße', say`the line "grüße", which it could read only in pieces`)
    await ann.expectNothingMore(client, say`after its seven lines`)
    await bob.expectNothingMore(client, say`who was not chosen`)
  },
)

const asksAgain = check(
  'client: asks again after an unknown name',
  {
    holds: [8],
    help: say`Look the name up among the contacts. If it is not there, say so, and take the next line for a name again. The whole line is the name, and the whole name has to be the same. readContacts gives a Map; a plain object knows "toString" although nobody is called so.`,
    byHand: [
      ...byHandClient.slice(0, 1),
      'npx tsx {subject}/client.ts --name me     and type nobody, then ann, then something to say',
    ],
    after: sends,
  },
  async (t) => {
    const ann = await bindContact(t, 'ann')
    const zoe = await bindContact(t, 'zoë')
    const contacts = await placeContacts(t, { ann, 'zoë lee': zoe })
    const client = await startChatting(t, contacts)
    await t.untilAtRest(client)
    const asked = client.printedLast
    for (const name of ['nobody', 'toString', 'an', 'ann lee']) {
      const typed = say`The first thing typed was whom to talk to: ${quote(name)}, and no contact is called so.`
      await expectRefusal(t, client, name, { asked, typed, why: say`that the name is not known` })
    }
    client.typeLine('zoë lee')
    client.typeLine('hello')
    await zoe.receive(client, 'käthe : hello', say`the line that was typed after a name that it knows`)
    await ann.expectNothingMore(client, say`who was not chosen`)
  },
)

const changes = check(
  'client: /to changes the contact, an unknown one does not',
  {
    holds: [10],
    help: {
      default: say`A line that begins with "/to " is sent to nobody, and every other line is. Look the name up first, and change host and port together; if it is not there, say so and change nothing. The name is all that stands behind "/to ": it may have any letters in it, and blanks.`,
      silent: say`A line goes to the contact that is chosen when it is typed, also if "/to" is typed right behind it. Only "/to" in small letters, a blank and a name, at the beginning of a line, is a command: "/tomorrow" and "/TO ann" are lines to send, and so is the name of a contact by itself.`,
    },
    byHand: byHandTwoContacts,
    after: sends,
  },
  async (t) => {
    const ann = await bindContact(t, 'ann')
    const zoe = await bindContact(t, 'zoë')
    const contacts = await placeGivenContacts(t, { ann, 'zoë lee': zoe })
    const client = await startChatting(t, contacts)
    client.typeLine('ann')
    client.typeLine('to ann')
    await ann.receive(client, 'käthe : to ann', say`the line "to ann"`)
    client.typeLine('/to zoë lee')
    await expectAt(t, client, {
      line: 'to zoë',
      typed: say`The user typed "/to zoë lee"`,
      due: zoe,
      other: ann,
    })
    await t.letReact(client)
    await expectRefusal(t, client, '/to nobody', {
      asked: client.printedLast,
      typed: say`"/to nobody" was typed, and no contact is called so.`,
      why: say`that the name is not known`,
    })
    const kept = say`The user was talking to zoë and typed "/to nobody", which is nobody's name`
    await expectAt(t, client, { line: 'still to zoë', typed: kept, due: zoe, other: ann })
    const talking = say`The user was talking to zoë`
    for (const line of ['/tomorrow at noon?', 'I typed /to ann', '/TO ann', 'ann'])
      await expectAt(t, client, { line, typed: talking, due: zoe, other: ann })
    client.typeLine('/to ann')
    await expectAt(t, client, { line: 'again', typed: say`The user typed "/to ann"`, due: ann, other: zoe })
    client.type('before you go\none more thing\n/to zoë lee\nhere again\n')
    for (const line of ['before you go', 'one more thing'])
      await ann.receive(client, `käthe : ${line}`, say`the line "${line}", typed before "/to zoë lee"`)
    await zoe.receive(client, 'käthe : here again', say`the line that was typed behind "/to zoë lee"`)
    await ann.expectNothingMore(client, say`after its lines`)
    await zoe.expectNothingMore(client, say`after its lines`)
  },
)

interface DueLine {
  readonly line: string
  /** What was typed before, as the beginning of a sentence. */
  readonly typed: Words
  readonly due: UdpPeer
  readonly other: UdpPeer
}

/** The user types a line: it goes to the contact that is chosen and to no other. */
async function expectAt(
  t: CheckContext,
  client: Program,
  { line, typed, due, other }: DueLine,
): Promise<void> {
  client.typeLine(line)
  const receiver = await findReceiver(t, client, [due, other])
  if (receiver !== other) {
    await due.receive(client, `käthe : ${line}`, say`the line ${quote(line)}`)
    return
  }
  const { bytes, happening } = await other.receiveAny(client)
  t.fail(
    'extra-bytes',
    say`${typed}, and then ${quote(line)}. Your client sent ${quote(bytes)} to ${other.name}; the line was due to ${due.name}, and nothing else.`,
    { peer: other.id, happening },
  )
}

check(
  'client: goes on where nobody is at a port',
  {
    holds: [9],
    help: say`Nobody has to be there when a datagram is sent. A connected socket is told so by the event "error", and an "error" that nobody listens for ends the program.`,
    byHand: [...byHandTwoContacts.slice(2), 'nc -u -l 127.0.0.1 9090     after the first line'],
    after: changes,
  },
  async (t) => {
    const ann = await bindContact(t, 'ann')
    const bob = { host: '127.0.0.1', port: await t.findFreePort() }
    const contacts = await placeContacts(t, { ann, bob })
    const client = await startChatting(t, contacts)
    client.typeLine('bob')
    for (const line of ['is anybody there?', 'hello?']) {
      client.typeLine(line)
      await t.letReact(client)
    }
    client.typeLine('/to ann')
    client.typeLine('hello')
    await ann.receive(client, 'käthe : hello', say`the line after two that had found nobody`)
  },
)

check(
  'client: prints what its contacts send and nobody else',
  {
    holds: [12],
    help: say`Print what comes whenever it comes, if its sender's address and port are together those of a contact, the chosen one or another. Print all of it, with the blanks at its ends.`,
    byHand: byHandTwoContacts,
    after: sends,
  },
  async (t) => {
    const ann = await bindContact(t, 'ann')
    const bob = await bindContact(t, 'bob')
    const stranger = await t.bindUdp('stranger')
    // Not every system has more than one address on loopback.
    const namesake = await t
      .bindUdp('stranger on the same port', { host: '127.0.0.2', port: ann.port })
      .catch(() => undefined)
    const contacts = await placeContacts(t, { ann, bob })
    const client = await startChatting(t, contacts)
    client.type('ann\nhello\n/to bob\nhello too\n')
    const atAnn = await ann.receive(client, 'käthe : hello', say`the line "hello"`)
    const atBob = await bob.receive(client, 'käthe : hello too', say`the line "hello too"`)
    // A receive queue keeps the order: the client meets the strangers' words before those of its contacts.
    await stranger.send('lies and tricks', atAnn.from)
    await namesake?.send('tall stories', atAnn.from)
    await bob.send('schönen guten Abend, 世界', atBob.from)
    await client.expectOutput('schönen guten Abend, 世界', say`what bob had sent`)
    await ann.send('a late answer', atAnn.from)
    await client.expectOutput('a late answer', say`what ann had sent, while the user was talking to bob`)
    await ann.send('  and another line  ', atAnn.from)
    await client.expectOutput('  and another line  ', say`what ann had sent, unasked`)
    for (const [words, whose] of [
      ['lies and tricks', say`A stranger, at port ${stranger.port} of 127.0.0.1,`],
      ['tall stories', say`A stranger, at port ${ann.port} as ann is, but of 127.0.0.2,`],
    ] as const) {
      if (client.printedSince(0).includes(words))
        t.fail(
          'wrong-output',
          say`${whose} sent "${words}", and your client printed it. None of its contacts is there.`,
        )
    }
    await expectHalvesApart(t, client, (half) => ann.send(half, atAnn.from))
  },
)

check(
  'client: lets no control character reach the terminal',
  {
    holds: [7],
    help: say`Replace every control character of what comes, except tab, before you print it, as your server does. What comes from a contact who is not the chosen one is printed too.`,
    byHand: [
      "printf 'begin\\033[2J\\rmiddle\\nmore\\nfinish' | nc -u -l 127.0.0.1 9090",
      'npx tsx {subject}/client.ts --name me | cat -v     and type ann, then something to say',
    ],
    after: sends,
  },
  async (t) => {
    const ann = await bindContact(t, 'ann')
    const bob = await bindContact(t, 'bob')
    const contacts = await placeContacts(t, { ann, bob })
    const client = await startChatting(t, contacts, true)
    for (const line of ['ann', 'hello', '/to bob', 'hello too']) client.typeLine(line)
    const atAnn = await ann.receive(client, 'käthe : hello', say`the line "hello"`)
    const atBob = await bob.receive(client, 'käthe : hello too', say`the line "hello too"`)
    await t.letReact(client)
    // The chosen contact and another by turns: either may have a way of its own to the screen.
    let count = 0
    await expectHarmless(t, client, (message) =>
      count++ % 2 === 0 ? bob.send(message, atBob.from) : ann.send(message, atAnn.from),
    )
  },
)

check(
  'client: refuses a blank line in words',
  {
    holds: [11],
    help: {
      default: say`Trim the line. If nothing is left, say why it is not sent, also where a name was due.`,
      'extra-bytes': say`A blank line is not sent, not even as a name and a colon.`,
      'missing-bytes': say`A blank line is not sent, not even as a name and a colon.`,
    },
    byHand: byHandClient,
    after: sends,
  },
  async (t) => {
    const ann = await bindContact(t, 'ann')
    const contacts = await placeContacts(t, { ann })
    const client = await startChatting(t, contacts)
    client.typeLine('ann')
    client.typeLine('hello')
    await ann.receive(client, 'käthe : hello', say`the line "hello"`)
    await expectBlanksRefused(t, client)
    client.typeLine('no longer blank')
    await ann.receive(client, 'käthe : no longer blank', say`the first line that was not blank`)
    const another = await startChatting(t, contacts)
    await t.untilAtRest(another)
    await expectBlanksRefused(t, another)
    another.type('ann\nhello again\n')
    await ann.receive(another, 'käthe : hello again', say`the line behind the name of its contact`)
  },
)

check(
  'client: "exit" and "q" end it',
  {
    holds: [13],
    help: {
      default: say`Compare each line with "exit" and "q" before you do anything else with it, the first one too.`,
      'does-not-stop': say`What keeps it alive? An open socket does: socket.close(). So does the readline interface, also when your loop over its lines is left: close it too.`,
      silent: say`A socket that is closed right after send loses the datagram. The callback of send says when it is out.`,
      'exited-early': say`A socket that is closed right after send loses the datagram. The callback of send says when it is out.`,
      'wrong-exit': say`"exit" and "q" are how it should end, so the code is 0, whatever was typed before. That a name is not known was told when it was typed.`,
    },
    byHand: [
      byHandClient[0] ?? '',
      'printf \'nobody\\nann\\nhello\\nq\\n\' | npx tsx {subject}/client.ts --name me; echo "exit code $?"',
    ],
    after: [asksAgain, changes],
  },
  async (t) => {
    const ann = await bindContact(t, 'ann')
    const contacts = await placeContacts(t, { ann })
    const inPipe = await startChatting(t, contacts)
    // A name that nobody has is told, and that is all.
    inPipe.type('nobody\nann\n/to nobody\nlast words\nq\n')
    // Node goes on reading a pipe whose readline interface was closed while it gave out a line.
    inPipe.endInput()
    await ann.receive(inPipe, 'käthe : last words', say`the line that was typed before "q"`)
    await expectLeaves(
      t,
      inPipe,
      ann,
      say`after "q" had come by a pipe; before that, twice, a name that is nobody's`,
    )
    const client = await startChatting(t, contacts, true)
    client.typeLine('ann')
    client.typeLine('hello')
    await ann.receive(client, 'käthe : hello', say`the line "hello"`)
    client.typeLine('exit')
    await expectLeaves(t, client, ann, say`after "exit" had been typed`)
    for (const word of ['q', 'exit']) {
      const atOnce = await startChatting(t, contacts, true)
      atOnce.typeLine(word)
      await t.becomesTrue(atOnce, () => atOnce.hasExited)
      if (!atOnce.hasExited)
        t.fail(
          'does-not-stop',
          say`"${word}" was the first line that was typed, and your client did not end. Last it printed ${quote(atOnce.stdout.trim().split('\n').at(-1) ?? '')}.`,
          { help: say`Compare every line with "exit" and "q" before it is looked up among the contacts.` },
        )
      await expectLeaves(t, atOnce, ann, say`after "${word}" had been typed as its first line`)
    }
  },
)

/** The program is to end with 0, and the word is not to be sent. */
async function expectLeaves(t: CheckContext, client: Program, peer: UdpPeer, when: Words): Promise<void> {
  await t.becomesTrue(client, () => client.hasExited || peer.unreadCount > 0)
  await peer.expectNothingMore(client, when)
  await client.expectExit(0, when)
}
