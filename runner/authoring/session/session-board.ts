/** What everybody in a running session waits for, on one board: facts, not times. */

interface Wait {
  /** May throw when the fact can never become true; that stops the session. */
  readonly isTrue: () => boolean
  readonly resolve: () => void
  readonly reject: (reason: unknown) => void
}

export interface SessionBoard extends Disposable {
  /** Resolves as soon as the fact is true; rejects with whatever the session was stopped for. */
  waitFor: (isTrue: () => boolean) => Promise<void>
  /** Resolves when nothing has changed for `quietMs`, or at once when the fact is true. */
  waitForSilence: (quietMs: number, isTrue: () => boolean) => Promise<void>
  /** Looks at all facts again. Called whenever something may have changed. */
  look: () => void
  /** Rejects all waits, now and later. The first reason wins. */
  stop: (reason: unknown) => void
}

export interface BoardOptions {
  /** How long nothing may go forward, in ms, before `createStallReason` is asked and the session is stopped. */
  readonly stallMs: number
  /** A number that grows with every step forward. */
  readonly measureProgress: () => number
  readonly createStallReason: () => unknown
  readonly signal: AbortSignal
}

/** Creates a board whose waits share one deadline: each step forward of the session, anywhere, starts it again. */
export function createSessionBoard(options: BoardOptions): SessionBoard {
  const waits = new Set<Wait>()
  let stopped: { reason: unknown } | undefined
  let progress = options.measureProgress()

  const stop = (reason: unknown) => {
    stopped ??= { reason }
    for (const wait of waits) wait.reject(stopped.reason)
    waits.clear()
  }
  const timer = setTimeout(() => stop(options.createStallReason()), options.stallMs)
  let silence: NodeJS.Timeout | undefined
  const look = () => {
    if (stopped) return
    silence?.refresh()
    try {
      resolveTrue(waits)
    } catch (error) {
      return stop(error)
    }
    const now = options.measureProgress()
    if (now > progress) timer.refresh()
    progress = now
  }
  const cancel = () => stop(options.signal.reason)
  options.signal.addEventListener('abort', cancel)
  if (options.signal.aborted) cancel()

  const waitFor = async (isTrue: () => boolean) => {
    if (stopped) throw stopped.reason
    if (isTrue()) return
    await new Promise<void>((resolve, reject) => waits.add({ isTrue, resolve, reject }))
  }
  return {
    look,
    stop,
    waitFor,
    waitForSilence: async (quietMs, isTrue) => {
      let isQuiet = false
      silence = setTimeout(() => {
        isQuiet = true
        look()
      }, quietMs)
      await waitFor(() => isQuiet || isTrue())
    },
    [Symbol.dispose]() {
      clearTimeout(timer)
      clearTimeout(silence)
      options.signal.removeEventListener('abort', cancel)
    },
  }
}

function resolveTrue(waits: Set<Wait>): void {
  for (const wait of waits) {
    if (!wait.isTrue()) continue
    waits.delete(wait)
    wait.resolve()
  }
}
