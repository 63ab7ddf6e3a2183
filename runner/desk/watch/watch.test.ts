import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { rightServer } from '../../testing/small-lessons.ts'
import { findChildren, findProcesses } from '../../testing/processes.ts'
import { createTemporaryWorkbook, type TemporaryWorkbook } from '../../testing/temporary-workbook.ts'
import { createTerminal, keys, type TerminalOptions } from '../../testing/terminal.ts'

const server = 'work/01-upper-case/server.ts'
/** Listens and never answers, so that its check waits. */
const silentServer = rightServer.replace('socket.end(', 'String(')
const alternateScreenLeft = '\x1b[?1049l'

function watch(workbook: TemporaryWorkbook, options: Partial<TerminalOptions> = {}) {
  return createTerminal([...workbook.door, 'lesson', '1', 'watch'], {
    cwd: workbook.root,
    env: workbook.env,
    ...options,
  })
}

/**
 * Waits until nothing is left of what the runner had started, nor of the workbook's programs. What is being ended may
 * take a moment to go.
 * @param children the runner's, from before it ended
 */
async function expectNothingLeft(workbook: TemporaryWorkbook, children: readonly string[]): Promise<void> {
  expect(children).not.toEqual([])
  const findLeft = async () => {
    const left = await findProcesses('')
    return left.filter((line) => children.includes(line) || line.includes(workbook.root))
  }
  await expect.poll(findLeft).toEqual([])
}

/** Waits until the learner's program has been started. */
async function expectProgramRuns(workbook: TemporaryWorkbook): Promise<void> {
  const stage = join(workbook.root, 'work/.stage')
  await expect.poll(() => findProcesses(stage)).not.toEqual([])
}

test('a save brings a verdict, a hint is shown and dismissed, and on leaving the result stays', async () => {
  await using workbook = await createTemporaryWorkbook()
  await using terminal = watch(workbook)
  await terminal.waitForText('Check 1 failed at')
  expect(terminal.screen()).toContain('✗ answers as it should')
  expect(terminal.screen()).toContain('0 of 2 lessons')
  expect(terminal.isCursorShown()).toBe(false)
  terminal.type('h')
  await terminal.waitForText('The first hint: capitals.')
  terminal.type(keys.escape)
  await terminal.waitForText('✗ answers as it should')
  terminal.type('r')
  await terminal.waitForText('The first words of Upper case.')
  terminal.type('q')
  await terminal.waitForText('Check 1 failed at')
  await workbook.solveFirst()
  await terminal.waitForText('Check 2 passed at')
  await terminal.waitForText('n next')
  const children = await findChildren(terminal.pid)
  terminal.type('q')
  expect(await terminal.waitForExit()).toBe(0)
  expect(terminal.screen()).toContain('✓ Lesson 1 · Upper case')
  expect(terminal.raw().lastIndexOf(alternateScreenLeft)).toBeGreaterThan(-1)
  expect(terminal.isCursorShown()).toBe(true)
  expect(JSON.parse(await workbook.read('work/progress.json'))).toMatchObject({
    lessons: { 'upper-case': { state: 'passed', attempts: 2 } },
  })
  await expectNothingLeft(workbook, children)
})

test('where several checks failed, f and F lead from one to the next and back', async () => {
  await using workbook = await createTemporaryWorkbook()
  await workbook.beginFirst()
  const checker = await workbook.read('lessons/01-upper-case/check.test.ts')
  const another = checker.slice(checker.indexOf('check(\n')).replace('answers as', 'answers once more as')
  await workbook.write('lessons/01-upper-case/check.test.ts', `${checker}\n${another}`)
  await using terminal = watch(workbook)
  await terminal.waitForText('f next failure')
  terminal.type('f')
  await terminal.waitForText('Failure 2 of 2')
  expect(terminal.screen()).toContain('✗ answers once more as it should')
  terminal.type('f')
  await terminal.waitForText('Failure 1 of 2')
  terminal.type('F')
  await terminal.waitForText('Failure 2 of 2')
  terminal.type(keys.escape)
  await terminal.waitForText('Check 1 failed at')
  terminal.type('q')
  expect(await terminal.waitForExit()).toBe(0)
})

test('a newer save cancels the check that is running, whose verdict is never told; a resize draws anew', async () => {
  await using workbook = await createTemporaryWorkbook()
  await workbook.beginFirst()
  await workbook.write(server, silentServer)
  await using terminal = watch(workbook, { rows: 24 })
  await terminal.waitForText('Check 1 is running')
  await expectProgramRuns(workbook)
  await workbook.solveFirst()
  await terminal.waitForText('Check 2 passed at')
  expect(terminal.raw()).not.toContain('Check 1 failed')
  terminal.resize(40, 12)
  await terminal.waitForText(/^Check 2 passed at [\d:]+\nwatching · 1 of 2 lessons\n[^]*\? more$/)
  await workbook.write(server, `${rightServer}\nsyntax error`)
  await terminal.waitForText(/Check \d failed at/)
  const children = await findChildren(terminal.pid)
  terminal.type(keys.ctrlC)
  expect(await terminal.waitForExit()).toBe(130)
  expect(terminal.isCursorShown()).toBe(true)
  await expectNothingLeft(workbook, children)
})

test('what failed last is judged first, and told at once while all else is being judged', async () => {
  await using workbook = await createTemporaryWorkbook()
  const gate = join(workbook.root, 'gate')
  await workbook.write('gate', '')
  await workbook.write(
    'lessons/01-upper-case/check.test.ts',
    `import { existsSync } from 'node:fs'
import { check } from '#checker'
const told = { help: 'h', byHand: [] }
check('waits at a gate', told, async (t) => {
  while (!existsSync(${JSON.stringify(gate)})) await new Promise((resolve) => setTimeout(resolve, 10))
})
check('ends with the code that is wanted', told, async (t) => {
  await (await t.startClient(9, { file: 'server.ts' })).expectExit(0, 'at its end')
})
`,
  )
  await workbook.beginFirst()
  await workbook.write(server, 'process.exitCode = 3')
  await using terminal = watch(workbook)
  await terminal.waitForText('Check 1 failed at')
  expect(terminal.screen()).toContain('exit code 3')
  await rm(gate)
  await workbook.write(server, 'process.exitCode = 4')
  await terminal.waitForText('exit code 4')
  expect(terminal.screen()).toContain('Check 2 is running')
  await workbook.write('gate', '')
  await terminal.waitForText('Check 2 failed at')
})

test('what is deleted or renamed is told in a sentence, and checked when it is back', async () => {
  await using workbook = await createTemporaryWorkbook()
  await workbook.beginFirst()
  await workbook.solveFirst()
  await using terminal = watch(workbook)
  await terminal.waitForText('Check 1 passed')
  const [work, lesson] = ['work/01-upper-case', 'lessons/01-upper-case'].map((path) =>
    join(workbook.root, path),
  )
  for (const [index, folder] of [work, lesson].entries()) {
    await rename(`${folder}`, `${folder}.away`)
    await terminal.waitForText(/^Waiting for (?:work|lessons)\/01-upper-case[^]*is not there/)
    await rename(`${folder}.away`, `${folder}`)
    await terminal.waitForText(`Check ${index + 2} passed`)
  }
  await rm(join(workbook.root, server))
  await terminal.waitForText('Check 4 failed')
  expect(terminal.screen()).toContain('there is no server.ts')
  await workbook.solveFirst()
  await terminal.waitForText('Check 5 passed')
  const children = await findChildren(terminal.pid)
  terminal.signal('SIGHUP')
  expect(await terminal.waitForExit()).toBe(130)
  await expectNothingLeft(workbook, children)
})

test('kill -9 in the middle of a check leaves no process, and the terminal as it was', async () => {
  await using workbook = await createTemporaryWorkbook()
  await workbook.beginFirst()
  await workbook.write(server, silentServer)
  await using terminal = watch(workbook)
  await terminal.waitForText('Check 1 is running')
  await expectProgramRuns(workbook)
  const children = await findChildren(terminal.pid)
  terminal.signal('SIGKILL')
  expect(await terminal.waitForExit()).toBe(137)
  await expectNothingLeft(workbook, children)
  await expect.poll(() => terminal.raw()).toContain(alternateScreenLeft)
  expect(terminal.isCursorShown()).toBe(true)
})

test('closing the terminal in the middle of a check leaves no process', async () => {
  await using workbook = await createTemporaryWorkbook()
  await workbook.beginFirst()
  await workbook.write(server, silentServer)
  await using terminal = watch(workbook)
  await terminal.waitForText('Check 1 is running')
  await expectProgramRuns(workbook)
  const children = await findChildren(terminal.pid)
  terminal.close()
  await expectNothingLeft(workbook, children)
  expect(await findProcesses(workbook.root)).toEqual([])
})

test('without drawing, each result is printed below the one before, and words are typed as lines', async () => {
  await using workbook = await createTemporaryWorkbook()
  await using terminal = watch(workbook, { env: { ...workbook.env, ACCESSIBLE: '1' }, rows: 60 })
  await terminal.waitForText(/Check 1 failed at[^]*Enter: check again/)
  terminal.type('h\r')
  await terminal.waitForText('The first hint: capitals.')
  await workbook.solveFirst()
  await terminal.waitForText(/Check 1 failed at[^]*Check 2 passed at/)
  terminal.type('\r')
  await terminal.waitForText('Check 3 passed at')
  expect(terminal.raw()).not.toContain('\x1b[?1049h')
  const children = await findChildren(terminal.pid)
  terminal.type('q\r')
  expect(await terminal.waitForExit()).toBe(0)
  await expectNothingLeft(workbook, children)
})

test('where nobody is there to watch, that is said, with the way to check once', async () => {
  await using workbook = await createTemporaryWorkbook()
  const result = await workbook.run(['lesson', '1', 'watch'])
  expect(result.exitCode).toBe(3)
  expect(result.stderr).toContain('Watching needs somebody who watches')
  expect(result.stderr).toContain('npm run check 1')
  expect(await workbook.run(['lesson', '1', 'wach'])).toMatchObject({ exitCode: 3 })
})
