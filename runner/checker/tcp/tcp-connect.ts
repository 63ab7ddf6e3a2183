/** Connecting to a learner's server as a client. */
import { connect, type Socket } from 'node:net'
import { CannotJudge } from '../../processes/cannot-judge.ts'
import { isDead } from '../../processes/process-facts.ts'
import { isKernelReadable } from '../../processes/proc-files.ts'
import { type Name, toParticipant } from '../record/names.ts'
import type { Program } from '../program/program.ts'
import type { Recorder } from '../record/recorder.ts'
import type { Place } from '../record/place.ts'
import { describeRefusal } from './tcp-failures.ts'
import { waitFor } from '../record/wait.ts'

/**
 * Connects to the program. Where the kernel cannot be read, and so nobody knows when the program is ready, a refused
 * connection is tried again until the program ends or the wait is given up.
 * @param name what our side is called
 * @param from our own address and port; what is missing is chosen by the system
 * @throws {CheckFailure} refused.
 */
export async function connectTo(
  program: Program,
  name: Name,
  recorder: Recorder,
  from: Place = {},
): Promise<Socket> {
  const attempt = async () => {
    const socket = await tryToConnect(program, from)
    if (socket) return socket
    return isKernelReadable || program.hasExited ? false : undefined
  }
  const socket = await waitFor(attempt, { recorder, pid: program.pid })
  const participant = toParticipant(name, 'peer')
  recorder.introduce(participant)
  const { id } = participant
  if (socket) {
    recorder.record({ peer: id, kind: 'connect', by: 'peer' })
    return socket
  }
  const happening = recorder.record({ peer: id, kind: 'refused', by: 'peer' })
  await untilItHasDied(program, recorder)
  await program.failIfCrashed()
  throw describeRefusal(program, { id, name, role: 'client' }, happening)
}

/**
 * A program that dies says so twice: its connections and its port go first, and a moment later its exit is known. That
 * moment is given here, so that the cause is told and not its effect.
 */
export async function untilItHasDied(program: Program, recorder: Recorder): Promise<void> {
  const isTold = () => (program.hasExited ? true : undefined)
  if (await waitFor(isTold, { recorder, pid: program.pid, quietMs: 300 })) return
  // On a busy machine the kernel has it dead for a while before this process is told.
  if (program.pid !== undefined && isDead(program.pid)) await waitFor(isTold, { recorder })
}

/** That this machine has no port for us, or not the one that was asked for (man 2 bind), is nobody's refusal. */
const ownTroubles: readonly (string | undefined)[] = ['EADDRNOTAVAIL', 'EADDRINUSE']

/** Resolves with a connected socket, or with undefined when the connection is refused. */
function tryToConnect({ port, host }: Program, from: Place): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    const own = {
      ...(from.host !== undefined && { localAddress: from.host }),
      ...(from.port !== undefined && { localPort: from.port }),
    }
    const socket = connect({ port, host, ...own, allowHalfOpen: true, noDelay: true })
    const refuse = (error: NodeJS.ErrnoException) =>
      ownTroubles.includes(error.code) ? reject(new CannotJudge(error.message)) : resolve(undefined)
    socket.once('error', refuse)
    socket.once('connect', () => {
      socket.off('error', refuse)
      resolve(socket)
    })
  })
}
