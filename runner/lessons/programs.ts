/** The programs that a lesson declares in its lesson.json: what the port doctor, play and the sessions know of them. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { findErrorCode } from '../edge/error-facts.ts'
import { Refusal } from '../edge/refusal.ts'
import { say } from '../language/say.ts'
import { listSockets, protocols, type SocketKind } from '../processes/protocol.ts'

const programSchema = v.strictObject({
  /** Its file in the learner's folder, for example "server.ts". */
  file: v.pipe(v.string(), v.regex(/^(?:given\/)?[a-z0-9-]+\.ts$/)),
  /** A server waits on its port for others, a client goes to the port of one. */
  role: v.picklist(['server', 'client']),
  protocol: v.picklist(protocols),
  /** The port that it takes, or goes to, when PORT is not set. */
  port: v.pipe(v.number(), v.integer(), v.minValue(1024), v.maxValue(65_535)),
  /** Where a client gets what it sends from: its arguments, or the lines of its input. */
  says: v.exactOptional(v.picklist(['arguments', 'lines'])),
  /** For one that is told by its arguments: what a command that shows it says, with PORT for the port. */
  example: v.exactOptional(v.pipe(v.string(), v.regex(/^[\w.: -]+$/))),
})

const lessonSchema = v.strictObject({ programs: v.array(programSchema) })

export type DeclaredProgram = Readonly<v.InferOutput<typeof programSchema>>

/** The file in a lesson's folder that declares its programs. */
export const declarationFile = 'lesson.json'

/**
 * Reads what programs a lesson declares; none where there is no declaration.
 * @throws {Refusal} when the declaration cannot be understood
 */
export async function readPrograms(lessonFolder: string): Promise<readonly DeclaredProgram[]> {
  const file = join(lessonFolder, declarationFile)
  try {
    const data: unknown = JSON.parse(await readFile(file, 'utf8'))
    return v.parse(lessonSchema, data).programs
  } catch (error) {
    if (findErrorCode(error) === 'ENOENT') return []
    const where = error instanceof v.ValiError ? v.getDotPath(error.issues[0]) : undefined
    const why = error instanceof Error ? error.message : String(error)
    throw new Refusal(
      say`${file} does not declare the programs of its lesson: ${where ? `${where}: ${why}` : why}`,
      say`Restore it: git restore ${file}`,
    )
  }
}

/** A port, and the kind of socket that is opened on it: TCP and UDP have ports of their own. */
export interface PortUse {
  readonly port: number
  readonly socket: SocketKind
}

/** What a lesson's servers take when nobody tells them another port, each once. */
export function listPortUses(programs: readonly DeclaredProgram[]): PortUse[] {
  const uses = programs
    .filter(({ role }) => role === 'server')
    .flatMap(({ protocol, port }) => listSockets(protocol).map((socket) => ({ port, socket })))
  return uses.filter(
    ({ port, socket }, index) =>
      uses.findIndex((other) => other.port === port && other.socket === socket) === index,
  )
}

/** The ports that a lesson's programs know by themselves, each once. */
export function listPorts(programs: readonly DeclaredProgram[]): number[] {
  return [...new Set(programs.map(({ port }) => port))]
}
