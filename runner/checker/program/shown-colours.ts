/** What a program wrote to a terminal, as text with the colour of each character. */

export interface ShownText {
  /** Without escape sequences and carriage returns. */
  readonly text: string
  /** For each place in the text the number that switched its colour on, 30 to 37 for example; without one, none was. */
  readonly colours: readonly (number | undefined)[]
  /** The colour of what is written next. */
  readonly colourAfter: number | undefined
}

/* oxlint-disable no-control-regex */
/** A sequence that sets how text looks (ECMA-48, section 8.3.117, SGR), another sequence, or a character. */
const piece =
  /\x1b\[([\d;:]*)m|\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-OQ-WYZ\\`-~])|[^]/gu
/* oxlint-enable no-control-regex */

/** Reads what a program wrote to a terminal. @param before the colour that was on already */
export function readShownText(written: Buffer, before?: number): ShownText {
  let colour = before
  let text = ''
  const colours: (number | undefined)[] = []
  for (const [found, look] of written.toString().matchAll(piece)) {
    if (look !== undefined) colour = changeColour(colour, look)
    else if (!found.startsWith('\x1b') && found !== '\r') {
      text += found
      for (let unit = 0; unit < found.length; unit++) colours.push(colour)
    }
  }
  return { text, colours, colourAfter: colour }
}

/** Reads the numbers of one sequence. An empty one is 0, which sets everything back. */
function changeColour(before: number | undefined, look: string): number | undefined {
  const numbers = look.split(/[;:]/).map(Number)
  let colour = before
  for (let index = 0; index < numbers.length; index++) {
    const number = numbers[index] ?? 0
    if (number === 0 || number === 39) colour = undefined
    else if ((number >= 30 && number <= 37) || (number >= 90 && number <= 97)) colour = number
    else if (number === 38) colour = number
    // 38 and 48 are followed by 5 and the number of a colour, or by 2 and three numbers.
    if (number === 38 || number === 48) index += numbers[index + 1] === 2 ? 4 : 2
  }
  return colour
}
