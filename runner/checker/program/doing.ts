/** What a program is seen doing when it was waited for in vain. Where the cause is not seen, none is named. */
import { isFamilyComputing } from '../../processes/family.ts'
import { isKernelReadable } from '../../processes/proc-files.ts'
import {
  readSocketInodes,
  readSocketRows,
  type SocketRow,
  socketStates,
} from '../../processes/socket-table.ts'
import { say, type Words } from '../../language/say.ts'
import type { Program } from './program.ts'
import { countBytes, describeExit, quote } from '../bytes/quote.ts'

export interface Doing {
  readonly sentence: Words
  /** What to try, where what is seen is the cause. It stands before the check's own advice. */
  readonly help?: Words
}

/** What is known of the connection on which it was waited for: the program's row in the kernel's table. */
interface Connection {
  readonly row: SocketRow | undefined
  /** Whether anything was sent on it that could be read. */
  readonly hasSent: boolean
}

/** Says what a program does from which nothing came. */
export function describeDoing(program: Program, connection?: Connection): Doing {
  if (program.exit) return { sentence: say`It had ended by itself, ${describeExit(program.exit)}.` }
  return (
    describeComputing(program) ??
    (connection?.row && describeQueue(connection.row)) ??
    describePrompt(program) ??
    (connection?.row && connection.hasSent
      ? {
          sentence: say`All of it has reached the program, which is still running. It may not listen for what comes, or it may be waiting for more: over TCP nothing tells it that a message is complete.`,
        }
      : { sentence: say`It is still running.` })
  )
}

/** Says what is seen to keep a program from going on; undefined where nothing is. */
export function describeHindrance(program: Program, row: SocketRow | undefined): Doing | undefined {
  if (program.exit) return undefined
  return describeComputing(program) ?? (row && describeQueue(row)) ?? describePrompt(program)
}

/** Says what keeps a program that should have ended. */
export function describeLife(program: Program): Doing {
  return describeComputing(program) ?? describeSockets(program) ?? describePrompt(program) ?? { sentence: '' }
}

function describeComputing({ pid }: Program): Doing | undefined {
  if (!isKernelReadable || pid === undefined || !isFamilyComputing(pid)) return undefined
  return {
    sentence: say`It computes without a pause, and nothing can arrive while it does.`,
    help: say`Is there a loop that never ends? While your code runs, nothing else happens in your program: no event is delivered.`,
  }
}

/** What waits at the program's side of a connection. */
function describeQueue({ inode, receiveQueue }: SocketRow): Doing | undefined {
  if (inode === 0)
    return {
      sentence: say`It has not accepted this connection yet: the system holds it in the queue of the listening socket.`,
    }
  if (receiveQueue === 0) return undefined
  return {
    sentence: say`It is still running and has ${countBytes(receiveQueue)} not read yet: nothing in it reads from this connection now.`,
  }
}

/** Whoever waits for a line has printed something without a line feed, so that the line is typed beside it. */
function describePrompt(program: Program): Doing | undefined {
  const last = program.stdout.slice(program.stdout.lastIndexOf('\n') + 1)
  if (!program.isTypedTo || last.trim() === '') return undefined
  return {
    sentence: say`It is still running. Last it printed ${quote(last)} without a line feed, like a program that waits for a line to be typed.`,
  }
}

function describeSockets({ pid, port }: Program): Doing | undefined {
  if (!isKernelReadable || pid === undefined) return undefined
  const own = readSocketInodes(pid)
  const rows = (['tcp', 'udp'] as const)
    .flatMap((protocol) => readSocketRows(protocol))
    .filter(({ inode }) => own.has(inode))
  if (rows.some((row) => row.protocol === 'tcp' && row.state === socketStates.listen))
    return { sentence: say`It still listens for connections.` }
  const connections = rows.filter(({ protocol }) => protocol === 'tcp').length
  if (connections === 1) return { sentence: say`It still holds a connection open.` }
  if (connections > 1) return { sentence: say`It still holds ${connections} connections open.` }
  if (rows.some((row) => row.protocol === 'udp' && row.port === port))
    return { sentence: say`Its UDP socket is still open.` }
  return undefined
}
