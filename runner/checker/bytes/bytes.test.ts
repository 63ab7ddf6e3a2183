import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { describeDifference, findFirstDifference, toBuffer, toUpperCaseAscii } from './bytes.ts'
import { inEnglish } from '../../language/say.ts'
import { countBytes, quote, sayDuration, sayWait } from './quote.ts'

const bytes = fc.uint8Array({ maxLength: 300 })

test('the first difference is the first index at which two byte strings differ', () => {
  fc.assert(
    fc.property(bytes, bytes, (a, b) => {
      const common = Math.min(a.length, b.length)
      const naive = [...a.subarray(0, common)].findIndex((byte, index) => byte !== b[index])
      expect(findFirstDifference(a, b)).toBe(naive)
    }),
  )
})

test('a long common beginning does not hide a difference', () => {
  fc.assert(
    fc.property(fc.nat(99_999), (index) => {
      const a = Buffer.alloc(100_000, 'a')
      const b = Buffer.from(a)
      b[index] = 0x62
      expect(findFirstDifference(a, b)).toBe(index)
    }),
  )
})

test('a difference is described by windows that stand at the same place of both', () => {
  fc.assert(
    fc.property(bytes, bytes, (expected, actual) => {
      fc.pre(Buffer.compare(expected, actual) !== 0)
      const difference = describeDifference(expected, actual)
      const { offset, firstDifference } = difference
      const window = Buffer.from(difference.expected, 'base64')
      expect(Buffer.from(expected.subarray(offset, offset + window.length)).equals(window)).toBe(true)
      expect(expected.subarray(0, firstDifference)).toEqual(actual.subarray(0, firstDifference))
      expect(expected[firstDifference]).not.toBe(actual[firstDifference])
      expect([difference.expectedLength, difference.actualLength]).toEqual([expected.length, actual.length])
    }),
  )
})

test('upper case changes a–z and nothing else, so that no length changes', () => {
  expect(toUpperCaseAscii('grüße, 世界 z').toString()).toBe('GRüßE, 世界 Z')
  fc.assert(
    fc.property(bytes, (some) => {
      expect(toUpperCaseAscii(some)).toHaveLength(some.length)
    }),
  )
})

describe('a quotation', () => {
  test.each([
    ['hello', '"hello"'],
    ['a\r\n\tb', String.raw`"a\r\n\tb"`],
    ['"\\', String.raw`"\"\\"`],
    [Buffer.from([0, 0x1b, 0x5b, 0xff]), String.raw`"\x00\x1b[\xff"`],
    [Buffer.from('grüße, 世界'), '"grüße, 世界"'],
    [Buffer.from('ü').subarray(0, 1), String.raw`"\xc3"`],
    ['\u202e', String.raw`"\xe2\x80\xae"`],
    ['x'.repeat(61), `"${'x'.repeat(24)}…${'x'.repeat(12)}" (61 bytes)`],
  ])('of %j is %s', (value, due) => expect(inEnglish(quote(value))).toBe(due))

  test('never holds a character that could drive a terminal', () => {
    // oxlint-disable-next-line no-control-regex
    fc.assert(
      fc.property(bytes, (some) => {
        expect(inEnglish(quote(toBuffer(some)))).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/)
      }),
    )
  })
})

test('counts and durations read well', () => {
  expect([countBytes(1), countBytes(8_388_608)].map(inEnglish)).toEqual(['1 byte', '8,388,608 bytes'])
  expect([sayDuration(180), sayDuration(2_000), sayDuration(2_500)].map(inEnglish)).toEqual([
    '180 ms',
    '2 s',
    '2.5 s',
  ])
  expect([sayWait(999.9), sayWait(2_073), sayWait(10_950)].map(inEnglish)).toEqual(['999 ms', '2 s', '10 s'])
})
