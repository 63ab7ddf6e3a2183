/** Programs that a lesson gives and that are built on a module of the learner's: what is judged is that module. */
import { join } from 'node:path'
import { inEnglish } from '../language/say.ts'
import { describe, expect, test } from 'vitest'
import { readCatalogue } from '../lessons/catalogue.ts'
import { createTemporaryWorkbook, judge } from '../testing/temporary-workbook.ts'

const app = `import { serve } from '../frame.ts'
serve((text: string) => text.toUpperCase())
`

const frame = (how: string) => `import { createServer } from 'node:net'
export function serve(answer: (text: string) => string): void {
  createServer((socket) => {
    socket.on('error', () => {})
    socket.on('data', (chunk) => { ${how} })
  }).listen(Number(process.env['PORT']), '127.0.0.1')
}
`

const checker = `// starter fails "answers" at silent: x
import { check } from '#checker'
check('answers', { help: 'h', byHand: [] }, async (t) => {
  const server = await t.startServer({ file: 'given/upper.ts' })
  const client = await t.connect(server)
  await client.send('hello')
  await client.receive('HELLO')
})
`

/** Judges a module of the learner's, compiled and as it is typed; both must say the same. */
async function judgeFrame(module: string | undefined) {
  await using workbook = await createTemporaryWorkbook()
  const { root, write } = workbook
  await write('lessons/01-upper-case/starter/given/upper.ts', app)
  await write('lessons/01-upper-case/check.test.ts', checker)
  // A learner's own is not asked for.
  await write('subject/given/upper.ts', 'process.exit(7)')
  if (module !== undefined) await write('subject/frame.ts', module)
  const [lesson] = await readCatalogue(root)
  if (!lesson) throw new Error('the small workbook has no lesson')
  const verdicts = []
  for (const asTyped of [false, true]) {
    const { checks } = await judge({ root, lesson, subject: join(root, 'subject'), asTyped })
    const failure = checks[0]?.failure
    verdicts.push({
      told: failure ? `${failure.stage}: ${inEnglish(failure.happened)}` : checks[0]?.verdict,
      crash: failure?.crash,
    })
  }
  const [compiled, typed] = verdicts
  expect(compiled).toEqual(typed)
  return typed
}

describe.concurrent('an app that is given', () => {
  test('is the right one where the module is', async () => {
    expect(await judgeFrame(frame('socket.write(answer(chunk.toString()))'))).toMatchObject({ told: 'pass' })
  })

  test('fails where the module is wrong, and the place is told where it is the module', async () => {
    const judged = await judgeFrame(frame('(undefined as any).x'))
    expect(judged?.told).toMatch(
      /^crashed: Your server ended with an error that it did not handle: TypeError/,
    )
    expect(judged?.crash?.place).toMatchObject({ file: 'subject/frame.ts', line: 5 })
  })

  test.each([
    ['is not there', undefined, /^did-not-start: .*given\/upper\.ts could not be loaded.*frame\.ts/],
    [
      'exports something else',
      'export const server = 1',
      /^did-not-start: .*does not provide an export named/,
    ],
    ['is no program', 'export const = 1', /^did-not-start: .*frame\.ts:1:13/],
  ])('is told what is wrong with the module: it %s', async (_what, module, sentence) => {
    expect((await judgeFrame(module))?.told).toMatch(sentence)
  })
})
