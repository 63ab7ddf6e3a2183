/** A whole check, for servers that take one client and end with it. */
import { say, type Words } from '../../language/say.ts'
import { check } from '../check/check.ts'
import type { CheckOptions } from '../check/check-options.ts'
import type { DeclaredCheck } from '../check/wanted.ts'
import type { CheckContext } from '../check/context.ts'
import { CheckFailure } from '../record/failure.ts'
import type { Program } from '../program/program.ts'
import type { TcpPeer } from '../tcp/tcp-peer.ts'

/**
 * Declares the check that a server answers its first client and nobody else who connects meanwhile, also when one has
 * been sent away. The others may be refused, sent away, or left waiting in the queue of the listening socket: each is right.
 */
export function takesOneClient(options: Pick<CheckOptions, 'after' | 'holds'>): DeclaredCheck {
  return check(
    'takes one client and no other',
    {
      help: say`server.close() refuses new clients and leaves the open connection alone. Call it as soon as the first client has come, and not when it has been answered.`,
      byHand: [
        'npx tsx {subject}/server.ts',
        'sleep 10 | nc 127.0.0.1 9909',
        "printf 'second' | nc 127.0.0.1 9909",
      ],
      ...options,
    },
    async (t) => {
      const server = await t.startServer()
      const first = await t.connect(server, say`first client`)
      // At rest, it has accepted the first client and done whatever it does then.
      await t.untilAtRest(server)
      const others = await inviteOthers(t, server)
      await first.send('first')
      await first.receive('FIRST', say`the answer to the first client`)
      first.end()
      await t.untilAtRest(server)
      failIfServed(t, others)
    },
  )
}

/** Has a second and a third client connect and speak where the server lets them. @returns those whom it let */
export async function inviteOthers(t: CheckContext, server: Program): Promise<TcpPeer[]> {
  const others: TcpPeer[] = []
  for (const [name, text] of [
    [say`second client`, 'second'],
    [say`third client`, 'third'],
  ] as const) {
    const other = await inviteAnother(t, server, name, text)
    if (other) others.push(other)
  }
  return others
}

/**
 * Has one more client connect and speak where the server lets it. Then the server is at rest: it has answered this client,
 * sent it away, or left it alone.
 * @returns nobody where the server refused
 */
export async function inviteAnother(
  t: CheckContext,
  server: Program,
  name: Words,
  text: string,
): Promise<TcpPeer | undefined> {
  const other = await connectIfAllowed(t, server, name)
  if (!other) return undefined
  await other.send(text)
  await t.untilAtRest(server)
  return other
}

/** Fails if one of those who came while the first client was there was answered. @throws {CheckFailure} */
export function failIfServed(t: CheckContext, others: readonly TcpPeer[]): void {
  const served = others.find(({ unreadLength }) => unreadLength > 0)
  if (!served) return
  t.fail(
    'extra-bytes',
    say`Your server answered the ${served.name}, which had connected while the first was still there. It should take one client and no other.`,
  )
}

/** Connects to a server that may rightly refuse it: then there is no client. @throws {CheckFailure} other than refused. */
async function connectIfAllowed(t: CheckContext, server: Program, name: Words): Promise<TcpPeer | undefined> {
  try {
    return await t.connect(server, name)
  } catch (error) {
    if (error instanceof CheckFailure && error.stage === 'refused') return undefined
    throw error
  }
}
