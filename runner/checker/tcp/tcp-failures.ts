/** The sentences about a TCP connection on which something was not as it should be. */
import { joinSentences, say, type Part, type Words } from '../../language/say.ts'
import { type Bytes, describeDifference, findFirstDifference } from '../bytes/bytes.ts'
import type { ByteDifference } from '../record/verdict.ts'
import { describeDoing, describeHindrance } from '../program/doing.ts'
import { CheckFailure } from '../record/failure.ts'
import type { Name } from '../record/names.ts'
import type { Program } from '../program/program.ts'
import {
  countBytes,
  formatCount,
  describeExit,
  isQuotedWhole,
  quote,
  quoteSoFar,
  sayWait,
} from '../bytes/quote.ts'
import type { SocketRow } from '../../processes/socket-table.ts'

/** Who deals with the program, and in which role. */
export interface Side {
  readonly id: string
  readonly name: Name
  readonly role: 'client' | 'server'
}

/** What is due, and what sentences call it: "the answer to the second message". */
export interface Due {
  readonly what: Words
  readonly bytes: Buffer
  /** Where these bytes are a part of something longer: how many came before them, and how long the whole is. */
  readonly of?: { readonly before: number; readonly total: number }
  /** Whether only the number of the bytes is due, and not what they are. */
  readonly isFree?: boolean
}

/** A wait of a peer's in vain: for how long, and as which happening it is recorded. */
export interface PeersWait {
  readonly waitedMs: number
  readonly happening: number
}

export function describeRefusal(program: Program, { id, name }: Side, happening: number): CheckFailure {
  const refused = say`The connection of ${name.within} was refused by the system: nobody was listening on ${`${program.host}:${program.port}`} any more.`
  const then = program.exit
    ? say`${program.name} had ended by itself, ${describeExit(program.exit)}.`
    : say`${program.name} was still running, and had stopped listening.`
  return new CheckFailure('refused', say`${refused} ${then}`, { peer: id, happening })
}

export function describeUnread(
  program: Program,
  { id, name }: Side,
  length: number,
  { waitedMs, happening }: PeersWait,
): CheckFailure {
  const sentence = say`${name.atStart} sent ${countBytes(length)}. ${program.name} stopped reading on the way, and nothing moved for ${sayWait(waitedMs)}.`
  return new CheckFailure('silent', sentence, { peer: id, happening })
}

export function describeWrongBytes(
  program: Program,
  { id }: Side,
  due: Due,
  actual: Buffer,
  happening: number | undefined,
): CheckFailure {
  const parts = { bytes: describeDue(due, actual), peer: id, happening }
  if (due.of) {
    const wrong = findFirstDifference(due.bytes, actual)
    const place = formatCount(due.of.before + wrong + 1)
    const sentence = say`${program.name} sent ${quoteSoFar(actual.subarray(wrong))} where byte ${place} of ${due.what} was due.`
    return new CheckFailure('wrong-bytes', sentence, parts)
  }
  return new CheckFailure(
    'wrong-bytes',
    isQuotedAlready(due.what, due.bytes)
      ? say`${program.name} sent ${quoteSoFar(actual)} where ${due.what} was due.`
      : say`${program.name} sent ${quoteSoFar(actual)} where ${due.what}, ${quote(due.bytes)}, was due.`,
    parts,
  )
}

/** Where what came parts from what was due, counted from the beginning of the whole. */
function describeDue({ bytes, of }: Due, actual: Buffer): ByteDifference {
  const difference = describeDifference(bytes, actual)
  if (!of) return difference
  return {
    ...difference,
    offset: difference.offset + of.before,
    firstDifference: difference.firstDifference + of.before,
    expectedLength: of.total,
    actualLength: difference.actualLength + of.before,
  }
}

/** The same where the beginning of what was due came and no more. */
function describeBeginning(due: Due, matched: number): { bytes?: ByteDifference } {
  return due.isFree ? {} : { bytes: describeDue(due, due.bytes.subarray(0, matched)) }
}

/** How many of the bytes that are due came, and how many there are. */
function countDue({ bytes, of }: Due, matched: number): { came: string; whole: Words } {
  return {
    came: formatCount((of?.before ?? 0) + matched),
    whole: countBytes(of?.total ?? bytes.length),
  }
}

export function describeExtraBytes(
  program: Program,
  { id }: Side,
  answer: Buffer,
  extra: Buffer,
  happening: number | undefined,
): CheckFailure {
  return new CheckFailure(
    'extra-bytes',
    isQuotedWhole(extra)
      ? say`${program.name} sent ${countBytes(extra.length)} more than was due: ${quote(extra)}.`
      : say`${program.name} sent more than was due: ${quoteSoFar(extra)}.`,
    { bytes: describeDifference(answer, Buffer.concat([answer, extra])), peer: id, happening },
  )
}

export function describeMissingBytes(
  program: Program,
  { id }: Side,
  due: Due,
  came: { readonly matched: number; readonly row: SocketRow | undefined },
  { waitedMs, happening }: PeersWait,
): CheckFailure {
  const doing = describeHindrance(program, came.row)
  const { came: count, whole } = countDue(due, came.matched)
  const sentence = say`Of the ${whole} of ${due.what}, ${count} came from ${program.within}. In the ${sayWait(waitedMs)} after that nothing more came.`
  const difference = describeBeginning(due, came.matched)
  const help = doing?.help !== undefined && { help: doing.help }
  const parts = { ...difference, peer: id, happening, ...help }
  return new CheckFailure('missing-bytes', joinSentences(sentence, doing?.sentence), parts)
}

export function describeSilence(
  program: Program,
  side: Side,
  before: { readonly sent: Buffer | undefined; readonly row: SocketRow | undefined },
  { waitedMs, happening }: PeersWait,
): CheckFailure {
  const doing = describeDoing(program, { row: before.row, hasSent: before.sent !== undefined })
  const sentence = say`${describeLastStep(program, side, before.sent)} ${
    side.role === 'client'
      ? say`In the ${sayWait(waitedMs)} after that ${program.within} sent it nothing.`
      : say`In the ${sayWait(waitedMs)} after that ${program.within} sent nothing.`
  }`
  const parts = { peer: side.id, happening, ...(doing.help !== undefined && { help: doing.help }) }
  return new CheckFailure('silent', joinSentences(sentence, doing.sentence), parts)
}

function describeLastStep(program: Program, { name, role }: Side, sent: Buffer | undefined): Words {
  if (sent) return say`${name.atStart} sent ${quote(sent)}.`
  return role === 'client' ? say`${name.atStart} connected.` : say`${program.name} connected.`
}

export function describeNoEnd(
  program: Program,
  { id }: Side,
  when: Words,
  row: SocketRow | undefined,
  { waitedMs, happening }: PeersWait,
): CheckFailure {
  const doing = describeHindrance(program, row)
  const sentence = say`${program.name} did not end the connection ${when}. ${sayWait(waitedMs)} later it was still open.`
  const parts = { peer: id, happening, ...(doing?.help !== undefined && { help: doing.help }) }
  return new CheckFailure('never-closed', joinSentences(sentence, doing?.sentence), parts)
}

export function describeReset(
  program: Program,
  { id }: Side,
  when: Words,
  happening: number | undefined,
): CheckFailure {
  const sentence = say`${program.name} broke the connection off with a reset (RST) ${when}, where an end (FIN) was due.`
  return new CheckFailure('wrong-goodbye', sentence, { peer: id, happening })
}

export function describeEarlyGoodbye(
  program: Program,
  { id }: Side,
  goodbye: { readonly kind: 'end' | 'reset'; readonly happening: number | undefined },
  due: Due,
  matched: number,
): CheckFailure {
  const { name } = program
  const what = nameDue(due)
  const { came, whole } = countDue(due, matched)
  const { happening } = goodbye
  const isReset = goodbye.kind === 'reset'
  if (matched === 0 && (due.of?.before ?? 0) === 0) {
    const sentence = isReset
      ? say`${name} broke the connection off with a reset (RST) before it had sent anything of ${what}.`
      : say`${name} ended the connection (FIN) before it had sent anything of ${what}.`
    return new CheckFailure('closed-early', sentence, { peer: id, happening })
  }
  const sentence = isReset
    ? say`${name} broke the connection off with a reset (RST) after ${came} of the ${whole} of ${what}.`
    : say`${name} ended the connection (FIN) after ${came} of the ${whole} of ${what}.`
  return new CheckFailure('closed-early', sentence, {
    ...describeBeginning(due, matched),
    peer: id,
    happening,
  })
}

/** Names what is due at the end of a sentence, and quotes it where it is short and not quoted in its name. */
function nameDue({ what, bytes: due, isFree = false }: Due): Words {
  return isFree || isQuotedAlready(what, due) || !isQuotedWhole(due) ? what : say`${what}, ${quote(due)}`
}

/** Whether the bytes stand in a gap of the words: the line "hello" needs no second quotation. */
function isQuotedAlready(words: Part, bytes: Bytes): boolean {
  if (typeof words !== 'object') return false
  const text = Buffer.from(bytes)
  if ('quote' in words) return text.equals(Buffer.from(words.quote, 'base64'))
  return words.parts.some((part) =>
    typeof part === 'object' ? isQuotedAlready(part, bytes) : text.equals(Buffer.from(String(part))),
  )
}
