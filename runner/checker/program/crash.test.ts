/** What Node reports of an error that nobody handled, read from real programs. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { inEnglish } from '../../language/say.ts'
import { findCrash } from './crash.ts'
import { adviseOnCrash } from './program-expectations.ts'
import { showLearnersPaths } from './subject.ts'

/** Runs a program and reads its crash as the checker does. */
async function crash(source: string) {
  const folder = await mkdtemp(join(tmpdir(), 'socket-workbook-crash-'))
  try {
    await writeFile(join(folder, 'server.mjs'), source)
    const subject = { folder, shownAs: 'work/01-test', mark: '', loader: '', compiled: {} }
    const { stderr, status, signal } = spawnSync(process.execPath, [join(folder, 'server.mjs')], {
      encoding: 'utf8',
      timeout: 20_000,
    })
    return findCrash(showLearnersPaths(subject, stderr), { code: status, signal }, subject)
  } finally {
    await rm(folder, { recursive: true })
  }
}

describe.concurrent('a crash', () => {
  test("is told by its message, the place in the learner's file and the line that stands there", async () => {
    const found = await crash(
      `const answer = 'one'\n  const shouted = answer.toUpperCse()\nconsole.log(shouted)\n`,
    )
    expect(found).toEqual({
      message: 'TypeError: answer.toUpperCse is not a function',
      place: {
        file: 'work/01-test/server.mjs',
        line: 2,
        column: 26,
        source: '  const shouted = answer.toUpperCse()',
      },
    })
  })

  test('by an event "error" that nobody listened for names whose it was', async () => {
    const found = await crash(`import { connect } from 'node:net'\nconnect(1, '127.0.0.1')`)
    expect(found).toEqual({ message: 'Error: connect ECONNREFUSED 127.0.0.1:1', unheard: 'Socket' })
  })

  test('by an event "error" that nobody listened for is advised to listen', async () => {
    const found = await crash(`import { connect } from 'node:net'\nconnect(1, '127.0.0.1')`)
    expect(inEnglish((found && adviseOnCrash(found)) ?? '')).toContain(
      'Nobody listened for "error" on that Socket',
    )
  })

  test('of a file that a worker cannot load is not advised to listen', () => {
    const message =
      'TypeError [ERR_UNKNOWN_FILE_EXTENSION]: Unknown file extension ".ts" for work/06/worker.ts'
    const advice = inEnglish(adviseOnCrash({ message, unheard: 'Worker' }) ?? '')
    expect(advice).toContain('startWorker')
    expect(advice).not.toContain('Nobody listened')
  })

  test('by a promise that nobody caught is one', async () => {
    const found = await crash(`await Promise.reject(new RangeError('too far'))`)
    expect(found).toMatchObject({ message: 'RangeError: too far', place: { line: 1 } })
  })

  test.each(['{"id":1', '', '{"id":x}'])(
    'by %o, which is no JSON, is told by what JSON.parse said',
    async (text) => {
      const found = await crash(`const text = '${text}'\nJSON.parse(text)`)
      expect(found?.message).toMatch(/^SyntaxError: .*JSON/)
      expect(found?.place).toMatchObject({ line: 2 })
    },
  )

  test('by something that is no Error is told as it was thrown', async () => {
    expect(await crash(`throw 'nothing to see'`)).toMatchObject({ message: 'nothing to see' })
  })

  test.each([
    ['an error that was handled, stack and all', `console.error(new Error('x')); process.exitCode = 1`],
    [
      'the version of Node in its words',
      `console.error('Node.js v20.0.0'); console.error('is used'); process.exitCode = 1`,
    ],
    ['another exit code', `console.error('Error: x\\n\\nNode.js v20.0.0'); process.exitCode = 3`],
    ['a banner', `console.error('    at 127.0.0.1:9909')`],
  ])('is not %s', async (_what, source) => {
    expect(await crash(source)).toBeUndefined()
  })
})
