/** The ports that a lesson's programs take when nobody tells them another one. */
import { existsSync } from 'node:fs'
import { readFiles } from '../disk/files.ts'

/** The port numbers that a program falls back to: `?? 9909` or `|| '9909'`. */
export function findDefaultPorts(source: string): number[] {
  const found = [...source.matchAll(/(?:\?\?|\|\|)\s*['"]?(\d{4,5})\b/gu)].map((match) => Number(match[1]))
  return [...new Set(found)]
}

/** A port that a program takes by itself, and for what: TCP and UDP have ports of their own. */
export interface PortUse {
  readonly port: number
  readonly kind: 'listener' | 'datagrams'
}

/**
 * What a program takes its ports for, as far as its source shows; where it names no kind of socket, both.
 * @param ports those that it is given; without them, its default ports
 */
export function findPortUses(source: string, ports: readonly number[] = findDefaultPorts(source)): PortUse[] {
  const isUdp = /\bnode:dgram\b/u.test(source)
  const isTcp = /\bnode:(?:net|http)\b/u.test(source)
  const kinds = (['listener', 'datagrams'] as const).filter((kind) =>
    isUdp === isTcp ? true : kind === (isUdp ? 'datagrams' : 'listener'),
  )
  return ports.flatMap((port) => kinds.map((kind) => ({ port, kind })))
}

/** Reads what the programs in a folder use by default; nothing where there is no folder. */
export async function readPortUses(folder: string): Promise<PortUse[]> {
  if (!existsSync(folder)) return []
  const programs = [...(await readFiles(folder))].filter(([name]) => name.endsWith('.ts'))
  const uses = programs.flatMap(([, content]) => findPortUses(content.toString('utf8')))
  return uses.filter(
    ({ port, kind }, index) =>
      uses.findIndex((other) => other.port === port && other.kind === kind) === index,
  )
}
