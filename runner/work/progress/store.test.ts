import { inEnglish } from '../../language/say.ts'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { noteHints, noteOpened } from './changes.ts'
import { runLocked } from '../../disk/lock.ts'
import { emptyProgress, renderProgressFile } from './progress.ts'
import { readProgress, updateProgress } from './store.ts'

const now = new Date('2026-11-21T12:00:00.000Z')
const clock = () => now
const some = noteHints(emptyProgress, 'tcp-echo', now, [2])

let root: string
const work = (name = '') => join(root, 'work', name)

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'socket-workbook-test-'))
  await mkdir(work())
})

afterEach(() => rm(root, { recursive: true, force: true }))

const listWork = async () => (await readdir(work())).sort()

test('where there is no file there is no progress, and reading makes none', async () => {
  expect(await readProgress(root, clock)).toEqual({ progress: emptyProgress, notices: [] })
  expect(await listWork()).toEqual([])
})

test('what is written is read, and nothing else is left in the folder', async () => {
  await updateProgress(root, clock, () => some)
  expect(await readProgress(root, clock)).toEqual({ progress: some, notices: [] })
  expect(await listWork()).toEqual(['progress.json'])
})

test('a file cut at any byte is set aside whole, and work goes on', async () => {
  const whole = Buffer.from(renderProgressFile(some))
  // The last byte is a line feed, without which nothing is missing.
  for (let length = 0; length < whole.length - 1; length++) {
    await writeFile(work('progress.json'), whole.subarray(0, length))
    const { notices } = await readProgress(root, clock)
    expect(notices).toHaveLength(1)
    const name = /work\/(progress\.damaged-\S+\.json)/.exec(inEnglish(notices[0] ?? ''))?.[1] ?? ''
    expect(await readFile(work(name))).toEqual(whole.subarray(0, length))
    await updateProgress(root, clock, (progress) => noteOpened(progress, 'next', now))
    expect((await readProgress(root, clock)).notices).toEqual([])
    await rm(work(name))
  }
})

test('two damaged files in one second are both kept', async () => {
  for (const text of ['one', 'two']) {
    await writeFile(work('progress.json'), text)
    await readProgress(root, clock)
  }
  expect((await listWork()).filter((name) => name.startsWith('progress.damaged-'))).toHaveLength(2)
})

test('a file of a newer workbook is refused and left as it is', async () => {
  const text = '{"version":2,"lessons":{}}'
  await writeFile(work('progress.json'), text)
  await expect(readProgress(root, clock)).rejects.toThrow(/newer workbook/)
  await expect(updateProgress(root, clock, () => some)).rejects.toThrow(/newer workbook/)
  expect(await readFile(work('progress.json'), 'utf8')).toBe(text)
  expect(await listWork()).toEqual(['progress.json'])
})

test('a folder that cannot be written is a refusal with a remedy', async () => {
  await rm(work(), { recursive: true })
  await writeFile(join(root, 'work'), 'I am a file.')
  expect(await readProgress(root, clock)).toEqual({ progress: emptyProgress, notices: [] })
  await expect(updateProgress(root, clock, () => some)).rejects.toMatchObject({
    name: 'Refusal',
    remedy: [expect.objectContaining({ key: expect.stringContaining('folder that you may write in') })],
  })
})

test('several runs at once lose nothing of each other', async () => {
  const script = `
    import { updateProgress } from ${JSON.stringify(import.meta.resolve('./store.ts'))}
    import { noteOpened } from ${JSON.stringify(import.meta.resolve('./changes.ts'))}
    const [root, name] = process.argv.slice(1)
    for (let i = 0; i < 20; i++) {
      await updateProgress(root, () => new Date(), (progress) => noteOpened(progress, name + i, new Date()))
    }`
  const args = ['--import', import.meta.resolve('tsx'), '--input-type=module', '--eval', script, root]
  const writers = ['a', 'b', 'c'].map((name) =>
    spawn(process.execPath, [...args, name], { stdio: 'inherit' }),
  )
  const ends = await Promise.all(writers.map((writer) => once(writer, 'exit')))
  expect(ends).toEqual([
    [0, null],
    [0, null],
    [0, null],
  ])
  const { progress } = await readProgress(root, clock)
  const due = ['a', 'b', 'c'].flatMap((name) => Array.from({ length: 20 }, (_, index) => `${name}${index}`))
  expect(Object.keys(progress.lessons).sort()).toEqual(due.sort())
  expect(await listWork()).toEqual(['progress.json'])
})

test('a lock of a run that has ended is taken over', async () => {
  const ended = spawn(process.execPath, ['--eval', ''])
  await once(ended, 'exit')
  await writeFile(work('.progress.lock'), `${ended.pid} ${hostname()} left-over`)
  await updateProgress(root, clock, () => some)
  expect(await listWork()).toEqual(['progress.json'])
})

test('a lock that is old is taken over, whoever held it', async () => {
  await writeFile(work('.progress.lock'), '1 another-machine left-over')
  const hourAgo = new Date(Date.now() - 3_600_000)
  await utimes(work('.progress.lock'), hourAgo, hourAgo)
  await updateProgress(root, clock, () => some)
  expect(await listWork()).toEqual(['progress.json'])
})

test('a lock that is held is waited for, and not for ever', async () => {
  const lock = work('.progress.lock')
  await writeFile(lock, `${process.pid} ${hostname()} held`)
  const limits = { deadlineMs: 100, staleAfterMs: 60_000 }
  await expect(runLocked(lock, async () => 'never', limits)).rejects.toThrow(/Another run of the workbook/)
  expect(await readFile(lock, 'utf8')).toContain('held')
  const waiting = runLocked(lock, async () => 'mine')
  await rm(lock)
  expect(await waiting).toBe('mine')
  await expect(stat(lock)).rejects.toThrow(/ENOENT/)
})

test('work under a lock that fails gives the lock back', async () => {
  const lock = work('.progress.lock')
  await expect(runLocked(lock, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await runLocked(lock, async () => 'free')).toBe('free')
})
