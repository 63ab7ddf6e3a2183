import { inEnglish } from '../../language/say.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeDifference as compare } from '../../checker/bytes/bytes.ts'
import { measureWidth } from '../../text/width.ts'
import { splitIntoCells } from './byte-cells.ts'
import { renderByteDifference } from './byte-difference.ts'
import { nameDifference } from './byte-sentence.ts'
import { english } from '../../language/language.ts'

const screen = { width: 80, colour: false, plain: false, language: english }

function render(expected: string | Uint8Array, actual: string | Uint8Array, width = 80): string {
  return renderByteDifference(compare(Buffer.from(expected), Buffer.from(actual)), { ...screen, width })
}

describe('nameDifference', () => {
  it.each<[string, string | number[], string]>([
    ['HELLO WORD', 'HELLO WORD\n', 'one byte too many, at index 10: a line feed'],
    ['a', 'a\r\n', '2 bytes too many, from index 1 on: "\\r\\n"'],
    ['a', `a\0${'b'.repeat(200)}`, '201 bytes too many, from index 1 on: first a NUL'],
    ['HELLO', '', 'no byte came; due first: "H"'],
    ['HELLO', 'H', 'nothing more came after the first byte; due next: "E"'],
    ['HELLO WORD', 'HELLO', 'nothing more came after byte 5; due next: a blank'],
    ['HELLO', 'HEllO', 'at index 2: "l" where "L" was due'],
    ['a"', 'a\\', 'at index 1: "\\\\" where "\\"" was due'],
    ['café', 'cafè', 'at index 4, inside a character: "è" where "é" was due'],
    ['é', [0xc3, 0x28], 'at index 1: "(" where the byte \\xa9 was due'],
    ['\x7f', [0x80], 'at index 0: the byte \\x80 where a delete was due'],
    ['é', '\ufffd\ufffd', 'at index 0: a replacement character "\ufffd" where "é" was due'],
  ])('of %j and %j', (expected, actual, sentence) => {
    expect(inEnglish(nameDifference(compare(Buffer.from(expected), Buffer.from(actual))))).toBe(sentence)
  })
})

describe('renderByteDifference', () => {
  it('marks a byte too many', () => {
    expect(render('HELLO WORD', 'HELLO WORD\n')).toBe(
      String.raw`
Expected the 10 bytes  "HELLO WORD"
Received     11 bytes  "HELLO WORD\n"
                                  ^ one byte too many, at index 10: a line feed`.slice(1),
    )
  })

  it('stands right after wide characters and escapes', () => {
    expect(render('\r\n日本 ok', '\r\n日本 no')).toBe(
      String.raw`
Expected the 11 bytes  "\r\n日本 ok"
Received     11 bytes  "\r\n日本 no"
                                 ^ at index 9: "n" where "o" was due`.slice(1),
    )
  })

  it('cuts long values around the difference', () => {
    const long = 'x'.repeat(3000)
    expect(render(`${long}abc\r\n`, `${long}abd\r\n${'z'.repeat(90)}`)).toBe(
      String.raw`
Expected the 3,005 bytes  …"xxxxxxxxxxxxxxxxabc\r\n"
Received     3,095 bytes  …"xxxxxxxxxxxxxxxxabd\r\nzzzzzzzzzzzzzzzzzzzzzzzzzzz"…
        at index 3,002: "d" where "c" was due ^`.slice(1),
    )
  })

  it('goes below its labels on a narrow screen', () => {
    expect(render('HELLO WORD', 'HELLO WORD\n', 40)).toBe(
      String.raw`
Expected the 10 bytes
  "HELLO WORD"
Received 11 bytes
  "HELLO WORD\n"
             ^
one byte too many, at index 10: a line
feed`.slice(1),
    )
  })

  const part = fc.oneof(
    fc.constantFrom('a', '\r\n', '日本', '👍', 'é', '\0', ' ', '"'),
    fc.string({ unit: 'binary', maxLength: 4 }),
  )
  const text = fc.array(part, { maxLength: 60 }).map((parts) => Buffer.from(parts.join('')))
  const tail = fc.uint8Array({ maxLength: 80 })

  it('says in words where the rows begin and where they part', () => {
    const say = (expected: string, actual: string) =>
      renderByteDifference(compare(Buffer.from(expected), Buffer.from(actual)), {
        ...screen,
        width: 60,
        plain: true,
      })
    expect(say('HELLO WORD', 'HELLO WORD\n')).toBe(
      String.raw`
Expected 10 bytes: "HELLO WORD"
Received 11 bytes: "HELLO WORD\n"
The difference: one byte too many, at index 10: a line feed`.slice(1),
    )
    const same = 'x'.repeat(90)
    expect(say(`${same}a${same}`, `${same}b${same}`)).toBe(
      String.raw`
Expected 181 bytes, from index 71 on:
  …"xxxxxxxxxxxxxxxxxxxaxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"…
Received 181 bytes, from index 71 on:
  …"xxxxxxxxxxxxxxxxxxxbxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"…
The difference: at index 90: "b" where "a" was due`.slice(1),
    )
  })

  it('keeps to the width, with the caret under the first wrong byte', () => {
    fc.assert(
      fc.property(text, tail, tail, fc.integer({ min: 40, max: 120 }), (shared, one, other, width) => {
        const [expected, actual] = [Buffer.concat([shared, one]), Buffer.concat([shared, other])]
        fc.pre(!expected.equals(actual))
        const lines = render(expected, actual, width).split('\n')
        for (const line of lines) expect(measureWidth(line)).toBeLessThanOrEqual(width)
        const caretLine = lines.findIndex((line) => /^ *\^|\^$/.test(line))
        const caret = /^ *\^/.test(lines[caretLine] ?? '')
          ? (lines[caretLine] ?? '').indexOf('^')
          : measureWidth(lines[caretLine] ?? '') - 1
        const row = lines[caretLine - 1] ?? ''
        const index = compare(expected, actual).firstDifference
        const cell = [...splitIntoCells(actual)].find(({ end }) => end > index)
        const found = cutBefore(row, caret)
        expect(found.slice(0, cell?.text.length ?? 1)).toBe(cell?.text ?? '"')
      }),
      { numRuns: 500 },
    )
  })
})

/** What of a row stands at a column and after it. */
function cutBefore(row: string, column: number): string {
  const characters = [...row]
  const count = characters.findIndex(
    (_, index) => measureWidth(characters.slice(0, index).join('')) === column,
  )
  return characters.slice(count).join('')
}
