import fc from 'fast-check'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { resultSchema } from '../results/result.ts'
import { type Happening, Recorder } from './recorder.ts'
import { eventKinds } from './transcript.ts'

const happening: fc.Arbitrary<Happening> = fc
  .record(
    {
      peer: fc.string(),
      kind: fc.constantFrom(...eventKinds),
      by: fc.constantFrom('peer' as const, 'program' as const),
      bytes: fc.uint8Array({ maxLength: 2_000 }),
      note: fc.string(),
    },
    { requiredKeys: ['peer', 'kind'] },
  )
  .map((some) => some)

const transcriptSchema = resultSchema.entries.checks.item.entries.transcript

test('a transcript survives the way through a result file', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 30 }), (happenings) => {
      const recorder = new Recorder()
      recorder.program = 'your server'
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

test('events are in the order of time', () => {
  const recorder = new Recorder()
  for (let number = 0; number < 100; number++) recorder.record({ peer: 'a', kind: 'sent' })
  const times = recorder.toTranscript().events.map(({ at }) => at)
  expect(times).toEqual([...times].sort((a, b) => a - b))
})
