/** A program's family: itself and all that it started, however that was started and whoever its parent is by now. */
import { readNames, readText } from './proc-files.ts'
import { isComputing, readProcessFacts } from './process-facts.ts'
import { isLimitOf, isLimitOfAny, markVariable } from './mark.ts'

/**
 * Reads the ids of all processes below `root` (children, their children …) or once seen there, and of all that carry
 * `mark`, in their limits or in their environment. Only processes that were started after this one can be meant, so only those are read.
 */
export function readFamily(root: number | undefined, mark: string): number[] {
  ownStart ??= readProcessFacts(process.pid)?.startedAt ?? 0
  const since = ownStart
  const pids = readNames('/proc').filter((name) => /^\d+$/.test(name))
  const alive = pids.map(Number).flatMap((pid) => {
    const facts = readProcessFacts(pid)
    return facts && facts.state !== 'Z' && facts.startedAt >= since ? [{ pid, ...facts }] : []
  })
  for (const pid of strangers.keys()) if (!alive.some((member) => member.pid === pid)) strangers.delete(pid)
  const family = new Set(alive.filter((member) => carries(member, mark)).map(({ pid }) => pid))
  if (root !== undefined) family.add(root)
  const seen = root === undefined ? undefined : seenBelow.get(root)
  for (const { pid, startedAt } of alive) if (seen?.get(pid) === startedAt) family.add(pid)
  for (let size = 0; size !== family.size;) {
    size = family.size
    for (const { pid, parent } of alive) if (family.has(parent)) family.add(pid)
  }
  return alive.map(({ pid }) => pid).filter((pid) => family.has(pid))
}

let ownStart: number | undefined

/**
 * Processes that carry no mark of anybody's, with the time of their start: they have nothing to do with any run, and
 * none can come to a mark later. So each of them is read once.
 */
const strangers = new Map<number, number>()

function carries({ pid, startedAt }: { pid: number; startedAt: number }, mark: string): boolean {
  if (strangers.get(pid) === startedAt) return false
  const limit = Number(/^Max file size\s+(\d+)/m.exec(readText(`/proc/${pid}/limits`))?.[1] ?? Number.NaN)
  const environment = readText(`/proc/${pid}/environ`)
  if (environment !== '' && !environment.includes(`${markVariable}=`) && !isLimitOfAny(limit))
    strangers.set(pid, startedAt)
  return isLimitOf(mark, limit) || environment.includes(mark)
}

/**
 * Reads the ids of a process and of all that stand below it at this moment: children, their children, and so on. It
 * costs a fraction of what {@link readFamily} does, and does not see a child whose parent has ended.
 */
export function readDescendants(root: number): number[] {
  const found = [root]
  for (const pid of found) {
    // Each thread has the children that it started itself (man 5 proc, `/proc/PID/task/TID/children`).
    for (const thread of readNames(`/proc/${pid}/task`)) {
      const children = readText(`/proc/${pid}/task/${thread}/children`).split(' ').filter(Boolean)
      for (const child of children.map(Number)) if (!found.includes(child)) found.push(child)
    }
  }
  if (found.length > 1) remember(root, found.slice(1))
  return found
}

/**
 * What was seen below a program, with the time of its start: a child that has given up its mark, by a lower limit and an
 * environment of its own, is still known when its parent has gone.
 */
const seenBelow = new Map<number, Map<number, number>>()

function remember(root: number, pids: readonly number[]): void {
  const seen = seenBelow.get(root) ?? new Map<number, number>()
  seenBelow.set(root, seen)
  for (const pid of pids) {
    const facts = seen.has(pid) ? undefined : readProcessFacts(pid)
    if (facts) seen.set(pid, facts.startedAt)
  }
}

/** Forgets what was seen below a program of which nothing is left. */
export function forgetDescendants(root: number): void {
  seenBelow.delete(root)
}

/** Processor time that each of some processes has used, in clock ticks, by its id. */
export function readTicks(pids: readonly number[]): Map<number, number> {
  return new Map(
    pids.flatMap((pid) => {
      const facts = readProcessFacts(pid)
      return facts && facts.state !== 'Z' ? [[pid, facts.ticks] as const] : []
    }),
  )
}

/** Whether any thread of a process, or of one below it, is running or waiting for a processor at this moment. */
export function isFamilyComputing(root: number): boolean {
  return readDescendants(root).some(isComputing)
}
