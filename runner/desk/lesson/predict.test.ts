import { createServer } from 'node:net'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { isKernelReadable } from '../../processes/proc-files.ts'
import { findProcesses } from '../../testing/processes.ts'
import { createTemporaryWorkbook, type TemporaryWorkbook } from '../../testing/temporary-workbook.ts'
import { createTerminal, keys, type TerminalOptions } from '../../testing/terminal.ts'

const lab = 'work/01-upper-case/given/lab.ts'
const many = (word: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${word} ${index + 1}.`).join('\n\n')

const text = ({ before = 'Before.', after = 'After.', run = `Run: npx tsx ${lab}\n` } = {}) => `# Upper case

${before}

\`\`\`predict
Both wait to \`read\` first.
What happens?
(a) One gives up
(b) Nothing, for ever
${run}\`\`\`

<details><summary>Answer</summary>

(b) each waits for
the other.

</details>

${after}
`

async function createWorkbook(readme: string, program = `console.log('what came')`) {
  const workbook = await createTemporaryWorkbook()
  await workbook.write('lessons/01-upper-case/README.md', readme)
  await workbook.write('lessons/01-upper-case/starter/given/lab.ts', program)
  return workbook
}

const open = (workbook: TemporaryWorkbook, options: Partial<TerminalOptions> = {}) =>
  createTerminal([...workbook.door, 'lesson', '1'], {
    cwd: workbook.root,
    env: workbook.env,
    rows: 45,
    ...options,
  })

test('without a terminal it is question, choices, answer and why', async () => {
  await using workbook = await createWorkbook(text())
  const { stdout } = await workbook.run(['lesson', '1'])
  expect(stdout.slice(0, stdout.indexOf('After.'))).toBe(
    [
      'Upper case',
      '',
      'Before.',
      '',
      'What do you expect?',
      '',
      'Both wait to `read` first. What happens?',
      '',
      '  a  One gives up',
      '  b  Nothing, for ever',
      '',
      'The answer:  b, Nothing, for ever',
      '',
      'Why: each waits for the other.',
      '',
      'To see it on your machine:',
      `  npx tsx ${lab}`,
      '',
      '',
    ].join('\n'),
  )
})

test('on a terminal it is asked where it stands, told, run, and the text goes on', async () => {
  await using workbook = await createWorkbook(text())
  await using terminal = open(workbook)
  await terminal.waitForText('❯   a  One gives up')
  expect(terminal.screen()).toContain('Before.')
  expect(terminal.screen()).not.toMatch(/After|each waits/)
  terminal.type(keys.enter)
  await terminal.waitForText(`❯   r  run npx tsx ${lab}`)
  expect(terminal.screen()).toContain('You expected:  a, One gives up')
  expect(terminal.screen()).toContain('The answer:    b, Nothing, for ever')
  expect(terminal.screen()).toContain('Why: each waits for the other.')
  terminal.type(keys.enter)
  await terminal.waitForText('Enter: go on')
  expect(terminal.screen()).toContain('│ what came')
  expect(terminal.screen()).toContain('The experiment has ended: exit code 0.')
  expect(terminal.screen()).not.toContain('After.')
  terminal.type(keys.enter)
  await terminal.waitForText('After.')
  // Whoever reads on can go back to what was asked, and to the answer.
  expect(terminal.screen()).toContain('Why: each waits for the other.')
  terminal.type(keys.enter)
  await terminal.waitForText('? more')
  terminal.type('r')
  // What was asked once is not asked again.
  await terminal.waitForText('After.')
  expect(terminal.screen()).not.toContain('❯')
  expect(JSON.parse(await workbook.read('work/progress.json'))).toMatchObject({
    lessons: { 'upper-case': { attempts: 0 } },
  })
})

test('whoever expected it is told so; the experiment need not be run', async () => {
  await using workbook = await createWorkbook(text())
  await using terminal = open(workbook)
  await terminal.waitForText('❯   a  One gives up')
  terminal.type(keys.down)
  await terminal.waitForText('❯   b  Nothing')
  terminal.type(keys.enter)
  await terminal.waitForText('go on with the text')
  expect(terminal.screen()).toContain('As you expected:  b, Nothing, for ever')
  terminal.type(keys.down)
  await terminal.waitForText('❯   g  go on with the text')
  terminal.type(keys.enter)
  await terminal.waitForText('After.')
  expect(terminal.screen()).not.toContain('what came')
})

test('Esc skips the question, and q leaves the text behind the answer', async () => {
  await using workbook = await createWorkbook(text({ run: '' }))
  await using terminal = open(workbook)
  await terminal.waitForText('❯   a  One gives up')
  terminal.type(keys.escape)
  await terminal.waitForText('Enter: go on')
  expect(terminal.screen()).toContain('The answer:  b, Nothing, for ever')
  expect(terminal.screen()).not.toContain('You expected')
  terminal.type('q')
  await terminal.waitForText('? more')
  expect(terminal.raw()).not.toContain('After.')
})

test('long texts before and after are paged, and the end of each page stays in sight', async () => {
  const readme = text({ before: many('Early', 12), after: many('Late', 20), run: '' })
  await using workbook = await createWorkbook(readme)
  await using terminal = open(workbook, { rows: 16 })
  await terminal.waitForText('?: all keys')
  expect(terminal.screen()).toContain('Early 1.')
  terminal.type(' '.repeat(10))
  await terminal.waitForText(/Early 12\.[^]*What do you expect\?[^]*Enter: go on/)
  terminal.type(keys.enter)
  await terminal.waitForText(/Early 12\.[^]*What do you expect\?[^]*❯ {3}a {2}One gives up/)
  terminal.type('     ')
  terminal.type(keys.enter)
  await terminal.waitForText(/each waits for the other\.[^]*Enter: go on/)
  terminal.type(keys.enter)
  await terminal.waitForText(/^Late 1\.[^]*Late 8\.[^]*q: leave/)
  terminal.type('b')
  await terminal.waitForText('each waits for the other.')
  terminal.type('q')
  await terminal.waitForText('? more')
  expect(terminal.raw()).not.toContain('Late 20.')
})

test('Ctrl-C ends the experiment and not the workbook', async () => {
  const program = `console.log('waiting \\x1b[2J'); process.on('SIGINT', () => {}); setInterval(() => {}, 1000)`
  await using workbook = await createWorkbook(text(), program)
  await using terminal = open(workbook)
  await terminal.waitForText('❯   a  One gives up')
  terminal.type(keys.enter)
  await terminal.waitForText('❯   r  run')
  terminal.type(keys.enter)
  // Escape sequences of a program are shown and not obeyed.
  await terminal.waitForText('│ waiting \\x1b[2J')
  terminal.type(`x${keys.enter}${keys.ctrlC}`)
  await terminal.waitForText('You ended the experiment.')
  expect(await findProcesses(lab)).toEqual([])
  terminal.type(keys.enter)
  await terminal.waitForText('After.')
  terminal.type(keys.ctrlC)
  expect(await terminal.waitForExit()).toBe(130)
})

test.each(['SIGTERM', 'SIGKILL'] as const)('%s of the workbook ends the experiment too', async (name) => {
  await using workbook = await createWorkbook(text(), `console.log(process.pid); setInterval(() => {}, 1000)`)
  await using terminal = open(workbook)
  await terminal.waitForText('❯   a  One gives up')
  terminal.type(keys.enter)
  await terminal.waitForText('❯   r  run')
  terminal.type(keys.enter)
  await terminal.waitForText(/│ \d+/)
  terminal.signal(name)
  await terminal.waitForExit()
  await expect.poll(() => findProcesses(workbook.root)).toEqual([])
})

test.each([
  ['Ctrl-C at the question', 'a  One gives up', ''],
  ['Ctrl-C at the offer to run', 'run npx', keys.enter],
])('%s ends with 130', async (_, wanted, before) => {
  await using workbook = await createWorkbook(text())
  await using terminal = open(workbook)
  await terminal.waitForText('❯   a  One gives up')
  terminal.type(before)
  await terminal.waitForText(wanted)
  terminal.type(keys.ctrlC)
  expect(await terminal.waitForExit()).toBe(130)
  expect(terminal.isCursorShown()).toBe(true)
})

test.runIf(isKernelReadable)(
  'an experiment whose port is taken is not run, and its holder is named',
  async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    await using workbook = await createWorkbook(text(), `console.log('ran', process.env.PORT ?? ${port})`)
    const programs = [{ file: 'given/lab.ts', role: 'server', protocol: 'tcp', port }]
    await workbook.write('lessons/01-upper-case/lesson.json', JSON.stringify({ programs }))
    await using terminal = open(workbook)
    await terminal.waitForText('❯   a  One gives up')
    terminal.type(keys.enter)
    await terminal.waitForText('❯   r  run')
    terminal.type(keys.enter)
    await terminal.waitForText(`The experiment was not run: it needs port ${port}`)
    expect(terminal.screen()).toContain(`process   ${process.pid}`)
    server.close()
    await once(server, 'close')
  },
)

test('on 40 columns choices that are too long for the menu are told in full', async () => {
  const long = 'The system sends an empty message to both of them, so that they can go on'
  await using workbook = await createWorkbook(text().replace('One gives up', long))
  await using terminal = open(workbook, { columns: 40 })
  await terminal.waitForText('❯   a  The system sends')
  expect(terminal.screen().replaceAll(/\s+/g, ' ')).toContain(`a ${long}`)
})

test('one that is malformed is shown as it was written', async () => {
  await using workbook = await createWorkbook(text().replace('(a)', '( )'))
  await using terminal = open(workbook)
  await terminal.waitForText('( ) One gives up')
  expect(terminal.screen()).toContain('After.')
})
