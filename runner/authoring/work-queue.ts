/** Lets a few pieces of heavy work run side by side and the others wait for their turn. */
export interface WorkQueue extends AsyncDisposable {
  /** Runs a piece of work when there is room; rejects with the signal's reason once that is aborted. */
  readonly run: <T>(work: () => Promise<T>) => Promise<T>
}

/** @param atOnce how many pieces of work may run side by side */
export function createWorkQueue(atOnce: number, signal: AbortSignal): WorkQueue {
  const waiting: (() => void)[] = []
  const started = new Set<Promise<unknown>>()
  let running = 0
  return {
    run: async (work) => {
      if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve))
      else running += 1
      try {
        signal.throwIfAborted()
        const result = work()
        started.add(result)
        return await result.finally(() => started.delete(result))
      } finally {
        // The place goes to the next in the line, so that nobody can take it in between.
        const next = waiting.shift()
        if (next) next()
        else running -= 1
      }
    },
    /** Waits for all that has started: whoever cancels must not leave before it has ended. */
    async [Symbol.asyncDispose]() {
      await Promise.allSettled(started)
    },
  }
}
