/** The lesson's own port numbers, and the free ports that stand for them while a session runs. */
import { claimPort, type PortClaim } from '../../processes/claimed-ports.ts'

/** From a lesson's port to the free one that is used in its place. */
export type PortMap = ReadonlyMap<number, number>

/** The port numbers that a command names for a program: `PORT=9910`. */
export function findNamedPorts(command: string): number[] {
  return [...new Set([...command.matchAll(/\bPORT=(\d{4,5})\b/gu)].map((match) => Number(match[1])))]
}

/** Free ports that nobody else here is given until they are disposed of, a judgement that goes on meanwhile least of all. */
export interface ClaimedPorts extends Disposable {
  readonly ports: PortMap
}

/** Claims a free port for each of the lesson's. @throws {CannotJudge} when none is free */
export async function claimPorts(ports: readonly number[]): Promise<ClaimedPorts> {
  const claims = new Map<number, PortClaim>()
  const release = () => claims.forEach((claim) => claim[Symbol.dispose]())
  try {
    for (const port of new Set(ports)) claims.set(port, await claimPort())
  } catch (error) {
    release()
    throw error
  }
  const free = new Map([...claims].map(([own, { port }]) => [own, port]))
  return { ports: free, [Symbol.dispose]: release }
}

/** Puts the free ports where a text has the lesson's. */
export function useFreePorts(text: string, ports: PortMap): string {
  return replaceNumbers(text, [...ports])
}

/** Puts the lesson's ports back where a program printed the free ones. */
export function useLessonPorts(text: string, ports: PortMap): string {
  return replaceNumbers(
    text,
    [...ports].map(([own, free]) => [free, own]),
  )
}

function replaceNumbers(text: string, pairs: readonly (readonly [number, number])[]): string {
  const wanted = new Map(pairs.map(([from, to]) => [String(from), String(to)]))
  return text.replace(/\d+/gu, (digits) => wanted.get(digits) ?? digits)
}
