import fc from 'fast-check'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { quoteForSentence } from '../../language/quotation.ts'
import { say } from '../../language/say.ts'
import { resultSchema } from '../../results/result.ts'
import { type Happening, Recorder } from './recorder.ts'
import { eventKinds } from './transcript.ts'

const words = fc.oneof(
  fc.string(),
  fc.string().map((text) => say`a ${text}`),
  fc.uint8Array().map((bytes) => say`the ${say`line ${quoteForSentence(bytes)}`}`),
)

const happening: fc.Arbitrary<Happening> = fc
  .record(
    {
      peer: fc.string(),
      kind: fc.constantFrom(...eventKinds),
      by: fc.constantFrom('peer' as const, 'program' as const),
      bytes: fc.uint8Array({ maxLength: 2_000 }),
      address: fc.record({ host: fc.string(), port: fc.nat() }),
      fromPort: fc.nat(),
      signal: fc.string(),
      exit: fc.record({ code: fc.option(fc.integer()), signal: fc.option(fc.string()) }),
      waited: fc.record({ forWhat: words, ms: fc.nat() }),
    },
    { requiredKeys: ['peer', 'kind'] },
  )
  .map((some) => some)

const transcriptSchema = resultSchema.entries.checks.item.entries.transcript

test('a transcript survives the way through a result file', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 30 }), (happenings) => {
      const recorder = new Recorder()
      recorder.introduce({ id: 'your server', name: say`your ${'server'}`, kind: 'program' })
      for (const one of happenings) recorder.record(one)
      const transcript = recorder.toTranscript()
      expect(v.parse(transcriptSchema, JSON.parse(JSON.stringify(transcript)))).toEqual(transcript)
      expect(transcript.events.map(({ peer, kind }) => ({ peer, kind }))).toEqual(
        happenings.map(({ peer, kind }) => ({ peer, kind })),
      )
    }),
  )
})

test('of many bytes the beginning is kept, and their number', () => {
  const recorder = new Recorder()
  recorder.record({ peer: 'client', kind: 'sent', bytes: Buffer.alloc(1_000_000, 'x') })
  const [event] = recorder.toTranscript().events
  expect(event?.length).toBe(1_000_000)
  expect(Buffer.from(event?.bytes ?? '', 'base64').toString()).toBe('x'.repeat(512))
})

test('of many events the first and the last are kept, and the others are counted', () => {
  const recorder = new Recorder()
  for (let number = 0; number < 10_000; number++) recorder.record({ peer: String(number), kind: 'sent' })
  const { events, omitted } = recorder.toTranscript()
  expect(events.length + omitted).toBe(10_000)
  expect([events[0]?.peer, events.at(-1)?.peer]).toEqual(['0', '9999'])
  expect(events.length).toBeLessThanOrEqual(400)
})

test('a happening is found by its number among the events that are kept', () => {
  const recorder = new Recorder()
  const numbers = Array.from({ length: 1_000 }, (_, peer) =>
    recorder.record({ peer: `${peer}`, kind: 'sent' }),
  )
  const { events } = recorder.toTranscript()
  const found = numbers.map((number) => events[recorder.findIndex(number) ?? -1]?.peer)
  expect(found.map((peer) => peer ?? '?')).toEqual(
    numbers.map((_, index) => (index < 200 || index >= 800 ? `${index}` : '?')),
  )
})

test('the first program is the one under judgement, and nobody is introduced twice', () => {
  const recorder = new Recorder()
  for (const id of ['client', 'client']) recorder.introduce({ id, name: id, kind: 'peer' })
  for (const id of ['your server', 'your second server'])
    recorder.introduce({ id, name: id, kind: 'program' })
  const { program, participants } = recorder.toTranscript()
  expect([program, participants.map(({ id }) => id)]).toEqual([
    'your server',
    ['client', 'your server', 'your second server'],
  ])
})

test('events are in the order of time', () => {
  const recorder = new Recorder()
  for (let number = 0; number < 100; number++) recorder.record({ peer: 'a', kind: 'sent' })
  const times = recorder.toTranscript().events.map(({ at }) => at)
  expect(times).toEqual([...times].sort((a, b) => a - b))
})
