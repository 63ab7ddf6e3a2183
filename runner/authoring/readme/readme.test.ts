import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Complaint } from '../proof.ts'
import { complainAboutCheckNames } from './checks.ts'
import { parseDocument } from './document.ts'
import { complainAboutLinks } from './links.ts'
import { complainAboutSections } from './sections.ts'
import { complainAboutWidths } from './widths.ts'

const sections = new Map([
  ['What happens', '```mermaid\nclient -> server\n```'],
  ['Why', 'word '.repeat(300)],
  ['The calls you need', '| Classic | Node |\n| --- | --- |\n| `accept` | event `connection` |'],
  ['Your task', '1. Write it.'],
  ['How it is checked', '- **answers**: yes\n- `ends "first"`: it ends first'],
  ['Try it yourself', '```console\n$ true\n```'],
  ['What to notice', 'This.'],
  ['Go further', 'That.'],
  ['Sources', '- [Node](https://nodejs.org/)\n- RFC 9293, section 3.5\n- listen(2)'],
])

const ability = 'After this lesson you can do\nwhat it teaches.'

const write = (content: ReadonlyMap<string, string>, opening = `# Lesson\n\n${ability}`) =>
  [opening, ...[...content].map(([heading, body]) => `## ${heading}\n\n${body}`)].join('\n\n')

const problems = (complaints: readonly Complaint[]) => complaints.map(({ problem }) => problem)

describe('complainAboutSections', () => {
  const examine = (source: string) => complainAboutSections(parseDocument(source), 'README.md')

  test('a whole text gives no complaints', () => expect(examine(write(sections))).toEqual([]))

  test.each([
    ['What happens', 'No picture.', '"What happens" has no picture.'],
    ['What happens', '```ts\nlet a\n```', '"What happens" has no picture.'],
    ['Why', 'word '.repeat(249), '"Why" has 249 words.'],
    ['Why', 'word '.repeat(451), '"Why" has 451 words.'],
    ['Why', `${'word '.repeat(249)}\n\n\`\`\`text\none more\n\`\`\``, '"Why" has 249 words.'],
    ['The calls you need', 'accept', '"The calls you need" has no table'],
    ['The calls you need', '| C | Python |\n| --- | --- |\n| a | b |', '"The calls you need" has no table'],
    ['Your task', '- Write it.', '"Your task" has no numbered steps.'],
    ['How it is checked', 'Well.', '"How it is checked" has no list.'],
    ['Try it yourself', '```sh\ntrue\n```', '"Try it yourself" has no `console` fence.'],
    ['What to notice', '', '"What to notice" is empty.'],
    ['Go further', '<!-- later -->', '"Go further" is empty.'],
    ['Sources', 'Books.', '"Sources" has no list.'],
    ['Sources', '- common knowledge', 'The source "common knowledge" can not be looked up.'],
  ])('%s: %j', (title, body, problem) => {
    const found = problems(examine(write(new Map([...sections, [title, body]]))))
    expect(found).toEqual([expect.stringContaining(problem)])
  })

  test.each([
    ['Lesson', ['The text has no title.']],
    [`# One\n\n# Two\n\n${ability}`, ['The text has 2 titles of level 1.']],
    [`### Before\n\n# Lesson\n\n${ability}`, ['The title is not the first heading.']],
    ['# Lesson', ['The text does not begin with what somebody can do who has passed.']],
    [
      `# Lesson\n\nA lesson.\n\n${ability}`,
      ['The text does not begin with what somebody can do who has passed.'],
    ],
    [
      '# Lesson\n\nAfter this lesson you can this. And that.',
      ['The text does not begin with what somebody can do who has passed.'],
    ],
  ])('opening %j', (title, found) => expect(problems(examine(write(sections, title)))).toEqual(found))

  test('a missing section is named with its place', () => {
    const content = new Map(sections)
    content.delete('Go further')
    expect(examine(write(content))).toEqual([
      {
        place: 'README.md:1',
        problem: 'The section "Go further" is missing.',
        remedy: 'Write `## Go further` after "What to notice".',
      },
    ])
  })

  test('sections out of order, unknown and twice', () => {
    const entries = [...sections]
    const swapped = new Map([...entries.slice(0, 7), ...entries.slice(8), ...entries.slice(7, 8)])
    expect(problems(examine(write(swapped)))).toEqual(['The section "Go further" stands out of order.'])
    expect(problems(examine(`${write(sections)}\n\n## Thanks\n`))).toEqual([
      '"Thanks" is no section of a lesson.',
    ])
    expect(problems(examine(`${write(sections)}\n\n## Why\n\n${'word '.repeat(300)}`))).toContain(
      'The section "Why" stands here a second time.',
    )
  })
})

describe('complainAboutCheckNames', () => {
  const document = parseDocument(write(sections))

  test('all are named', () => {
    expect(complainAboutCheckNames(document, ['answers', 'ends "first"'], 'README.md')).toEqual([])
  })

  test('one is missing, one is unknown', () => {
    const [missing, unknown] = problems(
      complainAboutCheckNames(document, ['answers', 'exits 0'], 'README.md'),
    )
    expect(missing).toBe('"How it is checked" does not name the check "exits 0".')
    expect(unknown).toContain('names no check: "ends "first": it ends first"')
  })
})

describe('complainAboutLinks', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'socket-workbook-test-'))
    await writeFile(join(folder, 'other.md'), '# Other\n\n## The `listen` call, twice\n')
    await writeFile(join(folder, 'picture.svg'), '<svg/>')
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  test.each([
    ['[a](other.md)', undefined],
    ['[a](other.md#the-listen-call-twice)', undefined],
    ['![a](picture.svg)', undefined],
    ['[a](#lesson)', undefined],
    ['[a](https://nodejs.org/api/net.html#x)', undefined],
    ['[a][b]\n\n[b]: other.md', undefined],
    ['[a](missing.md)', 'The link "missing.md" leads to a file that does not exist.'],
    ['![a](missing.png)', 'The link "missing.png" leads to a file that does not exist.'],
    ['[a](other.md#nowhere)', 'The link "other.md#nowhere" names a heading that does not exist.'],
    ['[a](#nowhere)', 'The link "#nowhere" names a heading that does not exist.'],
    ['[a](https://nodejs)', 'The link "https://nodejs" is no address of a web page.'],
    ['[a](ftp://nodejs.org)', 'The link "ftp://nodejs.org" is no address of a web page.'],
  ])('%s', async (link, problem) => {
    const document = parseDocument(`# Lesson\n\n${link}\n`)
    const complaints = await complainAboutLinks(document, join(folder, 'README.md'), 'README.md')
    expect(complaints).toEqual(problem ? [{ place: 'README.md:3', problem, remedy: expect.any(String) }] : [])
  })
})

test('lines of more than 80 columns are named by their place', () => {
  const source = `# A\n\n\`\`\`text\nshort\n${'─'.repeat(81)}\n\`\`\`\n\n\`\`\`ts\n${'x'.repeat(99)}\n\`\`\`\n`
  expect(complainAboutWidths(parseDocument(source), 'README.md')).toMatchObject([{ place: 'README.md:5' }])
})

test('equal headings get anchors of their own', () => {
  const { headings } = parseDocument('# Try\n\n## Try\n\n## C++ & Node\n')
  expect(headings.map(({ anchor }) => anchor)).toEqual(['try', 'try-1', 'c--node'])
})
