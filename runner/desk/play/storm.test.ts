/** A storm between the learner's two programs of a play: told with its seed, the same for the same seed, and ended by a word. */
import { expect, test } from 'vitest'
import { inEnglish } from '../../language/say.ts'
import { Weather } from '../../playing/weather.ts'
import { createTerminal, keys } from '../../testing/terminal.ts'
import { createTemporaryWorkbook } from '../../testing/temporary-workbook.ts'

const place = `Number(process.env['PORT']), '127.0.0.1'`

/** Opens TCP as well, which its client does not use. */
const server = `import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
createServer().listen(${place})
const socket = createSocket('udp4').on('message', (bytes, { port }) => socket.send(bytes, port)).bind(${place})
`
const client = `import { createSocket } from 'node:dgram'
import { createInterface } from 'node:readline'
const socket = createSocket('udp4').on('message', (bytes, { port }) =>
  console.log('got ' + bytes + (port === Number(process.env['PORT']) ? '' : ' of a stranger')))
for await (const line of createInterface({ input: process.stdin })) socket.send(line, ${place})
socket.close()
`

async function createPlayable(protocol: string) {
  const workbook = await createTemporaryWorkbook()
  await workbook.beginFirst()
  await workbook.write('work/01-upper-case/server.ts', server)
  await workbook.write('work/01-upper-case/client.ts', client)
  const programs = [
    { file: 'server.ts', role: 'server', protocol, port: 9909 },
    { file: 'client.ts', role: 'client', protocol: 'udp', port: 9909, says: 'lines' },
  ]
  await workbook.write('lessons/01-upper-case/lesson.json', JSON.stringify({ programs }))
  return workbook
}

const lines = Array.from({ length: 12 }, (_, number) => `at ${number}`)

/** What the storm of a seed makes of the lines, which the server sends back as they come. */
function foresee(seed: number) {
  const told: string[] = []
  const got: string[] = []
  const weather = new Weather(seed, (sentence) => told.push(inEnglish(sentence)))
  const pass = (
    way: 'there' | 'back',
    text: string,
    deliver: () => void,
    deliverStrangers: (bytes: Buffer) => void,
  ) => {
    const [from, to] = way === 'there' ? ['client 1', 'the server'] : ['the server', 'client 1']
    weather.pass(way, { bytes: Buffer.from(text), from, to, deliver, deliverStrangers })
  }
  const answer = (text: string) =>
    pass(
      'back',
      text,
      () => got.push(text),
      (bytes) => got.push(`${bytes.toString()} of a stranger`),
    )
  for (const line of lines)
    pass(
      'there',
      line,
      () => answer(line),
      () => {},
    )
  return { told, got }
}

test.each(['udp', 'tcp+udp'])('is what its seed says: %s', async (protocol) => {
  const due = foresee(7)
  await using workbook = await createPlayable(protocol)
  const { door, root: cwd, env } = workbook
  await using terminal = createTerminal([...door, 'play', '1'], { cwd, env, columns: 160, rows: 200 })
  const type = (line: string) => terminal.type(line + keys.enter)
  const find = (mark: string) =>
    terminal
      .screen()
      .split('\n')
      .flatMap((line) => (line.includes(mark) ? [line.slice(line.indexOf('│ ') + 2).trim()] : []))
  await terminal.waitForText('to client 1 ›')
  type('begin')
  await terminal.waitForText('got begin')
  type('/storm 7')
  await terminal.waitForText('/calm ends it.')
  for (const line of lines) type(line)
  await expect.poll(() => find('│ got at')).toEqual(due.got.map((text) => `got ${text}`))
  expect(find('Storm 7: a ').toSorted()).toEqual(due.told.toSorted())
  type('/calm')
  await terminal.waitForText('The weather is fine')
  type('the end')
  await terminal.waitForText('got the end')
})

test('needs two programs of the learner, and datagrams', async () => {
  await using workbook = await createTemporaryWorkbook()
  await workbook.beginFirst()
  const { door, root: cwd, env } = workbook
  await using terminal = createTerminal([...door, 'play', '1'], { cwd, env, columns: 120 })
  await terminal.waitForText('to client 1 ›')
  terminal.type('/storm' + keys.enter)
  await terminal.waitForText('A storm is for datagrams.')
  expect(terminal.screen()).not.toContain('/calm')
})

test('named clients that send datagrams do what they do', async () => {
  await using workbook = await createPlayable('udp')
  for (const [name, told] of [
    ['crowd', /your server sends to crowd 20 "hello"/u],
    ['empty', /empty sends to your server ""[^]*your server sends to empty ""/u],
    ['largest', /your server sends to largest "[^"]*"… 65,507\s+bytes/u],
    ['leaver', /leaver sends to your server "gone"[^]*leaver has left/u],
  ] as const) {
    const { exitCode, stdout } = await workbook.run(['play', '1', name])
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(told)
  }
})
