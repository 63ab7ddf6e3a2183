import { describeError } from '../edge/error-facts.ts'
import { writeAtomically } from '../disk/write-atomically.ts'
import { Refusal } from '../edge/refusal.ts'
import { say } from '../language/say.ts'

/**
 * Writes what a command found out to a file that the user named, as JSON.
 * @throws {Refusal} when it cannot be written.
 */
export async function writeResult(file: string, result: unknown): Promise<void> {
  try {
    await writeAtomically(file, `${JSON.stringify(result, null, 2)}\n`)
  } catch (error) {
    throw new Refusal(
      say`The result could not be written (${describeError(error)}).`,
      say`Name a file in a folder that exists and that you may write in.`,
    )
  }
}
