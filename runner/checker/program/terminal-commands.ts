/** Text that commands a terminal: what a stranger sends who wants to rule a screen, and what of it a program let through. */
import { say, type Words } from '../../language/say.ts'

/** Clears the screen, sets the title, resets the terminal, and sets a colour that nobody else would. */
const escapes = '\x1b[2J\x1b]0;mine\x07\x1bc\x1b[38;5;123m'

/** U+0000 to U+001F without tab, line feed and ESC, DEL, and U+0080 to U+009F. */
const controls = [...Array(0xa0).keys()].filter((code) =>
  code < 0x20 ? ![0x09, 0x0a, 0x1b].includes(code) : code >= 0x7f,
)

/** Each by itself, so that no two of them are one command. */
const spaced = (codes: readonly number[]) => codes.flatMap((code) => [code, 0x20])

/**
 * A message full of commands to a terminal, tab and line feed not among them: as characters, and above 127 also as bytes
 * that are not UTF-8.
 */
export const terminalCommands: Buffer = Buffer.concat([
  Buffer.from(`${escapes} ${String.fromCodePoint(...spaced(controls))}`),
  Buffer.from(spaced(controls.filter((code) => code >= 0x80))),
])

/** A colour or reverse video that a program chose itself, which the message did not bring. */
// oxlint-disable-next-line no-control-regex
const ownColours = /\x1b\[(?!38;5;123m)[\d;]*m/g

const controlNames = new Map<number, Words>([
  [0x1b, say`ESC (27)`],
  [0x08, say`backspace (8)`],
  [0x0d, say`carriage return (13)`],
  [0x07, say`BEL (7)`],
  [0x7f, say`DEL (127)`],
])

/**
 * Finds the first thing in what a program printed on a terminal that is a command to it, and names it: "ESC (27)". Line
 * feeds and colours of the program's own are none.
 */
export function findTerminalCommand(printed: Buffer): Words | undefined {
  // What stands for bytes that are not UTF-8 is taken away, so that decoding shows where such bytes stand themselves.
  const text = printed.toString('latin1').replaceAll('\xef\xbf\xbd', '?')
  const shown = Buffer.from(text, 'latin1').toString()
  // A terminal is sent a carriage return with every line feed.
  const inside = shown.replaceAll('\r\n', '\n').replaceAll(ownColours, '')
  const found = [...controlNames.keys(), ...controls].find((code) =>
    inside.includes(String.fromCodePoint(code)),
  )
  if (found !== undefined) return controlNames.get(found) ?? nameControl(found)
  return inside.includes('\u{fffd}') ? say`a byte between 128 and 159 that is not UTF-8` : undefined
}

function nameControl(code: number): Words {
  return code < 0x20
    ? say`the control character ${code}`
    : `U+${code.toString(16).toUpperCase().padStart(4, '0')} (${code})`
}
