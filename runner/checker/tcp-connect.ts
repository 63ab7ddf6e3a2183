/** Connecting to a learner's server as a client. */
import { connect, type Socket } from 'node:net'
import { CannotJudge } from '../processes/cannot-judge.ts'
import { isKernelReadable } from '../processes/proc-files.ts'
import { type Name, toParticipant } from './names.ts'
import type { Program } from './program.ts'
import type { Recorder } from './recorder.ts'
import { describeRefusal } from './tcp-failures.ts'
import { waitFor } from './wait.ts'

/**
 * Connects to the program. Where the kernel cannot be read, and so nobody knows when the program is ready, a refused
 * connection is tried again until the program ends or the wait is given up.
 * @param name what our side is called
 * @throws {CheckFailure} refused.
 */
export async function connectTo(program: Program, name: Name, recorder: Recorder): Promise<Socket> {
  const attempt = async () => {
    const socket = await tryToConnect(program)
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
  await waitFor(() => (program.hasExited ? true : undefined), { recorder, pid: program.pid, quietMs: 300 })
}

/** Resolves with a connected socket, or with undefined when the connection is refused. */
function tryToConnect({ port, host }: Program): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host, allowHalfOpen: true, noDelay: true })
    // That this machine has no port left for us (man 2 connect, EADDRNOTAVAIL) is nobody's refusal.
    const refuse = (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRNOTAVAIL' ? reject(new CannotJudge(error.message)) : resolve(undefined)
    socket.once('error', refuse)
    socket.once('connect', () => {
      socket.off('error', refuse)
      resolve(socket)
    })
  })
}
