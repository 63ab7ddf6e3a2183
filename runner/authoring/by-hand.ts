/** Whether what a failing check offers to repeat by hand can be typed: by a learner, on a machine of theirs. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Environment } from '../edge/environment.ts'
import type { LessonResult } from '../results/result.ts'
import { findFirstFailure } from '../checker/record/verdict.ts'
import type { Complaint } from './proof.ts'
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
 * Complains about commands that a shell would refuse, whose programs do not exist here, that send a learner to our own
 * solutions, or that give `nc` what OpenBSD's does not know.
 * @param path the checker as an author would type it
 */
export async function complainAboutByHand(
  byHand: readonly ByHand[],
  path: string,
  env: Environment,
): Promise<Complaint[]> {
  const complaints = await Promise.all(
    byHand.flatMap(({ check, commands }) =>
      commands.map(async (line) => {
        const finding = await examineCommand(line, env)
        return finding ? [{ place: path, ...nameCommand(check, line, finding) }] : []
      }),
    ),
  )
  return complaints.flat()
}

type Finding = Pick<Complaint, 'problem' | 'remedy'>

function nameCommand(check: string, line: string, { problem, remedy }: Finding): Finding {
  return { problem: `By hand of "${check}": \`${line}\`: ${problem}`, remedy }
}

async function examineCommand(line: string, env: Environment): Promise<Finding | undefined> {
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
  const [missing] = await findMissingCommands(listPrograms(command), env)
  if (missing !== undefined) {
    const remedy = 'Name a program that a learner has, or install it where this is proved.'
    return { problem: `There is no program "${missing}" here.`, remedy }
  }
  const flag = findForeignFlag(command)
  if (flag === undefined) return undefined
  const remedy = 'Use those of netcat-openbsd, which the README of the workbook asks for.'
  return { problem: `OpenBSD's nc does not know ${flag}.`, remedy }
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
