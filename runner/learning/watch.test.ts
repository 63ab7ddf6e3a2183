import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { rightServer } from '../testing/small-lessons.ts'
import { findProcesses } from '../testing/processes.ts'
import { createTemporaryWorkbook, type TemporaryWorkbook } from '../testing/temporary-workbook.ts'
import { createTerminal, keys, type TerminalOptions } from '../testing/terminal.ts'

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

/** Waits until no process of the workbook is left; what is being ended may take a moment to go. */
async function expectNothingLeft(workbook: TemporaryWorkbook): Promise<void> {
  await expect.poll(() => findProcesses(workbook.root), { timeout: 15_000 }).toEqual([])
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
  await workbook.solveFirst()
  await terminal.waitForText('Check 2 passed at')
  await terminal.waitForText('n next')
  terminal.type('q')
  expect(await terminal.waitForExit()).toBe(0)
  expect(terminal.screen()).toContain('✓ Lesson 1 · Upper case')
  expect(terminal.raw().lastIndexOf(alternateScreenLeft)).toBeGreaterThan(-1)
  expect(terminal.isCursorShown()).toBe(true)
  expect(JSON.parse(await workbook.read('work/progress.json'))).toMatchObject({
    lessons: { 'upper-case': { state: 'passed', attempts: 2 } },
  })
  await expectNothingLeft(workbook)
})

test('a newer save cancels the check that is running, whose verdict is never told; a resize draws anew', async () => {
  await using workbook = await createTemporaryWorkbook()
  await workbook.beginFirst()
  await workbook.write(server, silentServer)
  await using terminal = watch(workbook, { rows: 24 })
  await terminal.waitForText('Check 1 is running · 1 done')
  await workbook.solveFirst()
  await terminal.waitForText('Check 2 passed at')
  expect(terminal.raw()).not.toContain('Check 1 failed')
  terminal.resize(40, 12)
  await terminal.waitForText(/^Check 2 passed at [\d:]+\n1 of 2 lessons\n[^]*\? keys$/)
  await workbook.write(server, `${rightServer}\nsyntax error`)
  await terminal.waitForText('Check 3 failed at')
  terminal.type(keys.ctrlC)
  expect(await terminal.waitForExit()).toBe(130)
  expect(terminal.isCursorShown()).toBe(true)
  await expectNothingLeft(workbook)
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
  terminal.signal('SIGHUP')
  expect(await terminal.waitForExit()).toBe(130)
  await expectNothingLeft(workbook)
})

test('kill -9 in the middle of a check leaves no process, and the terminal as it was', async () => {
  await using workbook = await createTemporaryWorkbook()
  await workbook.beginFirst()
  await workbook.write(server, silentServer)
  await using terminal = watch(workbook)
  await terminal.waitForText('Check 1 is running · 1 done')
  terminal.signal('SIGKILL')
  expect(await terminal.waitForExit()).toBe(137)
  await expectNothingLeft(workbook)
  await expect.poll(() => terminal.raw()).toContain(alternateScreenLeft)
  expect(terminal.isCursorShown()).toBe(true)
})

test.each([
  ['a check', silentServer, 'Check 1 is running · 1 done'],
  ['waiting', rightServer, 'Check 1 passed'],
])('closing the terminal during %s leaves no process', async (_, program, sight) => {
  await using workbook = await createTemporaryWorkbook()
  await workbook.beginFirst()
  await workbook.write(server, program)
  await using terminal = watch(workbook)
  await terminal.waitForText(sight)
  terminal.close()
  await expect.poll(() => findProcesses(workbook.root), { timeout: 15_000 }).toEqual([])
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
  terminal.type('q\r')
  expect(await terminal.waitForExit()).toBe(0)
  await expectNothingLeft(workbook)
})

test('where nobody is there to watch, that is said, with the way to check once', async () => {
  await using workbook = await createTemporaryWorkbook()
  const result = await workbook.run(['lesson', '1', 'watch'])
  expect(result.exitCode).toBe(3)
  expect(result.stderr).toContain('Watching needs somebody who watches')
  expect(result.stderr).toContain('npm run check 1')
  expect(await workbook.run(['lesson', '1', 'wach'])).toMatchObject({ exitCode: 3 })
})
