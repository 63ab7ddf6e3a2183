import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { resultVersion, type LessonResult } from '../../results/result.ts'
import { createProof } from '../proof.ts'
import type { SubjectProof } from '../prove-subjects.ts'
import { combine, readFingerprint } from './fingerprint.ts'
import { createKeptProofs } from './kept-proofs.ts'

let root = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'socket-workbook-test-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

const passed: LessonResult = {
  version: resultVersion,
  lesson: { number: 1, slug: 'a', title: 'A' },
  subject: { folder: 'solutions/01-a', files: [], sha256: '' },
  judgedBy: { workbook: '0', checkerSha256: '' },
  verdict: 'passed',
  expectedChecks: 1,
  checks: [{ name: 'answers', holds: [1], verdict: 'pass', durationMs: 1 }],
  startedAt: '2026-11-21T00:00:00.000Z',
  durationMs: 1,
  system: { node: '20', platform: 'linux', release: '6' },
}

/** Keeps a proof, and tells whether it was made. */
async function keep(inputs: readonly string[], made: SubjectProof) {
  const kept = await createKeptProofs(root)
  let isMade = false
  const proof = await kept.keep(inputs, async () => {
    isMade = true
    return made
  })
  return { proof, isMade, count: kept.count() }
}

test('a proof that held is not made again while its inputs are the same', async () => {
  const proof = { proof: createProof('the solution passes', []), result: passed }
  expect(await keep(['a', 'b'], proof)).toEqual({ proof, isMade: true, count: 0 })
  expect(await keep(['a', 'b'], proof)).toEqual({ proof, isMade: false, count: 1 })
  expect(await keep(['a', 'c'], proof)).toMatchObject({ isMade: true })
  expect(await keep(['ab', ''], proof)).toMatchObject({ isMade: true })
})

test('one that did not hold is made again', async () => {
  const refuted = createProof('it passes', [{ place: 'a', problem: 'It fails.', remedy: 'Mend it.' }])
  for (const _ of [1, 2]) expect(await keep(['a'], { proof: refuted })).toMatchObject({ isMade: true })
})

test('one that is damaged or has not been used for long is made again', async () => {
  const proof = { proof: createProof('it passes', []) }
  await keep(['a'], proof)
  const folder = join(root, 'node_modules/.cache/socket-workbook-proofs')
  const [name = ''] = await readdir(folder)
  await writeFile(join(folder, name), '{"claim":')
  expect(await keep(['a'], proof)).toMatchObject({ isMade: true })
  await utimes(join(folder, name), 1, 1)
  expect(await keep(['a'], proof)).toMatchObject({ isMade: true })
})

test('names and contents of files count, tests of ours do not, checkers do', async () => {
  const seen = [await readFingerprint(root)]
  const write = async (name: string, text: string) => {
    await writeFile(join(root, name), text)
    seen.push(await readFingerprint(root))
  }
  await write('server.ts', 'a')
  await write('server.ts', 'b')
  await write('client.ts', 'b')
  await write('check.test.ts', 'b')
  expect(new Set(seen).size).toBe(5)
  await write('other.test.ts', 'b')
  expect(seen.at(-1)).toBe(seen.at(-2))
  expect(await readFingerprint(join(root, 'server.ts'))).not.toBe(
    await readFingerprint(join(root, 'none.ts')),
  )
  expect(combine(['a', 'b'])).not.toBe(combine(['ab']))
})
