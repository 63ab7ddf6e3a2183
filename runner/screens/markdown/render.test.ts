import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { renderMarkdown } from './render.ts'
import { english } from '../../language/language.ts'

function renderUncoloured(source: string, width = 40): string {
  return renderMarkdown(source, { width, colour: false, plain: false, language: english })
}

function joinLines(...lines: string[]): string {
  return lines.map((line) => `${line}\n`).join('')
}

describe('text', () => {
  it.each<[what: string, source: string, text: string]>([
    ['nothing', '', ''],
    ['an image without words', '![](queue.png)', ''],
    ['a title', '# TCP echo', joinLines('TCP echo', '════════')],
    ['a section', '## Your task', joinLines('Your task', '─────────')],
    ['smaller headings', '### One\n#### Two', joinLines('▪ One', '', '▫ Two')],
    ['paragraphs', 'one\ntwo\n\n\n\nthree', joinLines('one two', '', 'three')],
    ['a hard break', 'one  \ntwo\\\nthree', joinLines('one', 'two', 'three')],
    ['marks where colour is off', '**a** *b* ~~c~~ `d  e`', joinLines('*a* _b_ ~c~ `d  e`')],
    ['entities and escapes', '&lt;b&gt; \\*x\\* <i>', joinLines('<b> *x* <i>')],
    ['a link', '[Node](https://nodejs.org)', joinLines('Node (https://nodejs.org)')],
    ['a link that is its own text', '<https://nodejs.org/ü>', joinLines('https://nodejs.org/ü')],
    ['a mail address', '<net@example.org>', joinLines('net@example.org')],
    ['a link within the text', '[below](#try-it)', joinLines('below')],
    ['a link without text', '[](https://nodejs.org)', joinLines('https://nodejs.org')],
    ['an image', '![the *queue*](queue.png)', joinLines('the _queue_')],
    ['a rule', 'a\n\n***\n\nb', joinLines('a', '', '─'.repeat(40), '', 'b')],
    ['a quotation', '> one\n>\n> two', joinLines('│ one', '│', '│ two')],
    ['a quotation in a quotation', '> one\n> > two', joinLines('│ one', '│', '│ │ two')],
    ['control characters', 'a\u001b[31mb\u0007c', joinLines('a[31mbc')],
  ])('renders %s', (_, source, text) => {
    expect(renderUncoloured(source)).toBe(text)
  })

  it('keeps a short command in a sentence on one line, to be copied whole', () => {
    expect(renderUncoloured('Then, in another terminal, `nc 127.0.0.1 9909`, twice.')).toBe(
      joinLines('Then, in another terminal,', '`nc 127.0.0.1 9909`, twice.'),
    )
  })

  it('is never wider than 100 columns', () => {
    const lines = renderUncoloured('word '.repeat(100), 300).split('\n')
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100)
  })
})

describe('lists', () => {
  it.each<[what: string, source: string, text: string]>([
    ['bullets', '- one\n- two', joinLines('• one', '• two')],
    [
      'a hanging indent',
      `- ${'word '.repeat(10)}`,
      joinLines(`• ${'word '.repeat(6)}word`, '  word word word'),
    ],
    ['numbers aligned', '9. nine\n10. ten', joinLines(' 9. nine', '10. ten')],
    ['lists in lists', '1. a\n   - b\n     - c\n2. d', joinLines('1. a', '   • b', '     • c', '2. d')],
    ['loose items', '- one\n\n- two', joinLines('• one', '', '• two')],
    ['an empty item', '- one\n-\n- two', joinLines('• one', '•', '• two')],
    [
      'code in an item',
      '1. run\n   ```\n   x\n   ```\n2. look',
      joinLines('1. run', '', '       x', '', '2. look'),
    ],
  ])('renders %s', (_, source, text) => {
    expect(renderUncoloured(source)).toBe(text)
  })

  it('stops indenting when too little width is left', () => {
    const source = Array.from({ length: 10 }, (_, depth) => `${'  '.repeat(depth)}- level${depth}`).join('\n')
    for (const line of renderUncoloured(source, 20).split('\n')) expect(line.length).toBeLessThanOrEqual(20)
  })
})

describe('tables', () => {
  const source = '| call | does |\n|---|--:|\n| `end` | sends a FIN |\n| 流 | ends |'

  it('draws lines and aligns by display width', () => {
    expect(renderUncoloured(source)).toBe(
      joinLines(
        '┌───────┬─────────────┐',
        '│ call  │        does │',
        '├───────┼─────────────┤',
        '│ `end` │ sends a FIN │',
        '│ 流    │        ends │',
        '└───────┴─────────────┘',
      ),
    )
  })

  it('wraps cells, and then tells rows apart by lines', () => {
    expect(renderUncoloured(source, 20)).toBe(
      joinLines(
        '┌───────┬──────────┐',
        '│ call  │     does │',
        '├───────┼──────────┤',
        '│ `end` │  sends a │',
        '│       │      FIN │',
        '├───────┼──────────┤',
        '│ 流    │     ends │',
        '└───────┴──────────┘',
      ),
    )
  })

  it('becomes blocks where the words do not fit side by side', () => {
    expect(
      renderUncoloured(
        '| classic call | in Node |\n|---|---|\n| setsockopt | setNoDelay |\n| recv | data |',
        22,
      ),
    ).toBe(
      joinLines(
        'classic call:',
        '  setsockopt',
        'in Node: setNoDelay',
        '',
        'classic call: recv',
        'in Node: data',
      ),
    )
  })

  it('shows the headers of a narrow table without rows', () => {
    expect(renderUncoloured('| connected | listening |\n|---|---|', 20)).toBe(
      joinLines('connected ·', 'listening'),
    )
  })
})

describe('code', () => {
  it('leaves long lines whole, so that they can be copied', () => {
    const line = `const text = '${'x'.repeat(60)}'`
    expect(renderUncoloured(`\`\`\`ts\n${line}\n\n\nend()\n\`\`\``)).toBe(
      joinLines(`    ${line}`, '', '', '    end()'),
    )
  })

  it('gives up indentation for a drawing that needs the whole width', () => {
    expect(renderUncoloured(`\`\`\`text\n${'─'.repeat(38)}\n\`\`\``)).toBe(joinLines(`  ${'─'.repeat(38)}`))
  })

  it('makes captions of the terminals in a console session', () => {
    const session = '# terminal 1\n$ node a.ts\nlistening\n# terminal 2\n$ nc'
    expect(renderUncoloured(`\`\`\`console\n${session}\n\`\`\``)).toBe(
      joinLines(
        '    ── terminal 1 ──',
        '    $ node a.ts',
        '    listening',
        '',
        '    ── terminal 2 ──',
        '    $ nc',
      ),
    )
  })

  it('makes what is typed stand out, also where a command goes on in the next line', () => {
    const session = '```console\n$ printf one | \\\n    nc\nONE\n```'
    expect(renderMarkdown(session, { width: 40, colour: true, plain: false, language: english })).toBe(
      joinLines(
        '    \u001b[2m$ \u001b[22m\u001b[1mprintf one | \\\u001b[22m',
        '    \u001b[1m    nc\u001b[22m',
        '    ONE',
      ),
    )
  })

  it('sets an address behind its words where the terminal has links, and a file beside them', () => {
    const screen = { width: 40, colour: true, plain: false, links: true, language: english }
    const link = (text: string, address: string) =>
      `\u001b]8;;${address}\u001b\\\u001b[4m${text}\u001b[24m\u001b]8;;\u001b\\`
    const source = '[Node](https://nodejs.org/) · <https://nodejs.org/> · [two](../02/README.md)'
    expect(renderMarkdown(source, { ...screen, width: 80 })).toBe(
      joinLines(
        `${link('Node', 'https://nodejs.org/')} · ${link('https://nodejs.org/', 'https://nodejs.org/')} · \u001b[4mtwo\u001b[24m \u001b[2m(../02/README.md)\u001b[22m`,
      ),
    )
    expect(renderMarkdown(source, { ...screen, colour: false })).toBe(renderUncoloured(source))
  })

  it.each(['ts', 'js', 'json', 'sh'])('paints %s only when colour is on', (language) => {
    const source = `\`\`\`${language}\n{ "text": "a\${b}" } // true\n\`\`\``
    const painted = renderMarkdown(source, { width: 40, colour: true, plain: false, language: english })
    expect(painted).toContain('\u001b[')
    expect(stripVTControlCharacters(painted)).toBe(renderUncoloured(source))
  })

  it('carries the colour of a comment over its lines', () => {
    expect(
      renderMarkdown('```ts\n/* one\n   two */\n```', {
        width: 40,
        colour: true,
        plain: false,
        language: english,
      }),
    ).toBe(joinLines('    \u001b[90m/* one\u001b[39m', '    \u001b[90m   two */\u001b[39m'))
  })
})

describe('where nothing is drawn', () => {
  it.each<[what: string, source: string, text: string]>([
    ['a title', '# TCP echo', joinLines('TCP echo')],
    ['a section', '## Your task', joinLines('Section: Your task')],
    ['smaller headings', '### One\n#### Two', joinLines('Subsection: One', '', 'Subsection: Two')],
    ['a rule', 'a\n\n***\n\nb', joinLines('a', '', 'b')],
    ['a quotation', '> one\n>\n> two', joinLines('Quotation: one', '', '  two')],
    ['a list', '- one\n- two', joinLines('- one', '- two')],
    ['a caption', '```console\n# terminal 1\n$ nc\n```', joinLines('    terminal 1:', '    $ nc')],
    [
      'a table',
      '| call | does |\n| - | - |\n| `end` | sends FIN |\n| `destroy` | ends both |',
      joinLines('call: `end`', 'does: sends FIN', '', 'call: `destroy`', 'does: ends both'),
    ],
  ])('%s is told in words', (_, source, text) => {
    expect(renderMarkdown(source, { width: 40, colour: false, plain: true, language: english })).toBe(text)
  })
})
