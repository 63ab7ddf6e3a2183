// starter fails "answers with the local time, in 19 bytes" at wrong-bytes: Your server answered "get time"
import {
  CannotJudge,
  check,
  type CheckContext,
  CheckFailure,
  listensOnLoopbackOnly,
  listensWhereTold,
  type Program,
  ourServer,
  quote,
  say,
  sendsWhereTold,
  tellsTakenPort,
  type UdpPeer,
  type Words,
} from '#checker'

const server = { protocol: 'udp' } as const

const byHandClient = [
  'npx tsx {subject}/given/other-server.ts',
  'npx tsx {subject}/client.ts; echo "exit code $?"',
]

const question = 'get time'

/** A patience that nothing outlasts: whatever is sent before it is over is not sent because of it. */
const aMinute = { PATIENCE_MS: '60000' }
/** So short that a check can wait for all three silences. */
const shortPatience = { PATIENCE_MS: '150' }
/** So long that an answer of ours comes before it is over, and so short that a timer that was forgotten is seen. */
const longPatience = { PATIENCE_MS: '3000' }
/** So long that our server can answer within it, and so short that a check can wait for it, in milliseconds. */
const fairPatienceMs = 1_000
/** If a question had to wait longer for our answer, in milliseconds, the client may rightly have given up. */
const longestHeldMs = 600

/** Zones all around the earth, with names: Node does not read others. In some of them the minutes differ too. */
const zones = [
  'Asia/Kathmandu',
  'Australia/Eucla',
  'Pacific/Chatham',
  'Pacific/Marquesas',
  'America/St_Johns',
  'America/Caracas',
  'Africa/Lagos',
  'Asia/Tokyo',
  // One for each whole hour, so that in one of them it is midnight now. The sign is the other way round in these names.
  ...Array.from({ length: 27 }, (_, index) => `Etc/GMT${index < 14 ? '' : '+'}${index - 14}`),
]

/** A moment as a clock of that zone shows it. */
function showTime(at: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(at)
  const get = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? ''
  return `${get('year')}-${get('month')}-${get('day')} ${get('hour')}:${get('minute')}:${get('second')}`
}

/** A zone whose clocks show an hour from `first` to `last` now, and if there is one, another day than UTC has. */
function findZone(first: number, last: number): string {
  const now = Date.now()
  const fitting = zones.filter((name) => {
    const hour = Number(showTime(now, name).slice(11, 13))
    return hour >= first && hour <= last
  })
  const zone = fitting.find((name) => !hasDayOf(showTime(now, name), showTime(now, 'UTC'))) ?? fitting[0]
  if (zone === undefined) throw new CannotJudge('No zone of our list has the hour that is wanted.')
  return zone
}

function hasDayOf(time: string, other: string): boolean {
  return time.slice(0, 10) === other.slice(0, 10)
}

const receives = listensOnLoopbackOnly({ server, holds: [8] })

listensWhereTold({ server, holds: [8], after: receives, defaultPort: 8080 })

const answers = check(
  'answers with the local time, in 19 bytes',
  {
    holds: [1],
    help: {
      default: say`Put it together from the parts of new Date() at the moment of the question: getFullYear, getMonth, getDate, getHours, getMinutes, getSeconds. Each but the year has two digits.`,
      silent: say`Answer every "message": send to the port and the address of its sender, from the socket that received.`,
    },
    byHand: [
      'TZ=Asia/Kathmandu npx tsx {subject}/server.ts',
      "printf 'get time' | nc -u -w 1 127.0.0.1 8080",
    ],
    after: receives,
  },
  async (t) => {
    // A clock may show midnight as 24. And at any moment it is another day than in UTC in one of the two.
    for (const { zone, from, to } of [
      // One who rounds is ahead late in a second, and a clock that is kept is behind at its beginning.
      { zone: findZone(0, 0), from: 500, to: 900 },
      { zone: findZone(13, 23), from: 0, to: 250 },
    ]) {
      const startedAt = Date.now()
      const program = await t.startServer({ ...server, env: { TZ: zone } })
      const readyAt = Date.now()
      const client = await t.bindUdp()
      // A clock that was read when the program began shows another second by now.
      await t.becomesTrue(program, () => Date.now() - readyAt >= 1_000 && isBetween(from, to), 4_000)
      await askForTime(t, client, program, { zone, start: [startedAt, readyAt] })
      await client.expectNothingMore(program, say`after its answer`)
    }
  },
)

check(
  'answers an empty datagram too',
  {
    holds: [1],
    help: say`A time server need not read the question: whatever comes, from whomever, is answered, and a datagram of 0 bytes or of 8,000 too, and the same again. Each answer is made anew, and goes to the port and the address of its sender.`,
    byHand: [
      'npx tsx {subject}/server.ts',
      `node -e "let n = 0; const s = require('dgram').createSocket('udp4').on('message', (m) => { console.log(String(m)); if (++n === 2) s.close() }); for (const text of ['', '']) s.send(text, 8080, '127.0.0.1')"`,
      "printf 'get time' | nc -u -s 127.0.0.2 -w 1 127.0.0.1 8080",
    ],
    after: answers,
  },
  async (t) => {
    const zone = 'Asia/Kathmandu'
    const program = await t.startServer({ ...server, env: { TZ: zone } })
    const first = await t.bindUdp('first client')
    const second = await t.bindUdp('second client')
    // Not every system has more than one address on loopback.
    const distant = await t.bindUdp('client at 127.0.0.2', { host: '127.0.0.2' }).catch(() => undefined)
    await askForTime(t, first, program, { zone, text: '' })
    const answeredAt = Date.now()
    // The same twice, and both wait when it looks: whoever takes the second for a copy answers one of them.
    await askForTime(t, second, program, { zone, text: 'how late is it?', times: 2 })
    await askForTime(t, second, program, { zone, text: 'how late is it? '.repeat(500) })
    if (distant) await askForTime(t, distant, program, { zone })
    // Whoever keeps what it has answered tells a second that is over by now.
    await t.becomesTrue(program, () => Date.now() - answeredAt >= 1_000, 4_000)
    await askForTime(t, first, program, { zone, text: '' })
    await first.expectNothingMore(program, say`after two answers`)
    await second.expectNothingMore(program, say`after its three answers`)
  },
)

tellsTakenPort({ server, holds: [9], after: answers })

interface TimeQuestion {
  readonly zone: string
  readonly text?: string
  /** How often it is asked at once. */
  readonly times?: number
  /** When the server was started, and when it was ready, where that could be what it tells. */
  readonly start?: readonly [from: number, to: number]
}

interface DueTime {
  readonly zone: string
  readonly start: TimeQuestion['start']
  readonly askedAt: number
  /** How many answers to the same question have come already. */
  readonly answered: number
}

/** Whether so many milliseconds of this second have passed. */
function isBetween(from: number, to: number): boolean {
  const passed = Date.now() % 1_000
  return passed >= from && passed < to
}

/** Asks, and judges each answer: the second may be any from the question to the answer. */
async function askForTime(
  t: CheckContext,
  client: UdpPeer,
  program: Program,
  { zone, text = question, times = 1, start }: TimeQuestion,
): Promise<void> {
  const askedAt = Date.now()
  const send = () => client.send(text, program.port)
  if (times === 1) await send()
  else
    await program.whileHeldStill(async () => {
      for (let sent = 0; sent < times; sent++) await send()
    })
  for (let answered = 0; answered < times; answered++)
    await takeTime(t, client, program, { zone, start, askedAt, answered })
}

/** Takes an answer of the server and judges it. */
async function takeTime(
  t: CheckContext,
  client: UdpPeer,
  program: Program,
  { zone, start, askedAt, answered }: DueTime,
): Promise<void> {
  const what =
    answered === 0 ? say`the local time` : say`the local time once more, for the same question had come twice`
  const { bytes, from, happening } = await client.receiveAny(program, what)
  const answeredAt = Date.now()
  const where = { peer: client.id, happening }
  if (from !== program.port) {
    t.fail(
      'silent',
      say`Your server answered from port ${from}. The ${client.name} had asked port ${program.port} and took nothing from anybody else, so it got no answer.`,
      { ...where, help: say`Answer with the socket that received. A new socket has a port of its own.` },
    )
  }
  const due = listTimes(askedAt, answeredAt, zone)
  const answer = bytes.toString()
  if (due.includes(answer)) return
  const now = due[0] ?? ''
  const missed = describeTime(answer, now, { askedAt, zone, start })
  const said = say`Your server answered ${quote(bytes)}. With TZ=${zone} it was ${quote(now)}.`
  if (listTimes(answeredAt + 1_000, answeredAt + 2_000, zone).includes(answer)) {
    t.fail('wrong-bytes', say`${said} That second had not begun yet.`, {
      ...where,
      help: say`A second lasts until the next one begins, so nothing is rounded: take the parts of new Date() as they are.`,
    })
  }
  t.fail('wrong-bytes', say`${said} ${missed}`, where)
}

/** What can be said about a wrong time beyond that it is wrong. */
function describeTime(
  answer: string,
  due: string,
  { askedAt, zone, start }: { askedAt: number; zone: string; start: TimeQuestion['start'] },
): Words {
  if (listTimes(askedAt, askedAt + 1_000, 'UTC').includes(answer))
    return say`That is UTC, and not the local time.`
  if (start !== undefined && listTimes(...start, zone).includes(answer))
    return say`That is when your server was started, and not when it was asked.`
  if (listTimes(askedAt - 60_000, askedAt - 1_000, zone).includes(answer))
    return say`That second was over when it was asked.`
  if (answer.length !== due.length) return say`These are not 19 bytes.`
  if (answer.slice(10) === due.slice(10) && hasDayOf(answer, showTime(askedAt, 'UTC')))
    return say`The date is that of UTC, and not the local one.`
  if (answer.slice(5, 7) !== due.slice(5, 7)) return say`The months differ.`
  if (answer.slice(11, 13) !== due.slice(11, 13)) return say`The hours differ.`
  return say`19 bytes of the form YYYY-MM-DD HH:MM:SS were due.`
}

/** All seconds from one moment to another, as a clock of that zone shows them. */
function listTimes(from: number, to: number, zone: string): string[] {
  const times: string[] = []
  for (let at = Math.floor(from / 1_000) * 1_000; at <= to; at += 1_000) times.push(showTime(at, zone))
  return times
}

/** An answer of our server: a time that no clock of this machine shows. */
const ourTime = '2031-02-03 04:05:06'

const asks = check(
  'client: asks "get time" and prints the answer',
  {
    holds: [2, 4],
    help: {
      default: say`Send get time, without a line feed, and print what comes back.`,
      'extra-bytes': say`Ask once, and again only when the patience is over. Once there is an answer, stop the timer that would ask again.`,
      'does-not-stop': say`When the answer has come nothing is left to do: stop the timer and close the socket. Either keeps the program alive.`,
    },
    byHand: byHandClient,
  },
  async (t) => {
    const ours = await t.bindUdp(ourServer)
    const client = t.startClient(ours.port, { env: longPatience })
    const { from } = await ours.receive(client, question, say`the question`)
    await ours.expectNothingMore(client, say`before its first question was answered`)
    await ours.send(ourTime, from)
    await client.expectOutput(ourTime, say`the answer`)
    // A timer that still runs would ask again.
    await t.untilAtRest(client)
    await ours.expectNothingMore(client, say`after the answer`)
    await client.expectExit(0, say`after the answer`)
  },
)

sendsWhereTold({ holds: [2], after: asks, defaultPort: 8080, client: { env: aMinute } })

check(
  'client: asks once and waits',
  {
    holds: [2, 3],
    help: {
      default: say`Ask again only when PATIENCE_MS milliseconds have passed without an answer, and not before: process.env.PATIENCE_MS says how many.`,
      'exited-early': say`Leave process.stdin alone: whoever is started by another program may have no input, or one that is at its end.`,
    },
    byHand: [
      'npx tsx {subject}/given/other-server.ts silent',
      'PATIENCE_MS=60000 npx tsx {subject}/client.ts < /dev/null',
    ],
    after: asks,
  },
  async (t) => {
    const ours = await t.bindUdp(ourServer)
    const client = t.startClient(ours.port, { env: aMinute })
    const { from } = await ours.receive(client, question, say`the question`)
    await t.untilAtRest(client)
    await ours.expectNothingMore(client, say`while it had a minute's patience`)
    // Whoever reads no input does not hear of it.
    client.typeLine('')
    client.endInput()
    await t.untilAtRest(client)
    if (client.hasExited) {
      await client.failIfCrashed()
      t.fail(
        'exited-early',
        say`Your client had a minute's patience, and it ended with exit code ${client.exit?.code ?? 0} when somebody pressed Enter and its input ended. It should read no input, and wait for the answer.`,
        { happening: client.exitHappening },
      )
    }
    await ours.expectNothingMore(client, say`when somebody had pressed Enter and its input had ended`)
    await ours.send(ourTime, from)
    await client.expectOutput(ourTime, say`the answer that took its time`)
    await client.expectExit(0, say`after the answer`)
  },
)

check(
  'client: asks again when no answer comes',
  {
    holds: [3, 4],
    help: {
      default: say`When the patience is over, send the question again and wait again. After the third question, too, there is a whole patience in which its answer can come.`,
      'extra-bytes': say`Once there is an answer, stop the timer that would ask again.`,
    },
    byHand: ['npx tsx {subject}/given/other-server.ts deaf', 'npx tsx {subject}/client.ts'],
    after: asks,
  },
  async (t) => {
    await repeatUntilInTime(() => answerAfterSilences(t, 2))
  },
)

/** Leaves questions unanswered and answers the next one. Resolves with how long that one waited, as far as we know. */
async function answerAfterSilences(t: CheckContext, silences: number): Promise<number> {
  const ours = await t.bindUdp(ourServer)
  const client = t.startClient(ours.port, { env: { PATIENCE_MS: String(fairPatienceMs) } })
  let before = performance.now()
  for (let asked = 0; asked < silences; asked++) {
    await takeQuestion(client, ours, asked)
    before = performance.now()
  }
  const from = await takeQuestion(client, ours, silences)
  // One that does not wait for this answer gives up now.
  await t.letReact(client)
  await ours.send(ourTime, from)
  const waitedMs = performance.now() - before - fairPatienceMs
  if (waitedMs >= longestHeldMs) return waitedMs
  await client.expectOutput(ourTime, say`the answer to its question`)
  await client.expectExit(0, say`after the answer`)
  await ours.expectNothingMore(client, say`after the answer`)
  return waitedMs
}

/**
 * Waits for the next question, and resolves with the port that it came from.
 * @param unanswered how many came before and were not answered
 */
async function takeQuestion(client: Program, ours: UdpPeer, unanswered: number): Promise<number> {
  try {
    const { from } = await ours.receive(client, question, say`the question`, { patienceMs: 4_000 })
    return from
  } catch (error) {
    if (unanswered === 0 || !(error instanceof CheckFailure)) throw error
    const { stage, happened, parts } = error
    const help = say`Send the same question again: "get time", and nothing more.`
    if (stage.endsWith('-bytes')) throw new CheckFailure(stage, happened, { ...parts, help })
    if (stage !== 'exited-early' && stage !== 'silent') throw error
    throw new CheckFailure(stage, describeLastQuestion(client, unanswered), parts)
  }
}

function describeLastQuestion(client: Program, unanswered: number): Words {
  const ask = say`Over UDP a silence says nothing yet: ask again.`
  if (!client.hasExited) {
    return unanswered === 1
      ? say`Your client asked once. That question was lost, and it waits for an answer. ${ask}`
      : say`Your client asked ${unanswered} times and no more. Those questions were lost, and it waits for an answer. ${ask}`
  }
  return unanswered === 1
    ? say`Your client asked once. That question was lost, and it gave up. ${ask}`
    : say`Your client asked ${unanswered} times and gave up, where three questions were due. ${ask}`
}

/**
 * Repeats an exchange in which we were so slow that a client may rightly have given up: nothing can be said of it. On a
 * busy machine the client itself may have slept through its patience, so one that gave up is asked to do it again.
 */
async function repeatUntilInTime(
  exchange: () => Promise<number>,
  stagesOfGivingUp: readonly string[] = ['wrong-output'],
): Promise<void> {
  const mostAttempts = 3
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    try {
      if ((await exchange()) < longestHeldMs) return
    } catch (error) {
      const hasGivenUp = error instanceof CheckFailure && stagesOfGivingUp.includes(error.stage)
      if (!hasGivenUp || attempt === mostAttempts) throw error
    }
  }
  throw new CannotJudge(
    'We could not answer a question within its patience: this machine is too busy, or your client waits longer than PATIENCE_MS.',
  )
}

check(
  'client: asks three times, says so and exits 1',
  {
    holds: [3, 7],
    help: {
      default: say`After the third silence print a line that says so, close the socket, and set process.exitCode = 1.`,
      'extra-bytes': say`Count the questions: three are sent, and when the patience is over once more, the client gives up.`,
    },
    byHand: [
      'npx tsx {subject}/given/other-server.ts silent',
      'npx tsx {subject}/client.ts; echo "exit code $?"',
    ],
    after: asks,
  },
  async (t) => {
    const ours = await t.bindUdp(ourServer)
    // Without PATIENCE_MS it is the lesson's own.
    for (const env of [shortPatience, { PATIENCE_MS: undefined }]) {
      const client = t.startClient(ours.port, { env })
      for (let asked = 0; asked < 3; asked++) await takeQuestion(client, ours, asked)
      await t.becomesTrue(client, () => client.hasExited)
      await ours.expectNothingMore(client, say`after its three questions`)
      await expectToGiveUp(t, client, say`three questions had not been answered`)
    }
    const alone = t.startClient(await t.findFreePort(), { env: shortPatience })
    await expectToGiveUp(t, alone, say`nobody was at the port`)
  },
)

/** Waits for the end of a client that has had no answer: it says so, and its exit code is 1. */
async function expectToGiveUp(t: CheckContext, client: Program, why: Words): Promise<void> {
  // It may sleep through its patience three times, and nothing of that is seen from outside.
  await t.untilAtRest(client)
  await client.expectExit(1, say`after its questions had found no answer`)
  client.expectNoStackTrace(why)
  if (client.printedSince(0).trim() !== '') return
  t.fail(
    'wrong-output',
    say`Your client ended with exit code 1 when ${why}, and said nothing. Whoever started it cannot tell why.`,
    {
      happening: client.exitHappening,
    },
  )
}

check(
  'client: believes only the server that it asked',
  {
    holds: [5],
    help: say`Anybody can send to your port. Compare the address and the port of the sender with those that you asked, both of them; or connect the socket, and the system does it for you.`,
    byHand: ['npx tsx {subject}/given/other-server.ts stranger', 'npx tsx {subject}/client.ts'],
    after: asks,
  },
  async (t) => {
    const ours = await t.bindUdp(ourServer)
    const stranger = await t.bindUdp('stranger')
    // Not every system has more than one address on loopback.
    const namesake = await t
      .bindUdp('stranger on the same port', { port: ours.port, host: '127.0.0.2' })
      .catch(() => undefined)
    const client = t.startClient(ours.port, { env: aMinute })
    const { from } = await ours.receive(client, question, say`the question`)
    await stranger.send('2001-01-01 01:01:01', from)
    await namesake?.send('2002-02-02 02:02:02', from)
    await ours.send(ourTime, from)
    await t.becomesTrue(client, () => client.stdout.includes(ourTime) || client.hasExited)
    for (const [lie, port, address] of [
      ['2001-01-01 01:01:01', stranger.port, '127.0.0.1'],
      ['2002-02-02 02:02:02', ours.port, '127.0.0.2'],
    ] as const) {
      if (!printsAsAnswer(client, lie)) continue
      t.fail(
        'wrong-output',
        say`Your client had asked 127.0.0.1:${ours.port}. A stranger at ${address}:${port} sent it ${quote(lie)}, and it printed that as the answer.`,
      )
    }
    await client.expectOutput(ourTime, say`the answer of the server that it had asked`)
    await client.expectExit(0, say`after the answer`)
  },
)

/** Whether a text stands in what a client printed as an answer does. It may well say that it has ignored something. */
function printsAsAnswer(client: Program, text: string): boolean {
  const lines = client.stdout.split('\n').filter((line) => line.includes(text))
  const answer = client.stdout.split('\n').find((line) => line.includes(ourTime))
  if (answer === undefined) return lines.length > 0
  return lines.some((line) => line.replace(text, '') === answer.replace(ourTime, ''))
}

/** What does not have the form of a time, though some of it comes near. */
const noTimes: readonly (string | Uint8Array)[] = [
  'good morning',
  '',
  '2030-02-03',
  '2030-02-03 04:05',
  '2030-02-03 04:05:06\n',
  ' 2030-02-03 04:05:06',
  '2030-02-03 04:05:06Z',
  '2030-02-03T04:05:06',
  '30-02-03   04:05:06',
  // The right characters in other places, and blanks where zeros lead, which a number forgives.
  '03-02-2030 04:05:06',
  '2030- 2- 3  4: 5: 6',
  'YYYY-MM-DD HH:MM:SS',
  // A mark at the beginning of a text, which some decoders take away.
  '\uFEFF2030-02-03 04:05:06',
  // Digits too, and others.
  '٢٠٣٠-02-03 04:05:06',
  // 19 bytes, each with its highest bit set, which a decoder of ASCII takes away.
  Buffer.from('2030-02-03 04:05:06').map((byte) => byte | 0x80),
]

/** A patience that is not over before some of our datagrams have come, and that a check can wait for. */
const disturbedPatience = { PATIENCE_MS: '1000' }

check(
  'client: ignores what is not a time',
  {
    holds: [6],
    help: {
      default: say`Compare the whole text with the form: four digits, -, two digits, -, two digits, a blank, and so on, from its first byte to its last. What has another form is ignored, as if nothing had come.`,
      'extra-bytes': say`What is not a time is not an answer and changes nothing: ask again when the patience is over, and not because of it.`,
      silent: say`What is not an answer changes nothing, the timer neither. Do not stop it and do not set it anew before you know that an answer has come.`,
      'does-not-stop': say`Each of the three silences lasts PATIENCE_MS milliseconds, the last one too, and then the client ends. Do not wait longer each time, and do not begin anew at what is not an answer.`,
    },
    byHand: ['npx tsx {subject}/given/other-server.ts junk', 'npx tsx {subject}/client.ts'],
    after: asks,
  },
  async (t) => {
    const ours = await t.bindUdp(ourServer)
    const client = t.startClient(ours.port, { env: aMinute })
    const { from } = await ours.receive(client, question, say`the question`)
    for (const text of noTimes) {
      await ours.send(text, from)
      await t.letReact(client)
      if (!client.hasExited) continue
      await client.failIfCrashed()
      t.fail(
        'exited-early',
        say`Your client ended with exit code ${client.exit?.code ?? 0} when ${text === '' ? say`an empty datagram` : quote(text)} came. That does not have the form of a time, so it was not an answer.`,
        { happening: client.exitHappening },
      )
    }
    await ours.expectNothingMore(client, say`after what was not an answer`)
    await ours.send(ourTime, from)
    await client.expectOutput(ourTime, say`the answer`)
    await client.expectExit(0, say`after the answer`)
    const taken = noTimes.find(
      (text) => typeof text === 'string' && /[a-z]/i.test(text) && printsAsAnswer(client, text),
    )
    if (taken !== undefined)
      t.fail(
        'wrong-output',
        say`Our server sent ${quote(taken)}, which does not have the form of a time. Your client printed it as it prints an answer.`,
      )
    await disturbWhileItWaits(t)
  },
)

/**
 * Has datagrams come all the time that are not an answer, until the client asks again; then it has to give up as ever. How
 * long that may take says another run of it with the same patience, which begins later and to which nothing comes.
 */
async function disturbWhileItWaits(t: CheckContext): Promise<void> {
  const ours = await t.bindUdp(ourServer)
  const stranger = await t.bindUdp('stranger')
  const client = t.startClient(ours.port, { env: disturbedPatience })
  const { from } = await ours.receive(client, question, say`the question`)
  const untilOtherGivesUp = new AbortController()
  const disturb = async () => {
    while (ours.unreadCount === 0 && !client.hasExited && !untilOtherGivesUp.signal.aborted) {
      await ours.send('good morning', from)
      await stranger.send('2001-01-01 01:01:01', from)
      await t.letReact(client)
    }
  }
  await Promise.all([disturb(), askInVain(t).finally(() => untilOtherGivesUp.abort())])
  if (ours.unreadCount === 0)
    t.fail(
      'silent',
      say`Again and again something came that was not an answer, of our server and of a stranger, and your client did not ask a second time. Another one, which was started after it and had the same patience, was left alone. It has asked three times and given up.`,
    )
  for (let asked = 1; asked < 3; asked++) await takeQuestion(client, ours, asked)
  await expectToGiveUp(t, client, say`what had come was not an answer`)
}

/** Lets a client ask three times and give up. */
async function askInVain(t: CheckContext): Promise<void> {
  const silent = await t.bindUdp('silent server')
  const client = t.startClient(silent.port, { role: say`second client`, env: disturbedPatience })
  for (let asked = 0; asked < 3; asked++) await takeQuestion(client, silent, asked)
  await expectToGiveUp(t, client, say`three questions had not been answered`)
}

check(
  'client: takes a late answer to its first question',
  {
    holds: [4, 6],
    help: say`An answer goes to the port that asked. Ask with one socket for all questions, and leave it open until the program is done: then a late answer comes in, to whichever question it belongs.`,
    byHand: ['npx tsx {subject}/given/other-server.ts late', 'PATIENCE_MS=800 npx tsx {subject}/client.ts'],
    after: asks,
  },
  async (t) => {
    await repeatUntilInTime(() => answerFirstAfterThird(t), ['wrong-output', 'exited-early'])
  },
)

/**
 * Answers the first question when the third one has come, behind something that is not an answer. Resolves with how long
 * the third one waited, as far as we know.
 */
async function answerFirstAfterThird(t: CheckContext): Promise<number> {
  const ours = await t.bindUdp(ourServer)
  const client = t.startClient(ours.port, { env: { PATIENCE_MS: String(fairPatienceMs) } })
  const first = await takeQuestion(client, ours, 0)
  await takeQuestion(client, ours, 1)
  const before = performance.now()
  const third = await takeQuestion(client, ours, 2)
  const countWaited = () => performance.now() - before - fairPatienceMs
  await ours.send('good morning', third)
  await t.letReact(client)
  if (client.hasExited && countWaited() < longestHeldMs) {
    await client.failIfCrashed()
    t.fail(
      'exited-early',
      say`Your client had asked three times, and "good morning" came. That does not have the form of a time, so it changes nothing. Your client did not wait on: it ended with exit code ${client.exit?.code ?? 0}.`,
      {
        happening: client.exitHappening,
        help: say`What is not an answer changes nothing, behind the third question either: only its patience ends the waiting.`,
      },
    )
  }
  await ours.send(ourTime, first)
  const waitedMs = countWaited()
  if (waitedMs >= longestHeldMs) return waitedMs
  await client.expectOutput(ourTime, say`the late answer to its first question`)
  await client.expectExit(0, say`after that answer`)
  return waitedMs
}
