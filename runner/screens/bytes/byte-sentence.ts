/** Says in words how two byte strings differ. */
import { say, type Part, type Sentence } from '../../language/say.ts'
import type { ByteDifference } from '../../checker/record/verdict.ts'
import { splitIntoCells, type ByteCell } from './byte-cells.ts'
import { nameByte, nameCell } from './byte-names.ts'
import { quoteBytes } from './bytes.ts'
import { renderNumber } from '../../text/screen.ts'

const longestQuotation = 16

interface Side {
  readonly bytes: Uint8Array
  /** The cell that holds the first byte that differs, and that byte's place in the cell. */
  readonly cell?: ByteCell
  readonly index: number
}

/** Says what is wrong: "one byte too many, at index 10: a line feed". */
export function nameDifference(difference: ByteDifference): Sentence {
  const { firstDifference, expectedLength, actualLength } = difference
  const expected = cutSide(difference, difference.expected)
  const received = cutSide(difference, difference.actual)
  if (firstDifference >= expectedLength && firstDifference >= actualLength) return say`no byte differs`
  if (firstDifference >= expectedLength)
    return nameSurplus(received, actualLength - expectedLength, firstDifference)
  if (firstDifference >= actualLength) return nameLack(expected, actualLength)
  return nameExchange(expected, received, firstDifference)
}

function cutSide({ offset, firstDifference }: ByteDifference, base64: string): Side {
  const bytes = Buffer.from(base64, 'base64')
  const index = firstDifference - offset
  const cell = [...splitIntoCells(bytes)].find(({ start, end }) => start <= index && index < end)
  return { bytes, index, ...(cell && { cell }) }
}

function nameSurplus(received: Side, surplus: number, index: number): Sentence {
  const place = renderNumber(index)
  if (surplus === 1) return say`one byte too many, at index ${place}: ${nameFirst(received)}`
  const rest = received.bytes.subarray(received.index)
  const isWhole = rest.length === surplus && quoteBytes(rest).length <= longestQuotation
  const count = renderNumber(surplus)
  return isWhole
    ? say`${count} bytes too many, from index ${place} on: ${quoteBytes(rest)}`
    : say`${count} bytes too many, from index ${place} on: first ${nameFirst(received)}`
}

function nameLack(expected: Side, received: number): Sentence {
  const due = nameFirst(expected)
  if (received === 0) return say`no byte came; due first: ${due}`
  if (received === 1) return say`nothing more came after the first byte; due next: ${due}`
  return say`nothing more came after byte ${renderNumber(received)}; due next: ${due}`
}

function nameExchange(expected: Side, received: Side, index: number): Sentence {
  const place = renderNumber(index)
  const [due, came] = [expected.cell, received.cell]
  if (due?.character === undefined || came?.character === undefined || due.start !== came.start)
    return say`at index ${place}: ${nameFirst(received)} where ${nameFirst(expected)} was due`
  const [wrong, right] = [nameCell(came, received.bytes), nameCell(due, expected.bytes)]
  return came.start < received.index
    ? say`at index ${place}, inside a character: ${wrong} where ${right} was due`
    : say`at index ${place}: ${wrong} where ${right} was due`
}

/** Names the first byte that differs, or the character that begins with it. */
function nameFirst({ bytes, cell, index }: Side): Part {
  return cell?.start === index ? nameCell(cell, bytes) : nameByte(bytes[index] ?? 0)
}
