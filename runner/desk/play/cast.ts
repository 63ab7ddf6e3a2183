/** Who plays in a lesson: which of the learner's programs, over what, and at which port. */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { claimPort, type PortClaim, tryToClaim } from '../../processes/claimed-ports.ts'
import type { Lesson } from '../../lessons/catalogue.ts'
import { type Act, listActs } from '../../playing/acts.ts'
import type { Cast } from '../../playing/play.ts'
import type { DeclaredProgram } from '../../lessons/programs.ts'
import { listSockets, type SocketKind } from '../../processes/protocol.ts'
import { exitCodes, Refusal } from '../../edge/refusal.ts'
import type { Workbook } from '../../workbook.ts'
import { findWorkFolder } from '../../work/folders/work-folder.ts'
import { refuseUnbegun } from '../help/differences.ts'
import { isPortHeld, showPort } from '../port/port-doctor.ts'
import { say, type Words } from '../../language/say.ts'

export interface Casting {
  readonly cast: Cast
  /** Keeps the port from other plays until this one is over. */
  readonly claim: PortClaim
  /** The named client that was asked for. */
  readonly act: Act | undefined
  /** What a command shows that starts a client which is told by its arguments. */
  readonly clientWords: string
  /** What has to be said of the port. */
  readonly remarks: readonly Words[]
}

/**
 * Chooses who plays.
 * @param wanted a named client, or a program of the lesson's beside server and client, for example "inbox"
 * @throws {Refusal} where the lesson was not begun, has nothing to play, or knows nothing of that name
 */
export async function chooseCast(
  workbook: Workbook,
  lesson: Lesson,
  wanted: string | undefined,
): Promise<Casting> {
  const folder = findWorkFolder(workbook.root, lesson)
  if (!existsSync(folder)) throw refuseUnbegun(lesson)
  const { server, client, isOther } = choosePrograms(lesson, wanted)
  const program = server ?? client
  // A server may open more than its client needs.
  const talk = client ?? program
  const [protocol] = talk ? listSockets(talk.protocol) : []
  if (program === undefined || protocol === undefined)
    throw new Refusal(
      say`Lesson ${lesson.number} has neither a server nor a client to play with.`,
      say`Its programs are run by hand: npm run lesson ${lesson.number}`,
    )
  const act = isOther ? undefined : findAct(lesson, wanted, server, protocol)
  const { claim, remarks } = await choosePort(workbook, program.port, protocol)
  const { port } = claim
  const subject = {
    folder,
    shownAs: `work/${lesson.name}`,
    mark: randomUUID(),
    loader: import.meta.resolve('tsx'),
    compiled: {},
  }
  return {
    cast: {
      subject,
      protocol,
      serverProtocol: server?.protocol ?? protocol,
      port,
      serverFile: server?.file,
      clientFile: client?.file,
      isClientToldByArguments: client?.says === 'arguments',
    },
    // The port that was chosen may be another than the lesson's own.
    clientWords: client?.example?.replace('PORT', String(port)) ?? 'hello',
    act,
    claim,
    remarks,
  }
}

interface Programs {
  readonly server: DeclaredProgram | undefined
  readonly client: DeclaredProgram | undefined
  /** Whether a program was named that is neither of the two. */
  readonly isOther: boolean
}

/**
 * The first server and the first client that a lesson declares play; any other of its programs is named. What the learner
 * has removed is still the lesson's: that it is missing is told when it is to start.
 */
function choosePrograms({ programs }: Lesson, wanted: string | undefined): Programs {
  const server = programs.find(({ role }) => role === 'server')
  const client = programs.find(({ role }) => role === 'client')
  const named = programs.find(({ file }) => file === `${wanted}.ts`)
  if (named === undefined || named === server || named === client) return { server, client, isOther: false }
  return named.role === 'server'
    ? { server: named, client: undefined, isOther: true }
    : { server: undefined, client: named, isOther: true }
}

function findAct(
  lesson: Lesson,
  wanted: string | undefined,
  server: DeclaredProgram | undefined,
  protocol: SocketKind,
): Act | undefined {
  if (wanted === undefined) return undefined
  if (server === undefined)
    throw new Refusal(
      say`In lesson ${lesson.number} you write no server that "${wanted}" could visit.`,
      say`Your client and a server of ours: npm run play ${lesson.number}`,
      exitCodes.wrongUsage,
    )
  const acts = listActs(protocol)
  const act = acts.find(({ name }) => name === wanted)
  if (act) return act
  throw new Refusal(
    say`There is no client called "${wanted}" in lesson ${lesson.number}.`,
    [say`There are:`, ...acts.map(({ name, does }) => say`  ${name}: ${does}`)],
    exitCodes.wrongUsage,
  )
}

/** The lesson's own port where it is free, so that one can join from another terminal; else a free one. */
async function choosePort(
  workbook: Workbook,
  port: number,
  socket: SocketKind,
): Promise<Pick<Casting, 'claim' | 'remarks'>> {
  // Another play may have chosen it, whose server is only on its way.
  const claimOwn = async () => (isPortHeld(workbook, { port, socket }) ? undefined : await tryToClaim(port))
  let claim = await claimOwn()
  if (!claim && workbook.interactive) {
    await showPort(workbook, port)
    claim = await claimOwn()
  }
  if (claim) return { claim, remarks: [] }
  const free = await claimPort()
  const remark = say`Port ${port} is taken (npm run port ${port} tells by whom), so the server gets ${free.port}.`
  return { claim: free, remarks: [remark] }
}
