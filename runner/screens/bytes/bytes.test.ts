import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { measureWidth } from '../../text/width.ts'
import { splitIntoCells, sumCellWidths } from './byte-cells.ts'
import { quoteBytes } from './bytes.ts'
import { nastyText } from '../result/stories.test-data.ts'

const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  nastyText.map((text) => Uint8Array.from(Buffer.from(text))),
)

describe('quoteBytes', () => {
  it.each<[string | number[], string]>([
    ['', '""'],
    ['HELLO\r\n', '"HELLO\\r\\n"'],
    ['a\tb\0c', '"a\\tb\\x00c"'],
    ['say "hi" \\n', '"say \\"hi\\" \\\\n"'],
    ['café 日本 👍', '"café 日本 👍"'],
    ['\x1b[31mred', '"\\x1b[31mred"'],
    ['cafe\u0301', '"cafe\\xcc\\x81"'],
    ['a\u202eb', '"a\\xe2\\x80\\xaeb"'],
    ['a\u00a0b', '"a\\xc2\\xa0b"'],
    ['\ufffd', '"\ufffd"'],
    [[0xc3], '"\\xc3"'],
    [[0xe6, 0x97, 0x41], '"\\xe6\\x97A"'],
    [[0xed, 0xa0, 0x80], '"\\xed\\xa0\\x80"'],
    [[0xc0, 0x80], '"\\xc0\\x80"'],
    [[0xff, 0x00], '"\\xff\\x00"'],
  ])('quotes %j as %s', (bytes, quotation) => {
    expect(quoteBytes(typeof bytes === 'string' ? Buffer.from(bytes) : Uint8Array.from(bytes))).toBe(
      quotation,
    )
  })

  it.each<[number, string]>([
    [40, '"HELLOHELLOHELLOHELLOH"… 1,048,576 bytes'],
    [20, '"H"… 1,048,576 bytes'],
    [19, '1,048,576 bytes'],
    [10, '1,048,576…'],
  ])('cuts to %i columns and says how many bytes there are', (columns, quotation) => {
    expect(quoteBytes(Buffer.alloc(1024 * 1024, 'HELLO'), columns)).toBe(quotation)
  })

  it('says so when the bytes are only the beginning', () => {
    expect(quoteBytes(Buffer.from('abc'), 40, 512)).toBe('"abc"… 512 bytes')
  })

  it('gives two byte strings two quotations', () => {
    fc.assert(
      fc.property(anyBytes, anyBytes, (one, other) => {
        expect(quoteBytes(one) === quoteBytes(other)).toBe(Buffer.compare(one, other) === 0)
      }),
    )
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        expect(unquote(quoteBytes(bytes))).toEqual(Buffer.from(bytes))
      }),
    )
  })

  it('lets nothing through that a terminal obeys, hides or reorders, and keeps to its columns', () => {
    fc.assert(
      fc.property(anyBytes, fc.integer({ min: 1, max: 60 }), (bytes, columns) => {
        for (const quotation of [quoteBytes(bytes), quoteBytes(bytes, columns)])
          expect(quotation).not.toMatch(/[\p{C}\p{Zl}\p{Zp}\p{M}]/u)
        expect(measureWidth(quoteBytes(bytes, columns))).toBeLessThanOrEqual(columns)
      }),
    )
  })

  it('is as wide as its cells together', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        expect(measureWidth(quoteBytes(bytes))).toBe(sumCellWidths([...splitIntoCells(bytes)]) + 2)
      }),
    )
  })
})

/** Reads a quotation back, by its rules alone. */
function unquote(quotation: string): Buffer {
  const named: Record<string, string> = { r: '\r', n: '\n', t: '\t', '"': '"', '\\': '\\' }
  const parts = [...quotation.slice(1, -1).matchAll(/\\x(..)|\\(.)|[^\\]/gsu)]
  return Buffer.concat(
    parts.map(([text, hex, name]) =>
      hex ? Buffer.from(hex, 'hex') : Buffer.from(name ? (named[name] ?? '?') : text),
    ),
  )
}
