/** The lesson's own port numbers, and the free ports that stand for them while a session runs. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { Refusal } from '../../edge/refusal.ts'

/** From a lesson's port to the free one that is used in its place. */
export type PortMap = ReadonlyMap<number, number>

// Below what Linux gives to outgoing connections, so that nothing else takes a port between our look and its use.
const lowest = 20_000
const highest = 32_000
const mostTries = 200

/** The port numbers that a command names for a program: `PORT=9910`. */
export function findNamedPorts(command: string): number[] {
  return [...new Set([...command.matchAll(/\bPORT=(\d{4,5})\b/gu)].map((match) => Number(match[1])))]
}

/**
 * Finds a free port for each of the lesson's.
 * @throws {Refusal} when none of many that were tried is free
 */
export async function choosePorts(ports: readonly number[]): Promise<PortMap> {
  const chosen = new Map<number, number>()
  for (const port of new Set(ports)) chosen.set(port, await chooseFreePort([...chosen.values()]))
  return chosen
}

async function chooseFreePort(taken: readonly number[]): Promise<number> {
  for (let tries = 0; tries < mostTries; tries++) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest))
    if (!taken.includes(port) && (await isFree(port))) return port
  }
  throw new Refusal(
    `None of ${mostTries} ports between ${lowest} and ${highest} was free.`,
    'See what holds them: ss -ltnup',
  )
}

async function isFree(port: number): Promise<boolean> {
  return (await canListen(port)) && (await canBind(port))
}

async function canListen(port: number): Promise<boolean> {
  const server = createServer()
  try {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    server.close()
    await once(server, 'close')
    return true
  } catch {
    return false
  }
}

async function canBind(port: number): Promise<boolean> {
  const socket = createSocket('udp4')
  try {
    socket.bind(port, '127.0.0.1')
    await once(socket, 'listening')
    return true
  } catch {
    return false
  } finally {
    socket.close()
  }
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
