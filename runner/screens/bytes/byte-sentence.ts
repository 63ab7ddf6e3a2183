/** Says in words how two byte strings differ. */
import type { ByteDifference } from '../../checker/verdict.ts'
import { splitIntoCells, type ByteCell } from './byte-cells.ts'
import { nameByte, nameCell } from './byte-names.ts'
import { quoteBytes } from './bytes.ts'
import { renderCount, renderNumber } from '../../text/screen.ts'

const longestQuotation = 16

interface Side {
  readonly bytes: Uint8Array
  /** The cell that holds the first byte that differs, and that byte's place in the cell. */
  readonly cell?: ByteCell
  readonly index: number
}

/** Says what is wrong: "one byte too many, at index 10: a line feed". */
export function describeDifference(difference: ByteDifference): string {
  const { firstDifference, expectedLength, actualLength } = difference
  const expected = readSide(difference, difference.expected)
  const received = readSide(difference, difference.actual)
  if (firstDifference >= expectedLength && firstDifference >= actualLength) return 'no byte differs'
  if (firstDifference >= expectedLength)
    return describeSurplus(received, actualLength - expectedLength, firstDifference)
  if (firstDifference >= actualLength) return describeLack(expected, actualLength)
  return describeExchange(expected, received, firstDifference)
}

function readSide({ offset, firstDifference }: ByteDifference, base64: string): Side {
  const bytes = Buffer.from(base64, 'base64')
  const index = firstDifference - offset
  const cell = [...splitIntoCells(bytes)].find(({ start, end }) => start <= index && index < end)
  return { bytes, index, ...(cell && { cell }) }
}

function describeSurplus(received: Side, surplus: number, index: number): string {
  if (surplus === 1) return `one byte too many, at index ${renderNumber(index)}: ${nameFirst(received)}`
  const rest = received.bytes.subarray(received.index)
  const isWhole = rest.length === surplus && quoteBytes(rest).length <= longestQuotation
  const what = isWhole ? quoteBytes(rest) : `first ${nameFirst(received)}`
  return `${renderCount(surplus, 'byte')} too many, from index ${renderNumber(index)} on: ${what}`
}

function describeLack(expected: Side, received: number): string {
  if (received === 0) return `no byte came; due first: ${nameFirst(expected)}`
  const after = received === 1 ? 'the first byte' : `byte ${renderNumber(received)}`
  return `nothing more came after ${after}; due next: ${nameFirst(expected)}`
}

function describeExchange(expected: Side, received: Side, index: number): string {
  const place = `at index ${renderNumber(index)}`
  const [due, came] = [expected.cell, received.cell]
  if (due?.character !== undefined && came?.character !== undefined && due.start === came.start) {
    const inside = came.start < received.index ? ', inside a character' : ''
    return `${place}${inside}: ${nameCell(came, received.bytes)} where ${nameCell(due, expected.bytes)} was due`
  }
  return `${place}: ${nameFirst(received)} where ${nameFirst(expected)} was due`
}

/** Names the first byte that differs, or the character that begins with it. */
function nameFirst({ bytes, cell, index }: Side): string {
  return cell?.start === index ? nameCell(cell, bytes) : nameByte(bytes[index] ?? 0)
}
