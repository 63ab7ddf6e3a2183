/** Proves that the sessions of a lesson's text go as shown, where this machine has what they need. */
import type { Environment } from '../../edge/environment.ts'
import { createProof, createUntried, type Proof } from '../proof.ts'
import { findMissingCommands } from './missing-commands.ts'
import { listPrograms, parseSessions, type ParsedSession } from './parse-session.ts'
import type { Fence } from '../readme/document.ts'
import { runSession } from './run-session.ts'
import { findWrongServiceNames, servicesFile } from './service-names.ts'
import { readIfThere } from '../../disk/read-if-there.ts'
import { createSessionFolder } from './session-folder.ts'

export interface SessionsToProve {
  readonly root: string
  /** The lesson's folder, for example "01-tcp-echo". */
  readonly lessonName: string
  readonly fences: readonly Fence[]
  /** The README as an author would type it. */
  readonly path: string
  readonly env: Environment
  readonly signal: AbortSignal
}

/**
 * So long, in milliseconds, waits only a session in which something never comes. Where forty processes shared two
 * processors, the first line of a right program had not come after 15 s.
 */
const stallMs = 60_000

/** Creates, for each session of a text, the work of proving it; nothing runs before it is called. */
export function createSessionProofs(sessions: SessionsToProve): (() => Promise<Proof>)[] {
  return parseSessions(sessions.fences, sessions.path).map((parsed) => () => proveSession(sessions, parsed))
}

async function proveSession(sessions: SessionsToProve, parsed: ParsedSession): Promise<Proof> {
  const { session } = parsed
  const claim = `the session at line ${session.line} goes as shown`
  const services = await readIfThere(servicesFile)
  const complaints = [
    ...parsed.complaints,
    ...(services === '' ? [] : findWrongServiceNames(session, services, sessions.path)),
  ]
  if (complaints.length > 0) return createProof(claim, complaints)
  const programs = session.commands.flatMap(({ command }) => listPrograms(command))
  const missing = await findMissingCommands(programs, sessions.env)
  if (missing.length > 0)
    return createUntried(claim, missing, `${sessions.path}:${session.line}`, sessions.env)
  await using room = await createSessionFolder(sessions.root, sessions.lessonName, session, sessions.env)
  const { path, signal } = sessions
  return createProof(claim, await runSession({ session, room, path, stallMs, signal }))
}
