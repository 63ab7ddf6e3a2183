/** The sentences about a server that cannot be reached where it should be. */
import { say, type Sentence, type Words } from '../../language/say.ts'
import type { SocketRow } from '../../processes/socket-table.ts'
import type { SocketKind } from '../../processes/protocol.ts'
import { CheckFailure } from '../record/failure.ts'
import { tellLeftOut } from './left-out.ts'
import { failIfItCouldNotLoad } from './load-error.ts'
import { adviseOnCrash } from './program-expectations.ts'
import { describePlace } from './describe-place.ts'
import type { Program } from './program.ts'
import { describeExit, sayWait } from '../bytes/quote.ts'
import type { Stage } from '../record/verdict.ts'

/** What was seen of a program that runs and is not where it should be. */
interface Seen {
  readonly hasFlooded: boolean
  readonly isBusy: boolean
  readonly waitedMs: number
  /** Where it can be reached instead. */
  readonly open: readonly SocketRow[]
  readonly ofOtherProtocol: readonly SocketRow[]
}

/** @throws {CheckFailure} did-not-start. */
export function describeEarlyExit(program: Program): CheckFailure {
  failIfItCouldNotLoad(program)
  const { crash, exitHappening: happening } = program
  if (crash) {
    const help = adviseOnCrash(crash)
    return new CheckFailure(
      'exited-early',
      tellLeftOut(
        program,
        say`${program.name} ended with an error before it was listening: ${crash.message}`,
        crash.message,
      ),
      {
        peer: program.id,
        happening,
        crash,
        ...(help !== undefined && { help }),
      },
    )
  }
  const how = program.exit ? describeExit(program.exit) : say`by itself`
  return new CheckFailure(
    'exited-early',
    say`${program.name} ended ${how} before it was listening on ${due(program)}. A server has to open a port and stay.`,
    {
      peer: program.id,
      happening,
      help: say`Does your program create a server and call listen? A program ends as soon as it has nothing left to wait for.`,
    },
  )
}

/** Says where it is instead, or what it does. */
export function describeWrongPlace(program: Program, protocol: SocketKind, seen: Seen): CheckFailure {
  if (seen.hasFlooded) return describeFlood(program)
  if (seen.open.length > 0) return describeElsewhere(program, protocol, seen.open)
  if (seen.ofOtherProtocol.length > 0) return describeOtherProtocol(program, protocol, seen.ofOtherProtocol)
  if (seen.isBusy)
    return fail(
      program,
      'not-listening',
      say`${program.name} computes without a pause, and was not listening on any port.`,
      say`Is there a loop that never ends? While your code runs, nothing else happens in your program: no port is opened, no event is delivered.`,
    )
  return fail(
    program,
    'not-listening',
    say`${program.name} is running, and ${sayWait(seen.waitedMs)} after it had last done anything it was not listening on any port.`,
    say`Does your program reach the line that calls listen? Perhaps it waits for something else first.`,
  )
}

function describeFlood(program: Program): CheckFailure {
  const size = String(Math.round(program.printedLength / 1024 / 1024))
  return fail(
    program,
    'not-listening',
    say`${program.name} printed ${size} MiB, and was not listening on any port.`,
    say`Is there a loop that prints and never ends?`,
  )
}

function describeElsewhere(program: Program, protocol: SocketKind, open: readonly SocketRow[]): CheckFailure {
  const places = listPlaces(open)
  return fail(
    program,
    'listening-elsewhere',
    protocol === 'tcp'
      ? say`${program.name} listens on ${places}, and not on ${due(program)}.`
      : say`${program.name} receives on ${places}, and not on ${due(program)}.`,
    say`Take both from the environment: Number(process.env.PORT), and process.env.HOST. Without HOST, name 127.0.0.1 literally: "localhost" may mean ::1.`,
  )
}

function describeOtherProtocol(
  program: Program,
  protocol: SocketKind,
  other: readonly SocketRow[],
): CheckFailure {
  const places = listPlaces(other)
  if (protocol === 'tcp')
    return fail(
      program,
      'listening-elsewhere',
      say`${program.name} receives datagrams (UDP) on ${places}, and does not listen for connections (TCP).`,
      say`TCP and UDP have ports of their own, with the same numbers. This lesson needs a socket of node:net.`,
    )
  return fail(
    program,
    'listening-elsewhere',
    say`${program.name} listens for connections (TCP) on ${places}, and has no socket for datagrams (UDP) with a port.`,
    say`TCP and UDP have ports of their own, with the same numbers. This lesson needs a socket of node:dgram.`,
  )
}

function fail(program: Program, stage: Stage, happened: Sentence, help: Words): CheckFailure {
  return new CheckFailure(stage, say`${happened} ${program.told}`, { help, peer: program.id })
}

function due({ host, port }: Program): string {
  return describePlace({ address: host, port })
}

/** Writes several places one after another: "127.0.0.1:1 and [::1]:2". */
function listPlaces(rows: readonly SocketRow[]): Words {
  return rows.map((row): Words => describePlace(row)).reduce((before, place) => say`${before} and ${place}`)
}
