/** Which sections a lesson's text has, in which order, and what each of them must hold. */
import type { Token } from 'markdown-it'
import { foldBlanks, type Complaint } from '../proof.ts'
import { renderPlainText, type Document, type Section } from './document.ts'

interface Convention {
  readonly title: string
  /** What is the matter with the section and what to do; undefined where nothing is. */
  readonly examine: (section: Section) => readonly Finding[]
}

type Finding = Pick<Complaint, 'problem' | 'remedy'>

const whyWords = { least: 250, most: 450 }

/** The sections of every lesson in their order. */
const conventions: readonly Convention[] = [
  { title: 'What happens', examine: (section) => needs(hasFence(section, 'mermaid'), missingPicture) },
  { title: 'Why', examine: examineLength },
  { title: 'The calls you need', examine: (section) => needs(hasCallsTable(section), missingTable) },
  { title: 'Your task', examine: (section) => needs(has(section, 'ordered_list_open'), missingSteps) },
  {
    title: 'How it is checked',
    examine: (section) => needs(has(section, 'bullet_list_open'), missingChecks),
  },
  { title: 'Try it yourself', examine: (section) => needs(hasFence(section, 'console'), missingSession) },
  { title: 'What to notice', examine: examineContent },
  { title: 'Go further', examine: examineContent },
  { title: 'Sources', examine: examineSources },
]

/**
 * Complains about a title or sections that are missing, unknown, out of order or without what they must hold.
 * @param path the README as an author would type it
 */
export function complainAboutSections(document: Document, path: string): Complaint[] {
  const place = (line: number) => `${path}:${line}`
  return [
    ...complainAboutTitle(document, place),
    ...complainAboutAbility(document, place),
    ...complainAboutOrder(document, place),
    ...document.sections.flatMap((section) => {
      const convention = conventions.find(({ title }) => title === section.title)
      return (convention?.examine(section) ?? []).map((finding) => ({
        place: place(section.line),
        ...finding,
      }))
    }),
  ]
}

function complainAboutTitle(document: Document, place: (line: number) => string): Complaint[] {
  const titles = document.headings.filter(({ level }) => level === 1)
  if (titles.length === 1 && document.headings[0]?.level === 1) return []
  const problem =
    titles.length === 0
      ? 'The text has no title.'
      : titles.length > 1
        ? `The text has ${titles.length} titles of level 1.`
        : 'The title is not the first heading.'
  const line = titles[1]?.line ?? titles[0]?.line ?? 1
  return [
    { place: place(line), problem, remedy: 'Begin with one line `# Title`; the sections below it are `##`.' },
  ]
}

/** The list of lessons and the screen of a pass say this sentence, so every text has to begin with it. */
function complainAboutAbility({ headings, opening }: Document, place: (line: number) => string): Complaint[] {
  const title = headings.find(({ level }) => level === 1)
  const first = opening.findIndex(({ type }) => type === 'paragraph_open')
  const sentence = textOf(opening.slice(first + 1, first + 2))
  if (!title || (first !== -1 && /^After this lesson you can [^.]+\.$/u.test(sentence))) return []
  return [
    {
      place: place(title.line),
      problem: 'The text does not begin with what somebody can do who has passed.',
      remedy:
        'Write one sentence below the title, in a paragraph of its own: `After this lesson you can serve one client after another.`',
    },
  ]
}

function complainAboutOrder(document: Document, place: (line: number) => string): Complaint[] {
  const wanted = conventions.map(({ title }) => title)
  const found = document.sections.map(({ title }) => title)
  const missing = wanted.filter((title) => !found.includes(title))
  const complaints: Complaint[] = missing.map((title) => ({
    place: place(1),
    problem: `The section "${title}" is missing.`,
    remedy: `Write \`## ${title}\` ${describePosition(wanted, title)}.`,
  }))
  for (const [index, section] of document.sections.entries()) {
    const remedy = `The sections are, in this order: ${wanted.join(' · ')}.`
    if (!wanted.includes(section.title)) {
      const problem = `"${section.title}" is no section of a lesson.`
      complaints.push({
        place: place(section.line),
        problem,
        remedy: `${remedy} Use \`###\` inside one of them.`,
      })
    } else if (found.indexOf(section.title) !== index) {
      const problem = `The section "${section.title}" stands here a second time.`
      complaints.push({ place: place(section.line), problem, remedy: 'Make one section of the two.' })
    }
  }
  const misplaced = findMisplaced(
    found.filter((title) => wanted.includes(title)),
    wanted,
  )
  if (misplaced !== undefined) {
    const line = document.sections.find(({ title }) => title === misplaced)?.line ?? 1
    const problem = `The section "${misplaced}" stands out of order.`
    complaints.push({ place: place(line), problem, remedy: `Put it ${describePosition(wanted, misplaced)}.` })
  }
  return complaints
}

function describePosition(wanted: readonly string[], title: string): string {
  const before = wanted[wanted.indexOf(title) - 1]
  return before === undefined ? 'first, below the title' : `after "${before}"`
}

function findMisplaced(found: readonly string[], wanted: readonly string[]): string | undefined {
  return found.find((title, index) => {
    const before = found[index - 1]
    return before !== undefined && wanted.indexOf(title) < wanted.indexOf(before)
  })
}

function examineLength(section: Section): Finding[] {
  const words = countWords(section.tokens)
  if (words >= whyWords.least && words <= whyWords.most) return []
  const remedy =
    words < whyWords.least
      ? `Explain more: ${whyWords.least} to ${whyWords.most} words. Tables and fences do not count.`
      : `Cut it to ${whyWords.most} words; one new idea a lesson. Details may go to "What to notice" or "Go further".`
  return [{ problem: `"Why" has ${words} words.`, remedy }]
}

function examineContent(section: Section): readonly Finding[] {
  const remedy = 'Write what a learner gains from it, or say plainly that there is nothing.'
  return needs(countWords(section.tokens) > 0, { problem: `"${section.title}" is empty.`, remedy })
}

function examineSources(section: Section): Finding[] {
  const remedy =
    'Give each fact a source: `- [title](https://…)`, `- RFC 9293, section 3.5` or `- listen(2)`.'
  const items = listItems(section.tokens, 'bullet_list_open')
  if (items.length === 0) return [{ problem: '"Sources" has no list.', remedy }]
  return items
    .filter((item) => !isSource(item))
    .map((item) => ({ problem: `The source "${cutSentence(textOf(item))}" can not be looked up.`, remedy }))
}

function isSource(item: readonly Token[]): boolean {
  const links = item.some((token) => token.children?.some(({ type }) => type === 'link_open'))
  return links || /\bRFC \d{1,5}\b|\b[\w.-]+\(\d[a-z]*\)/u.test(textOf(item))
}

function hasCallsTable(section: Section): boolean {
  const start = section.tokens.findIndex(({ type }) => type === 'thead_open')
  const end = section.tokens.findIndex(({ type }) => type === 'thead_close')
  if (start === -1) return false
  const columns = section.tokens
    .slice(start, end)
    .filter(({ type }) => type === 'inline')
    .map(renderPlainText)
  return columns.length >= 2 && columns.some((title) => title.includes('Node')) && has(section, 'tbody_open')
}

const missingPicture: Finding = {
  problem: '"What happens" has no picture.',
  remedy: 'Draw the conversation as a sequence diagram in a `mermaid` fence; CONTRIBUTING.md says of what.',
}
const missingTable: Finding = {
  problem: '"The calls you need" has no table that sets the classic socket call beside Node\'s.',
  remedy: 'Write a table with a column for the classic call and a column whose title names Node.',
}
const missingSteps: Finding = {
  problem: '"Your task" has no numbered steps.',
  remedy: 'Write an ordered list (`1. …`): what the programs must do, and not how.',
}
const missingChecks: Finding = {
  problem: '"How it is checked" has no list.',
  remedy: 'List every check of the checker: `- **name of the check**: what it is for`.',
}
const missingSession: Finding = {
  problem: '"Try it yourself" has no `console` fence.',
  remedy: 'Show what to type in which terminal and what then appears; `verify` runs it.',
}

function needs(there: boolean, finding: Finding): readonly Finding[] {
  return there ? [] : [finding]
}

function has(section: Section, type: string): boolean {
  return section.tokens.some((token) => token.type === type)
}

function hasFence(section: Section, language: string): boolean {
  return section.tokens.some(
    (token) => token.type === 'fence' && token.info.trim().split(/\s+/u)[0] === language,
  )
}

/** Words of prose: paragraphs and lists, no tables, no fences. */
function countWords(tokens: readonly Token[]): number {
  const text = textOf(
    tokens.filter((token, index) => token.type === 'inline' && tokens[index - 1]?.type === 'paragraph_open'),
  )
  return text.split(' ').filter((word) => /[\p{L}\p{N}]/u.test(word)).length
}

/** The tokens of each item of the outermost lists of one kind. */
export function listItems(tokens: readonly Token[], listType: string): Token[][] {
  const items: Token[][] = []
  let inList = false
  for (const token of tokens) {
    if (token.type === listType && token.level === 0) inList = true
    if (token.type === listType.replace('open', 'close') && token.level === 0) inList = false
    if (!inList) continue
    if (token.type === 'list_item_open' && token.level === 1) items.push([])
    else items.at(-1)?.push(token)
  }
  return items
}

/** All inline text of some tokens, blanks folded. */
export function textOf(tokens: readonly Token[]): string {
  return foldBlanks(
    tokens
      .filter(({ type }) => type === 'inline')
      .map(renderPlainText)
      .join(' '),
  )
}

function cutSentence(text: string): string {
  return text.length > 50 ? `${text.slice(0, 49)}…` : text
}
