/** Thrown through everything when the user, or the system, ends the run: exit code 130. */
export class Cancelled extends Error {
  override name = 'Cancelled'

  constructor() {
    super('The run was cancelled.')
  }
}

/** Waits for something that knows nothing of being cancelled. @throws the signal's reason when cancelled */
export async function untilCancelled<T>(wait: Promise<T>, signal: AbortSignal): Promise<T> {
  let cancel = () => {}
  const cancelled = new Promise<never>((_, reject) => {
    cancel = () => reject(signal.reason)
  })
  signal.addEventListener('abort', cancel)
  if (signal.aborted) cancel()
  // Both are raced in any case, so that whichever fails second is nobody's unhandled rejection.
  return await Promise.race([cancelled, wait]).finally(() => signal.removeEventListener('abort', cancel))
}
