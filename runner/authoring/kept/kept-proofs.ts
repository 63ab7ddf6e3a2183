/** Proofs of earlier runs whose inputs are still the same. Only those that held are kept: what failed is tried again. */
import { mkdir, readdir, readFile, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { writeAtomically } from '../../disk/write-atomically.ts'
import { resultSchema, type LessonResult } from '../../results/result.ts'
import { createProof } from '../proof.ts'
import type { SubjectProof } from '../prove-subjects.ts'
import { combine, readCommonFingerprint } from './fingerprint.ts'

/** What was not used for so long, in milliseconds, is thrown away. */
const longestUnusedMs = 14 * 24 * 3_600_000

const schema = v.strictObject({ claim: v.string(), result: v.exactOptional(resultSchema) })

export interface KeptProofs {
  /** Gives the proof that was kept of the same inputs, or makes it, and keeps it if it holds. */
  readonly keep: (inputs: readonly string[], prove: () => Promise<SubjectProof>) => Promise<SubjectProof>
  /** How many were not made again. */
  readonly count: () => number
}

/** Keeps nothing and makes every proof. */
export const keepNothing: KeptProofs = { keep: (_, prove) => prove(), count: () => 0 }

/**
 * Keeps proofs in the workbook's cache.
 * @param root the workbook's folder
 */
export async function createKeptProofs(root: string): Promise<KeptProofs> {
  const folder = join(root, 'node_modules', '.cache', 'socket-workbook-proofs')
  await mkdir(folder, { recursive: true })
  await removeUnused(folder)
  const common = await readCommonFingerprint()
  let count = 0
  return {
    count: () => count,
    keep: async (inputs, prove) => {
      const file = join(folder, `${combine([common, ...inputs])}.json`)
      const kept = await readKept(file)
      if (kept) {
        count += 1
        return kept
      }
      const made = await prove()
      if (made.proof.verdict === 'held') await writeAtomically(file, JSON.stringify(pack(made)))
      return made
    },
  }
}

/** What a program was told is what is asked of a mistake; its conversations are many, and only those of a pass are looked at. */
function pack({ proof: { claim }, result }: SubjectProof): v.InferOutput<typeof schema> {
  if (!result) return { claim }
  const whole = v.parse(resultSchema, result)
  if (result.verdict === 'passed') return { claim, result: whole }
  for (const check of whole.checks) delete check.transcript
  return { claim, result: whole }
}

async function readKept(file: string): Promise<SubjectProof | undefined> {
  try {
    const { claim, result } = v.parse(schema, JSON.parse(await readFile(file, 'utf8')))
    const now = new Date()
    await utimes(file, now, now)
    const found: LessonResult | undefined = result
    return { proof: createProof(claim, []), ...(found && { result: found }) }
  } catch {
    // There is none, or it is damaged: then it is made again.
    return undefined
  }
}

async function removeUnused(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const { mtimeMs } = await stat(join(folder, name))
    if (Date.now() - mtimeMs > longestUnusedMs) await rm(join(folder, name), { force: true })
  }
}
