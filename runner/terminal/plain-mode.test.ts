/** Everything that can be done with the arrow keys can be done with typed lines, on a terminal that draws nothing. */
import { expect, test } from 'vitest'
import { createTemporaryWorkbook, type TemporaryWorkbook } from '../testing/temporary-workbook.ts'
import { createTerminal, keys, type TerminalOptions } from '../testing/terminal.ts'

const open = (workbook: TemporaryWorkbook, words: string[], options: Partial<TerminalOptions> = {}) =>
  createTerminal([...workbook.door, ...words], {
    cwd: workbook.root,
    env: { ...workbook.env, ACCESSIBLE: '1' },
    rows: 60,
    ...options,
  })

const prompt = 'Number, then Enter: '

test('a lesson goes from the first start to a pass by numbers, without an escape sequence', async () => {
  await using workbook = await createTemporaryWorkbook()
  await using terminal = open(workbook, ['start'], { columns: 40, rows: 100 })
  // Waits for the prompt that follows the text, so that nothing is typed ahead.
  const answer = async (wanted: string, typed: string) => {
    await terminal.waitForText(
      new RegExp(`${wanted}[^]*${prompt}$`.replaceAll(' ', '\\s+').replace('\\s+$', '$')),
    )
    terminal.type(`${typed}\r`)
  }
  await answer('1  lesson 1, Upper case', '1')
  await answer('1  check my work', '99')
  await answer(
    'That is none of them\\. Type a number from 1 to \\d+, or the first word of a line\\.',
    'check',
  )
  await answer('Failed: answers as it should \\(other bytes than due\\)', 'hint')
  expect(terminal.screen()).toContain('Passed: listens')
  expect(terminal.screen().replaceAll(/\s+/g, ' ')).toMatch(
    /\d\. client connects to your server.* The difference: at index 0: "o" where "O" was due/,
  )
  await answer('The first hint: capitals\\.[^]*1  check again', 'reset')
  await terminal.waitForText('yes or no, then Enter:')
  terminal.type('perhaps\r')
  await terminal.waitForText('Type yes or no.')
  terminal.type('\r')
  await answer('Nothing was changed\\.', '')
  await workbook.solveFirst()
  await answer('That is none of them', '1')
  await answer('Passed: Lesson 1, Upper case, 2 checks', 'quit')
  expect(await terminal.waitForExit()).toBe(0)
  expect(terminal.screen()).toContain('To go on from here another day')
  // oxlint-disable-next-line no-control-regex -- an escape sequence begins with one
  expect(terminal.raw()).not.toMatch(/[\x1b\x07\b]/)
  expect(terminal.raw()).not.toMatch(/[│─═▶◀✓✗·]/u)
})

test('a terminal that cannot draw has the numbers too, and a resize changes nothing that was printed', async () => {
  await using workbook = await createTemporaryWorkbook()
  const env = { ...workbook.env, TERM: 'dumb' }
  await using terminal = open(workbook, ['lesson', '1'], { env })
  await terminal.waitForText(/1 {2}check my work[^]*Number, then Enter:$/)
  const before = terminal.raw()
  terminal.resize(50, 40)
  terminal.type('hint\r')
  await terminal.waitForText(/The first hint: capitals\.[^]* {2}hint \(?2 of 2[^]*Number, then Enter:$/)
  expect(terminal.raw().startsWith(before)).toBe(true)
  terminal.type(keys.ctrlD)
  expect(await terminal.waitForExit()).toBe(0)
  expect(terminal.raw()).not.toContain('\x1b')
})

test('Ctrl-C at the numbers ends with 130', async () => {
  await using workbook = await createTemporaryWorkbook()
  await using terminal = open(workbook, ['lesson', '1'])
  await terminal.waitForText(prompt.trimEnd())
  terminal.type(`12${keys.ctrlC}`)
  expect(await terminal.waitForExit()).toBe(130)
  expect(terminal.raw()).not.toContain('\x1b')
})

test('a line that is typed during a check answers the question after it; Ctrl-C during one ends with 130', async () => {
  await using workbook = await createTemporaryWorkbook()
  await using terminal = open(workbook, ['lesson', '1'])
  await terminal.waitForText(prompt.trimEnd())
  terminal.type('1\r')
  await terminal.waitForText('Checking lesson 1')
  terminal.type('reax\x7fd\rche')
  await terminal.waitForText(
    /Number, then Enter: read\n[^]*The first words of Upper case\.[^]*Number, then Enter: che$/,
  )
  terminal.type('ck\r')
  await terminal.waitForText(/Number, then Enter: check\n\nChecking lesson 1/)
  terminal.type(keys.ctrlC)
  expect(await terminal.waitForExit()).toBe(130)
})

test('a text longer than the screen waits for Enter, q leaves it and a shows the rest', async () => {
  await using workbook = await createTemporaryWorkbook()
  const lines = Array.from({ length: 60 }, (_, index) => `Line ${index + 1} of it.`)
  await workbook.write('lessons/01-upper-case/README.md', `# Upper case\n\n${lines.join('\n\n')}\n`)
  await using terminal = open(workbook, ['lesson', '1'], { rows: 20 })
  await terminal.waitForText(
    /Line 9 of it\.\n+.*shown\. Enter: go on, b: back, a: all of it, q: leave the text:$/,
  )
  terminal.type('\r')
  await terminal.waitForText(/Line 18 of it\.\n+.*leave the text:$/)
  terminal.type('q\r')
  await terminal.waitForText(prompt.trimEnd())
  expect(terminal.raw()).not.toContain('Line 40')
  terminal.type('read\r')
  await terminal.waitForText(/Line 9 of it\.\n+.*leave the text:$/)
  terminal.type('a\r')
  await terminal.waitForText(/check my work[^]*Number, then Enter:$/)
  expect(terminal.raw()).toContain('Line 40')
})

test('a prediction is answered by number or letter, or not at all', async () => {
  await using workbook = await createTemporaryWorkbook()
  const lab = 'work/01-upper-case/given/lab.ts'
  const question = 'Both read first. What happens?\n(a) One gives up\n(b) Nothing, for ever'
  const answer = '<details><summary>Answer</summary>\n\n(b) each waits.\n\n</details>'
  await workbook.write(
    'lessons/01-upper-case/README.md',
    `# Upper case\n\n\`\`\`predict\n${question}\nRun: npx tsx ${lab}\n\`\`\`\n\n${answer}\n\nBetween.\n\n\`\`\`predict\n${question}\n\`\`\`\n\n${answer}\n`,
  )
  await workbook.write('lessons/01-upper-case/starter/given/lab.ts', `console.log('what came')`)
  await using terminal = open(workbook, ['lesson', '1'])
  await terminal.waitForText(
    /1 {2}a {2}One gives up\n {2}2 {2}b {2}Nothing, for ever\n {2}0 {2}no idea\n.*Enter:$/,
  )
  terminal.type('a\r')
  await terminal.waitForText(/You expected: {2}a, One gives up[^]*1 {2}run npx[^]*Enter:$/)
  terminal.type('1\r')
  await terminal.waitForText(
    /It prints:\n {2}what came\nThe experiment has ended[^]*Enter: go on, q: leave the text:$/,
  )
  terminal.type('\r')
  await terminal.waitForText(/Between\.[^]*0 {2}no idea\n.*Enter:$/)
  terminal.type('0\r')
  await terminal.waitForText(/The answer: {2}b, Nothing[^]*check my work/)
  expect(terminal.raw()).not.toContain('\x1b')
  expect(terminal.raw()).not.toContain('│')
})
