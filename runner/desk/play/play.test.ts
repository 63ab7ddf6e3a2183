import { expect, test } from 'vitest'
import { claimPort } from '../../processes/claimed-ports.ts'
import { findProcesses } from '../../testing/processes.ts'
import { createTemporaryWorkbook, type TemporaryWorkbook } from '../../testing/temporary-workbook.ts'
import {
  createShell,
  createTerminal,
  keys,
  type Terminal,
  type TerminalOptions,
} from '../../testing/terminal.ts'

/** A server without a port of its own, so that plays of tests do not meet; some words make it misbehave. */
const server = `import { createServer } from 'node:net'

createServer((socket) => {
  socket.on('error', (error) => console.log('broken off: ' + error.message))
  socket.on('data', (chunk) => {
    const text = chunk.toString()
    if (text === 'crash') process.exit(7)
    if (text === 'flood') setInterval(() => console.log('flood\\n'.repeat(50)), 5)
    if (text === 'torrent') setInterval(() => console.log('torrent\\n'.repeat(5_000)), 1)
    if (text === 'loop') for (;;);
    socket.write(text.toUpperCase())
  })
}).listen(Number(process.env['PORT']), '127.0.0.1', () => console.log('listening'))
`

const client = `import { connect } from 'node:net'

const socket = connect(Number(process.env['PORT']), '127.0.0.1')
process.stdin.pipe(socket).pipe(process.stdout)
`

/** The lesson's own client is one that is typed into. */
const declaration = JSON.stringify({
  programs: [
    { file: 'server.ts', role: 'server', protocol: 'tcp', port: 9909 },
    { file: 'client.ts', role: 'client', protocol: 'tcp', port: 9909, says: 'lines' },
  ],
})

async function createPlayable(): Promise<TemporaryWorkbook> {
  const workbook = await createTemporaryWorkbook()
  await workbook.beginFirst()
  await workbook.write('work/01-upper-case/server.ts', server)
  return workbook
}

const open = (
  workbook: TemporaryWorkbook,
  words: string[],
  options: Partial<TerminalOptions> = {},
): Terminal =>
  createTerminal([...workbook.door, ...words], { cwd: workbook.root, env: workbook.env, ...options })

test('what is typed is seen at the server, at the client and on the wire; the words of the play do what they say', async () => {
  await using workbook = await createPlayable()
  await workbook.write('work/01-upper-case/client.ts', client)
  await workbook.write('lessons/01-upper-case/lesson.json', declaration)
  await using terminal = open(workbook, ['play', '1'], { rows: 45 })
  await terminal.waitForText('to client 1 ›')
  expect(terminal.screen()).toMatch(/1 {2}PORT=\d+ npx tsx work\/01-upper-case\/server\.ts/u)
  terminal.type('grüße 世界' + keys.enter)
  await terminal.waitForText(/client 1 │ GRÜSSE 世界/u)
  expect(terminal.screen()).toMatch(/client 1 +── "grüße 世界\\n" ─+▶ your server/u)
  expect(terminal.screen()).toMatch(/client 1 +◀─+ "GRÜSSE 世界\\n" ── your server/u)
  terminal.type('/new' + keys.enter)
  await terminal.waitForText('to client 2 ›')
  terminal.type(keys.ctrlD)
  await terminal.waitForText(/client 2 +── end \(FIN\) ─+▶ your server/u)
  await terminal.waitForText('Your client 2 has ended with exit code 0.')
  terminal.type('/s' + keys.enter + '/ghost' + keys.enter)
  await terminal.waitForText('to server ›')
  await terminal.waitForText(/ghost +── reset \(RST\) ─+▶ your server/u)
  await terminal.waitForText('ghost has left.')
  terminal.type('/1' + keys.enter + '/quit' + keys.enter)
  expect(await terminal.waitForExit()).toBe(0)
  expect(await findProcesses(workbook.root)).toEqual([])
})

test('on 40 columns a server that ends is told, started again, and a flood leaves the screen alive', async () => {
  await using workbook = await createPlayable()
  await using terminal = open(workbook, ['play', '1'], { columns: 40, rows: 20 })
  await terminal.waitForText('to client 1 ›')
  terminal.type('crash' + keys.enter)
  await terminal.waitForText('exit code 7')
  await terminal.waitForText('/new, /again or /quit ›')
  terminal.type('/again' + keys.enter)
  await terminal.waitForText('to client 2 ›')
  terminal.type('torrent' + keys.enter)
  await terminal.waitForText('signal SIGKILL')
  expect(terminal.raw()).toContain('has printed 16')
  terminal.type('/again' + keys.enter)
  await terminal.waitForText('to client 3 ›')
  terminal.type('flood' + keys.enter)
  await terminal.waitForText(/… [\d,]+ more lines/u)
  terminal.type('//still here')
  await terminal.waitForText('to client 3 › //still here')
  terminal.resize(60, 20)
  terminal.type(keys.ctrlC)
  expect(await terminal.waitForExit()).toBe(130)
  expect(await findProcesses(workbook.root)).toEqual([])
})

test('a crash after a flood is told with its last words, and Ctrl-D with nobody there is answered', async () => {
  await using workbook = await createPlayable()
  const dies = `for (let i = 0; i < 2_000; i++) console.log('flood ' + i)
    throw new Error('the last word')`
  await workbook.write(
    'work/01-upper-case/server.ts',
    server.replace("if (text === 'flood')", `if (text === 'flood') { ${dies} }\n    if (text === 'tide')`),
  )
  await using terminal = open(workbook, ['play', '1'], { rows: 40 })
  await terminal.waitForText('to client 1 ›')
  terminal.type('flood' + keys.enter)
  await terminal.waitForText('/new, /again or /quit ›')
  expect(terminal.screen()).toContain('Error: the last word')
  expect(terminal.raw()).toMatch(/the last 20 of them, which were the last words/u)
  terminal.type(keys.ctrlD)
  await terminal.waitForText('Nobody is there whose input could end.')
  terminal.type('/quit' + keys.enter)
  expect(await terminal.waitForExit()).toBe(0)
})

test('a tab that is pasted is text, and Ctrl-Z and fg leave a play as it was', async () => {
  await using workbook = await createPlayable()
  await using shell = createShell({ cwd: workbook.root, env: workbook.env, rows: 40 })
  await shell.waitForText('shell>')
  shell.type(`'${process.execPath}' ${workbook.door.map((word) => `'${word}'`).join(' ')} play 1\r`)
  await shell.waitForText('to client 1 ›')
  shell.type('a\tb')
  await shell.waitForText('to client 1 › a  b')
  shell.type(keys.ctrlZ)
  await shell.waitForText(/Stopped[^]*shell>$/u)
  shell.type('fg\r')
  await shell.waitForText('to client 1 › a  b')
  shell.type(keys.enter)
  await shell.waitForText(/client 1 +── "a\\tb" ─+▶ your server/u)
  shell.type('/quit\r')
  await shell.waitForText(/shell>$/u)
  expect(shell.isCursorShown()).toBe(true)
})

test.each(['SIGKILL', 'SIGHUP'] as const)('after %s nothing is left, not even a busy loop', async (name) => {
  await using workbook = await createPlayable()
  await using terminal = open(workbook, ['play', '1'])
  await terminal.waitForText('to client 1 ›')
  terminal.type('loop' + keys.enter)
  await terminal.waitForText(/"loop" ─+▶/u)
  terminal.signal(name)
  await terminal.waitForExit()
  await expect.poll(() => findProcesses(workbook.root)).toEqual([])
})

test('in plain mode lines are read as they are typed, and nothing moves the cursor', async () => {
  await using workbook = await createPlayable()
  await using terminal = open(workbook, ['play', '1'], {
    env: { ...workbook.env, ACCESSIBLE: '1' },
    rows: 40,
  })
  await terminal.waitForText('You type to client 1.')
  terminal.type('hello\r')
  await terminal.waitForText('client 1: HELLO')
  expect(terminal.screen()).toMatch(/wire: [\d,]+ ms: client 1 sends to your server "hello"/u)
  terminal.type(keys.ctrlD)
  expect(await terminal.waitForExit()).toBe(0)
  expect(terminal.raw()).not.toContain('\x1b[')
})

test('in a pipe the lines of the input are played to their end, and a named client does what it does', async () => {
  await using workbook = await createPlayable()
  const ghost = await workbook.run(['play', '1', 'ghost'])
  expect(ghost).toMatchObject({ exitCode: 0, stderr: '' })
  expect(ghost.stdout).toContain('ghost sends reset (RST) to your server')
  expect(ghost.stdout).toMatch(/server: broken off: .*ECONNRESET/u)
  const unknown = await workbook.run(['play', '1', 'nobody'])
  expect(unknown).toMatchObject({ exitCode: 3, stdout: '' })
  expect(unknown.stderr).toContain('splitter: sends "hello" a byte at a time')
  await workbook.write('work/01-upper-case/server.ts', 'process.exit(4)\n')
  const broken = await workbook.run(['play', '1'])
  expect(broken.exitCode).toBe(1)
  expect(broken.stdout).toContain('ended with exit code 4 before it was listening')
  expect(await workbook.run(['play', '2'])).toMatchObject({ exitCode: 2 })
  expect(await findProcesses(workbook.root)).toEqual([])
})

test('where a lesson asks only for a client, the server by hand is the one that was written before', async () => {
  await using workbook = await createPlayable()
  await workbook.write(
    'lessons/02-lower-case/lesson.json',
    JSON.stringify({
      programs: [{ file: 'client.ts', role: 'client', protocol: 'tcp', port: 9909, says: 'lines' }],
    }),
  )
  await workbook.write('work/02-lower-case/client.ts', client)
  const { exitCode, stdout } = await workbook.run(['play', '2'])
  expect(exitCode).toBe(0)
  expect(stdout).toMatch(/npx tsx work\/01-upper-case\/server\.ts/u)
  expect(stdout).not.toContain('solutions/')
})

test('a play gives its port back: the next one in the same session has it too', async () => {
  await using workbook = await createPlayable()
  const { port, ...claim } = await claimPort()
  claim[Symbol.dispose]()
  await workbook.write('lessons/01-upper-case/lesson.json', declaration.replaceAll('9909', String(port)))
  for (const _play of ['first', 'second'])
    expect((await workbook.run(['play', '1', 'ghost'])).stdout).not.toContain('is taken')
})
