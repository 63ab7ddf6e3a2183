/** Programs that try to stay when they are to go, and that hold on to what they were given. Nothing may be left. */
import { inEnglish } from '../language/say.ts'
import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { isKernelReadable } from '../processes/proc-files.ts'
import { findLesson, readCatalogue } from '../lessons/catalogue.ts'
import { findChildren, findProcesses } from '../testing/processes.ts'
import { createTemporaryWorkbook, judge, type TemporaryWorkbook } from '../testing/temporary-workbook.ts'

/** Ways to get away: out of the group, out of the session, without an environment, with no parent left, and elsewhere. */
const escapes = (name: string) => `
const { spawn } = await import('node:child_process')
const away = { detached: true, stdio: 'inherit', env: {}, cwd: '/' } as const
const stay = ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1e6)', '${name}']
spawn(process.execPath, stay, away).unref()
spawn('/usr/bin/env', ['-i', 'setsid', process.execPath, ...stay], away).unref()
spawn('/bin/sh', ['-c', '(cd /; env -i setsid "$0" "$@" &) & exit', process.execPath, ...stay], away).unref()
`

test.runIf(isKernelReadable)(
  'a child without a parent, a group and an environment is ended, and does not delay the verdict',
  async () => {
    await using workbook = await createTemporaryWorkbook()
    const name = `stays-${randomUUID()}`
    await workbook.write('subject/server.ts', `${escapes(name)}\nsetTimeout(() => process.exit(0), 500)`)
    const result = await judgeSubject(workbook)
    expect(await findProcesses(name)).toEqual([])
    expect(result.verdict).toBe('failed')
    expect(inEnglish(result.checks[0]?.failure?.happened ?? '')).toMatch(/ended with exit code 0/)
  },
)

test('cancelling ends everything before it is told, an endless loop included', async () => {
  await using workbook = await createTemporaryWorkbook()
  const { root, write } = workbook
  const { connected, name } = await untilSomebodyConnectsTo(write)
  const cancel = new AbortController()
  const running = judgeSubject(workbook, cancel.signal)
  await connected
  expect((await findProcesses(root)).length).toBeGreaterThan(0)
  cancel.abort(new Error('cancelled'))
  await expect(running).rejects.toThrow('cancelled')
  expect([...(await findProcesses(root)), ...(await findProcesses(name))]).toEqual([])
})

/** Who is ended by kill -9, and in which order, as fast as signals can be sent. */
const murders: readonly (readonly [string, (runner: ChildProcess, host: number) => void])[] = [
  ['the runner', (runner) => runner.kill('SIGKILL')],
  ['the host', (_, host) => process.kill(host, 'SIGKILL')],
  [
    'both at the same moment',
    (runner, host) => {
      runner.kill('SIGKILL')
      process.kill(host, 'SIGKILL')
    },
  ],
  [
    'the runner, while the host stands still',
    (runner, host) => {
      process.kill(host, 'SIGSTOP')
      runner.kill('SIGKILL')
    },
  ],
]

test.runIf(isKernelReadable).each(murders)(
  'kill -9 of %s leaves no program, no host and no port',
  async (_who, kill) => {
    await using workbook = await createTemporaryWorkbook()
    const { root, write } = workbook
    const { connected, name } = await untilSomebodyConnectsTo(write)
    await write(
      'run.ts',
      `
    import { createJudge } from '${join(import.meta.dirname, 'judge.ts')}'
    import { readCatalogue } from '${join(import.meta.dirname, '../lessons/catalogue.ts')}'
    const [lesson] = await readCatalogue('${root}')
    await using judge = createJudge()
    await judge.judge({ root: '${root}', lesson: lesson!, subject: '${root}/subject' })`,
    )
    const runner = fork(join(root, 'run.ts'), [], { execArgv: ['--import', import.meta.resolve('tsx')] })
    onTestFinished(() => void runner.kill('SIGKILL'))
    await connected
    const host = (await findChildren(runner.pid)).find((line) => line.includes('host.cjs')) ?? ''
    expect(host).not.toBe('')
    await expect.poll(async () => (await findProcesses(name)).length).toBe(3)
    kill(runner, Number.parseInt(host, 10))
    await expect.poll(() => findProcesses(root)).toEqual([])
    await expect.poll(() => findProcesses(name)).toEqual([])
    await expect.poll(async () => (await findProcesses('host.cjs')).includes(host)).toBe(false)
  },
)

async function judgeSubject({ root }: TemporaryWorkbook, signal?: AbortSignal) {
  const lesson = findLesson(await readCatalogue(root), '1')
  return judge({ root, lesson, subject: join(root, 'subject'), ...(signal && { signal }) })
}

/** Writes a program that leaves children, connects to us, so that we know that it runs, and loops for ever. */
async function untilSomebodyConnectsTo(write: TemporaryWorkbook['write']) {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const name = `stays-${randomUUID()}`
  await write(
    'subject/server.ts',
    `${escapes(name)}
    const { connect } = await import('node:net')
    connect(${port}, '127.0.0.1', () => { for (;;); })`,
  )
  const connected = new Promise<void>((resolve) => server.once('connection', () => setImmediate(resolve)))
  return { connected, name }
}
