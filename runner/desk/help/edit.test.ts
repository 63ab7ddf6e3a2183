import { expect, test } from 'vitest'
import { createTemporaryWorkbook } from '../../testing/temporary-workbook.ts'
import { createTerminal, keys } from '../../testing/terminal.ts'
import { listArguments } from './edit.ts'

test.each([
  ['vim', ['+7', '/w/server.ts']],
  ['/usr/bin/nano -w', ['+7', '/w/server.ts']],
  ['code --wait', ['-g', '/w/server.ts:7']],
  ['hx', ['/w/server.ts:7']],
  ['my-editor', ['/w/server.ts']],
])('%s is told the file and, as far as is known how, the line', (editor, args) => {
  expect(listArguments(editor, '/w/server.ts', 7)).toEqual(args)
  expect(listArguments(editor, '/w/server.ts', undefined)).toEqual(['/w/server.ts'])
})

test('e opens the file that failed in the editor that is named, with the keyboard of its own, and comes back', async () => {
  await using workbook = await createTemporaryWorkbook()
  await workbook.beginFirst()
  await workbook.write('work/01-upper-case/server.ts', '\n\nthrow new Error("here")\n')
  await workbook.write(
    'vim',
    '#!/bin/sh\nstty -a | grep -o " icanon"\necho "editing $*"\nread -r line\necho "typed $line"\n',
  )
  const env = { ...workbook.env, EDITOR: `sh ${workbook.root}/vim` }
  await using terminal = createTerminal([...workbook.door, 'lesson', '1', 'watch'], {
    cwd: workbook.root,
    env,
  })
  await terminal.waitForText('Check 1 failed at')
  terminal.type('e')
  await terminal.waitForText(/icanon\s+editing \S+\/work\/01-upper-case\/server\.ts/u)
  terminal.type('a line of mine\r')
  await terminal.waitForText('Check 1 failed at')
  expect(terminal.raw()).toContain('typed a line of mine')
  terminal.type(keys.ctrlC)
  expect(await terminal.waitForExit()).toBe(130)
})

test('without an editor that is named, or with one that is not there, that is said', async () => {
  await using workbook = await createTemporaryWorkbook()
  await workbook.beginFirst()
  await using terminal = createTerminal([...workbook.door, 'lesson', '1', 'watch'], {
    cwd: workbook.root,
    env: { ...workbook.env, VISUAL: '', EDITOR: '' },
  })
  await terminal.waitForText('Check 1 failed at')
  terminal.type('e')
  await terminal.waitForText('export EDITOR=nano')
  terminal.type(keys.ctrlC)
  expect(await terminal.waitForExit()).toBe(130)
})
