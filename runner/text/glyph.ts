/** One character as a reader sees it, or one escape sequence that is not about style. */
export type Glyph = {
  readonly text: string
  /** The styles it is written in, outermost first. */
  readonly styles: readonly Style[]
}

/** A code that colours or the like begin with, and the one that ends it; or the address that a link leads to. */
type Style = { readonly open: string; readonly close: number | typeof linkStyle }

const linkStyle = 'link'

const escapePattern =
  // eslint-disable-next-line no-control-regex -- every escape sequence begins with one
  /\u001b\[(?<parameters>[\d;:]*)m|\u001b\]8;[^;\u0007\u001b]*;(?<address>[^\u0007\u001b]*)(?:\u0007|\u001b\\)|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b\[[ -?]*[@-~]/g

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/**
 * Splits a text into glyphs; each knows its styles, so that it can be moved to another line. A line feed,
 * with or without a carriage return before it, is a glyph.
 */
export function parseGlyphs(text: string): Glyph[] {
  const glyphs: Glyph[] = []
  let styles: readonly Style[] = []
  let position = 0
  for (const escape of text.matchAll(escapePattern)) {
    addPlainText(glyphs, text.slice(position, escape.index), styles)
    position = escape.index + escape[0].length
    const { parameters, address } = escape.groups ?? {}
    if (parameters !== undefined) styles = applyParameters(styles, parameters)
    else if (address !== undefined) styles = applyLink(styles, address)
    else glyphs.push({ text: escape[0], styles })
  }
  addPlainText(glyphs, text.slice(position), styles)
  return glyphs
}

/** Writes glyphs with the escape sequences they need; whatever is opened is closed at the end. */
export function renderGlyphs(glyphs: readonly Glyph[]): string {
  let text = ''
  let open: readonly Style[] = []
  for (const glyph of glyphs) {
    if (glyph.styles !== open) text += renderStyleChange(open, glyph.styles)
    text += glyph.text
    open = glyph.styles
  }
  return text + renderStyleChange(open, [])
}

function addPlainText(glyphs: Glyph[], text: string, styles: readonly Style[]): void {
  // Segmenting is slow, and in printable ASCII every character is a grapheme.
  if (/^[ -~]*$/.test(text)) for (const character of text) glyphs.push({ text: character, styles })
  else for (const { segment } of graphemes.segment(text)) glyphs.push({ text: segment, styles })
}

/** Begins a link, as a terminal does that knows OSC 8; an empty address ends it. */
function applyLink(styles: readonly Style[], address: string): readonly Style[] {
  const others = styles.filter(({ close }) => close !== linkStyle)
  return address === '' ? others : [...others, { open: address, close: linkStyle }]
}

function applyParameters(styles: readonly Style[], parameters: string): readonly Style[] {
  const codes = parameters.split(';')
  let applied = styles
  for (let index = 0; index < codes.length;) {
    const length = countCodesOfStyle(codes, index)
    applied = applyStyle(applied, codes.slice(index, index + length).join(';'))
    index += length
  }
  return applied
}

function countCodesOfStyle(codes: readonly string[], index: number): number {
  if (codes[index] !== '38' && codes[index] !== '48') return 1
  return codes[index + 1] === '5' ? 3 : codes[index + 1] === '2' ? 5 : 1
}

function applyStyle(styles: readonly Style[], open: string): readonly Style[] {
  const code = Number.parseInt(open || '0', 10)
  if (code === 0) return styles.filter((style) => style.close === linkStyle)
  const close = closingCode(code)
  if (close === undefined) return styles.filter((style) => style.close !== code)
  const isReplaced = (style: Style) => style.open === open || (style.close === close && close !== 22)
  return [...styles.filter((style) => !isReplaced(style)), { open, close }]
}

function closingCode(code: number): number | undefined {
  if (code === 1 || code === 2) return 22
  if (code >= 3 && code <= 9) return code === 6 ? 25 : 20 + code
  if (code === 53) return 55
  if ((code >= 30 && code <= 38) || (code >= 90 && code <= 97)) return 39
  if ((code >= 40 && code <= 48) || (code >= 100 && code <= 107)) return 49
  return undefined
}

function renderStyleChange(from: readonly Style[], to: readonly Style[]): string {
  let kept = 0
  while (kept < from.length && from[kept]?.open === to[kept]?.open) kept++
  const closed = new Set(
    from
      .slice(kept)
      .reverse()
      .map((style) => style.close),
  )
  // Bold and dim share one closing code, so that ending the one would end the other.
  const reopened = to.filter((style, index) => index >= kept || closed.has(style.close))
  return [
    ...[...closed].map((close) => (close === linkStyle ? renderLinkStart('') : `\u001b[${close}m`)),
    ...reopened.map(({ open, close }) => (close === linkStyle ? renderLinkStart(open) : `\u001b[${open}m`)),
  ].join('')
}

/** Sets a link behind a text, for a terminal that knows OSC 8. */
export function renderLink(text: string, address: string): string {
  return renderLinkStart(address) + text + renderLinkStart('')
}

function renderLinkStart(address: string): string {
  return `\u001b]8;;${address}\u001b\\`
}
