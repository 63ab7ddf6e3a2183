/** The protocols over which a lesson's programs talk, in one table: what a protocol is called and what sockets it needs. */

/** A table of the kernel's: TCP and UDP have ports of their own, with the same numbers. */
export type SocketKind = 'tcp' | 'udp'

interface ProtocolFacts {
  /** The sockets that a server of it opens on its port. */
  readonly sockets: readonly SocketKind[]
}

/** The names of all protocols. */
export const protocols = ['tcp', 'udp', 'tcp+udp'] as const

export type Protocol = (typeof protocols)[number]

const protocolTable: Readonly<Record<Protocol, ProtocolFacts>> = {
  tcp: { sockets: ['tcp'] },
  udp: { sockets: ['udp'] },
  'tcp+udp': { sockets: ['tcp', 'udp'] },
}

/** The sockets that a server of a protocol opens on its port. */
export function listSockets(protocol: Protocol): readonly SocketKind[] {
  return protocolTable[protocol].sockets
}
