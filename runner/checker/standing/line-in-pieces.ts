/** A line as a pipe may bring it: what is read at a time ends inside it, and inside its characters. */
import type { CheckContext } from '../check/context.ts'
import type { Program } from '../program/program.ts'

/** "grüße" and its line feed. Both cuts are in the middle of a character. */
const pieces = ['gr\xc3', '\xbc\xc3', '\x9fe\n'].map((piece) => Buffer.from(piece, 'latin1'))

/** Types the line "grüße" so that the program can read it only in pieces. */
export async function typeInPieces(t: CheckContext, program: Program): Promise<void> {
  for (const piece of pieces) {
    program.type(piece)
    await t.letReact(program)
  }
}
