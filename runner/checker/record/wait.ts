import { readDescendants, readTicks } from '../../processes/family.ts'
import { isKernelReadable } from '../../processes/proc-files.ts'
import { isComputing, readMainThread } from '../../processes/process-facts.ts'
import type { Recorder } from './recorder.ts'

/** How long nothing may happen before a wait is given up, in milliseconds. */
export const quietMs = isKernelReadable ? 2_000 : 5_000

/** How long one wait may last in all, in milliseconds, however busy the program looks. */
const longestWaitMs = 10_000

/**
 * A main thread that uses a processor for so long within one wait, in milliseconds, is in a loop and not on its way.
 * Processor time, unlike time, does not pass faster on a busy machine. Several processes that a program starts may well
 * use more together, each for its own start, and a worker thread may compute for as long as its task takes.
 */
const longestComputingMs = 2_000

/**
 * Time in which a main thread runs, or wants to and waits for a processor, counts so much of a wait: on a full machine
 * two starts one after the other take longer than a whole wait, and who starts children without end is still told.
 */
const wantingCounts = 1 / 3

const lookAgainMs = 100
const idleMs = 400

/** Linux counts processor time for /proc in hundredths of a second (man 7 time, USER_HZ). */
const msPerTick = 10

export interface WaitOptions {
  readonly recorder: Recorder
  /** The program that is waited for. While it computes it is not silent, only slow. */
  readonly pid?: number | undefined
  readonly quietMs?: number
  readonly longestMs?: number
  /** Also look every so many milliseconds, for facts that no event announces. */
  readonly everyMs?: number
  /**
   * A number that changes while what is waited for comes nearer, bytes that have arrived for example. Each change begins
   * all limits but the last one anew: what moves is not given up.
   */
  readonly progress?: () => number
}

/** So long, in milliseconds, a wait lasts at most, also one for what moves all the time. */
const longestMovingMs = 100_000

type Look<T> = () => T | undefined | Promise<T | undefined>

export interface Waited<T> {
  readonly found: T | undefined
  /** For how long, in milliseconds: since it began, or since the last progress. */
  readonly waitedMs: number
}

/**
 * Waits until `look` finds something and resolves with it, or with undefined when the wait is given up: after a
 * quiet time in which nothing happened and the program did not compute either, or after the longest time.
 * On a busy machine a right program may be slow; it is then seen waiting for a processor and is given more time.
 */
export async function waitFor<T>(look: Look<T>, options: WaitOptions): Promise<T | undefined> {
  return (await waitAndTell(look, options)).found
}

/** As `waitFor`, and says how long was waited, for sentences that name it. */
export async function waitAndTell<T>(
  look: Look<T>,
  {
    recorder,
    pid,
    quietMs: quiet = quietMs,
    longestMs = longestWaitMs,
    everyMs = lookAgainMs,
    progress = () => 0,
  }: WaitOptions,
): Promise<Waited<T>> {
  const giveUpAt = performance.now() + Math.max(longestMs, longestMovingMs)
  let startedAt = performance.now()
  let lastHappeningAt = startedAt
  let lastProgress = progress()
  let wake = () => {}
  const stopListening = recorder.onHappening(() => {
    lastHappeningAt = performance.now()
    wake()
  })
  const activity = watchActivity(pid)
  try {
    for (;;) {
      const woken = new Promise<void>((resolve) => (wake = resolve))
      const found = await look()
      if (found !== undefined) return { found, waitedMs: performance.now() - startedAt }
      const now = performance.now()
      if (progress() !== lastProgress) {
        lastProgress = progress()
        startedAt = now
        lastHappeningAt = now
        activity.beginAnew()
      }
      const isSilent = now - lastHappeningAt >= quiet
      activity.look(now, isSilent)
      const isQuiet = isSilent && now - activity.busyAt() >= Math.min(idleMs, quiet)
      if (
        isQuiet ||
        activity.usedMs() >= longestComputingMs ||
        now - startedAt - (1 - wantingCounts) * activity.wantedMs() >= longestMs ||
        now >= giveUpAt
      ) {
        await letPendingEventsIn()
        // This process may have got no processor for as long as that, and now hears of what happened meanwhile.
        if (isQuiet && lastHappeningAt > now && now < giveUpAt) continue
        return { found: await look(), waitedMs: now - startedAt }
      }
      await Promise.race([woken, pause(everyMs)])
    }
  } finally {
    stopListening()
  }
}

/** So seldom, in milliseconds, it is asked whether something is under way: the kernel's tables are dear to read. */
const askAgainMs = 1_000

/**
 * A progress for {@link waitFor} that also changes while `count` stands still and something is under way all the same.
 * A system that had to wait for its reader sends again by a timer of its own, and that may take seconds.
 */
export function withWhatIsUnderWay(count: () => number, isUnderWay: () => boolean): () => number {
  let last = count()
  let changedAt = performance.now()
  let timesUnderWay = 0
  return () => {
    const now = performance.now()
    const current = count()
    if (current !== last) {
      last = current
      changedAt = now
    } else if (now - changedAt >= askAgainMs) {
      changedAt = now
      if (isUnderWay()) timesUnderWay++
    }
    return current + timesUnderWay
  }
}

/** Notices what a process, and those below it, use of a processor in the course of a wait. */
function watchActivity(pid: number | undefined) {
  /** What each process had used at the last look, with all its threads. */
  let before: ReadonlyMap<number, number> | undefined
  /** What the main thread of each has used by now, and what when the wait began, or began anew; nothing if it came later. */
  let mainThreads: ReadonlyMap<number, number> = new Map()
  let atBeginning = mainThreads
  let busyAt = Number.NEGATIVE_INFINITY
  let lookedAt = performance.now()
  let wantedMs = 0
  let hasLookedAtThreads = false
  return {
    /**
     * Reads who there is, so that a child is known when its parent has gone (see family.ts), and what each has used. In
     * silence it also reads whether one of their threads wants a processor at this moment: it may be waiting for one.
     */
    look(now: number, isSilent: boolean): void {
      if (pid === undefined || !isKernelReadable) return
      if (now - lookedAt < lookAgainMs && (hasLookedAtThreads || !isSilent)) return
      const passedMs = now - lookedAt
      lookedAt = now
      hasLookedAtThreads = isSilent
      const family = readDescendants(pid)
      const ticks = readTicks(family)
      const earlier = before ?? ticks
      const hasUsed = [...ticks].some(([id, used]) => used > (earlier.get(id) ?? 0))
      if (hasUsed || (isSilent && family.some(isComputing))) busyAt = now
      const threads = family.map((id) => [id, readMainThread(id)] as const)
      mainThreads = new Map(threads.map(([id, thread]) => [id, thread?.ticks ?? 0]))
      if (threads.some(([, thread]) => thread?.state === 'R')) wantedMs += passedMs
      if (!before) atBeginning = mainThreads
      before = ticks
    },
    /** When the last look saw that one of them had used a processor, or wanted to. */
    busyAt: () => busyAt,
    /** The processor time, in milliseconds, of the main thread that has used most since the wait began, or began anew. */
    usedMs(): number {
      const used = [...mainThreads].map(([id, ticks]) => ticks - (atBeginning.get(id) ?? 0))
      return msPerTick * Math.max(0, ...used)
    },
    /** For how long, in milliseconds, one of them has run or wanted to, since the wait began, or began anew. */
    wantedMs: () => wantedMs,
    beginAnew(): void {
      atBeginning = mainThreads
      wantedMs = 0
    },
  }
}

/** What has reached this process but not its handlers yet, because the machine is busy, still counts. */
export async function letPendingEventsIn(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
}

/** Resolves after some milliseconds. For looking again and for pacing a slow peer, never in place of a fact. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
