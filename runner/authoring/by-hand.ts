/** Whether what a failing check offers to repeat by hand can be typed: by a learner, on a machine of theirs. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Environment } from '../edge/environment.ts'
import type { LessonResult } from '../results/result.ts'
import { findFirstFailure } from '../checker/record/verdict.ts'
import { createProof, createUntried, type Proof } from './proof.ts'
import { findMissingCommands } from './session/missing-commands.ts'
import { listPrograms } from './session/parse-session.ts'

/** Commands of a check, as the checker writes them. */
export interface ByHand {
  readonly check: string
  readonly commands: readonly string[]
}

/** The commands of the checks that are failed first, each check once, with `{subject}` where the folder was. */
export function listByHand(results: readonly LessonResult[]): ByHand[] {
  const found = new Map<string, ByHand>()
  for (const { checks, subject } of results) {
    const first = findFirstFailure(checks)
    if (!first?.failure || found.has(first.name)) continue
    const commands = first.failure.byHand.map((line) => line.replaceAll(subject.folder, '{subject}'))
    found.set(first.name, { check: first.name, commands })
  }
  return [...found.values()]
}

/**
 * Proves that commands can be typed. A shell has to take them; their programs have to exist, or it is not proved here
 * (where `CI` is set that refutes, so that it is proved somewhere); they must not send a learner to our own solutions;
 * and `nc` is given only what OpenBSD's knows.
 * @param path the checker as an author would type it
 */
export async function proveByHand(byHand: readonly ByHand[], path: string, env: Environment): Promise<Proof> {
  const claim = 'what is to be done by hand can be typed'
  const findings = await Promise.all(
    byHand.flatMap(({ check, commands }) =>
      commands.map(async (line) => ({ check, line, ...(await examineCommand(line, env)) })),
    ),
  )
  const missing = [...new Set(findings.flatMap((finding) => finding.missing ?? []))]
  const complaints = findings.flatMap(({ check, line, problem, remedy = '' }) =>
    problem === undefined
      ? []
      : [{ place: path, problem: `By hand of "${check}": \`${line}\`: ${problem}`, remedy }],
  )
  if (complaints.length > 0 || missing.length === 0) return createProof(claim, complaints)
  return createUntried(claim, missing, path, env)
}

/** What is wrong with a command, or which program of it is not on this machine. */
interface Finding {
  readonly problem?: string
  readonly remedy?: string
  readonly missing?: string
}

async function examineCommand(line: string, env: Environment): Promise<Finding> {
  const command = cutProse(line)
  if (/\bsolutions\//u.test(command)) {
    const remedy = 'Start a program of the learner’s, `{subject}/…`, or a given file.'
    return { problem: 'It sends a learner to our own solutions.', remedy }
  }
  const refusal = await readRefusal(command, env)
  if (refusal !== undefined) {
    const remedy = 'Write what can be typed; what a person does meanwhile stands behind four blanks.'
    return { problem: `The shell refuses it: ${refusal}`, remedy }
  }
  const flag = findForeignFlag(command)
  if (flag !== undefined) {
    const remedy = 'Use those of netcat-openbsd, which the README of the workbook asks for.'
    return { problem: `OpenBSD's nc does not know ${flag}.`, remedy }
  }
  const [missing] = await findMissingCommands(listPrograms(command), env)
  return missing === undefined ? {} : { missing }
}

/** What a person does stands behind a gap: "nc 127.0.0.1 9909     and, when it has left, once more". */
function cutProse(line: string): string {
  return line.replace(/ {4,}\S.*$/u, '')
}

/** What bash says of a command that it cannot read; undefined where it can. */
async function readRefusal(command: string, env: Environment): Promise<string | undefined> {
  return await promisify(execFile)('bash', ['--norc', '-n', '-c', command], { env }).then(
    () => undefined,
    (error: { stderr?: string }) => (error.stderr ?? '').trim().split('\n')[0] ?? '',
  )
}

const alone = '46bCDdFhklNnrStUuvZz'
const withValue = 'IiMmOPpqsTVWwXx'

/** The first flag of an `nc` in a command that is not one of OpenBSD's; undefined where there is none. */
function findForeignFlag(command: string): string | undefined {
  const calls = command.split(/[|;&()]+/u).map((part) => part.trim().split(/\s+/u))
  for (const words of calls) {
    const start = words.findIndex((word) => word === 'nc' || word === 'netcat')
    if (start === -1) continue
    for (const word of words.slice(start + 1)) {
      if (!/^-[A-Za-z0-9]/u.test(word)) continue
      for (const letter of word.slice(1)) {
        if (withValue.includes(letter)) break
        if (!alone.includes(letter)) return `-${letter}`
      }
    }
  }
  return undefined
}
