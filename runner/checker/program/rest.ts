/**
 * When a program has done all that it will do by itself. A client that waits for an answer, however late, sleeps without
 * a timer; one that will give up after a while has set one, and the kernel knows for how long it sleeps. So "it would
 * have waited for ever" and "it had nothing more to say" are facts, and nobody has to wait and see.
 */
import { isFamilyComputing } from '../../processes/family.ts'
import { isKernelReadable } from '../../processes/proc-files.ts'
import { readProcessFacts, readSleeps } from '../../processes/process-facts.ts'
import type { Program } from './program.ts'
import type { Recorder } from '../record/recorder.ts'
import { letPendingEventsIn, waitFor } from '../record/wait.ts'

/**
 * A timer that is due within so many milliseconds is waited out, and one that is due later is not. Node sets one of its
 * own, of 8 s, after it has collected garbage, and a right program does not have to be waited for because of that.
 */
const longestTimerMs = 4_000

/**
 * So long, in milliseconds, nothing may have happened: its thread pool and its children may have something in hand for
 * a program that sleeps itself.
 */
const calmMs = 60

/** The same where nobody knows whether it has set a timer. */
const unknownCalmMs = 500

/** What prints or does something again and again is never at rest, and is not waited for any longer than this. */
const longestRestlessMs = 5_000

/**
 * Waits until a program has dealt with all that it has met so far, and only something new can move it: it sleeps, no
 * timer will wake it, and what it printed has been read. Resolves as well when it has ended, and for a program that is
 * never at rest after some seconds.
 * @param mayCompute whether a thread or a child that computes counts as at rest too, for one that was given a long work
 * @returns whether it is at rest, or has ended
 */
export async function waitUntilAtRest(
  program: Program,
  recorder: Recorder,
  mayCompute = false,
): Promise<boolean> {
  let calmSince = performance.now()
  let ticks = -1
  const stir = () => (calmSince = performance.now())
  const stopListening = recorder.onHappening(stir)
  const look = async () => {
    if (program.hasExited || program.pid === undefined) return true
    const used = readProcessFacts(program.pid)?.ticks ?? -1
    const sleeps = readSleeps(program.pid)
    const isAwakeSoon = sleeps?.some((ms) => ms <= longestTimerMs) ?? false
    const isBusy = used !== ticks || (isKernelReadable && isFamilyComputing(program.pid))
    if (isAwakeSoon || (isBusy && !mayCompute)) stir()
    ticks = used
    const calm = sleeps === undefined ? unknownCalmMs : calmMs
    const isCalm = () => performance.now() - calmSince >= calm
    if (!isCalm()) return undefined
    // On a busy machine something may have come meanwhile of which this process has not heard yet.
    await letPendingEventsIn()
    return isCalm() ? true : undefined
  }
  try {
    const limit = { quietMs: longestRestlessMs, longestMs: longestRestlessMs }
    return (await waitFor(look, { recorder, everyMs: 20, ...limit })) ?? false
  } finally {
    stopListening()
  }
}
