/** Waits: given up when nothing moves, and not while something does. */
import { spawn } from 'node:child_process'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { isKernelReadable } from '../../processes/proc-files.ts'
import { readProcessFacts } from '../../processes/process-facts.ts'
import { Recorder } from './recorder.ts'
import { waitFor, withWhatIsUnderWay } from './wait.ts'

test('a wait is given up after its quiet time, and after its longest time whatever happens', async () => {
  const recorder = new Recorder()
  expect(await waitFor(() => undefined, { recorder, quietMs: 50 })).toBe(undefined)
  const chatter = setInterval(() => recorder.wake(), 10)
  expect(await waitFor(() => undefined, { recorder, quietMs: 50, longestMs: 200 })).toBe(undefined)
  clearInterval(chatter)
})

test('what moves is not given up, though it takes longer than the limits', async () => {
  let length = 0
  const growth = setInterval(() => length++, 10)
  const look = () => (length >= 30 ? 'whole' : undefined)
  const limits = { recorder: new Recorder(), quietMs: 150, longestMs: 150, everyMs: 5 }
  expect(await waitFor(look, limits)).toBe(undefined)
  length = 0
  expect(await waitFor(look, { ...limits, progress: () => length })).toBe('whole')
  clearInterval(growth)
})

describe.runIf(isKernelReadable)('processor time', () => {
  const loop = 'for (;;);'
  const loopInWorker = `new (require('node:worker_threads').Worker)('${loop}', { eval: true })`

  /** Runs a program and waits until `look` finds something. */
  async function waitForProgram(code: string, look: (pid: number) => boolean, longestMs = 50_000) {
    const program = spawn(process.execPath, ['-e', code], { stdio: 'ignore', timeout: 50_000 })
    const pid = program.pid ?? 0
    try {
      const limits = { quietMs: 50_000, longestMs }
      return await waitFor(() => look(pid) || undefined, { recorder: new Recorder(), pid, ...limits })
    } finally {
      program.kill('SIGKILL')
    }
  }

  /** Whether a process has used so many hundredths of a second with all its threads. */
  const hasUsed = (ticks: number) => (pid: number) => (readProcessFacts(pid)?.ticks ?? 0) >= ticks

  test('without end in the main thread is a loop, and is not waited for', async () => {
    expect(await waitForProgram(loop, hasUsed(2_000))).toBe(undefined)
  })

  test('in another thread is a task, and is waited for', async () => {
    expect(await waitForProgram(loopInWorker, hasUsed(280))).toBe(true)
  })

  test('that is wanted makes a wait longer, and does not make it endless', async () => {
    const startedAt = performance.now()
    const hasPassed = (ms: number) => () => performance.now() - startedAt >= ms
    expect(await waitForProgram(loop, hasPassed(1_700), 900)).toBe(true)
    expect(await waitForProgram(loop, hasPassed(40_000), 900)).toBe(undefined)
  })
})

describe('what is under way', () => {
  const advance = (ms: number) => vi.advanceTimersByTime(ms)
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
  afterEach(() => void vi.useRealTimers())

  test('counts as progress while nothing else moves, and is asked for once a second', () => {
    const isUnderWay = vi.fn<() => boolean>(() => true)
    const progress = withWhatIsUnderWay(() => 7, isUnderWay)
    const seen = [0, 999, 1, 500, 500].map((ms) => (advance(ms), progress()))
    expect(seen).toEqual([7, 7, 8, 8, 9])
    expect(isUnderWay).toHaveBeenCalledTimes(2)
  })

  test('is not asked for while the count moves, and is no progress when there is nothing', () => {
    let count = 0
    const isUnderWay = vi.fn<() => boolean>(() => false)
    const progress = withWhatIsUnderWay(() => count, isUnderWay)
    for (; count < 5; count++) {
      advance(900)
      expect(progress()).toBe(count)
    }
    expect(isUnderWay).not.toHaveBeenCalled()
    advance(900)
    expect(progress()).toBe(5)
    advance(1_000)
    expect(progress()).toBe(5)
    expect(isUnderWay).toHaveBeenCalledTimes(1)
  })
})
