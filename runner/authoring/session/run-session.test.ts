import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseDocument } from '../readme/document.ts'
import { parseSessions } from './parse-session.ts'
import { createSessionProofs } from './prove-sessions.ts'
import { runSession } from './run-session.ts'
import { createSessionFolder } from './session-folder.ts'

const server = `
import { createServer } from 'node:net'
const port = Number(process.env['PORT'] ?? 9909)
const server = createServer((socket) => {
  console.log('connected: ' + socket.remoteAddress + ':' + socket.remotePort)
  socket.on('data', (chunk) => socket.write(chunk.toString().toUpperCase()))
  socket.on('end', () => console.log('client left'))
})
server.listen(port, '127.0.0.1', () => console.log('listening on 127.0.0.1:' + port))
process.on('SIGINT', () => { console.log('bye'); process.exit(0) })
`
const client = `
import { connect } from 'node:net'
const socket = connect(Number(process.env['PORT'] || 9909), '127.0.0.1')
process.stdin.on('data', (text) => socket.write(text))
process.stdin.on('end', () => socket.end())
socket.on('data', (chunk) => process.stdout.write(chunk))
socket.on('end', () => process.exit(0))
`

let root = ''

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'socket-workbook-test-'))
  const solution = join(root, 'solutions', '01-tcp-echo')
  await mkdir(solution, { recursive: true })
  await symlink(fileURLToPath(new URL('../../../node_modules', import.meta.url)), join(root, 'node_modules'))
  await mkdir(join(root, 'lessons', '01-tcp-echo'), { recursive: true })
  const programs = [{ file: 'server.ts', role: 'server', protocol: 'tcp', port: 9909 }]
  await writeFile(join(root, 'lessons', '01-tcp-echo', 'lesson.json'), JSON.stringify({ programs }))
  await writeFile(join(solution, 'server.ts'), server)
  await writeFile(join(solution, 'client.ts'), client)
})

afterAll(() => rm(root, { recursive: true, force: true }))

const start = (file: string) => `$ node --import tsx work/01-tcp-echo/${file}.ts`

function parse(lines: readonly string[]) {
  const [parsed] = parseSessions(parseDocument(lines.join('\n')).fences, 'README.md')
  if (!parsed) throw new Error('no session')
  return parsed.session
}

async function run(lines: readonly string[], stallMs = 15_000, signal = new AbortController().signal) {
  const session = parse(lines)
  await using room = await createSessionFolder(root, '01-tcp-echo', session, process.env)
  return await runSession({ session, room, path: 'README.md', stallMs, signal })
}

const listening = ['listening on 127.0.0.1:9909', 'connected: 127.0.0.1:54321']
const conversation = [
  ['```console', '# terminal 1', start('server'), ...listening, '```'],
  ['```console', '# terminal 2', start('client'), 'hello ⏎', 'HELLO', '```'],
  ['```console', '# terminal 2', 'again ⏎', 'AGAIN', '^D', '$', '```'],
  ['```console', '# terminal 1', 'client left', '^C', 'bye', '```'],
].flat()

test('a conversation between two terminals goes as shown', async () => {
  expect(await run(conversation)).toEqual([])
})

test('a first block may show what an answer to a later one prints', async () => {
  const lines = [...conversation.slice(0, 5), 'client left', '```']
  const later = ['```console', '# terminal 2', start('client'), 'hello ⏎', 'HELLO', '^D', '$', '```']
  expect(await run([...lines, ...later])).toEqual([])
})

test('one port may be named in a command', async () => {
  const lines = [
    '```console',
    `$ PORT=9910 ${start('server').slice(2)}`,
    'listening on 127.0.0.1:9910',
    '^C',
    'bye',
    '```',
  ]
  expect(await run(lines)).toEqual([])
})

test('says which line differs, and what came', async () => {
  const complaints = await run(conversation.with(10, 'HELLO!'))
  expect(complaints).toHaveLength(1)
  expect(complaints[0]?.place).toBe('README.md:11')
})

test.each([
  ['another line', ['$ echo a; echo b', 'a', 'c'], 4, '"b" appeared where the text shows "c"'],
  ['a line too many', ['$ echo a; echo b', 'a'], 2, '"b" appeared where the text shows nothing more'],
  ['an end too early', ['$ echo a', 'a', 'b'], 4, '(exit code 0) where the text shows "b"'],
  ['an exit code', ['$ exit 3', 'a'], 3, '(exit code 3) where the text shows "a"'],
])('%s', async (_, body, line, sentence) => {
  const [complaint, ...others] = await run(['```console', ...body, '```'])
  expect(others).toEqual([])
  expect(complaint?.problem).toContain(sentence)
  expect(complaint?.place).toBe(`README.md:${line}`)
})

test('a line that never comes ends the session with what had come', async () => {
  const [complaint] = await run(['```console', '$ echo a; cat', 'a', 'b', '```'], 1000)
  expect(complaint?.place).toBe('README.md:4')
  expect(complaint?.problem).toMatch(
    /Nothing went on for 1 s\. Terminal 1, `echo a; cat` waited for "b"\..*\n {4}\| a$/s,
  )
})

test('a command that ignores ^C is noticed', async () => {
  const [complaint] = await run(
    ['```console', `$ trap '' INT; echo a; while :; do read -r _; done`, 'a', '^C', '```'],
    1000,
  )
  expect(complaint?.problem).toContain('waited for the command to end')
})

test('what a command leaves in the background ends with it', async () => {
  const file = join(root, 'pid')
  expect(await run(['```console', `$ cat & echo $! > ${file}; echo a`, 'a', '$', '```'])).toEqual([])
  const pid = (await readFile(file, 'utf8')).trim()
  // A zombie that nobody has reaped yet has ended too.
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => 'Z')
  expect(status).toMatch(/(?:^|\) )Z/)
})

test('cancelling ends everything and rejects with the reason', async () => {
  const cancelling = new AbortController()
  const running = run(['```console', '$ echo a; cat', 'a', 'b', '```'], 60_000, cancelling.signal)
  cancelling.abort(new Error('cancelled'))
  await expect(running).rejects.toThrow('cancelled')
})

test('a program that is not installed is named, and is a complaint in CI', async () => {
  const { fences } = parseDocument('```console\n$ no-such-program-at-all\n```')
  const prove = async (env: NodeJS.ProcessEnv) => {
    const signal = new AbortController().signal
    const [work] = createSessionProofs({
      root,
      lessonName: '01-tcp-echo',
      fences,
      path: 'README.md',
      env,
      signal,
    })
    return await work?.()
  }
  const { CI: _, ...env } = process.env
  expect(await prove(env)).toMatchObject({
    verdict: 'not-run',
    note: 'no-such-program-at-all is not installed',
  })
  expect(await prove({ ...env, CI: 'true' })).toMatchObject({ verdict: 'refuted' })
})
