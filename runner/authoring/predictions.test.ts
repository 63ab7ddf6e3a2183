import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createExperimentProofs } from './prove-experiments.ts'
import { parseDocument } from './readme/document.ts'
import { complainAboutPredictions, findExperiments } from './readme/predictions.ts'

const fence = (run: string) => [
  '```predict',
  'What?',
  '(a) this',
  '(b) that',
  ...(run ? [`Run: ${run}`] : []),
  '```',
  '',
  '<details><summary>Answer</summary>',
  '',
  '(a) So it is.',
  '',
  '</details>',
]

test.each([
  ['a whole one', fence(''), []],
  ['one with a command', fence('npx tsx work/01-tcp-echo/given/lab.ts'), []],
  ['no answer', fence('').slice(0, 5), ['README.md:4: This prediction does not tell the answer.']],
  ['a wrong command', fence('ls'), ['README.md:7: "ls" is no command that the workbook runs.']],
  [
    'an answer beside the choices',
    ['```predict', 'What?', '( ) that', '(x) this', 'Why: so.', '```'],
    ['README.md:5: A page such as GitHub shows this beside the question, and with it the answer.'],
  ],
  [
    'an answer without a question',
    fence('').slice(6),
    ['README.md:3: This `<details>` stands below no prediction, and a terminal shows it as it is written.'],
  ],
  [
    'in a list',
    fence('').map((line, index) => (index === 0 ? `- ${line}` : `  ${line}`)),
    [
      'README.md:3: This prediction stands in a list or a quotation, where nobody can be asked.',
      'README.md:4: This prediction does not tell the answer.',
      'README.md:9: This `<details>` stands below no prediction, and a terminal shows it as it is written.',
    ],
  ],
])('predictions: %s', (_, lines, complaints) => {
  const document = parseDocument(['# Lesson', '', ...lines].join('\n'))
  const found = complainAboutPredictions(document, 'README.md')
  expect(found.map(({ place, problem }) => `${place}: ${problem}`)).toEqual(complaints)
})

let root = ''
const write = async (path: string, text: string) => {
  await mkdir(dirname(join(root, path)), { recursive: true })
  await writeFile(join(root, path), text)
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'socket-workbook-test-'))
  await symlink(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(root, 'node_modules'))
  await write(
    'solutions/01-tcp-echo/server.ts',
    'const port = Number(process.env.PORT ?? 9909)\nconsole.log(port)',
  )
  const programs = [{ file: 'given/lab.ts', role: 'server', protocol: 'tcp', port: 9909 }]
  await write('lessons/01-tcp-echo/lesson.json', JSON.stringify({ programs }))
  const given = 'lessons/01-tcp-echo/starter/given'
  await write(
    `${given}/lab.ts`,
    `import { createServer } from 'node:net'
const server = createServer().listen(Number(process.env.PORT ?? 9909), '127.0.0.1', () => {
  console.log('listening', process.argv[2])
  server.close()
})`,
  )
  await write(`${given}/failing.ts`, `console.log('before'); process.exit(7)`)
  await write(`${given}/endless.ts`, `console.log('on'); setInterval(() => {}, 1000)`)
  await write(`${given}/silent.ts`, '')
})

afterAll(() => rm(root, { recursive: true, force: true }))

test.each([
  ['given/lab.ts word', []],
  ['server.ts', []],
  ['given/gone.ts', [expect.stringContaining('There is no work/01-tcp-echo/given/gone.ts')]],
  ['given/failing.ts', ['It ended with exit code 7. It printed last:\n    | before']],
  ['given/endless.ts', [expect.stringMatching(/^It was still running after 3 s/)]],
  ['given/silent.ts', ['It printed nothing.']],
])('experiments: %s', async (words, problems) => {
  const document = parseDocument(fence(`npx tsx work/01-tcp-echo/${words}`).join('\n'))
  const [work] = createExperimentProofs({
    root,
    lessonName: '01-tcp-echo',
    experiments: findExperiments(document),
    path: 'README.md',
    env: process.env,
    signal: new AbortController().signal,
    longestMs: words.includes('endless') ? 3_000 : 60_000,
  })
  const proof = await work?.()
  expect(proof?.complaints.map(({ problem }) => problem)).toEqual(problems)
  expect(proof?.verdict).toBe(problems.length === 0 ? 'held' : 'refuted')
})
