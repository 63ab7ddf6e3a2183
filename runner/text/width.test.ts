import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import { createColors } from 'picocolors'
import { describe, expect, it } from 'vitest'
import { cutText, measureWidth, padText, unbreakableBlank, wrapText } from './width.ts'

const colours = createColors(true)
const family = '👨‍👩‍👧‍👦'

const anyLine = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ' ',
        '  ',
        '數',
        '据',
        '。',
        '（',
        'é',
        'e\u0301',
        '🇩🇪',
        family,
        '👍🏽',
        '\u1112\u1161\u11ab',
        '…',
      ),
      fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(...'abcXYZ019.,-') }),
      fc.constantFrom(
        colours.bold('bold text'),
        colours.red(`red ${colours.dim('dim')} red`),
        colours.bgBlue('数据'),
        `\u001b]8;;https://nodejs.org\u0007a ${colours.red('link')}\u001b]8;;\u0007`,
      ),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''))

const anyWidth = fc.integer({ min: 2, max: 60 })

describe('measureWidth', () => {
  it.each([
    ['', 0],
    ['hello', 5],
    ['café', 4],
    ['cafe\u0301', 4],
    ['数据', 4],
    ['ｆｕｌｌ', 8],
    ['\u1112\u1161\u11ab', 2],
    [family, 2],
    ['👍🏽', 2],
    ['🇩🇪', 2],
    ['│ ── ▶ ✓ ✗ ❯ ·', 14],
    [colours.bold(colours.red('red')), 3],
    ['\u001b]8;;https://nodejs.org\u0007Node\u001b]8;;\u0007', 4],
  ])('measures %j as %i columns', (text, width) => {
    expect(measureWidth(text)).toBe(width)
  })
})

describe('wrapText', () => {
  it.each<[string, number, string[]]>([
    ['', 5, ['']],
    ['one two', 7, ['one two']],
    ['one two', 6, ['one', 'two']],
    ['one   two  ', 4, ['one', 'two']],
    ['one   two', 20, ['one   two']],
    ['  indented text', 10, ['  indented', 'text']],
    ['first\n\nsecond line', 6, ['first', '', 'second', 'line']],
    ['see abcdefghij now', 4, ['see', 'abcd', 'efgh', 'ij', 'now']],
    ['数据流没有边界', 5, ['数据', '流没', '有边', '界']],
    ['边界。结尾', 4, ['边', '界。', '结尾']],
    ['hello世界', 7, ['hello世', '界']],
    ['数据', 1, ['数', '据']],
    [family + family, 3, [family, family]],
    ['cafe\u0301 ole\u0301', 4, ['cafe\u0301', 'ole\u0301']],
    ['port\u00a09909 open', 9, ['port\u00a09909', 'open']],
  ])('wraps %j at %i columns', (text, width, lines) => {
    expect(wrapText(text, width)).toEqual(lines)
  })

  it('closes every style at the end of a line and opens it again on the next', () => {
    const text = colours.bold(`one ${colours.cyan('two three')} four`)
    expect(wrapText(text, 8)).toEqual([
      '\u001b[1mone \u001b[36mtwo\u001b[39m\u001b[22m',
      '\u001b[1m\u001b[36mthree\u001b[39m\u001b[22m',
      '\u001b[1mfour\u001b[22m',
    ])
  })

  it('breaks at an unbreakable blank only where nothing else helps', () => {
    const text = `run ${['nc', 'HOST', '数'].join(unbreakableBlank)} now`
    expect(wrapText(text, 10)).toEqual(['run', 'nc HOST 数', 'now'])
    expect(wrapText(text, 7)).toEqual(['run', 'nc HOST', '数 now'])
  })

  it('goes on with a style after a line feed', () => {
    expect(wrapText(colours.red('one\r\ntwo'), 9)).toEqual([colours.red('one'), colours.red('two')])
  })

  it('keeps bold when dim ends, though both end with the same code', () => {
    const text = colours.bold(`a ${colours.dim('b')} c`)
    expect(wrapText(text, 9)).toEqual(['\u001b[1ma \u001b[2mb\u001b[22m\u001b[1m c\u001b[22m'])
  })

  it('keeps colours of the 256 and the true-colour kind whole', () => {
    const text = '\u001b[1;38;5;208mone two\u001b[0m \u001b[48;2;1;2;3mthree\u001b[49m'
    expect(wrapText(text, 5)).toEqual([
      '\u001b[1m\u001b[38;5;208mone\u001b[39m\u001b[22m',
      '\u001b[1m\u001b[38;5;208mtwo\u001b[39m\u001b[22m',
      '\u001b[48;2;1;2;3mthree\u001b[49m',
    ])
  })

  it('closes a link at the end of a line and opens it again on the next, and nothing of it takes room', () => {
    const link = (words: string) => `\u001b]8;;https://nodejs.org/api\u001b\\${words}\u001b]8;;\u001b\\`
    const text = `see ${link(colours.underline('net and dgram'))} first`
    expect(measureWidth(text)).toBe('see net and dgram first'.length)
    expect(wrapText(text, 11)).toEqual([
      `see ${link(colours.underline('net and'))}`,
      `${link(colours.underline('dgram'))} first`,
    ])
    expect(cutText(link('net and dgram'), 5)).toBe(link('net …'))
  })

  it('loses nothing but blanks, and no line is wider than asked', () => {
    fc.assert(
      fc.property(anyLine, anyWidth, (text, width) => {
        const lines = wrapText(text, width)
        const visible = (part: string) => stripVTControlCharacters(part).replaceAll(' ', '')
        expect(visible(lines.join(''))).toBe(visible(text))
        for (const line of lines) expect(measureWidth(line)).toBeLessThanOrEqual(width)
      }),
    )
  })

  it('stays quick on a line of 200,000 characters', () => {
    expect(wrapText('x'.repeat(200_000), 80)).toHaveLength(2_500)
    expect(wrapText('x'.repeat(200_000), Infinity)).toHaveLength(1)
  })
})

describe('cutText', () => {
  it.each([
    ['hello', 5, 'hello'],
    ['hello', 4, 'hel…'],
    ['hello', 1, '…'],
    ['hello', 0, ''],
    ['数据流', 6, '数据流'],
    ['数据流', 5, '数据…'],
    ['数据流', 4, '数…'],
    [family + family, 3, `${family}…`],
    [colours.red('hello world'), 6, '\u001b[31mhello…\u001b[39m'],
    ['\u001b[31mopen', 9, '\u001b[31mopen\u001b[39m'],
  ])('cuts %j to %i columns', (text, width, cut) => {
    expect(cutText(text, width)).toBe(cut)
  })

  it('never exceeds the width', () => {
    fc.assert(
      fc.property(anyLine, fc.integer({ min: 0, max: 60 }), (text, width) => {
        expect(measureWidth(cutText(text, width))).toBeLessThanOrEqual(width)
      }),
    )
  })
})

describe('padText', () => {
  it('aligns by display width', () => {
    expect(padText('数', 5)).toBe('数   ')
    expect(padText('数', 5, 'right')).toBe('   数')
    expect(padText('数', 5, 'centre')).toBe(' 数  ')
    expect(padText(colours.red('ab'), 4)).toBe(`${colours.red('ab')}  `)
    expect(padText('longer', 3)).toBe('longer')
  })
})
