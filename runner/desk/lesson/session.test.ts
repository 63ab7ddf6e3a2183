import { expect, test } from 'vitest'
import { findProcesses } from '../../testing/processes.ts'
import { createTemporaryWorkbook, type TemporaryWorkbook } from '../../testing/temporary-workbook.ts'
import {
  createShell,
  createTerminal,
  keys,
  type Terminal,
  type TerminalOptions,
} from '../../testing/terminal.ts'

const open = (workbook: TemporaryWorkbook, words: string[], options: Partial<TerminalOptions> = {}) =>
  createTerminal([...workbook.door, ...words], { cwd: workbook.root, env: workbook.env, ...options })

/** Leaves the text, and waits for the desk behind it. */
async function passText(terminal: Terminal): Promise<void> {
  await terminal.waitForText('?: all keys')
  terminal.type('q')
  await terminal.waitForText('? more')
}

test('a learner goes from the first start to a failure, a pass and the next lesson', async () => {
  await using workbook = await createTemporaryWorkbook()
  await using terminal = open(workbook, ['start'], { rows: 45 })
  await terminal.waitForText('❯   1  lesson 1, Upper case')
  expect(terminal.screen()).toContain('You will write small network programs')
  terminal.type(keys.enter)
  await terminal.waitForText('The first words of Upper case.')
  // Whoever reads finds the folder already.
  expect(await workbook.read('work/01-upper-case/server.ts')).toContain('createServer')
  await passText(terminal)
  expect(terminal.screen()).toContain('Your copy of the starter was put into work/01-upper-case')
  terminal.type(keys.enter)
  await terminal.waitForText('Check 1 failed at')
  expect(terminal.screen()).toContain('✗ answers as it should')
  expect(terminal.screen()).toContain('Try: Change what came.')
  await workbook.solveFirst()
  terminal.type(keys.enter)
  await terminal.waitForText('n next')
  expect(terminal.screen()).toContain('✓ Lesson 1 · Upper case · 2 checks')
  expect(terminal.screen()).toContain('1 of 2 lessons')
  terminal.type('n')
  await terminal.waitForText('The first words of Lower case.')
  await passText(terminal)
  terminal.type('q')
  expect(await terminal.waitForExit()).toBe(0)
  expect(terminal.isCursorShown()).toBe(true)
  expect(terminal.screen()).toContain('npm start')
})

test('at 80 columns and 24 rows the verdict stays in sight, whatever is chosen, and every key does what it says', async () => {
  await using workbook = await createTemporaryWorkbook()
  await using terminal = open(workbook, ['lesson', '1'], { rows: 24 })
  await passText(terminal)
  await terminal.waitForText('h hint')
  expect(terminal.screen()).toMatch(/Enter check · w watch · h hint · r read · p play · q quit · \? more$/u)
  terminal.type(keys.enter)
  await terminal.waitForText('Check 1 failed at')
  expect(terminal.screen()).toMatch(/✗ answers as it should[^]*Try: Change what came\./u)
  terminal.type('h')
  await terminal.waitForText('The first hint: capitals.')
  terminal.type('h')
  await terminal.waitForText('The second hint')
  expect(terminal.screen()).not.toContain('next hint')
  terminal.type(keys.escape)
  await terminal.waitForText('✗ answers as it should')
  terminal.type('t')
  await terminal.waitForText('npx tsx server.ts')
  terminal.type('q')
  await terminal.waitForText('✗ answers as it should')
  terminal.type('l')
  await terminal.waitForText(/1 {2}Upper case +✗ failed/u)
  terminal.type(keys.escape)
  terminal.type('?')
  await terminal.waitForText('read the text again')
  terminal.type(keys.escape)
  terminal.type(`${keys.end}   `)
  await terminal.waitForText('What there is to do stands under')
  expect(terminal.screen()).toMatch(/✗ answers as it should/u)
  expect(terminal.screen()).toMatch(/ +↑ \d+ lines/u)
  terminal.type('w')
  await terminal.waitForText('watching · 0 of 2 lessons')
  await workbook.solveFirst()
  await terminal.waitForText('Check 2 passed at')
  terminal.type('q')
  await terminal.waitForText(/^.* {2}1 of 2 lessons/u)
  terminal.type('q')
  expect(await terminal.waitForExit()).toBe(0)
  expect(terminal.screen()).toContain('✓ Lesson 1 · Upper case')
})

test('a result that is longer than the screen opens at what failed, and that stays', async () => {
  await using workbook = await createTemporaryWorkbook()
  await workbook.beginFirst()
  await using terminal = open(workbook, ['check', '1'], { rows: 24 })
  await terminal.waitForText('q: leave')
  expect(terminal.screen()).toMatch(/✗ answers as it should[^]*Try: Change what came\./u)
  terminal.type(' ')
  await terminal.waitForText('By hand')
  terminal.type('q')
  expect(await terminal.waitForExit()).toBe(1)
  expect(terminal.screen()).toContain('By hand')
})

test('Ctrl-C in the menu ends with 130, the cursor back and nothing left', async () => {
  await using workbook = await createTemporaryWorkbook()
  await using terminal = open(workbook, ['start'])
  await terminal.waitForText('❯   1  lesson 1')
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
    await using terminal = open(workbook, ['start'])
    await terminal.waitForText('❯   1  lesson 1')
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

test('one moves in a text both ways and by words, a resize sets it anew, and it opens again where it was left', async () => {
  await using workbook = await createTemporaryWorkbook()
  const lines = Array.from({ length: 40 }, (_, index) => `Line ${index + 1} of it.`)
  await workbook.write('lessons/01-upper-case/README.md', `# Upper case\n\n${lines.join('\n\n')}\n`)
  await using terminal = open(workbook, ['lesson', '1'], { rows: 20 })
  await terminal.waitForText('?: all keys')
  expect(terminal.screen()).toContain('Line 1 of it.')
  // However long Space is held, it confirms nothing.
  terminal.type(' '.repeat(30))
  await terminal.waitForText(/Line 40 of it\.\n+ Enter: go on/u)
  terminal.type('b')
  await terminal.waitForText(/^\n*Line 22 of it\.[^]*Line 30 of it\.[^]*%/u)
  terminal.type(keys.up + keys.up)
  await terminal.waitForText(/^\n*Line 21 of it\./u)
  terminal.type(keys.home)
  await terminal.waitForText('Line 1 of it.')
  terminal.type('/of it\r')
  await terminal.waitForText(/^Line 1 of it\./u)
  terminal.type('n')
  await terminal.waitForText(/^Line 2 of it\./u)
  terminal.type('/Line 17\r')
  await terminal.waitForText(/^Line 17 of it\./u)
  terminal.resize(40, 12)
  await terminal.waitForText(/^Line 17 of it\.[^]*Line 22 of it\.\n[^]*all keys$/u)
  terminal.type('/nowhere\r')
  await terminal.waitForText('"nowhere" is not there')
  terminal.type('q')
  await terminal.waitForText('? more')
  terminal.type('r')
  await terminal.waitForText(/^Line 17 of it\./u)
  terminal.type(keys.ctrlD)
  await terminal.waitForText('? more')
  // Without a section to try there is no such key: nothing is offered that is dead.
  terminal.resize(80, 40)
  terminal.type('?')
  await terminal.waitForText('back to the result')
  expect(terminal.screen()).not.toContain('by hand')
  terminal.type(keys.escape + keys.ctrlC)
  expect(await terminal.waitForExit()).toBe(130)
})

test('Ctrl-C in a paged text ends with 130', async () => {
  await using workbook = await createTemporaryWorkbook()
  await using terminal = open(workbook, ['lesson', '1'], { rows: 8 })
  await terminal.waitForText('q: leave')
  terminal.type(keys.ctrlC)
  expect(await terminal.waitForExit()).toBe(130)
})

test('40 columns are enough, and NO_COLOR takes the colour out of the menu too', async () => {
  await using workbook = await createTemporaryWorkbook()
  const env = { ...workbook.env, NO_COLOR: '1' }
  await using terminal = open(workbook, ['start'], { columns: 40, rows: 40, env })
  // The whole menu, because a screen can be met while it is being drawn again.
  const wholeMenu = (chosen: string) => new RegExp(`What next\\?(?=[^]*❯ {3}. {2}${chosen})[^]*quit$`)
  await terminal.waitForText(wholeMenu('lesson'))
  for (const [key, chosen] of [
    [keys.down, 'list'],
    [keys.down, 'quit'],
    [keys.up, 'list'],
  ] as const) {
    terminal.type(key)
    await terminal.waitForText(wholeMenu(chosen))
  }
  expect(terminal.screen().match(/What next\?/g)).toHaveLength(1)
  // oxlint-disable-next-line no-control-regex -- a colour begins with one
  expect(terminal.raw()).not.toMatch(/\x1b\[[\d;]*m/)
  terminal.resize(60, 30)
  terminal.type(keys.up)
  await terminal.waitForText('❯   1  lesson 1')
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
