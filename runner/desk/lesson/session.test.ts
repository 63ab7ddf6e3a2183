import { expect, test } from 'vitest'
import { findProcesses } from '../../testing/processes.ts'
import { createTemporaryWorkbook, type TemporaryWorkbook } from '../../testing/temporary-workbook.ts'
import { createShell, createTerminal, keys, type TerminalOptions } from '../../testing/terminal.ts'

const open = (workbook: TemporaryWorkbook, words: string[], options: Partial<TerminalOptions> = {}) =>
  createTerminal([...workbook.door, ...words], { cwd: workbook.root, env: workbook.env, ...options })

test('a learner goes from the first start to a failure, a pass and the next lesson', async () => {
  await using workbook = await createTemporaryWorkbook()
  await using terminal = open(workbook, ['start'], { rows: 45 })
  await terminal.waitForText('❯   1  lesson 1, Upper case')
  expect(terminal.screen()).toContain('You will write small network programs')
  terminal.type(keys.enter)
  await terminal.waitForText('❯   c  check my work')
  expect(terminal.screen()).toContain('Your copy of the starter was put into work/01-upper-case')
  terminal.type(keys.enter)
  await terminal.waitForText('❯   c  check again')
  expect(terminal.screen()).toContain('✗ answers as it should')
  expect(terminal.screen().replaceAll('\n', ' ')).toContain("are still the starter's")
  await workbook.solveFirst()
  terminal.type(keys.enter)
  await terminal.waitForText('❯   n  next: lesson 2, Lower case')
  expect(terminal.screen()).toContain('✓ Lesson 1 · Upper case · 2 checks')
  expect(terminal.screen()).toContain('1 of 2 lessons')
  await terminal.waitForText('solution: a way to write it')
  terminal.type(keys.enter)
  await terminal.waitForText('Lesson 2: what next?')
  terminal.type(keys.up + keys.enter)
  expect(await terminal.waitForExit()).toBe(0)
  expect(terminal.isCursorShown()).toBe(true)
  expect(await workbook.read('work/02-lower-case/server.ts')).toContain('createServer')
})

test('the menu moves with the arrow keys, and every item does what it says', async () => {
  await using workbook = await createTemporaryWorkbook()
  await using terminal = open(workbook, ['lesson', '1'], { rows: 45 })
  await terminal.waitForText('❯   c  check my work')
  terminal.type(keys.down + keys.down)
  await terminal.waitForText('❯   h  hint 1 of 2')
  terminal.type(keys.enter)
  await terminal.waitForText('The first hint: capitals.')
  await terminal.waitForText('hint 2 of 2')
  terminal.type(keys.down.repeat(4))
  await terminal.waitForText('❯   t  try it by hand')
  terminal.type(keys.enter)
  await terminal.waitForText(/npx tsx server\.ts[^❯]*❯   c  check my work/)
  terminal.type(keys.up + keys.up)
  await terminal.waitForText('❯   l  list of lessons')
  terminal.type(keys.enter)
  await terminal.waitForText('○ started')
  terminal.type(keys.up + keys.enter)
  await terminal.waitForText('npm start')
  expect(await terminal.waitForExit()).toBe(0)
})

test('Ctrl-C in the menu ends with 130, the cursor back and nothing left', async () => {
  await using workbook = await createTemporaryWorkbook()
  await using terminal = open(workbook, ['lesson', '1'])
  await terminal.waitForText('❯   c  check my work')
  expect(terminal.isCursorShown()).toBe(false)
  terminal.type(keys.ctrlC)
  expect(await terminal.waitForExit()).toBe(130)
  expect(terminal.isCursorShown()).toBe(true)
  expect(await findProcesses(workbook.root)).toEqual([])
})

test.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)(
  '%s in the menu ends with 130 and the cursor back',
  async (name) => {
    await using workbook = await createTemporaryWorkbook()
    await using terminal = open(workbook, ['lesson', '1'])
    await terminal.waitForText('❯   c  check my work')
    terminal.signal(name)
    expect(await terminal.waitForExit()).toBe(130)
    expect(terminal.isCursorShown()).toBe(true)
  },
)

test('Esc leaves the menu as quit does', async () => {
  await using workbook = await createTemporaryWorkbook()
  await using terminal = open(workbook, ['start'])
  await terminal.waitForText('❯   1  lesson 1')
  terminal.type(keys.escape)
  expect(await terminal.waitForExit()).toBe(0)
})

test('Ctrl-C while a program runs ends with 130 and leaves no process', async () => {
  await using workbook = await createTemporaryWorkbook()
  await workbook.beginFirst()
  await workbook.write('work/01-upper-case/server.ts', 'process.on("SIGTERM", () => {}); for (;;) {}\n')
  await using terminal = open(workbook, ['check', '1'])
  await terminal.waitForText('Checking lesson 1')
  terminal.type(keys.ctrlC)
  expect(await terminal.waitForExit()).toBe(130)
  expect(await findProcesses(workbook.root)).toEqual([])
})

test('what is typed during a check is not taken for an answer to the menu', async () => {
  await using workbook = await createTemporaryWorkbook()
  await using terminal = open(workbook, ['lesson', '1'], { rows: 45 })
  await terminal.waitForText('❯   c  check my work')
  terminal.type(keys.enter)
  await terminal.waitForText('Checking lesson 1')
  terminal.type(`${keys.enter} x${keys.up}${keys.enter}`)
  await terminal.waitForText('❯   c  check again')
  terminal.type(keys.down)
  await terminal.waitForText('❯   w  watch')
  expect(terminal.screen().match(/Lesson 1: what next/g)).toHaveLength(2)
  terminal.type(keys.ctrlC)
  expect(await terminal.waitForExit()).toBe(130)
})

test('a text longer than the screen is shown in pages, and q leaves it', async () => {
  await using workbook = await createTemporaryWorkbook()
  await workbook.write(
    'lessons/01-upper-case/README.md',
    `# Upper case\n\n${Array.from({ length: 40 }, (_, index) => `Line ${index + 1} of it.`).join('\n\n')}\n`,
  )
  await using terminal = open(workbook, ['lesson', '1'], { rows: 20 })
  await terminal.waitForText('q: leave the text')
  expect(terminal.screen()).toContain('Line 1 of it.')
  terminal.type(' ')
  await terminal.waitForText('Line 15 of it.')
  expect(terminal.screen()).not.toContain('Line 25 of it.')
  // The bytes of an arrow key begin with the one of Esc, which would leave.
  terminal.type(keys.up)
  terminal.type(keys.down)
  await terminal.waitForText('Line 20 of it.')
  terminal.type('q')
  await terminal.waitForText('❯   c  check my work')
  expect(terminal.raw()).not.toContain('Line 40 of it.')
  // Without a section to try there is no such item: a menu holds nothing dead.
  expect(terminal.screen()).not.toContain('by hand')
  terminal.type(keys.ctrlD)
  expect(await terminal.waitForExit()).toBe(0)
})

test('Ctrl-C in a paged text ends with 130', async () => {
  await using workbook = await createTemporaryWorkbook()
  await using terminal = open(workbook, ['lesson', '1'], { rows: 8 })
  await terminal.waitForText('q: leave the text')
  terminal.type(keys.ctrlC)
  expect(await terminal.waitForExit()).toBe(130)
})

test('40 columns are enough, and NO_COLOR takes the colour out of the menu too', async () => {
  await using workbook = await createTemporaryWorkbook()
  const env = { ...workbook.env, NO_COLOR: '1' }
  await using terminal = open(workbook, ['lesson', '1'], { columns: 40, rows: 40, env })
  await terminal.waitForText('❯   c  check my work')
  // The whole menu, because a screen can be met while it is being drawn again.
  const wholeMenu = (chosen: string) => new RegExp(`what next\\?[^]*❯ {3}. {2}${chosen}[^]*quit$`)
  for (const [key, chosen] of [
    [keys.down, 'watch'],
    [keys.down, 'hint'],
    [keys.up, 'watch'],
  ] as const) {
    terminal.type(key)
    await terminal.waitForText(wholeMenu(chosen))
  }
  expect(terminal.screen().match(/what next\?/g)).toHaveLength(1)
  // oxlint-disable-next-line no-control-regex -- a colour begins with one
  expect(terminal.raw()).not.toMatch(/\x1b\[[\d;]*m/)
  terminal.resize(60, 30)
  terminal.type(keys.up)
  await terminal.waitForText('❯   c  check my work')
  terminal.type(keys.ctrlC)
  expect(await terminal.waitForExit()).toBe(130)
})

test('reset asks first; no means that nothing changes', async () => {
  await using workbook = await createTemporaryWorkbook()
  await workbook.beginFirst()
  await workbook.solveFirst()
  const mine = await workbook.read('work/01-upper-case/server.ts')
  await using refused = open(workbook, ['reset', '1'])
  await refused.waitForText('Begin lesson 1 again?')
  refused.type('n')
  expect(await refused.waitForExit()).toBe(0)
  expect(await workbook.read('work/01-upper-case/server.ts')).toBe(mine)
  await using agreed = open(workbook, ['reset', '1'])
  await agreed.waitForText('Begin lesson 1 again?')
  agreed.type('y')
  expect(await agreed.waitForExit()).toBe(0)
  const kept = /work\/(\S+\.before-\S+)/.exec(agreed.screen())?.[1] ?? ''
  expect(await workbook.read(`work/${kept}/server.ts`)).toBe(mine)
  expect(await workbook.read('work/01-upper-case/server.ts')).not.toBe(mine)
})

test('what is typed before a menu is drawn answers nothing, and Space confirms nothing', async () => {
  await using workbook = await createTemporaryWorkbook()
  await using terminal = open(workbook, ['start'], { rows: 45 })
  terminal.type(`${keys.enter}${keys.enter}  `)
  await terminal.waitForText('❯   1  lesson 1, Upper case')
  terminal.type('     ')
  terminal.type(keys.down)
  await terminal.waitForText('❯   l  list of lessons')
  expect(terminal.screen()).not.toContain('The first words of Upper case.')
  terminal.type(keys.ctrlC)
  expect(await terminal.waitForExit()).toBe(130)
})

test('the keys that are shown choose, Home and End move, q leaves, and leaving is not told as a choice', async () => {
  await using workbook = await createTemporaryWorkbook()
  await using terminal = open(workbook, ['start'], { rows: 45 })
  await terminal.waitForText('❯   1  lesson 1, Upper case')
  terminal.type(keys.end)
  await terminal.waitForText('❯   q  quit')
  terminal.type(keys.home)
  await terminal.waitForText('❯   1  lesson 1, Upper case')
  terminal.type('l')
  await terminal.waitForText(/· not started[^]*❯   1 {2}lesson 1, Upper case/u)
  expect(terminal.screen()).toContain('What next? › list of lessons')
  terminal.type(keys.escape)
  expect(await terminal.waitForExit()).toBe(0)
  expect(terminal.screen()).not.toContain('› lesson')
})

test('Ctrl-Z gives the shell its terminal, and after fg a menu is drawn anew and goes on', async () => {
  await using workbook = await createTemporaryWorkbook()
  await using shell = createShell({ cwd: workbook.root, env: workbook.env, rows: 45 })
  await shell.waitForText('shell>')
  shell.type(`'${process.execPath}' ${workbook.door.map((word) => `'${word}'`).join(' ')} start\r`)
  await shell.waitForText('❯   1  lesson 1, Upper case')
  shell.type(keys.ctrlZ)
  await shell.waitForText(/Stopped[^]*shell>$/u)
  expect(shell.isCursorShown()).toBe(true)
  shell.type('echo typed $((6 * 7))\r')
  await shell.waitForText('typed 42')
  shell.type('fg\r')
  await shell.waitForText(/shell> fg[^]*❯   1 {2}lesson 1, Upper case[^]*q {2}quit$/u)
  shell.type(keys.escape)
  await shell.waitForText(/What next\? › *\n[^]*shell>$/u)
  shell.type('exit\r')
  expect(await shell.waitForExit()).toBe(0)
})
