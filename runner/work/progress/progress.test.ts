import fc from 'fast-check'
import { expect, test } from 'vitest'
import { noteHints, noteOpened, noteReset, noteVerdict, type NotedFailure } from './changes.ts'
import {
  emptyProgress,
  findHintsRead,
  findProgress,
  hasBegun,
  hasPassed,
  parseProgress,
  renderProgressFile,
  type Progress,
} from './progress.ts'

const now = new Date('2026-11-21T12:00:00.000Z')
const later = new Date('2026-11-21T12:10:00.000Z')

test('a pass stays, whatever is checked later', () => {
  const failed = noteVerdict(emptyProgress, 'tcp-echo', now, { check: 'answers', stage: 'silent' })
  expect(findProgress(failed, 'tcp-echo')).toEqual({
    state: 'failed',
    failedCheck: 'answers',
    failedStage: 'silent',
    sameFailures: 1,
    attempts: 1,
    hintsSeen: 0,
    lastSeenAt: now.toISOString(),
    lastCheckedAt: now.toISOString(),
  })
  expect(hasPassed(failed, 'tcp-echo')).toBe(false)
  const passed = noteVerdict(failed, 'tcp-echo', now)
  expect(findProgress(passed, 'tcp-echo')).toMatchObject({ state: 'passed', attempts: 2 })
  expect(findProgress(passed, 'tcp-echo')).not.toHaveProperty('failedCheck')
  const failedAgain = noteReset(
    noteVerdict(passed, 'tcp-echo', later, { check: 'answers' }),
    'tcp-echo',
    later,
  )
  expect(findProgress(failedAgain, 'tcp-echo')).toMatchObject({
    state: 'started',
    passedAt: now.toISOString(),
  })
})

test('the hints that were read are kept in the order of reading', () => {
  const opened = noteOpened(emptyProgress, 'a', now)
  const seen = noteHints(noteHints(noteHints(opened, 'a', now, [3]), 'a', now, [1]), 'a', later, [3])
  expect(findProgress(seen, 'a')).toMatchObject({ hintsSeen: 3, lastSeenAt: later.toISOString() })
  expect(findHintsRead(findProgress(seen, 'a'))).toEqual([1, 3])
})

test('whoever only read hints has not begun; opening the lesson, or checking it, is a beginning', () => {
  const hinted = noteHints(emptyProgress, 'a', now, [2])
  expect(hasBegun(findProgress(hinted, 'a'))).toBe(false)
  expect(hasBegun(findProgress(noteHints(hinted, 'a', now, [1]), 'a'))).toBe(false)
  const read = parseProgress(renderProgressFile(hinted))
  expect(read).toMatchObject({ kind: 'read', progress: hinted, damaged: false })
  for (const begun of [
    noteOpened(hinted, 'a', now),
    noteVerdict(hinted, 'a', now),
    noteReset(hinted, 'a', now),
  ])
    expect(hasBegun(findProgress(noteHints(begun, 'a', now, [1]), 'a'))).toBe(true)
})

test('of a file that knows only the farthest hint, all up to that one were read', () => {
  const lessons = { a: { ...entry, hintsSeen: 2 } }
  const old = parseProgress(JSON.stringify({ version: 1, lessons }))
  expect(old).toMatchObject({ kind: 'read', damaged: false })
  const progress = old.kind === 'read' ? old.progress : emptyProgress
  expect(findHintsRead(findProgress(progress, 'a'))).toEqual([1, 2])
  expect(findHintsRead(findProgress(noteHints(progress, 'a', now, [4]), 'a'))).toEqual([1, 2, 4])
})

test('the same failure is counted until another one comes, and a hint notes how often it had come', () => {
  const silent = { check: 'answers', stage: 'silent' }
  const fail = (progress: Progress, failure: NotedFailure) => noteVerdict(progress, 'a', now, failure)
  const hinted = noteHints(fail(fail(emptyProgress, silent), silent), 'a', now, [1])
  expect(findProgress(hinted, 'a')).toMatchObject({ sameFailures: 2, hintedAfter: 2 })
  expect(findProgress(fail(hinted, silent), 'a')).toMatchObject({ sameFailures: 3, hintedAfter: 2 })
  const other = findProgress(fail(hinted, { check: 'answers', stage: 'crashed' }), 'a')
  expect(other).toMatchObject({ sameFailures: 1, failedStage: 'crashed' })
  expect(other).not.toHaveProperty('hintedAfter')
  const before = findProgress(noteVerdict(hinted, 'a', now), 'a')
  expect(before).not.toHaveProperty('sameFailures')
})

test.each(['prototype', 'constructor', '__proto__'])('a lesson may be called %s', (slug) => {
  const progress = noteOpened(emptyProgress, slug, now)
  expect(parseProgress(renderProgressFile(progress))).toEqual({ kind: 'read', progress, damaged: false })
  expect(findProgress(progress, slug)).toBeDefined()
})

test('whatever was noted is read back', () => {
  const note = fc.tuple(fc.string(), fc.constantFrom('open', 'pass', 'fail', 'hint', 'reset'))
  fc.assert(
    fc.property(fc.array(note), (notes) => {
      const progress = notes.reduce((before, [slug, what]) => {
        if (what === 'open') return noteOpened(before, slug, now)
        if (what === 'hint') return noteHints(before, slug, now, [2])
        if (what === 'reset') return noteReset(before, slug, now)
        return noteVerdict(before, slug, now, what === 'fail' ? { check: slug, stage: slug } : undefined)
      }, emptyProgress)
      expect(parseProgress(renderProgressFile(progress))).toEqual({ kind: 'read', progress, damaged: false })
      for (const [slug] of notes) expect(findProgress(progress, slug)).toBeDefined()
    }),
  )
})

test('a file that was cut anywhere is read without an error, and only whole entries are taken from it', () => {
  const progress = noteVerdict(noteOpened(emptyProgress, 'a', now), 'é', now, { check: 'résumé' })
  const bytes = Buffer.from(renderProgressFile(progress))
  for (let length = 0; length < bytes.length; length++) {
    const parsed = parseProgress(bytes.subarray(0, length).toString('utf8'))
    // Only the line feed at its end can be missed without loss.
    const isWhole = length === bytes.length - 1
    expect(parsed).toEqual({ kind: 'read', progress: isWhole ? progress : emptyProgress, damaged: !isWhole })
  }
})

test('no text makes the reader throw', () => {
  fc.assert(fc.property(fc.string(), (text) => void parseProgress(text)))
  fc.assert(fc.property(fc.json(), (text) => void parseProgress(text)))
})

const entry = { state: 'started', lastSeenAt: now.toISOString(), attempts: 0, hintsSeen: 0 }

test.each([
  ['nothing', ''],
  ['null', 'null'],
  ['a list', '[]'],
  ['no version', '{"lessons":{}}'],
  ['a version that is no number', '{"version":"1","lessons":{}}'],
  ['no lessons', '{"version":1}'],
  ['lessons that are a list of numbers', '{"version":1,"lessons":[1]}'],
])('%s is damage, not an error', (_, text) => {
  expect(parseProgress(text)).toEqual({ kind: 'read', progress: emptyProgress, damaged: true })
})

test('of a file with one damaged entry the others are kept', () => {
  const text = JSON.stringify({ version: 1, lessons: { good: entry, bad: { ...entry, attempts: -1 } } })
  expect(parseProgress(text)).toEqual({
    kind: 'read',
    progress: { version: 1, lessons: { good: entry } },
    damaged: true,
  })
})

test('lessons and fields that this workbook does not know are kept', () => {
  const lessons = { 'not-here': { ...entry, mood: 'good' }, here: entry }
  const parsed = parseProgress(JSON.stringify({ version: 1, lessons }))
  if (parsed.kind === 'newer') throw new Error('It was taken for a newer one.')
  const written = parseProgress(renderProgressFile(noteVerdict(parsed.progress, 'here', now)))
  expect(written).toMatchObject({ progress: { lessons: { 'not-here': { mood: 'good' } } } })
})

test('a newer version is told apart from damage', () => {
  expect(parseProgress('{"version":2,"something":"else"}')).toEqual({ kind: 'newer', version: 2 })
})
