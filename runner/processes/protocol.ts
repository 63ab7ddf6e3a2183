/** The protocols over which a lesson's programs talk, in one table: what a protocol is called and what sockets it needs. */

/** A table of the kernel's: TCP and UDP have ports of their own, with the same numbers. */
export type SocketKind = 'tcp' | 'udp'

interface ProtocolFacts {
  /** The sockets that a server of it opens on its port. */
  readonly sockets: readonly SocketKind[]
}

const protocolTable = {
  tcp: { sockets: ['tcp'] },
  udp: { sockets: ['udp'] },
  'tcp+udp': { sockets: ['tcp', 'udp'] },
} as const satisfies Record<string, ProtocolFacts>

export type Protocol = keyof typeof protocolTable

/** The names of all protocols. */
export const protocols = Object.keys(protocolTable) as Protocol[]

/** The sockets that a server of a protocol opens on its port. */
export function listSockets(protocol: Protocol): readonly SocketKind[] {
  return protocolTable[protocol].sockets
}
