/** Which level of isolation a run has: what was asked for, or the strongest that this machine allows. */
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { exitCodes, Refusal } from '../../edge/refusal.ts'
import { say, type Sentence, type Words } from '../../language/say.ts'
import { type Bounds, boundsOfClass } from '../../processes/bounds.ts'
import { confine, giveOwnNetwork, statusDescriptor, type Confinement } from '../../processes/confinement.ts'
import { isolationLevels } from '../gradebook.ts'
import { listUnstopped, type IsolationLevel } from './levels.ts'

/** What a run is told about its isolation. */
interface Isolation {
  readonly level: IsolationLevel
  readonly doesNotStop: Sentence[]
  /** Without it, nothing shuts programs in. */
  readonly confinement: Confinement | undefined
  /** What all processes of a submission may take together. */
  readonly bounds: Bounds
}

/** Above those of people and of services, below those that are handed out from the other end (man 8 useradd, systemd.exec). */
const userOfPrograms = 61_000

/**
 * Chooses a level. It is tried before it is promised.
 * @throws {Refusal} when a level was asked for that is not to be had; never falls back in silence
 */
export async function chooseIsolation(asked: string | undefined): Promise<Isolation> {
  const wanted = isolationLevels.find((level) => level === asked)
  if (asked !== undefined && wanted === undefined) {
    throw new Refusal(
      say`There is no isolation "${asked}".`,
      say`The levels are ${isolationLevels.join(', ')}.`,
      exitCodes.wrongUsage,
    )
  }
  if (wanted === 'process-only') return createIsolation('process-only', undefined)
  const strongest = process.getuid?.() === 0 ? 'full' : 'user'
  const confinement = createConfinement(strongest)
  const trouble =
    wanted !== undefined && wanted !== strongest ? describeUser(wanted) : await findTrouble(confinement)
  if (trouble === undefined) return createIsolation(strongest, confinement)
  if (wanted === undefined) return createIsolation('process-only', undefined)
  throw new Refusal(say`The isolation "${wanted}" is not to be had here: ${trouble}`, [
    say`Install bubblewrap (Debian, Ubuntu: apt install bubblewrap), or have the system permit user namespaces.`,
    say`To go without: --isolation process-only. The reports say what that does not stop.`,
  ])
}

function describeUser(wanted: IsolationLevel): Sentence {
  return wanted === 'full' ? say`only root can set it up.` : say`root has the level full in its place.`
}

function createIsolation(level: IsolationLevel, confinement: Confinement | undefined): Isolation {
  return { level, doesNotStop: listUnstopped(level), confinement, bounds: boundsOfClass }
}

/** Programs are loaded by tsx, which lies among the packages; what else is kept there is not theirs to see. */
function createConfinement(level: 'full' | 'user'): Confinement {
  const packages = fileURLToPath(import.meta.resolve('tsx')).replace(/(.*[/\\]node_modules)[/\\].*$/u, '$1')
  return {
    ...(level === 'full' && { user: userOfPrograms }),
    readable: [packages],
    hidden: ['.cache', '.vite'].map((name) => join(packages, name)),
  }
}

/** Tries what judging does: a program that is shut in, in a network of its own. @returns what went wrong */
async function findTrouble(confinement: Confinement): Promise<Words | undefined> {
  if (process.platform !== 'linux') return process.platform
  const home = await mkdtemp(join(tmpdir(), 'socket-workbook-probe-'))
  try {
    const [program, words] = confine(process.execPath, ['--eval=process.exit(7)'], { ...confinement, home })
    const [outer, before] = giveOwnNetwork(program, confinement)
    const { code, printed } = await run(outer, [...before, ...words])
    return code === 7 ? undefined : say`${printed.trim().split('\n')[0] ?? ''} (${code ?? '?'})`
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

function run(command: string, args: readonly string[]): Promise<{ code: number | null; printed: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe', 'pipe'], timeout: 30_000 })
    let printed = ''
    for (const stream of [child.stdout, child.stderr, child.stdio[statusDescriptor]])
      stream?.on('data', (chunk: Buffer) => (printed += stream === child.stderr ? chunk.toString() : ''))
    child.once('error', (error) => resolve({ code: null, printed: error.message }))
    child.once('close', (code) => resolve({ code, printed }))
  })
}
