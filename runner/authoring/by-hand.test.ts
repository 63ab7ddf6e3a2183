import { expect, test } from 'vitest'
import type { Environment } from '../edge/environment.ts'
import type { CheckReport } from '../checker/record/verdict.ts'
import { resultVersion, type LessonResult } from '../results/result.ts'
import { listByHand, proveByHand } from './by-hand.ts'

const server = 'npx tsx {subject}/server.ts'

const prove = (command: string, env: Environment = process.env) =>
  proveByHand([{ check: 'a', commands: [command] }], 'check.test.ts', env)

test.each([
  server,
  'echo one; exit     and, when it has left, once more',
  'for i in $(seq 3); do echo hello; done',
])('by hand, as it should be: %s', async (command) =>
  expect(await prove(command)).toMatchObject({ verdict: 'held', complaints: [] }),
)

test.each([
  ['nc -e /bin/sh 127.0.0.1 9909', "OpenBSD's nc does not know -e."],
  ['printf a | nc -uc 127.0.0.1 9909', "OpenBSD's nc does not know -c."],
  ['npx tsx solutions/01-tcp-echo/client.ts', 'It sends a learner to our own solutions.'],
  ['echo "hello | nc 127.0.0.1 9909', 'The shell refuses it: '],
  ['nc 127.0.0.1 9909 and ( type', 'The shell refuses it: '],
])('by hand, not to be typed: %s', async (command, problem) => {
  const { verdict, complaints } = await prove(command)
  expect(verdict).toBe('refuted')
  expect(complaints.map((complaint) => complaint.problem)).toEqual([
    expect.stringContaining(`By hand of "a": \`${command}\`: ${problem}`),
  ])
})

test("OpenBSD's nc is known by its flags, and whether it is here decides whether it is proved", async () => {
  const { CI: _, ...env } = process.env
  for (const command of [
    "printf 'a  b\\n' | nc -N -w 2 127.0.0.1 9909",
    'nc -v 127.0.0.1 9909     and, when it has left, once more',
    'for i in $(seq 3); do echo hello | nc -q1 127.0.0.1 9909; done',
  ])
    expect((await prove(command, env)).complaints).toEqual([])
})

test('what is not installed is not proved here, and has to be where CI is set', async () => {
  const { CI: _, ...env } = process.env
  const command = 'no-such-program-anywhere --now'
  const note = 'no-such-program-anywhere is not installed'
  expect(await prove(command, env)).toMatchObject({ verdict: 'not-run', complaints: [], note })
  const refuted = await prove(command, { ...env, CI: 'true' })
  expect(refuted.complaints).toMatchObject([{ problem: `This could not be tried: ${note}.` }])
})

const judge = (folder: string, verdict: LessonResult['verdict'], checks: CheckReport[]): LessonResult => ({
  version: resultVersion,
  lesson: { number: 1, slug: 'a', title: 'A' },
  subject: { folder, files: [], sha256: '' },
  verdict,
  judgedBy: { workbook: '', checkerSha256: '' },
  expectedChecks: checks.length,
  checks,
  startedAt: '2026-11-21T00:00:00.000Z',
  durationMs: 1,
  system: { node: '20', platform: 'linux', release: '6' },
})
const fail = (name: string, byHand: string[] = []): CheckReport => ({
  name,
  verdict: 'fail',
  durationMs: 1,
  failure: { stage: 'silent', happened: '', help: '', printedLast: '', byHand },
})

test('each check that is failed first is looked at once, with the folder as the checker writes it', () => {
  const results = ['solutions/01-a/mistakes/b', 'solutions/01-a/mistakes/c'].map((folder) =>
    judge(folder, 'failed', [fail('answers', [`npx tsx ${folder}/server.ts`]), fail('ends')]),
  )
  expect(listByHand([...results, judge('x', 'passed', [])])).toEqual([
    { check: 'answers', commands: [server] },
  ])
})
