/** A lesson's README as an author thinks of it: titles, sections, fences, links. Read from markdown-it's tokens. */
import MarkdownIt, { type Token } from 'markdown-it'
import { foldAnswers } from '../../lessons/predictions/fold-answers.ts'

interface Heading {
  readonly level: number
  readonly title: string
  readonly line: number
  /** The anchor that GitHub gives it. */
  readonly anchor: string
}

export interface Fence {
  /** The first word after the backticks; '' where there is none. */
  readonly language: string
  readonly content: string
  /** The line of the opening backticks. Line N of the content is line N + `line` of the file, counted from 1. */
  readonly line: number
  /** The title of the H2 section that it stands in; '' before the first. */
  readonly section: string
  /** How many headings stand before it. Fences with the same number stand between the same two headings. */
  readonly headings: number
  /** Whether it stands in a list or a quotation. */
  readonly isNested: boolean
}

export interface Link {
  readonly target: string
  readonly line: number
}

export interface Section {
  readonly title: string
  readonly line: number
  readonly tokens: readonly Token[]
}

export interface Document {
  readonly headings: readonly Heading[]
  /** What stands before the first H2 section, without headings. */
  readonly opening: readonly Token[]
  /** The H2 sections in their order, each with everything up to the next H2. */
  readonly sections: readonly Section[]
  readonly fences: readonly Fence[]
  readonly links: readonly Link[]
}

const markdown = new MarkdownIt({ html: true, linkify: false })

/**
 * Parses Markdown into headings, sections, fences and links, each with its line, counted from 1. The answer to a
 * prediction is part of its fence.
 */
export function parseDocument(source: string): Document {
  const tokens = markdown.parse(foldAnswers(source), {})
  const headings = parseHeadings(tokens)
  return {
    headings,
    opening: parseOpening(tokens),
    sections: parseSections(tokens),
    fences: parseFences(tokens),
    links: parseLinks(tokens),
  }
}

function parseOpening(tokens: readonly Token[]): Token[] {
  const end = tokens.findIndex(({ type, tag }) => type === 'heading_open' && tag === 'h2')
  const opening = tokens.slice(0, end === -1 ? tokens.length : end)
  return opening.filter((_, index) => opening[index - 1]?.type !== 'heading_open')
}

function parseHeadings(tokens: readonly Token[]): Heading[] {
  const seen = new Map<string, number>()
  return tokens.flatMap((token, index) => {
    if (token.type !== 'heading_open') return []
    const title = renderPlainText(tokens[index + 1])
    const base = renderAnchor(title)
    const earlier = seen.get(base) ?? 0
    seen.set(base, earlier + 1)
    const anchor = earlier === 0 ? base : `${base}-${earlier}`
    return [{ level: Number(token.tag.slice(1)), title, line: lineOf(token), anchor }]
  })
}

function parseSections(tokens: readonly Token[]): Section[] {
  const starts = tokens.flatMap((token, index) =>
    token.type === 'heading_open' && token.tag === 'h2' ? [index] : [],
  )
  return starts.flatMap((start, number) => {
    const opening = tokens[start]
    if (!opening) return []
    // A heading is three tokens: open, inline, close.
    const body = tokens.slice(start + 3, starts[number + 1] ?? tokens.length)
    return [{ title: renderPlainText(tokens[start + 1]), line: lineOf(opening), tokens: body }]
  })
}

function parseFences(tokens: readonly Token[]): Fence[] {
  let section = ''
  let headings = 0
  return tokens.flatMap((token, index) => {
    if (token.type === 'heading_open') {
      headings += 1
      if (token.tag === 'h2') section = renderPlainText(tokens[index + 1])
    }
    if (token.type !== 'fence') return []
    const language = token.info.trim().split(/\s+/u)[0] ?? ''
    const isNested = token.level > 0
    return [{ language, content: token.content, line: lineOf(token), section, headings, isNested }]
  })
}

function parseLinks(tokens: readonly Token[]): Link[] {
  return tokens.flatMap((token) =>
    (token.children ?? []).flatMap((child) => {
      const attribute = child.type === 'link_open' ? 'href' : child.type === 'image' ? 'src' : undefined
      return attribute ? [{ target: String(child.attrGet(attribute)), line: lineOf(token) }] : []
    }),
  )
}

/** The text of an inline token as a reader sees it, without marks. */
export function renderPlainText(inline: Token | undefined): string {
  if (!inline) return ''
  const parts = (inline.children ?? []).map((child) => {
    if (child.type === 'text' || child.type === 'code_inline') return child.content
    if (child.type === 'softbreak' || child.type === 'hardbreak') return ' '
    return child.type === 'image' ? child.content : ''
  })
  return parts.join('')
}

/** The line, counted from 1, at which a block token begins. */
function lineOf(token: Token): number {
  return (token.map?.[0] ?? 0) + 1
}

function renderAnchor(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/gu, '-')
}
