/** Programs that write files in their working folder do not meet themselves there, although checks run side by side. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readCatalogue } from '../lessons/catalogue.ts'
import { createTemporaryWorkbook, judge } from '../testing/temporary-workbook.ts'

/** Two checks, each of which is over only when the program of the other is running as well. */
const checker = `// starter fails "one" at exited-early: x
import { check } from '#checker'
let running = 0
let wake = () => {}
const both = new Promise((resolve) => { wake = resolve })
for (const name of ['one', 'two'])
  check(name, { help: 'h', byHand: [] }, async (t) => {
    const program = t.startClient(1, { file: 'server.ts' })
    await program.expectOutput('begun', 'that it has begun')
    if (++running === 2) wake()
    await both
    program.endInput()
    await program.expectExit(0, 'after the end of its input')
  })
`

/** Fails when the file that it makes is there already. */
const program = `import { mkdirSync, rmdirSync } from 'node:fs'
mkdirSync('lock')
console.log('begun')
process.stdin.resume().on('end', () => rmdirSync('lock'))
`

test('each check has a folder of its own', async () => {
  await using workbook = await createTemporaryWorkbook()
  const { root, write } = workbook
  await mkdir(join(root, 'subject'))
  await write('subject/server.ts', program)
  await write('lessons/01-upper-case/check.test.ts', checker)
  const [lesson] = await readCatalogue(root)
  if (!lesson) throw new Error('the small workbook has no lesson')
  const { checks, broken } = await judge({ root, lesson, subject: join(root, 'subject') })
  expect([broken, checks.map(({ failure }) => failure?.happened)]).toEqual([
    undefined,
    [undefined, undefined],
  ])
})
