/**
 * Whose connection is it? Other programs of this machine look who listens: an editor that forwards ports, a scanner, a
 * neighbour. The kernel knows who holds the other end of a connection, so they are not taken for the learner's program.
 */
import { createServer, type Socket } from 'node:net'
import { readDescendants, readFamily } from '../../processes/family.ts'
import { isKernelReadable } from '../../processes/proc-files.ts'
import {
  findSocketRow,
  readSocketInodes,
  readSocketRows,
  type SocketRow,
  socketStates,
} from '../../processes/socket-table.ts'
import { say, type Words } from '../../language/say.ts'
import type { Program } from './program.ts'

/**
 * Whether it is known that the other end of a connection to us belongs to none of these programs, nor to anything that
 * they started. Not known is it of an end that its owner has let go of already.
 */
export function isStranger({ remotePort = 0, localPort = 0 }: Socket, programs: readonly Program[]): boolean {
  if (!isKernelReadable) return false
  const inode = readOwnersInode(remotePort, localPort)
  if (inode === 0 || holds(readBelow(programs), inode) || holds(readAll(programs), inode)) return false
  // Between the two looks its owner may have closed it, and would not be found among those who hold it.
  return readOwnersInode(remotePort, localPort) === inode
}

function readOwnersInode(port: number, remotePort: number): number {
  return findSocketRow('tcp', port, (row) => row.port === port && row.remotePort === remotePort)?.inode ?? 0
}

function holds(pids: readonly number[], inode: number): boolean {
  return pids.some((pid) => readSocketInodes(pid).has(inode))
}

function readBelow(programs: readonly Program[]): number[] {
  return programs.flatMap(({ pid }) => (pid === undefined ? [] : readDescendants(pid)))
}

function readAll(programs: readonly Program[]): number[] {
  return programs.flatMap(({ pid, mark }) => readFamily(pid, mark))
}

/**
 * What on this machine was in the way of programs, if anything was: then what they did wrong is no evidence against them.
 */
export async function findInterference(programs: readonly Program[]): Promise<Words | undefined> {
  const notStarted = programs.map(({ startTrouble }) => startTrouble).find((why) => why !== undefined)
  if (notStarted !== undefined) return say`A program could not be shut in as it has to be: ${notStarted}.`
  const trouble = await tryToGetPort()
  if (trouble !== undefined)
    return say`This machine has no port left that a program could be given (${trouble}). Something else has taken them all.`
  const port = programs.find((program) => hasStrangersVisit(program, programs))?.port
  return port === undefined
    ? undefined
    : say`Another program of this machine was connected to port ${port}, on which the program that is judged listened.`
}

/** Asks the system for a port, as a client does by connecting. @returns the system's word for it when there is none */
function tryToGetPort(): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen({ port: 0, host: '127.0.0.1', exclusive: true }, () =>
      server.close(() => resolve(undefined)),
    )
  })
}

/** A visit to the same port of another address is somebody else's affair: several checks have a lesson's own port at once. */
function hasStrangersVisit({ host, port }: Program, programs: readonly Program[]): boolean {
  if (!isKernelReadable) return false
  const isVisit = (row: SocketRow) => row.remoteAddress === host && row.remotePort === port
  const visits = readSocketRows('tcp', port).filter(
    (row) => isVisit(row) && row.state === socketStates.established && row.inode !== 0,
  )
  if (visits.length === 0) return false
  const own = readSocketInodes(process.pid)
  const strange = visits.filter(({ inode }) => !own.has(inode) && !holds(readAll(programs), inode))
  // Between the two looks its owner may have closed it, and would not be found among those who hold it.
  return strange.some((visit) => readOwnersInode(visit.port, port) === visit.inode)
}
