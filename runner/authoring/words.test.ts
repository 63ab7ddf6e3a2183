import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { say } from '../language/say.ts'
import { readSentences, renderSentences } from './words.ts'

test('all that is written with say is found by its key, each key listed once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'socket-workbook-test-'))
  const checker = join(folder, 'check.test.ts')
  await writeFile(
    checker,
    "check('a', { help: say`Try \\`it\\`.` }, async (t) => {\n  t.fail('silent', say`${n} came after ${say`the end`}.`)\n  say`the end`\n  other`x`\n})\n",
  )
  const found = await readSentences({ checker })
  expect(found).toEqual([
    { line: 1, key: say`Try \`it\`.`.key },
    { line: 2, key: say`${1} came after ${2}.`.key },
    { line: 2, key: 'the end' },
    { line: 3, key: 'the end' },
  ])
  expect(renderSentences('check.test.ts', found)).toBe(
    'check.test.ts:1  "Try `it`."\ncheck.test.ts:2  "{0} came after {1}."\ncheck.test.ts:2  "the end"\n',
  )
  await rm(folder, { recursive: true })
})
