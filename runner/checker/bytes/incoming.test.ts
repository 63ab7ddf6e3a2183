import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Incoming } from './incoming.ts'

const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 5 }), { maxLength: 8 })

function fill(chunksOfBytes: readonly Uint8Array[]): Incoming {
  const incoming = new Incoming()
  for (const [index, bytes] of chunksOfBytes.entries()) incoming.add(Buffer.from(bytes), index)
  return incoming
}

test('what agrees is taken, however it is cut, and what differs stays with its happening', () => {
  fc.assert(
    fc.property(chunks, fc.nat(40), (some, place) => {
      const whole = Buffer.concat(some)
      const due = Buffer.from(whole)
      const wrong = whole.length === 0 ? -1 : place % whole.length
      if (wrong >= 0) due[wrong] = (due[wrong] ?? 0) ^ 1
      const incoming = fill(some)
      const { matched, isDifferent } = incoming.takeMatching(due)
      expect(isDifferent).toBe(wrong >= 0)
      expect(incoming.bytes).toEqual(whole.subarray(matched))
      let start = 0
      const cause = some.findIndex((bytes) => (start += bytes.length) > wrong)
      expect(incoming.findHappening(wrong - matched)).toBe(wrong >= 0 ? cause : undefined)
    }),
  )
})

test('no more is taken than is due', () => {
  fc.assert(
    fc.property(chunks, fc.nat(40), (some, length) => {
      const whole = Buffer.concat(some)
      const incoming = fill(some)
      expect(incoming.takeMatching(whole.subarray(0, length))).toEqual({
        matched: Math.min(length, whole.length),
        isDifferent: false,
      })
      expect(incoming.length).toBe(Math.max(0, whole.length - length))
    }),
  )
})

test('line ends behind other bytes are left out where they are ignored, and empty lines are not', () => {
  const incoming = new Incoming()
  incoming.ignoreLineEnds()
  for (const text of ['one\r', '\ntwo\n', '\n', 'three']) incoming.add(Buffer.from(text), 0)
  expect(incoming.bytes.toString()).toBe('onetwo\nthree')
})
