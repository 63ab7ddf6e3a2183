import { createColors } from 'picocolors'
import type { Words } from '../../language/say.ts'
import { renderLink } from '../../text/glyph.ts'
import { renderWords, type Screen } from '../../text/screen.ts'

type Paint = (text: string) => string

/** How each kind of text looks. Without colour, marks stand where a style would be. */
export type Theme = {
  /** Whether nothing is drawn and words stand where a drawing would be. */
  readonly plain: boolean
  /** Turns our own words, which stand beside those of the text, into text. */
  readonly render: (words: Words) => string
  readonly title: Paint
  readonly heading: Paint
  readonly strong: Paint
  readonly emphasis: Paint
  readonly struck: Paint
  readonly code: Paint
  readonly link: Paint
  readonly url: Paint
  /** Sets an address of the web behind its words; undefined where the terminal has no links. */
  readonly linkTo: ((text: string, address: string) => string) | undefined
  readonly quiet: Paint
  readonly command: Paint
  readonly tokens: Readonly<Partial<Record<string, Paint>>>
}

/** Makes the theme; with `colour` false none of its paints ever writes an escape sequence. */
export function createTheme(screen: Omit<Screen, 'width'>): Theme {
  const { colour, plain, links = false } = screen
  const colours = createColors(colour)
  return {
    plain,
    render: (words) => renderWords(words, screen),
    title: (text) => colours.bold(colours.cyan(text)),
    heading: colours.bold,
    strong: colour ? colours.bold : (text) => `*${text}*`,
    emphasis: colour ? colours.italic : (text) => `_${text}_`,
    struck: colour ? colours.strikethrough : (text) => `~${text}~`,
    // The backticks stay with colour too: what looks like code must be told apart by everybody.
    code: (text) => colours.dim('`') + colours.cyan(text) + colours.dim('`'),
    link: colours.underline,
    url: colours.dim,
    linkTo: links && colour && !plain ? renderLink : undefined,
    quiet: colours.dim,
    command: colours.bold,
    tokens: {
      kwd: colours.magenta,
      str: colours.green,
      num: colours.yellow,
      bool: colours.yellow,
      cmnt: colours.gray,
      func: colours.blue,
      class: colours.cyan,
      type: colours.cyan,
      var: colours.cyan,
    },
  }
}
