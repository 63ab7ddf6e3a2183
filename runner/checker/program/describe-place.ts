import type { SocketRow } from '../../processes/socket-table.ts'

/** Writes where a socket is as one would type it: "127.0.0.1:9909", "[::1]:9909". */
export function describePlace({ address, port }: Pick<SocketRow, 'address' | 'port'>): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}
