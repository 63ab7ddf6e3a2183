import fc from 'fast-check'
import { expect, test } from 'vitest'
import { noteHint, noteOpened, noteReset, noteVerdict } from './changes.ts'
import { emptyProgress, findProgress, hasPassed, parseProgress, renderProgressFile } from './progress.ts'

const now = new Date('2026-11-21T12:00:00.000Z')
const later = new Date('2026-11-21T12:10:00.000Z')

test('a pass stays, whatever is checked later', () => {
  const failed = noteVerdict(emptyProgress, 'tcp-echo', now, 'answers')
  expect(findProgress(failed, 'tcp-echo')).toEqual({
    state: 'failed',
    failedCheck: 'answers',
    attempts: 1,
    hintsSeen: 0,
    lastSeenAt: now.toISOString(),
    lastCheckedAt: now.toISOString(),
  })
  expect(hasPassed(failed, 'tcp-echo')).toBe(false)
  const passed = noteVerdict(failed, 'tcp-echo', now)
  expect(findProgress(passed, 'tcp-echo')).toMatchObject({ state: 'passed', attempts: 2 })
  expect(findProgress(passed, 'tcp-echo')).not.toHaveProperty('failedCheck')
  const failedAgain = noteReset(noteVerdict(passed, 'tcp-echo', later, 'answers'), 'tcp-echo', later)
  expect(findProgress(failedAgain, 'tcp-echo')).toMatchObject({
    state: 'started',
    passedAt: now.toISOString(),
  })
})

test('hints are counted by the farthest one seen', () => {
  const seen = noteHint(noteHint(noteOpened(emptyProgress, 'a', now), 'a', now, 3), 'a', later, 1)
  expect(findProgress(seen, 'a')).toMatchObject({ hintsSeen: 3, lastSeenAt: later.toISOString() })
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
        if (what === 'hint') return noteHint(before, slug, now, 2)
        if (what === 'reset') return noteReset(before, slug, now)
        return noteVerdict(before, slug, now, what === 'fail' ? slug : undefined)
      }, emptyProgress)
      expect(parseProgress(renderProgressFile(progress))).toEqual({ kind: 'read', progress, damaged: false })
      for (const [slug] of notes) expect(findProgress(progress, slug)).toBeDefined()
    }),
  )
})

test('a file that was cut anywhere is read without an error, and only whole entries are taken from it', () => {
  const progress = noteVerdict(noteOpened(emptyProgress, 'a', now), 'é', now, 'résumé')
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
