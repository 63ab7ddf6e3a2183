/* oxlint-disable no-control-regex */
const escapeSequence =
  /\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-OQ-WYZ\\`-~])/g
const unfinishedSequence = /\x1b(?:\[[0-?]*[ -/]*|[\]PX^_][^\x07\x1b]*\x1b?|[ -/]*)$/
/* oxlint-enable no-control-regex */

/**
 * Creates a function that takes what a program writes to a terminal, chunk by chunk, and returns the text in it:
 * without escape sequences (ECMA-48, sections 5.3 to 5.6) and carriage returns, also where a chunk ends inside one.
 */
export function createTextFilter(): (chunk: string) => string {
  let held = ''
  return (chunk) => {
    const text = held + chunk
    const unfinished = unfinishedSequence.exec(text)
    // Nobody writes a sequence of that length; then it is text, and is not to be held for ever.
    const end = unfinished && text.length - unfinished.index < 4_096 ? unfinished.index : text.length
    held = text.slice(end)
    return text.slice(0, end).replace(escapeSequence, '').replaceAll('\r', '')
  }
}
