/** Runs a session of a lesson's text and says whether it went as the text shows. */
import type { Complaint } from '../proof.ts'
import { describeConflict, describeStall, SessionDiffers } from './describe-session.ts'
import { useFreePorts } from './lesson-ports.ts'
import type { Session, SessionCommand, SessionItem } from './parse-session.ts'
import {
  findConflict,
  isKey,
  listExpected,
  matchItems,
  sendKey,
  type RunningCommand,
} from './running-command.ts'
import { createSessionBoard, type SessionBoard } from './session-board.ts'
import { createShellProcess } from './shell-process.ts'
import type { SessionFolder } from './session-folder.ts'

export interface SessionRun {
  readonly session: Session
  readonly room: SessionFolder
  /** The README as an author would type it. */
  readonly path: string
  /** How long nothing may go forward, in ms. */
  readonly stallMs: number
  readonly signal: AbortSignal
}

// Everything shown has been seen by then. That nothing more comes is no fact that could be waited for; this wait only
// gives a program that prints more than is shown the time to do it, and can fail nothing else.
const quietMs = 400

interface Scene extends SessionRun {
  readonly commands: readonly RunningCommand[]
  readonly board: SessionBoard
}

/**
 * Runs all terminals of a session side by side. Whatever was started is ended with its tree before this resolves.
 * @returns what did not go as shown; nothing when all did
 * @throws the signal's reason when cancelled
 */
export async function runSession(run: SessionRun): Promise<Complaint[]> {
  const commands: RunningCommand[] = run.session.commands.map((command) => ({ command, keysSent: 0 }))
  using board = createSessionBoard({
    stallMs: run.stallMs,
    signal: run.signal,
    measureProgress: () => commands.reduce((sum, command) => sum + measureProgress(command, run.room), 0),
    createStallReason: () => describeStall(commands, run.room.ports, run.stallMs),
  })
  const scene: Scene = { ...run, commands, board }
  const terminals = groupByTerminal(commands).map((mine) => runTerminal(scene, mine))
  try {
    await Promise.all(terminals)
    await board.waitForSilence(quietMs, () => commands.every(({ process }) => process?.ended !== undefined))
    for (const running of commands) refuseDifference(scene, running)
    return []
  } catch (error) {
    board.stop(error)
    if (!(error instanceof SessionDiffers)) throw error
    return [{ place: `${run.path}:${error.line}`, problem: error.message, remedy: error.remedy }]
  } finally {
    // Only when no terminal can start anything more is what was started all that there is.
    await Promise.allSettled(terminals)
    await Promise.all(commands.map(async ({ process }) => process?.[Symbol.asyncDispose]()))
  }
}

function groupByTerminal(commands: readonly RunningCommand[]): RunningCommand[][] {
  const terminals = [...new Set(commands.map(({ command }) => command.terminal))]
  return terminals.map((terminal) => commands.filter(({ command }) => command.terminal === terminal))
}

async function runTerminal(scene: Scene, mine: readonly RunningCommand[]): Promise<void> {
  for (const [index, running] of mine.entries()) {
    await waitUntil(scene, running, 'for its turn', () => mayStart(scene, running.command))
    startCommand(scene, running)
    await followItems(scene, running)
    if (index < mine.length - 1 || mustEnd(running.command)) {
      await waitUntil(scene, running, 'for the command to end', () => running.process?.ended !== undefined)
    }
  }
}

async function followItems(scene: Scene, running: RunningCommand): Promise<void> {
  const { items } = running.command
  for (const [index, item] of items.entries()) {
    if (!isKey(item)) continue
    await waitForOutput(scene, running, items.slice(0, index))
    const before = items[index - 1] ?? running.command
    if (before.place.fence !== item.place.fence) {
      await waitUntil(scene, running, 'for the other terminals', () => othersAreThrough(scene, running, item))
    }
    sendKey(running, item, (text) => useFreePorts(text, scene.room.ports))
    scene.board.look()
  }
  await waitForOutput(scene, running, items)
}

async function waitForOutput(
  scene: Scene,
  running: RunningCommand,
  items: readonly SessionItem[],
): Promise<void> {
  const { ports } = scene.room
  await waitUntil(scene, running, 'for its output', () => {
    if (matchItems(running, ports, items).complete) return true
    refuseDifference(scene, running)
    return false
  })
}

/** Waits for a fact; remembers for whom and for what, should it never come. */
async function waitUntil(
  scene: Scene,
  running: RunningCommand,
  what: string,
  isTrue: () => boolean,
): Promise<void> {
  running.waitsFor = what
  await scene.board.waitFor(isTrue)
  delete running.waitsFor
}

/**
 * Others are ready once they show their first line: that is how a text says that a server listens. The other lines
 * of a block may be an answer to what comes further down. A block that goes on with a command is not: where it stands,
 * all that it shows has been seen.
 */
function mayStart(scene: Scene, command: SessionCommand): boolean {
  const before = scene.commands.filter((other) => other.command.place.line < command.place.line)
  const latest = new Map(before.map((other) => [other.command.terminal, other]))
  latest.delete(command.terminal)
  return [...latest.values()].every((other) => {
    const above = other.command.items.filter(({ place }) => place.line < command.place.line)
    const goesOn = above.some(({ place }) => place.fence > other.command.place.fence)
    const first = above.find(({ kind }) => kind === 'output')
    const due = goesOn ? above : first ? [first] : []
    return isThrough(scene, other, due)
  })
}

/** Whether a command runs, and has printed and been given all these. */
function isThrough(scene: Scene, running: RunningCommand, due: readonly SessionItem[]): boolean {
  return (
    running.process !== undefined &&
    running.keysSent >= due.filter(isKey).length &&
    matchItems(running, scene.room.ports, due).complete
  )
}

/** A block that goes on with an earlier command waits for what the text shows between the two, elsewhere. */
function othersAreThrough(scene: Scene, running: RunningCommand, item: SessionItem): boolean {
  const earlier = [running.command, ...running.command.items].filter(
    ({ place }) => place.fence < item.place.fence,
  )
  const from = Math.max(-1, ...earlier.map(({ place }) => place.fence))
  const isBetween = ({ place }: SessionItem | SessionCommand) =>
    place.fence > from && place.fence < item.place.fence
  return scene.commands.every((other) => {
    if (other.command.terminal === running.command.terminal) return true
    const due = other.command.items.filter((one) => one.place.fence < item.place.fence)
    if (!isBetween(other.command) && !due.some(isBetween)) return true
    return isThrough(scene, other, due)
  })
}

function startCommand(scene: Scene, running: RunningCommand): void {
  running.process = createShellProcess({
    command: useFreePorts(running.command.command, scene.room.ports),
    folder: scene.room.folder,
    env: scene.room.env,
    onChange: () => scene.board.look(),
  })
  scene.board.look()
}

/** After ^C, and where the text shows the shell's prompt again, the command has to be over. */
function mustEnd(command: SessionCommand): boolean {
  const last = command.items.findLast((item) => isKey(item) || item.kind === 'prompt')
  return last?.kind === 'interrupt' || command.items.at(-1)?.kind === 'prompt'
}

/** @throws {SessionDiffers} when what was printed can no longer become what is shown */
function refuseDifference(scene: Scene, running: RunningCommand): void {
  const { ports } = scene.room
  const conflict = findConflict(running, ports)
  const endedEarly = running.process?.ended !== undefined && !matchItems(running, ports).complete
  if (conflict !== undefined || endedEarly) throw describeConflict(running, ports, conflict)
}

function measureProgress(running: RunningCommand, room: SessionFolder): number {
  const { process, keysSent, command } = running
  if (!process) return 0
  const seen = listExpected(command.items).length > 0 ? matchItems(running, room.ports).seen : 0
  return 1 + seen + keysSent + (process.ended === undefined ? 0 : 1)
}
