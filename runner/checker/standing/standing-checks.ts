/**
 * Checks that lessons share word for word, because every task promises the same: where a program listens or connects.
 * A lesson declares each by one call.
 */
import { listSockets, type Protocol, type SocketKind } from '../../processes/protocol.ts'
import { randomInt } from 'node:crypto'
import { say, type Sentence } from '../../language/say.ts'
import { isKernelReadable } from '../../processes/proc-files.ts'
import type { SocketRow } from '../../processes/socket-table.ts'
import { check } from '../check/check.ts'
import type { CheckOptions } from '../check/check-options.ts'
import type { DeclaredCheck } from '../check/wanted.ts'
import type { CheckContext } from '../check/context.ts'
import type { ClientOptions, ServerOptions } from '../check/start-options.ts'
import type { Program } from '../program/program.ts'
import { ourServer } from '../record/names.ts'
import { describePlace } from '../program/describe-place.ts'
import { readFamilysOpenPorts } from '../program/ready.ts'

interface StandingCheck extends Pick<CheckOptions, 'holds' | 'after'> {
  /** What stands before the check's name where a lesson has several programs: "inbox". */
  readonly who?: string
}

interface WithDefaultPort {
  /** The lesson's own port. */
  readonly defaultPort: number
}

export interface ServerCheck extends StandingCheck {
  /** How the server is started; its port and its address are this check's. */
  readonly server?: Omit<ServerOptions, 'port' | 'host'>
}

interface ClientCheck extends StandingCheck, WithDefaultPort {
  /** How the client is started. */
  readonly client?: Omit<ClientOptions, 'host'>
  /** Types what the client needs before it sends a datagram; TCP clients connect by themselves. */
  readonly type?: (client: Program) => void
}

/** What the checks of servers say of each protocol. */
const protocolWords: Readonly<Record<Protocol, { verb: string; help: Sentence; ss: string }>> = {
  tcp: {
    verb: 'listens',
    help: say`Give listen both, the port and the address: without an address a server listens on every interface of the machine.`,
    ss: 'ss -ltn',
  },
  udp: {
    verb: 'receives',
    help: say`Give bind both, the port and the address: without an address a socket receives on every interface of the machine.`,
    ss: 'ss -lun',
  },
  'tcp+udp': {
    verb: 'takes',
    help: say`TCP and UDP have ports of their own, with the same numbers: open both, and give listen and bind both, the port and the address.`,
    ss: 'ss -ltun',
  },
}

/** Declares "listens on 127.0.0.1 and nowhere else": no other address and no other port, now or later, by itself or by a child. */
export function listensOnLoopbackOnly({ who, server, ...options }: ServerCheck): DeclaredCheck {
  const protocol = server?.protocol ?? 'tcp'
  const words = protocolWords[protocol]
  const file = server?.file ?? 'server.ts'
  return check(
    named(
      who,
      protocol === 'tcp+udp'
        ? 'takes TCP and UDP on one port of 127.0.0.1'
        : `${words.verb} on 127.0.0.1 and nowhere else`,
    ),
    { ...options, help: words.help, byHand: [`npx tsx {subject}/${file}`, words.ss] },
    async (t) => {
      const program = await t.startServer({ ...server, protocol })
      // Elsewhere only that it answers on 127.0.0.1 can be known, and the other checks see to that.
      if (!isKernelReadable) return
      failIfElsewhere(t, program, protocol)
      // A second socket may be opened by a timer, or when something is over.
      await t.untilAtRest(program)
      failIfElsewhere(t, program, protocol)
    },
  )
}

/** Declares that a server listens where HOST says, on the lesson's own port without PORT, and on the one that PORT names. */
export function listensWhereTold({
  who,
  server,
  defaultPort,
  ...options
}: ServerCheck & WithDefaultPort): DeclaredCheck {
  const protocol = server?.protocol ?? 'tcp'
  const words = protocolWords[protocol]
  const file = server?.file ?? 'server.ts'
  return check(
    named(
      who,
      `${words.verb}${protocol === 'tcp+udp' ? ' TCP and UDP' : ''} where HOST says, and on port ${defaultPort} without PORT`,
    ),
    {
      ...options,
      help: sayWhere(defaultPort),
      byHand: [`HOST=127.0.0.2 npx tsx {subject}/${file}`, `${words.ss} 'sport = :${defaultPort}'`],
    },
    async (t) => {
      const place = { host: chooseLoopbackAddress(), port: defaultPort }
      const env = { ...server?.env, PORT: undefined }
      await t.startServer({ ...server, protocol, ...place, env })
      // Each of the two was taken alone; a program may still forget one beside the other.
      await t.startServer({ ...server, protocol, host: chooseLoopbackAddress() })
    },
  )
}

/** Declares that a client goes where HOST says, to the lesson's own port without PORT, and to the one that PORT names. */
export function connectsWhereTold({
  who = 'client',
  client,
  defaultPort,
  ...options
}: ClientCheck): DeclaredCheck {
  return check(
    named(who, `connects where HOST says, and to port ${defaultPort} without PORT`),
    {
      ...options,
      help: sayWhere(defaultPort),
      byHand: [
        `nc -l 127.0.0.2 ${defaultPort}`,
        `HOST=127.0.0.2 npx tsx {subject}/${client?.file ?? 'client.ts'}${(client?.args ?? []).map((arg) => ` ${arg}`).join('')}`,
      ],
    },
    async (t) => {
      const listener = await t.listen({ host: chooseLoopbackAddress(), port: defaultPort })
      const { host } = listener
      const withoutPort = { ...client?.env, PORT: undefined }
      await listener.accept(t.startClient(listener.port, { ...client, host, env: withoutPort }))
      // Each of the two was taken alone; a program may still forget one beside the other.
      const other = await t.listen({ host: chooseLoopbackAddress() })
      await other.accept(t.startClient(other.port, { ...client, host: other.host }))
    },
  )
}

/** Declares that a UDP client sends where HOST says, and to the lesson's own port where PORT says nothing. */
export function sendsWhereTold({
  who = 'client',
  client,
  type,
  defaultPort,
  ...options
}: ClientCheck): DeclaredCheck {
  return check(
    named(who, `sends where HOST says, and to port ${defaultPort} without PORT`),
    {
      ...options,
      help: sayWhere(defaultPort),
      byHand: [
        `nc -u -l 127.0.0.2 ${defaultPort}`,
        `HOST=127.0.0.2 npx tsx {subject}/${client?.file ?? 'client.ts'}`,
      ],
    },
    async (t) => {
      const server = await t.bindUdp(ourServer, { host: chooseLoopbackAddress(), port: defaultPort })
      const program = t.startClient(server.port, {
        ...client,
        host: server.host,
        env: { ...client?.env, PORT: undefined },
      })
      type?.(program)
      await server.receiveAny(program, say`a datagram`)
    },
  )
}

const helpWithSecond = say`What was due is open, and this beside it. Which call in your program opens a second place?`

/** What to try where HOST or PORT was not followed. */
function sayWhere(defaultPort: number): Sentence {
  return say`The environment says where: process.env.HOST, and 127.0.0.1 without it; process.env.PORT, and ${defaultPort} without it.`
}

/** A check's name; before it the program that is meant, where a lesson has several. */
export function named(who: string | undefined, name: string): string {
  return who === undefined ? name : `${who}: ${name}`
}

/**
 * An address of this machine that nobody else is likely to use, so that the lesson's own port is free there while
 * the learner's server runs in another window. On Linux and Windows all of 127.0.0.0/8 is loopback (RFC 1122,
 * section 3.2.1.3); macOS has 127.0.0.1 alone.
 */
function chooseLoopbackAddress(): string {
  if (process.platform === 'darwin') return '127.0.0.1'
  return `127.${randomInt(1, 255)}.${randomInt(1, 255)}.${randomInt(1, 255)}`
}

function failIfElsewhere(t: CheckContext, program: Program, protocol: Protocol): void {
  for (const kind of listSockets(protocol)) failIfSocketElsewhere(t, program, kind)
}

function failIfSocketElsewhere(t: CheckContext, program: Program, protocol: SocketKind): void {
  const isDue = ({ address, port }: SocketRow) => address === program.host && port === program.port
  const open = readFamilysOpenPorts(program, protocol)
  const others = open.filter((row) => !isDue(row))
  if (others.length === 0) return
  const where = [...new Set(others.map(describePlace))].join(' and ')
  const due = `${program.host}:${program.port}`
  const isExposed = others.some(({ address }) => !address.startsWith('127.') && address !== '::1')
  t.fail(
    'listening-elsewhere',
    protocol === 'tcp'
      ? isExposed
        ? say`${program.name} listens on ${where}, where ${due} and nothing else was due. Every machine that can reach this one can connect to it.`
        : say`${program.name} listens on ${where}, where ${due} and nothing else was due.`
      : isExposed
        ? say`${program.name} receives on ${where}, where ${due} and nothing else was due. Every machine that can reach this one can send to it.`
        : say`${program.name} receives on ${where}, where ${due} and nothing else was due.`,
    !isExposed && open.some(isDue) ? { help: helpWithSecond } : {},
  )
}
