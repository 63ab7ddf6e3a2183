/** Every part of long bytes is the same part of the whole. */
import { describe, expect, test } from 'vitest'
import * as fc from 'fast-check'
import { createLongPattern, createSparseBytes } from './long-bytes.ts'
import { createPattern } from '../tcp/named-clients.ts'

const mib = 1024 * 1024

test('a long pattern is the pattern, wherever it is cut', () => {
  fc.assert(
    fc.property(fc.nat(5_000), fc.nat(5_000), fc.nat(5_000), (length, from, size) => {
      const expected = createPattern(length).subarray(from, from + size)
      expect(
        createLongPattern(length)
          .slice(from, from + size)
          .equals(expected),
      ).toBe(true)
    }),
  )
})

describe('sparse bytes', () => {
  test('are the same wherever they are cut', () => {
    const bytes = createSparseBytes(3 * mib + 100)
    const whole = bytes.slice(0, bytes.length)
    for (const from of [0, 5, mib - 3, mib + 7, 3 * mib, 3 * mib + 90])
      for (const size of [0, 1, 20, mib, 9 * mib])
        expect(bytes.slice(from, from + size).equals(whole.subarray(from, from + size))).toBe(true)
  })

  test('are 0 but for their marks, each of which is another one and no text', () => {
    const bytes = createSparseBytes(3 * mib)
    const whole = bytes.slice(0, bytes.length)
    expect(bytes.marks.map(({ at }) => at)).toEqual([0, mib, 2 * mib, 3 * mib - 16])
    expect(new Set(bytes.marks.map((mark) => mark.bytes.toString('hex'))).size).toBe(4)
    for (const { at, bytes: mark } of bytes.marks) {
      expect(Buffer.from(mark.toString()).equals(mark)).toBe(false)
      whole.fill(0, at, at + mark.length)
    }
    expect(whole.every((byte) => byte === 0)).toBe(true)
  })

  test.each([1, 15, 16, 17, 40])('may be %d bytes long', (length) => {
    expect(createSparseBytes(length).slice(0, length)).toHaveLength(length)
  })
})
