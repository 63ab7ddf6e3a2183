import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import MarkdownIt from 'markdown-it/browser'
import { describe, expect, it } from 'vitest'
import { measureWidth } from '../../text/width.ts'
import { renderMarkdown } from './render.ts'
import { type MarkdownNode, parseMarkdown } from './tree.ts'
import { english } from '../../language/language.ts'

/** Markdown, and what a reader must find of it. */
type Sample = { readonly source: string; readonly visible: string }

const codeMark = 'codeline'

const anyWord = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(...'abcdefgXYZ0123456789') }),
  fc.constantFrom(
    '数据流没有边界',
    '端口',
    '한국어',
    'cafe\u0301',
    'écho',
    '👍🏽',
    '👨‍👩‍👧‍👦',
    'a.b',
    'x'.repeat(45),
  ),
)
const anyText = fc.array(anyWord, { minLength: 1, maxLength: 12 }).map((words) => words.join(' '))
const anyWidth = fc.integer({ min: 20, max: 120 })

const inlineForms: readonly ((text: string) => Sample)[] = [
  (text) => ({ source: text, visible: text }),
  (text) => ({ source: `**${text}**`, visible: text }),
  (text) => ({ source: `*${text}*`, visible: text }),
  (text) => ({ source: `~~${text}~~`, visible: text }),
  (text) => ({ source: `\`${text}\``, visible: text }),
  (text) => ({ source: `**bold *and ${text}* \`code\`**`, visible: `bold and ${text} code` }),
  (text) => ({ source: `[${text}](https://nodejs.org/net)`, visible: `${text} https://nodejs.org/net` }),
  (text) => ({ source: `[**${text}**](#below)`, visible: text }),
  () => ({ source: '<https://nodejs.org/net>', visible: 'https://nodejs.org/net' }),
  (text) => ({ source: `![${text}](picture.png)`, visible: text }),
  (text) => ({ source: `${text}  \nafter`, visible: `${text} after` }),
]

const anyInline = fc.tuple(fc.constantFrom(...inlineForms), anyText).map(([form, text]) => form(text))
const anyParagraph = fc
  .array(anyInline, { minLength: 1, maxLength: 4 })
  .map((parts) => joinSamples(parts, ' '))

const anyHeading = fc
  .tuple(fc.integer({ min: 1, max: 6 }), anyText)
  .map(([level, text]) => ({ source: `${'#'.repeat(level)} ${text}`, visible: text }))

const anyFence = fc
  .tuple(
    fc.constantFrom('', 'ts', 'js', 'json', 'sh', 'console', 'text'),
    fc.array(anyText, { maxLength: 4 }),
  )
  .map(([language, texts]) => {
    const code = texts.map((text) => `${codeMark} ${text}`).join('\n')
    return { source: `\`\`\`${language}\n${code}\n\`\`\``, visible: code }
  })

const { blocks: anyBlocks } = fc.letrec<{ blocks: Sample; block: Sample; list: Sample; quote: Sample }>(
  (tie) => ({
    blocks: fc
      .array(tie('block'), { minLength: 1, maxLength: 4 })
      .map((samples) => joinSamples(samples, '\n\n')),
    block: fc.oneof({ maxDepth: 5 }, anyParagraph, anyHeading, anyFence, tie('list'), tie('quote')),
    list: fc
      .tuple(fc.boolean(), fc.array(tie('blocks'), { minLength: 1, maxLength: 3 }))
      .map(([isOrdered, items]) => createList(isOrdered, items)),
    quote: tie('blocks').map(({ source, visible }) => ({ source: prefixAll(source, '> ', '> '), visible })),
  }),
)

function createList(isOrdered: boolean, items: readonly Sample[]): Sample {
  const parts = items.map(({ source, visible }, index) => {
    const marker = isOrdered ? `${index + 1}. ` : '- '
    return { source: prefixAll(source, marker, ' '.repeat(marker.length)), visible: `${marker} ${visible}` }
  })
  // A rule ends it, because a list that follows would be taken for more of the same.
  return joinSamples([...parts, { source: '\n***', visible: '' }], '\n')
}

function joinSamples(samples: readonly Sample[], separator: string): Sample {
  const source = samples.map((sample) => sample.source).join(separator)
  return { source, visible: samples.map((sample) => sample.visible).join(' ') }
}

function prefixAll(text: string, first: string, rest: string): string {
  return text
    .split('\n')
    .map((line, index) => (index === 0 ? first : rest) + line)
    .join('\n')
}

/** Letters with their accents, digits and emoji: what drawing and breaking lines must not touch. */
function keepLetters(text: string): string {
  return (stripVTControlCharacters(text).match(/[\p{L}\p{N}\p{M}\p{Emoji_Presentation}]/gu) ?? []).join('')
}

function expectTidy(text: string): void {
  expect(text).toMatch(/[^\n]\n$/)
  expect(stripVTControlCharacters(text)).not.toMatch(/[ \t]\n/)
}

describe('any document', () => {
  it('keeps every letter and digit in order, within the width, with colour and without', () => {
    fc.assert(
      fc.property(anyBlocks, anyWidth, fc.boolean(), ({ source, visible }, width, colour) => {
        const text = renderMarkdown(source, { width, colour, plain: false, language: english })
        expect(keepLetters(text)).toBe(keepLetters(visible))
        if (text !== '') expectTidy(text)
        expect(text).not.toMatch(/\n\n\n/)
        if (!colour) expect(text).not.toContain('\u001b')
        for (const line of text.split('\n')) {
          if (!stripVTControlCharacters(line).includes(codeMark))
            expect(measureWidth(line)).toBeLessThanOrEqual(width)
        }
      }),
      { numRuns: 200 },
    )
  })
})

describe('any table', () => {
  const anyCell = fc.oneof(
    fc.constant(''),
    anyText,
    anyText.map((text) => `\`${text}\``),
  )
  const anyTable = fc
    .integer({ min: 1, max: 5 })
    .chain((size) =>
      fc.array(fc.array(anyCell, { minLength: size, maxLength: size }), { minLength: 1, maxLength: 4 }),
    )

  it('keeps the text of every cell, side by side or below one another', () => {
    fc.assert(
      fc.property(anyTable, anyWidth, fc.boolean(), ([headers = [], ...rows], width, colour) => {
        fc.pre(headers.some((header) => header !== ''))
        const lines = [headers, headers.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
        const text = renderMarkdown(lines.join('\n'), { width, colour, plain: false, language: english })
        const records =
          rows.length === 0
            ? [headers]
            : rows.map((row) => row.flatMap((cell, index) => [headers[index], cell]))
        const columns = headers.map((_, index) => [headers, ...rows].map((row) => row[index]))
        const isBox = text.includes('┌')
        expect(isBox ? readColumns(text) : keepLetters(text)).toEqual(
          isBox ? columns.map((cells) => keepLetters(cells.join(''))) : keepLetters(records.flat().join('')),
        )
        for (const line of text.split('\n')) expect(measureWidth(line)).toBeLessThanOrEqual(width)
        expectTidy(text)
      }),
      { numRuns: 200 },
    )
  })

  function readColumns(text: string): string[] {
    const rows = stripVTControlCharacters(text)
      .split('\n')
      .filter((line) => line.startsWith('│'))
      .map((line) => line.split('│').slice(1, -1))
    return (rows[0] ?? []).map((_, index) => keepLetters(rows.map((row) => row[index]).join('')))
  }
})

describe('any characters', () => {
  const pieces = [
    'word',
    'Ab',
    '数',
    ' ',
    '  ',
    '\t',
    '\n',
    '\n\n',
    '    ',
    '*',
    '**',
    '_',
    '~~',
    '`',
    '```',
    '#',
    '> ',
    '- ',
    '+ ',
  ]
  const anyCharacters = fc
    .array(
      fc.constantFrom(...pieces, '7. ', '---', '===', '\\', '<', '&lt;', '!', '\r\n', '\u001b', '\u0007'),
      { maxLength: 60 },
    )
    .map((parts) => parts.join(''))

  it('shows the same letters as the web page does', () => {
    const html = new MarkdownIt({ html: false })
    fc.assert(
      fc.property(anyCharacters, anyWidth, fc.boolean(), (source, width, colour) => {
        const text = renderMarkdown(source, { width, colour, plain: false, language: english })
        const shown = html
          .render(source)
          .replaceAll(/<[^>]*>/g, '')
          .replaceAll(/&\w+;/g, '')
          .replaceAll('\u001b', '')
        expect(keepMereLetters(text)).toBe(keepMereLetters(shown))
        if (text !== '') expectTidy(text)
        expect(colour ? stripVTControlCharacters(text) : text).not.toContain('\u001b')
        if (holdsCode(parseMarkdown(source))) return
        for (const line of text.split('\n')) expect(measureWidth(line)).toBeLessThanOrEqual(width)
      }),
      { numRuns: 500 },
    )
  })

  /** Without digits, because the web page leaves the numbers of a list to the browser. */
  function keepMereLetters(text: string): string {
    return keepLetters(text).replaceAll(/\d/g, '')
  }

  function holdsCode(nodes: readonly MarkdownNode[]): boolean {
    return nodes.some((node) => ['fence', 'code_block'].includes(node.type) || holdsCode(node.children))
  }
})
